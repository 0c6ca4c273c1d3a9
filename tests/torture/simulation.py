"""A desk, its consoles, their lines and a carrier in one thread on a virtual clock; sockets and
disks are `torture`'s.

All chance comes from one seed, so that a seed replays what it found. The rules are the real ones:
`core` decides and folds, `protocol` frames and resumes. Played are crashes of the hub, lines that
are cut, torn and repeat, and a carrier that refuses, loses and answers nobody.
"""

from collections import defaultdict
from collections.abc import Callable
from random import Random

from tests.core.journal import Journal, no_zone
from tests.protocol.past import JournalPast, encoded
from tests.torture.books import Books, Disk, Received, replayed
from tests.torture.invariants import INVARIANTS
from tests.torture.virtual import Clock, SimulatedConsole
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Agent, Delivery, EntryKind, Role
from tmchat.core.returns import giving_back
from tmchat.core.scheduling import falling_due
from tmchat.core.snoozing import waking
from tmchat.hub.store.interface import OutboxRow

AGENTS = (Agent("ana", Role.AGENT), Agent("ben", Role.AGENT), Agent("sue", Role.SUPERVISOR))
TEXTERS = ("+19055550128", "+19055550129", "+19055550130")
CHECKED = ("I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10")
DAY = 8.0
"""Virtual seconds in which things happen; afterwards all comes to rest."""
SHORT = 2.0
"""The same, of nine days in ten: more beginnings and endings for the same work."""
FLIGHT = 0.25
"""The longest that a reply is on its way, in virtual seconds."""
HELD = 0.3
"""How long one that is unknown holds up the rest of its conversation, as `outbox.ON_ITS_WAY`."""


class Simulation:
    """One day of a desk, made of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.length = SHORT if seed % 10 else DAY
        self.clock = Clock()
        self.journal = Journal()
        self.past = JournalPast(self.journal)
        self.up = True
        self.received: list[Received] = []
        self._lanes: dict[int, list[int]] = defaultdict(list)
        self._held: dict[int, float] = {}
        self._arrived: set[int] = set()
        self._decided: dict[int, int] = {}
        self._life = 0
        self._texts = 0
        self.consoles = [SimulatedConsole(self, agent) for agent in AGENTS]

    def run(self) -> list[str]:
        """Plays the day to its end; what does not hold then."""
        self.clock.after(0, self._something)
        self.clock.run()
        books = self._books()
        return [f"{name}: {one}" for name in CHECKED for one in INVARIANTS[name](books)]

    def happen(self, *happenings: ev.Happening) -> None:
        """The hub numbers and keeps it and tells every console."""
        before = len(self.journal.events)
        self.journal.happen(*happenings)
        self.tell(before)

    def tell(self, before: int) -> None:
        """What follows from the events after the first `before`."""
        for event in self.journal.events[before:]:
            told = encoded(event)
            for console in self.consoles:
                console.offer(told)
            if isinstance(event.what, ev.ReplyQueued):
                self._line_up(event.what.conversation, event.n)
            elif isinstance(event.what, ev.ReplyResent):
                self._decided[event.what.entry] = event.n
                self._line_up(event.what.conversation, event.what.entry)

    def look_up(self, command: cmd.LookUpReply) -> None:
        """An agent has the carrier's listing looked at, which says the truth and lags not at all:
        what it lacks may still be on its way, so that only what it has settles anything."""
        about, entry = command.conversation, command.entry
        if entry in self._arrived:
            self._happen_to(about, entry, Delivery.SENT)

    def _line_up(self, about: int, entry: int) -> None:
        lane = self._lanes[about]
        lane.append(entry)
        if len(lane) == 1:
            self._later(self._carry, about)

    def _happen_to(self, about: int, entry: int, where: Delivery) -> None:
        decided = self._decided.get(entry, 0)
        self.happen(ev.DeliveryChanged(about, entry, where, decided=decided))

    def _something(self) -> None:
        kind = self.random.random()
        console = self.random.choice(self.consoles)
        if kind < 0.55:
            console.give(self.random)
        elif kind < 0.85:
            self._text()
        elif kind < 0.91:
            console.cut()
        elif kind < 0.93:
            console.beat()
        elif kind < 0.94:
            self._give_back(self.random.choice(AGENTS).name)
        elif kind < 0.97:
            self.past.forgotten = self.random.randint(0, self.past.head)
        elif self.up:
            self._crash()
        if self.random.random() < 0.1:
            self._look_what_is_due()
        if self.clock.now < self.length:
            self.clock.after(self.random.expovariate(12), self._something)

    def _give_back(self, gone: str) -> None:
        """The hub finds an agent gone."""
        if self.up:
            self.happen(*giving_back(self.journal.inbox, lambda agent: agent == gone))

    def _look_what_is_due(self) -> None:
        """The hub looks what was put off until now: each event takes a second of the journal's."""
        if self.up:
            now = 1000 * self.journal.inbox.head
            self.happen(*waking(self.journal.inbox, now))
            self.happen(*falling_due(self.journal.inbox, now, no_zone))

    def _text(self) -> None:
        if not self.up:
            return
        self._texts += 1
        words = "STOP" if self.random.random() < 0.05 else f"text {self._texts}"
        words = "START" if self.random.random() < 0.1 else words
        before = len(self.journal.events)
        self.journal.text(words, texter=self.random.choice(TEXTERS))
        self.tell(before)

    def _crash(self) -> None:
        """Whatever was only in memory is gone; what was being sent may have arrived."""
        self.up = False
        self._life += 1
        self._lanes.clear()
        self._held.clear()
        self.journal.inbox = replayed(self.journal.events)
        for console in self.consoles:
            console.cut()
        self.clock.after(self.random.random(), self._restart)

    def _restart(self) -> None:
        self.up = True
        for about, held in self.journal.timelines.items():
            for entry in list(held.values()):
                if entry.delivery is Delivery.SENDING:
                    self._happen_to(about, entry.id, Delivery.UNKNOWN)
                elif entry.delivery is Delivery.QUEUED:
                    self._lanes[about].append(entry.id)
            if self.journal.inbox.conversations[about].unknown:
                self._held[about] = self.clock.now + HELD
            self._lanes[about].sort(key=lambda one: max(one, self._decided.get(one, 0)))
            if self._lanes[about]:
                self._later(self._carry, about)

    def _later(self, act: Callable[[int], None], about: int) -> None:
        """Does `act` soon, once nothing holds it up, unless the hub is another by then."""
        life = self._life
        held = max(0.0, self._held.get(about, 0.0) - self.clock.now)
        soon = held + self.random.random() / 2
        self.clock.after(soon, lambda: act(about) if life == self._life else None)

    def _carry(self, about: int) -> None:
        """Begins an attempt for the first reply of a conversation."""
        entry = self._lanes[about][0]
        if self.journal.inbox.conversations[about].opted_out:
            # An earlier attempt of what was sent again may have arrived: it has not failed.
            doubtful = entry in self._decided
            self._end(about, Delivery.UNKNOWN if doubtful else Delivery.FAILED)
            return
        self._happen_to(about, entry, Delivery.SENDING)
        fate = self.random.random()
        life = self._life
        if fate < 0.8:
            # On its way: it arrives even at a hub that died meanwhile.
            self.clock.after(self.random.random() * FLIGHT, lambda: self._arrive(about, entry))
        outcome = (
            Delivery.SENT
            if fate < 0.65
            else Delivery.UNKNOWN
            if fate < 0.85
            else Delivery.FAILED
            if fate < 0.9 and entry not in self._decided
            else Delivery.QUEUED
        )

        def answered() -> None:
            if life == self._life:
                self._end(about, outcome)

        self.clock.after(FLIGHT + self.random.random() / 4, answered)

    def _arrive(self, about: int, entry: int) -> None:
        conv = self.journal.inbox.conversations[about]
        text = self.journal.timelines[about][entry].text
        self._arrived.add(entry)
        self.received.append(Received(conv.texter, conv.number, text))

    def _end(self, about: int, outcome: Delivery) -> None:
        """Writes an attempt's outcome down; what was not delivered is tried again."""
        lane = self._lanes[about]
        self._happen_to(about, lane[0], outcome)
        if outcome is Delivery.UNKNOWN:
            self._held[about] = self.clock.now + HELD
        if outcome is not Delivery.QUEUED:
            lane.pop(0)
        if lane:
            self._later(self._carry, about)

    def _books(self) -> Books:
        entries = [one for held in self.journal.timelines.values() for one in held.values()]
        entries.sort(key=lambda one: one.id)
        outbox = tuple(
            OutboxRow(
                one.id,
                about,
                one.client_ref,
                one.text,
                one.at,
                one.delivery,
                decided=one.decided,
            )
            for about, held in self.journal.timelines.items()
            for one in held.values()
            if one.delivery is not None and one.kind is not EntryKind.SCHEDULED
        )
        return Books(
            tuple(self.journal.events),
            Disk(self.journal.inbox, entries, frozenset(), outbox),
            received=tuple(self.received),
            followed=tuple(one for console in self.consoles for one in console.followed),
        )


def simulated(seed: int) -> list[str]:
    """What does not hold after the day of `seed`, named by it."""
    return [f"seed {seed}: {one}" for one in Simulation(seed).run()]
