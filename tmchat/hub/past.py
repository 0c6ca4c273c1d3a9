"""What is committed, at hand for consoles that come back; deciding is the switchboard's."""

from collections import deque
from collections.abc import Sequence
from itertools import islice

from tmchat.core.events import Event
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.hub.rows import apply
from tmchat.hub.store.interface import Write
from tmchat.protocol.hubside import EncodedEvent


class ReplayWindow:
    """The committed state and the newest events: the `Past` of `protocol.hubside`.

    It never holds what is not durable, so a snapshot may be taken at any time.
    """

    def __init__(
        self, inbox: Inbox, lines: Sequence[tuple[int, str]], *, epoch: str, run: str, limit: int
    ) -> None:
        """`inbox` is the state at the last of `lines`, the newest events; `limit` are kept."""
        self.epoch = epoch
        self.run = run
        self._inbox = inbox
        self._events = deque((EncodedEvent(n, text) for n, text in lines), limit)

    @property
    def head(self) -> int:
        """The number of the newest committed event."""
        return self._inbox.head

    def take(self, write: Write) -> list[EncodedEvent]:
        """Takes in the next events with the rows they changed, which became durable."""
        self._inbox.fill(
            groups=write.groups,
            numbers=write.numbers,
            conversations=write.conversations,
            marks=write.marks,
            canned=write.canned,
        )
        for title in write.gone_canned:
            self._inbox.canned.pop(title, None)
        for number in write.gone:
            self._inbox.numbers.pop(number, None)
        for group in write.gone_groups:
            self._inbox.groups.pop(group, None)
        if write.events:
            self._inbox.head = write.events[-1].n
        return self._keep(write)

    def catch_up(self, events: Sequence[Event]) -> list[EncodedEvent]:
        """Takes in the next events, found in the store after it had failed."""
        return self._keep(apply(self._inbox, events))

    def _keep(self, write: Write) -> list[EncodedEvent]:
        lines = zip(write.events, write.lines, strict=True)
        encoded = [EncodedEvent(event.n, line) for event, line in lines]
        self._events.extend(encoded)
        return encoded

    def since(self, head: int) -> Sequence[EncodedEvent] | None:
        """The events after `head`, or None when some of them are no longer kept."""
        lacking = self.head - head
        if lacking < 0 or lacking > len(self._events):
            return None
        return list(islice(self._events, len(self._events) - lacking, None))

    def snapshot(self, agent: str) -> Snapshot:
        """The committed state as the console of `agent` needs it."""
        return self._inbox.snapshot(agent)

    def inbox(self) -> Inbox:
        """A copy of the committed state, to decide on."""
        copy = Inbox()
        copy.head = self._inbox.head
        copy.scope = self._inbox.scope
        copy.fill(
            groups=self._inbox.groups.values(),
            numbers=self._inbox.numbers.values(),
            conversations=self._inbox.conversations.values(),
            marks=self._inbox.marks(),
            canned=self._inbox.canned.values(),
        )
        return copy
