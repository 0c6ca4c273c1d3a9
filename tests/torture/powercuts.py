"""Cuts the power under the hub's own store at any write, and reads what is left; the disk is
`powerdisk`'s, what must hold is `invariants`'.

A day is played once on a disk that notes all that happens to it. Then the power is cut behind any
of its operations, and SQLite, as the hub uses it, opens what is left. A disk that fails is harder
here than at `sqlite3`: with a checkpoint that fails, the durable commit before it reports failure.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import apsw

from tests.hub.engine.rig import ANA, BEN, Clock, Desk, envelope, notification
from tests.torture.books import Books, Push, Told
from tests.torture.disk import books_of_hub
from tests.torture.invariants import findings
from tests.torture.powerdisk import Op, PowerDisk, cuts, lay_out
from tests.torture.powerline import PowerLine
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core.records import Conversation
from tmchat.hub.store.interface import StoreFailed
from tmchat.hub.store.schema import prepare

TEXTERS = ("9055550128", "9055550129", "9055550130")
NUMBERS = ("2245550121", "2245550122")
ROUNDS = 25
CUTS_A_DAY = 250
_disks = count()
_QUICK = Path("/dev/shm")  # what a cut left is only read there


@dataclass(slots=True)
class Day:
    """What happened to the disk, and what was answered by when.

    `pushes` are with how many operations had been done when each was begun and was answered 200,
    `told` with how many when each was granted.
    """

    ops: list[Op]
    pushes: list[tuple[int, int, Push]] = field(default_factory=list)
    told: list[tuple[int, Told]] = field(default_factory=list)


class PowerDay:
    """Texters and agents at a desk on a `PowerDisk`, all chance from `seed`."""

    def __init__(self, seed: int, synchronous: str = "FULL") -> None:
        self.disk = PowerDisk(f"power-{next(_disks)}")
        self.day = Day(self.disk.ops)
        self._random = Random(seed)
        checkpoint = self._random.choice((0, 20, 60))
        self.line = PowerLine(self.disk, synchronous=synchronous, checkpoint=checkpoint)
        self._composed = 0

    def play(self, rounds: int = ROUNDS) -> Day:
        """The day from an empty disk on to the hub's end."""
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(self._play(Path(folder), rounds))
        self.line.close()
        return self.day

    async def _play(self, folder: Path, rounds: int) -> None:
        desk = Desk(folder / "hub.db", Clock(), opened=self.line)
        for _ in range(rounds):
            desk.clock.now += 1
            # As a carrier that waits after a 503 and comes again.
            await until(lambda: desk.switchboard.healthy)
            known = list(desk.switchboard.inbox.conversations.values())
            works = [self._push(desk) for _ in range(self._random.randint(1, 5))]
            if known:
                works += [
                    self._command(desk, self._random.choice(known))
                    for _ in range(self._random.randint(0, 4))
                ]
            await asyncio.gather(*works)
        # Whatever failed, the desk comes back by itself once the disk does.
        self.disk.fault = lambda op: None
        await until(lambda: desk.switchboard.healthy)
        await self._push(desk)
        await desk.switchboard.close()
        desk.store.close()

    async def _push(self, desk: Desk) -> None:
        begun = len(self.disk.ops)
        pushes = [self._text() for _ in range(self._random.choice((1, 1, 1, 3)))]
        notes = (
            notification(one.text, key=one.key, texter=one.texter[2:], TextedNumber=one.number[2:])
            for one in pushes
        )
        taken = await desk.intake.take(envelope(*notes), {})
        answered = len(self.disk.ops) if taken.status == 200 else -1
        self.day.pushes += [(begun, answered, one) for one in pushes]

    def _text(self) -> Push:
        self._composed += 1
        long = "x" * self._random.choice((0, 0, 0, 900, 9_000))
        return Push(
            f"m{self._composed}",
            "+1" + self._random.choice(TEXTERS),
            "+1" + self._random.choice(NUMBERS),
            f"text {self._composed} {long}",
            accepted=False,
        )

    async def _command(self, desk: Desk, conv: Conversation) -> None:
        agent = self._random.choice((ANA, BEN))
        self._composed += 1
        ref = f"{agent.name}-{self._composed}"
        command: cmd.Command = self._random.choice(
            (
                cmd.SendReply(conv.id, f"reply {ref}", ref, conv.last_entry, anyway=True),
                cmd.AddNote(conv.id, "note", ref),
                cmd.Claim(conv.id),
                cmd.Release(conv.id),
                cmd.MarkRead(conv.id, conv.last_entry, conv.inbound),
            )
        )
        outcome = await desk.switchboard.command(agent, command)
        if isinstance(outcome, cmd.Granted):
            self.day.told.append((len(self.disk.ops), Told(agent.name, command, outcome)))


def broken_by_cuts(seed: int, number: int, synchronous: str = "FULL") -> Iterator[str]:
    """The findings of `number` cuts into the day of `seed`, each named by its place."""
    day = PowerDay(seed, synchronous).play()
    random = Random(-seed)
    places = sorted(random.randint(0, len(day.ops)) for _ in range(number))
    for place, left in zip(places, cuts(day.ops, places, random), strict=True):
        for found in found_after(day, place, left):
            yield f"day {seed}, cut behind operation {place}: {found}"


def day_of_cuts(seed: int) -> list[str]:
    """The findings of `CUTS_A_DAY` cuts into the day of `seed`."""
    return list(broken_by_cuts(seed, CUTS_A_DAY))


FAILURES: Final = {
    "no room": (("create", "write"), apsw.SQLITE_FULL),
    "a write refused": (("write", "truncate"), apsw.SQLITE_IOERR_WRITE),
    "a sync refused": (("sync",), apsw.SQLITE_IOERR_FSYNC),
}
"""Kinds of operation that fail and SQLite's code for it, by name."""
LASTING: Final = (1, 12)
"""How many operations of the kind fail in a row: one alone, and a disk that stays bad a while."""
_SHORT_DAY = 4


def failing_places() -> range:
    """The operations of a short day, from those on that a started hub makes: one that cannot even
    make its tables says so and does not start."""
    ready = len(PowerDay(5).play(rounds=0).ops) - 3
    return range(ready, len(PowerDay(5).play(rounds=_SHORT_DAY).ops))


def day_of_failure(failure: str, lasting: int, place: int) -> tuple[Day, list[str]]:
    """A short day whose disk fails from operation `place` on, `lasting` times; what does not hold
    after it, named by its place."""
    kinds, code = FAILURES[failure]
    day = PowerDay(5)
    left = lasting

    def fail(op: Op) -> None:
        nonlocal left
        if op.kind in kinds and left and len(day.disk.ops) >= place:
            left -= 1
            raise apsw.exception_for(code)

    day.disk.fault = fail
    played = day.play(rounds=_SHORT_DAY)
    (image,) = cuts(played.ops, [len(played.ops)], Random(place))
    found = found_after(played, len(played.ops), image)
    if played.pushes[-1][1] <= 0:
        found.append("the desk did not come back by itself")
    return played, [f"{failure}, {lasting} in a row from operation {place}: {one}" for one in found]


def broken_by_failure(place: int) -> list[str]:
    """The findings of every kind of failure at `place`."""
    return [
        one
        for failure in FAILURES
        for lasting in LASTING
        for one in day_of_failure(failure, lasting, place)[1]
    ]


def found_after(day: Day, place: int, left: dict[str, bytes]) -> list[str]:
    """What does not hold of the desk that starts from what a cut behind `place` left."""
    with tempfile.TemporaryDirectory(dir=_QUICK if _QUICK.is_dir() else None) as name:
        database = Path(name) / "hub.db"
        lay_out(left, database.parent)
        try:
            prepare(database, "after the cut")
        except StoreFailed as failure:
            return [f"I12: the hub cannot start: {failure}"]
        return findings(expected(day, place, books_of_hub(database)))


def expected(day: Day, place: int, own: Books) -> Books:
    """The hub's own books beside what was asked and answered by operation `place`."""
    return replace(
        own,
        pushes=[
            replace(one, accepted=0 <= answered <= place)
            for begun, answered, one in day.pushes
            if begun <= place
        ],
        told=tuple(one for granted, one in day.told if granted <= place),
    )
