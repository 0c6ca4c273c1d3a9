"""Replies and notes from draft to the hub's answer; carrying them is the line's."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tmchat.core.commands import AddNote, Granted, Outcome, Refused, ScheduleReply, SendReply
from tmchat.link.drafts import Draft, Drafts
from tmchat.link.line import UNDECIDED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reply that may still be taken back; it leaves at `due`, in seconds of a monotonic clock."""

    draft: Draft
    due: float


class Outgoing:
    """The drafts of every conversation and what has left and is not yet in a timeline.

    `new_ref` makes a `client_ref`; a draft gets one when its first letter is written.
    """

    def __init__(self, drafts: Drafts, new_ref: Callable[[], str]) -> None:
        self._drafts = drafts
        self.new_ref = new_ref
        self._left: dict[str, Draft] = {one.client_ref: one for one in drafts.left()}
        self._waiting: dict[int, Waiting] = {}

    def write(self, conversation: int, text: str, *, note: bool = False) -> None:
        """What the composer holds changed."""
        old = self._drafts.get(conversation, note=note)
        if old is None:
            if not text:
                return
            old = Draft(conversation, "", self.new_ref(), note)
        self._drafts.keep(replace(old, text=text))

    def text(self, conversation: int, *, note: bool = False) -> str:
        """What the composer held when the conversation was left."""
        draft = self._drafts.get(conversation, note=note)
        return draft.text if draft is not None else ""

    def drafted(self, conversation: int) -> bool:
        """Whether something unsent is written in the conversation."""
        if conversation in self._waiting:
            return True
        return any(self._drafts.get(conversation, note=note) is not None for note in (False, True))

    def leave(
        self, conversation: int, *, note: bool, seen: int, anyway: bool, due: int = 0
    ) -> Draft | None:
        """The draft leaves the composer; it is on disk as such before this returns."""
        draft = self._drafts.get(conversation, note=note)
        if draft is None:
            return None
        draft = replace(draft, seen=seen, anyway=anyway, due=due, sent=True)
        self._left[draft.client_ref] = draft
        self._drafts.leave(draft)
        return draft

    def hold(self, conversation: int, *, seen: int, anyway: bool, due: float) -> Waiting | None:
        """The reply leaves the composer and waits until `due`, on disk as a draft all the while.
        One that waits there already has to depart first."""
        draft = self._drafts.get(conversation)
        if draft is None:
            return None
        waiting = Waiting(replace(draft, seen=seen, anyway=anyway), due)
        self._drafts.wait(waiting.draft)
        self._waiting[conversation] = waiting
        return waiting

    def waiting(self) -> list[Waiting]:
        """The replies that may still be taken back, the one that waits longest first."""
        return list(self._waiting.values())

    def waits(self, conversation: int) -> Waiting | None:
        """The reply of a conversation that may still be taken back."""
        return self._waiting.get(conversation)

    def depart(self, conversation: int) -> Draft | None:
        """The reply that waited in a conversation is on its way, and on disk as such."""
        waiting = self._waiting.pop(conversation, None)
        if waiting is None:
            return None
        draft = replace(waiting.draft, sent=True)
        self._left[draft.client_ref] = draft
        self._drafts.depart(draft)
        return draft

    def take_back(self, conversation: int) -> bool:
        """The reply that waited in a conversation is in its composer again; False for none."""
        waiting = self._waiting.pop(conversation, None)
        if waiting is not None:
            self._drafts.take_back(waiting.draft)
        return waiting is not None

    def on_its_way(self) -> list[Draft]:
        """All that left and is not answered; after a crash these are asked again."""
        return list(self._left.values())

    def in_flight(self, conversation: int) -> list[Draft]:
        """What left from a conversation and is not in its timeline yet, oldest first."""
        return [one for one in self._left.values() if one.conversation == conversation]

    def answered(self, draft: Draft, outcome: Outcome) -> bool:
        """The hub decided. What was refused goes back into the composer, in front of anything
        written since; True when it did."""
        if isinstance(outcome, Refused) and outcome.code == UNDECIDED:
            # The hub may have it: given back, it could be changed under a client_ref used up.
            return False
        if self._left.pop(draft.client_ref, None) is None:
            return False
        if isinstance(outcome, Granted):
            self._drafts.answered(draft)
            return False
        newer = self._drafts.get(draft.conversation, note=draft.note)
        text = draft.text if newer is None else f"{draft.text}\n{newer.text}"
        # The old client_ref stays with the text only while the hub has not used it up: a refusal
        # leaves it free.
        self._drafts.keep(Draft(draft.conversation, text, draft.client_ref, draft.note))
        self._drafts.answered(draft)
        return True

    def give_back(self, conversation: int, text: str) -> None:
        """Puts a reply that the carrier refused back into its composer, in front of what was
        written since; sent again it is another reply."""
        newer = self.text(conversation)
        if newer == text or newer.startswith(text + "\n"):
            return
        whole = f"{text}\n{newer}" if newer else text
        self._drafts.keep(Draft(conversation, whole, self.new_ref()))

    def arrived(self, client_ref: str) -> bool:
        """An event shows that the hub has the reply; True when it was one of ours."""
        draft = self._left.pop(client_ref, None)
        if draft is None:
            return False
        self._drafts.answered(draft)
        return True

    def left_after_all(self, client_ref: str, text: str) -> int:
        """An event shows that the hub has a reply that it had refused, as when its storage failed
        after the write: the conversation whose draft that changed, 0 for none.

        What was written since stays, under a client_ref of its own: the old one is used up, and
        whatever were sent under it would be taken for the same reply once more.
        """
        for draft in self._drafts.all():
            if draft.client_ref == client_ref:
                rest = draft.text.removeprefix(text).removeprefix("\n")
                self._drafts.keep(replace(draft, text=rest, client_ref=self.new_ref()))
                return draft.conversation
        return 0


def command_of(draft: Draft) -> SendReply | ScheduleReply | AddNote:
    """The command that a draft becomes when it leaves."""
    if draft.note:
        return AddNote(draft.conversation, draft.text, draft.client_ref)
    if draft.due:
        return ScheduleReply(
            draft.conversation, draft.text, draft.client_ref, draft.seen, draft.due, draft.anyway
        )
    return SendReply(draft.conversation, draft.text, draft.client_ref, draft.seen, draft.anyway)
