"""Tests of both ends of a line joined by lists that delay, cut and repeat; no sockets.

Whatever the line does, the console has a prefix of the hub's journal; after quiet, all of it.
"""

import json
from collections import deque
from random import Random
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.journal import ANA, Journal, step
from tests.protocol.past import JournalPast, encoded
from tmchat.core.commands import Claim
from tmchat.core.finding import Query
from tmchat.core.inbox import Inbox
from tmchat.core.plainform import as_sent
from tmchat.core.questions import Find
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import (
    ConsoleSide,
    EventsCame,
    LineUseless,
    StateReplaced,
    Update,
    Welcomed,
)
from tmchat.protocol.hubside import HubSide

LIMIT = 6


class Joined:
    """One console, one hub, and what is on its way between them; chance decides what comes next."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.past = JournalPast(Journal())
        self.inbox = Inbox()
        self.followed = self.past.journal
        self.console = ConsoleSide("test", as_sent)
        self.up: deque[str] = deque()
        self.down: deque[str] = deque()
        self.ended: list[str] = []
        self.connect()

    def something(self) -> None:
        """The next thing that happens on the desk, at the hub, on the line or at the console."""
        often = [self.the_hub_writes, self.the_hub_reads, self.the_console_reads]
        at_times = [self.something_happens, self.the_hub_beats]
        seldom = [self.connect, self.a_message_is_torn, self.the_hub_forgets]
        choices = 12 * often + 6 * at_times + 2 * seldom + [self.a_backup_is_restored]
        self.random.choice(choices)()

    def something_happens(self, count: int = 0) -> None:
        journal = self.past.journal
        for _ in range(count or self.random.randint(1, 3)):
            before = len(journal.events)
            step(journal, self.random)
            for event in journal.events[before:]:
                self.side.offer(encoded(event))

    def the_hub_beats(self) -> None:
        self.side.beat(5)

    def the_hub_writes(self) -> None:
        message = self.side.take()
        if message is not None:
            self.down.append(message)

    def the_hub_reads(self) -> None:
        if self.up:
            self.side.receive(self._next(self.up), 5)

    def the_console_reads(self) -> None:
        if self.down:
            self._take(self.console.receive(self._next(self.down), 0.0))
            self.check()

    def a_message_is_torn(self) -> None:
        if self.down:
            self.down[-1] = self.down[-1][: len(self.down[-1]) // 2]

    def the_hub_forgets(self) -> None:
        self.past.forgotten = self.random.randint(0, self.past.head)

    def a_backup_is_restored(self) -> None:
        journal = Journal()
        for _ in range(self.random.randint(0, 20)):
            step(journal, self.random)
        self.past = JournalPast(journal, epoch=f"e{self.random.random()}")
        self.connect()

    def connect(self) -> None:
        """The line is cut, with all that is on its way, and made again."""
        self.up.clear()
        self.down.clear()
        self.side = HubSide(ANA, self.past, limit=LIMIT, heartbeat=5.0)
        self.up.append(self.console.connected(0.0))

    def quiet(self) -> None:
        """Nothing more happens: the console has everything, however often it has to ask."""
        while self.up or self.down or self.side.pending or self.console.head != self.past.head:
            if self.up:
                self.the_hub_reads()
            elif self.side.pending:
                self.the_hub_writes()
            elif self.down:
                self.the_console_reads()
            else:
                self.connect()
            assert len(self.ended) < 500
        assert self.followed is self.past.journal
        assert self.inbox.snapshot("ana") == self.past.snapshot("ana")
        assert self.console.behind == 0
        assert not {"version", "revoked"}.intersection(self.ended)

    def check(self) -> None:
        """What the console has is a prefix of the journal, and what it says it has it has."""
        so_far = Inbox()
        for event in self.followed.events[: self.inbox.head]:
            so_far.apply(event)
        assert self.inbox.snapshot("ana") == so_far.snapshot("ana")
        assert self.console.head in (0, self.inbox.head)

    def _next(self, messages: deque[str]) -> str:
        """The next message; sometimes it comes a second time."""
        return messages[0] if self.random.random() < 0.1 else messages.popleft()

    def _take(self, updates: list[Update]) -> None:
        """Applies as the desk does; a useless line is made again."""
        for update in updates:
            match update:
                case StateReplaced(snapshot):
                    self.followed = self.past.journal
                    self.inbox = Inbox()
                    self.inbox.head = snapshot.head
                    self.inbox.fill(
                        groups=snapshot.groups,
                        numbers=snapshot.numbers,
                        conversations=snapshot.conversations,
                        marks=(("ana", mark) for mark in snapshot.marks),
                    )
                case EventsCame(events):
                    for event in events:
                        self.inbox.apply(event)
                case LineUseless(code):
                    self.ended.append(code)
                    self.connect()


@settings(max_examples=60)
@given(st.integers(0, 100_000), st.integers(0, 300))
def test_the_console_has_a_prefix_always_and_all_after_quiet(seed: int, steps: int) -> None:
    joined = Joined(seed)
    for _ in range(steps):
        joined.something()
    joined.quiet()


def test_a_console_too_slow_resumes_where_it_was() -> None:
    joined = Joined(1)
    joined.something_happens(3)
    joined.quiet()
    head = joined.console.head
    joined.something_happens(30)
    joined.the_hub_writes()
    while joined.down:
        joined.the_console_reads()
    assert joined.ended == ["slow"]
    (hello,) = json.loads(joined.up[0])
    assert hello["head"] == head
    joined.quiet()


def test_whatever_kind_a_console_says_both_ends_count_it() -> None:
    joined = Joined(3)
    joined.something_happens(3)
    joined.quiet()
    console = joined.console
    said = [
        console.connected(0.0),
        console.ask(Claim(1))[1],
        console.inquire(Find(Query()))[1],
        console.want_page(1)[1],
        console.look(1, typing=False),
        console.beat(100.0) or "",
        console.beat(200.0) or "",
    ]
    side = HubSide(ANA, joined.past, limit=LIMIT, heartbeat=5.0)
    kinds = set()
    for message in said:
        kinds |= {type(frame) for frame in fr.decode_up(message)}
        side.receive(message, 5)
    assert kinds == set(get_args(fr.Up))
    while (answer := side.take()) is not None:
        assert '"Bye"' not in answer


def test_a_restored_backup_starts_anew() -> None:
    joined = Joined(2)
    joined.something_happens(8)
    joined.quiet()
    joined.a_backup_is_restored()
    joined.the_hub_reads()
    message = joined.side.take()
    assert message is not None
    welcomed = joined.console.receive(message, 0.0)[0]
    assert isinstance(welcomed, Welcomed)
    assert welcomed.fresh
    joined.connect()
    joined.quiet()
