"""A hub's past over a desk in memory; it is no test itself."""

from collections.abc import Sequence

from tests.core.journal import Journal
from tmchat.core.events import Event
from tmchat.core.inbox import Snapshot
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import EncodedEvent


def encoded(event: Event) -> EncodedEvent:
    """An event as the hub hands it to every line."""
    return EncodedEvent(event.n, fr.encode_part(event))


class JournalPast:
    """The past that a `Journal` has; events up to `forgotten` are no longer at hand."""

    def __init__(self, journal: Journal, *, epoch: str = "e1") -> None:
        self.journal = journal
        self.epoch = epoch
        self.run = "r1"
        self.forgotten = 0

    @property
    def head(self) -> int:
        """The number of the newest event."""
        return self.journal.inbox.head

    def since(self, head: int) -> Sequence[EncodedEvent] | None:
        """The events after `head`, None when some are forgotten or not yet there."""
        if not self.forgotten <= head <= self.head:
            return None
        return [encoded(event) for event in self.journal.events[head:]]

    def snapshot(self, agent: str) -> Snapshot:
        """The whole state as one agent's console needs it."""
        return self.journal.inbox.snapshot(agent)
