"""The whole desk as one object that events change; the lines of each conversation are `timeline`'s.

Hub and console run the same `Inbox`: the hub to decide, the console to show and to predict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from tmchat.core import events as ev
from tmchat.core.entries import change_of, conversation_of, entry_of
from tmchat.core.folding import fold, opened
from tmchat.core.records import (
    CannedReply,
    Conversation,
    Entry,
    NumberGroup,
    OptOutScope,
    ReadMark,
    TrackingNumber,
)


@dataclass(frozen=True, slots=True)
class ConversationChanged:
    """The summary of a conversation changed, or it is there for the first time (`before` None)."""

    conversation: int
    before: Conversation | None
    after: Conversation


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A conversation has one more line."""

    conversation: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class DeliveryMoved:
    """A reply in a timeline came further or failed."""

    conversation: int
    change: ev.DeliveryChanged


@dataclass(frozen=True, slots=True)
class MarkMoved:
    """An agent's read mark in a conversation moved."""

    conversation: int
    agent: str


@dataclass(frozen=True, slots=True)
class NumbersChanged:
    """What is known of a tracking number or its group changed (`number` empty: a group)."""

    number: str


@dataclass(frozen=True, slots=True)
class CannedChanged:
    """A canned reply of the team came, changed or went."""

    title: str


Change = (
    ConversationChanged | EntryAdded | DeliveryMoved | MarkMoved | NumbersChanged | CannedChanged
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one agent's console needs at event number `head`."""

    head: int
    groups: tuple[NumberGroup, ...] = ()
    numbers: tuple[TrackingNumber, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    marks: tuple[ReadMark, ...] = ()
    canned: tuple[CannedReply, ...] = ()


class Inbox:
    """Conversations, numbers, groups, canned replies and read marks at event number `head`.

    `scope` is how far an opt-out reaches; only who decides has to know it, since events then name
    every conversation that is locked.
    """

    def __init__(self) -> None:
        self.head = 0
        self.conversations: dict[int, Conversation] = {}
        self.numbers: dict[str, TrackingNumber] = {}
        self.groups: dict[int, NumberGroup] = {}
        self.canned: dict[str, CannedReply] = {}
        self._marks: dict[str, dict[int, ReadMark]] = {}
        self.scope = OptOutScope.NUMBER
        self._texters: dict[str, dict[str, int]] = {}
        self.timed: set[int] = set()
        """Conversations in which something is set for a time."""

    @classmethod
    def of(cls, snapshot: Snapshot, agent: str) -> Self:
        """The state that `snapshot`, taken for `agent`, stands for."""
        inbox = cls()
        inbox.head = snapshot.head
        inbox.fill(
            groups=snapshot.groups,
            numbers=snapshot.numbers,
            conversations=snapshot.conversations,
            marks=((agent, mark) for mark in snapshot.marks),
            canned=snapshot.canned,
        )
        return inbox

    def apply(self, event: ev.Event) -> list[Change]:
        """Takes in the next event and says what changed.

        Raises `ValueError` for an event out of turn: a hole is the caller's to notice.
        """
        if event.n != self.head + 1:
            raise ValueError(f"event {event.n} does not follow {self.head}")
        self.head = event.n
        return self._take(event)

    def between(self, texter: str, number: str) -> Conversation | None:
        """The conversation of a texter with a tracking number."""
        found = self._texters.get(texter, {}).get(number)
        return None if found is None else self.conversations[found]

    def of_texter(self, texter: str) -> list[Conversation]:
        """The conversations of a texter, one a tracking number, oldest first."""
        return [self.conversations[one] for one in sorted(self._texters.get(texter, {}).values())]

    def mark(self, agent: str, conversation: int) -> ReadMark:
        """How far `agent` has read; a conversation never opened is wholly unread."""
        return self._marks.get(agent, {}).get(conversation) or ReadMark(conversation)

    def unread(self, agent: str, conversation: Conversation) -> int:
        """The inbound texts after the agent's read mark."""
        return max(0, conversation.inbound - self.mark(agent, conversation.id).inbound)

    def marks(self) -> Iterator[tuple[str, ReadMark]]:
        """Every read mark with its agent's name."""
        for agent, held in self._marks.items():
            for mark in held.values():
                yield agent, mark

    def snapshot(self, agent: str) -> Snapshot:
        """The whole state as the console of `agent` needs it."""
        return Snapshot(
            self.head,
            tuple(self.groups.values()),
            tuple(self.numbers.values()),
            tuple(self.conversations.values()),
            tuple(self._marks.get(agent, {}).values()),
            tuple(self.canned.values()),
        )

    def fill(
        self,
        *,
        groups: Iterable[NumberGroup] = (),
        numbers: Iterable[TrackingNumber] = (),
        conversations: Iterable[Conversation] = (),
        marks: Iterable[tuple[str, ReadMark]] = (),
        canned: Iterable[CannedReply] = (),
    ) -> None:
        """Puts records in as they are, as a store or a fresh state has them."""
        for group in groups:
            self.groups[group.id] = group
        for number in numbers:
            self.numbers[number.number] = number
        for conversation in conversations:
            self.conversations[conversation.id] = conversation
            self._pair(conversation)
            self._time(conversation)
        for agent, mark in marks:
            self._marks.setdefault(agent, {})[mark.conversation] = mark
        for reply in canned:
            self.canned[reply.title] = reply

    def _pair(self, conversation: Conversation) -> None:
        self._texters.setdefault(conversation.texter, {})[conversation.number] = conversation.id

    def _time(self, conversation: Conversation) -> None:
        if conversation.snoozed_until or conversation.scheduled:
            self.timed.add(conversation.id)
        else:
            self.timed.discard(conversation.id)

    def _take(self, event: ev.Event) -> list[Change]:
        what = event.what
        match what:
            case ev.ConversationRead():
                mark = ReadMark(what.conversation, what.upto, what.inbound)
                self._marks.setdefault(what.agent, {})[what.conversation] = mark
                return [MarkMoved(what.conversation, what.agent)]
            case ev.NumberListed() | ev.NumberAttached() | ev.NumberDetached():
                self.numbers[what.number.number] = what.number
                return [NumbersChanged(what.number.number)]
            case ev.AnsweringSet():
                known = self.numbers.get(what.number) or TrackingNumber(what.number)
                self.numbers[what.number] = replace(known, answering=what.answering)
                return [NumbersChanged(what.number)]
            case ev.NumberUnlisted():
                self.numbers.pop(what.number, None)
                return [NumbersChanged(what.number)]
            case ev.GroupListed():
                self.groups[what.group.id] = what.group
                return [NumbersChanged("")]
            case ev.GroupUnlisted():
                self.groups.pop(what.group, None)
                return [NumbersChanged("")]
            case ev.CannedKept():
                self.canned[what.reply.title] = what.reply
                return [CannedChanged(what.reply.title)]
            case ev.CannedRemoved():
                self.canned.pop(what.title, None)
                return [CannedChanged(what.title)]
        return self._take_conversation(event)

    def _take_conversation(self, event: ev.Event) -> list[Change]:
        about = conversation_of(event)
        before = self.conversations.get(about)
        entry = entry_of(event)
        if isinstance(event.what, ev.ConversationOpened):
            after = opened(event, event.what)
            self._pair(after)
        elif before is None:
            return []
        else:
            after = fold(before, event, entry)
        self.conversations[about] = after
        self._time(after)
        changes: list[Change] = []
        if after is not before and after != before:
            changes.append(ConversationChanged(about, before, after))
        if entry is not None:
            changes.append(EntryAdded(about, entry))
        delivery = change_of(event)
        if delivery is not None:
            changes.append(DeliveryMoved(about, delivery))
        return changes
