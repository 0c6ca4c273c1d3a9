"""What each SMS route does with a texter's text (CONTRACT 12); the text is already recorded."""

from collections.abc import Callable

from tmchat.sandbox.books import Books, Conversation, Kind, Text
from tmchat.sandbox.configurations import CONVERSATION_START, Configurations
from tmchat.sandbox.notifications import conversation_started, message_received
from tmchat.sandbox.numbers import Line
from tmchat.sandbox.opt_outs import OptOuts
from tmchat.sandbox.outgoing import Outgoing, push_address
from tmchat.sandbox.push import Pusher
from tmchat.sandbox.sms_blocks import business_phone

# Rolling, from the last auto-reply, per texter and tracking number (CONTRACT 7).
AUTOREPLY_PAUSE_MS = 24 * 3600 * 1000


class Behaviour:
    """Acts on one text by its number's route; to be called in the text's transaction."""

    def __init__(
        self,
        *,
        books: Books,
        configurations: Configurations,
        opt_outs: OptOuts,
        outgoing: Outgoing,
        pusher: Pusher,
        base_url: Callable[[], str],
    ) -> None:
        self._books = books
        self._configurations = configurations
        self._opt_outs = opt_outs
        self._outgoing = outgoing
        self._pusher = pusher
        self._base_url = base_url

    def announce(self, text: Text, conversation: Conversation, line: Line) -> None:
        """Tell the account webhooks that this text starts a conversation (CONTRACT 11.1)."""
        notification = conversation_started(text, conversation, line, self._provider(line))
        for url in self._configurations.subscribers(CONVERSATION_START):
            self._pusher.add(
                url, text_id=text.id, conversation_id=conversation.id, notification=notification
            )

    def act(self, text: Text, conversation: Conversation, line: Line) -> None:
        """Do what the number's route says; `None` leaves the text recorded and no more."""
        route_type = line.sms_routes["route_type"]
        if route_type in ("Webhook", "ChatClient"):
            self._push(text, conversation, line)
        elif route_type == "Autoreply":
            self._autoreply(text, conversation, line)
        elif route_type == "SmartNumber":
            self._notify_business(text, conversation, line)
            self._autoreply(text, conversation, line)

    def end_of_chat(self, conversation: Conversation, line: Line) -> None:
        """Send a chat client's End of Chat Text, if it has one (CONTRACT 7.1)."""
        self._standing_text("end_of_chat_text", conversation, line)

    def _push(self, text: Text, conversation: Conversation, line: Line) -> None:
        address = push_address(line, self._configurations)
        if address is None:
            self._standing_text("no_agents_text", conversation, line)
            return
        reply_url = f"{self._base_url()}/sms/conversations/{conversation.id}/messages"
        self._pusher.add(
            address,
            text_id=text.id,
            conversation_id=conversation.id,
            notification=message_received(text, conversation, line, reply_url),
        )

    def _standing_text(self, name: str, conversation: Conversation, line: Line) -> None:
        client_id = line.sms_routes.get("route", {}).get("chat_client_id")
        if client_id is None or not self._configurations.chat_client_exists(client_id):
            return
        body = self._configurations.chat_client(client_id)[name]
        if body and not self._opt_outs.blocks(conversation.texter, conversation.number):
            self._outgoing.send(conversation, Kind.CHAT, body)

    def _autoreply(self, text: Text, conversation: Conversation, line: Line) -> None:
        route = line.sms_routes["route"]
        texter, number = conversation.texter, conversation.number
        if not route["autoreply_enabled"] or self._opt_outs.blocks(texter, number):
            return
        earlier = self._books.latest(Kind.AUTOREPLY, sender=number, recipient=texter)
        if earlier is None or text.at - earlier.at >= AUTOREPLY_PAUSE_MS:
            self._outgoing.send(conversation, Kind.AUTOREPLY, route["autoreply_message"])

    def _notify_business(self, text: Text, conversation: Conversation, line: Line) -> None:
        business = business_phone(line.sms_routes, line.call_routes)
        link = f"{self._base_url()}/sandbox/notices/{text.id}"
        body = f"{line.name}: text from {text.sender}. Read it at {link} and reply to this text."
        self._outgoing.send(conversation, Kind.NOTICE, body, recipient=business)

    def _provider(self, line: Line) -> str | None:
        client_id = line.sms_routes.get("route", {}).get("chat_client_id")
        if client_id is None or not self._configurations.chat_client_exists(client_id):
            return None
        name: str = self._configurations.chat_client(client_id)["name"]
        return name
