"""What three parties wrote of one desk: texters, hub, consumers; judging it is `invariants`'."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.torture.spool import Spool
from tmchat.core.commands import Command, Granted
from tmchat.core.events import Event
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.core.records import Entry
from tmchat.hub.store.interface import OutboxRow


@dataclass(frozen=True, slots=True)
class Push:
    """A text that was pushed at least once; `accepted` says that one push was answered 2xx."""

    key: str
    texter: str
    number: str
    text: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Received:
    """A text that reached a consumer's phone; `receipted` says that the desk answered 2xx when it
    was told so."""

    texter: str
    number: str
    text: str
    receipted: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An agent's command that was answered as granted."""

    agent: str
    command: Command
    answer: Granted


@dataclass(slots=True)
class Followed:
    """What a console applied from one fresh state on."""

    agent: str
    snapshot: Snapshot
    events: list[Event] | Spool[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Disk:
    """What the desk's file holds beside its journal; `faults` are those that SQLite itself finds.

    `state` is made of the rows, `entries` are in order of id.
    """

    state: Inbox
    entries: Sequence[Entry]
    keys: frozenset[str]
    outbox: tuple[OutboxRow, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Books:
    """All that was written down; a part without its book is empty.

    `received` is in order of arrival, `sightings` are numbers and times of newest events seen on
    disk while the hub lay dead, `logs` are the lines that programs logged, `canaries` the words of
    texts, tokens and phone numbers that were planted.
    """

    events: Sequence[Event]
    disk: Disk | None = None
    pushes: Sequence[Push] = ()
    received: Sequence[Received] = ()
    told: tuple[Told, ...] = ()
    followed: tuple[Followed, ...] = ()
    sightings: tuple[tuple[int, int], ...] = ()
    logs: Sequence[str] = ()
    canaries: tuple[str, ...] = ()


def replayed(events: Iterable[Event]) -> Inbox:
    """The desk after `events`."""
    inbox = Inbox()
    for event in events:
        inbox.apply(event)
    return inbox
