"""What the carrier does with texts in and replies out (CONTRACT 12, 15.2); not HTTP or storage."""

from collections.abc import Callable
from dataclasses import dataclass

from tmchat.sandbox.behaviour import Behaviour
from tmchat.sandbox.books import Books, Conversation, Kind, Text, Texter
from tmchat.sandbox.errors import ApiError, invalid, not_found
from tmchat.sandbox.faults import Fault
from tmchat.sandbox.numbers import Line, Numbers
from tmchat.sandbox.opt_outs import OptOuts
from tmchat.sandbox.outgoing import Outgoing
from tmchat.sandbox.sms_blocks import business_phone
from tmchat.sandbox.store import Store
from tmchat.sandbox.tags import Attribution, Tags


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text that a phone sends to a tracking number; phones in the API's form."""

    phone: str
    to: str
    body: str
    media: tuple[str, ...] = ()
    about: Texter | None = None
    attribution: Attribution | None = None


class Carrier:
    """Takes texts and replies, one transaction each."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        *,
        books: Books,
        numbers: Numbers,
        tags: Tags,
        opt_outs: OptOuts,
        outgoing: Outgoing,
        behaviour: Behaviour,
        quiet_ms: int,
    ) -> None:
        self._store = store
        self._now = now
        self._books = books
        self._numbers = numbers
        self._tags = tags
        self._opt_outs = opt_outs
        self._outgoing = outgoing
        self._behaviour = behaviour
        self._quiet_ms = quiet_ms

    def take(self, incoming: Incoming) -> Text:
        """Record a phone's text and act on it; `ApiError` 400 when `to` is no tracking number."""
        line = self._numbers.line(incoming.to)
        if line is None:
            raise invalid("to", "Is not a tracking number of this account.")
        with self._store.transaction():
            answered = self._answered_by_business(incoming.phone, line)
            if answered is not None:
                return self._bridge(incoming, answered)
            conversation, is_new = self._conversation(incoming)
            text = self._record(incoming, conversation, Kind.TEXT)
            self._opt_outs.hear(incoming.phone, incoming.to, incoming.body)
            if is_new:
                self._behaviour.announce(text, conversation, line)
            self._behaviour.act(text, conversation, line)
        return text

    def reply(
        self,
        conversation_id: str,
        body: str,
        *,
        reference: str | None = None,
        fault: Fault | None = None,
    ) -> str:
        """Text an agent's reply to the texter; answers its message id.

        A repeated `reference` answers the first message id and sends nothing.
        """
        conversation, _ = self._open(conversation_id)
        if reference is not None:
            earlier = self._books.replied(conversation_id, reference)
            if earlier is not None:
                return earlier
        if self._opt_outs.blocks(conversation.texter, conversation.number):
            raise ApiError(400, "The texter has opted out with STOP; the carrier blocks replies.")
        with self._store.transaction():
            text = self._outgoing.send(
                conversation, Kind.REPLY, body, reference=reference, fault=fault
            )
            if fault is not None and fault.kind == "duplicate":
                self._outgoing.send(conversation, Kind.REPLY, body)
        return text.id

    def end(self, conversation_id: str) -> None:
        """Close a conversation as a chat client's agent does."""
        conversation, line = self._open(conversation_id)
        with self._store.transaction():
            self._books.end_conversation(conversation_id)
            self._behaviour.end_of_chat(conversation, line)

    def _open(self, conversation_id: str) -> tuple[Conversation, Line]:
        conversation = self._books.conversation(conversation_id)
        line = None if conversation is None else self._numbers.line(conversation.number)
        if conversation is None or line is None:
            raise not_found("conversation")
        return conversation, line

    def _conversation(self, incoming: Incoming) -> tuple[Conversation, bool]:
        since = self._now() - self._quiet_ms
        current = self._books.latest_conversation(incoming.phone, incoming.to, since)
        if current is not None:
            return current, False
        about = incoming.about or self._books.about(incoming.phone)
        attribution = incoming.attribution or self._tags.attribution(incoming.to)
        started = self._books.start_conversation(incoming.phone, incoming.to, about, attribution)
        return started, True

    def _answered_by_business(self, phone: str, line: Line) -> Conversation | None:
        """The conversation whose notice a SmartNumber's business phone answers, if it is one."""
        if line.sms_routes["route_type"] != "SmartNumber":
            return None
        if phone != business_phone(line.sms_routes, line.call_routes):
            return None
        notice = self._books.latest(Kind.NOTICE, sender=line.phone, recipient=phone)
        return None if notice is None else self._books.conversation(notice.conversation_id)

    def _bridge(self, incoming: Incoming, conversation: Conversation) -> Text:
        text = self._record(incoming, conversation, Kind.BUSINESS)
        if not self._opt_outs.blocks(conversation.texter, conversation.number):
            self._outgoing.send(conversation, Kind.BRIDGED, incoming.body)
        return text

    def _record(self, incoming: Incoming, conversation: Conversation, kind: Kind) -> Text:
        text = self._books.record(
            conversation.id,
            kind,
            sender=incoming.phone,
            recipient=incoming.to,
            body=incoming.body,
            media=incoming.media,
        )
        self._books.mark_arrived(text.id)
        return text
