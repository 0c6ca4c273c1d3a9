"""Settles replies of unknown delivery against the carrier's listing (CONTRACT 15.3); sending them
again is the outbox's.

A reply that the listing has was sent. One that it lacks may still be on its way, or not be listed
yet: only a look that begins later than the longest flight of a request and the listing's lag
together says that it never arrived. Before that, sending it again could send it twice.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from random import Random

from tmchat.core import commands as cmd
from tmchat.core.records import Delivery
from tmchat.hub.outcomes import DAY, Outcomes
from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import OutboxRow, Store
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.errors import TelmetricsError
from tmchat.telmetrics.standins import ListedMessage

log = logging.getLogger(__name__)

Look = Callable[[str, int], Awaitable[Sequence[ListedMessage]]]
SKEW = DAY  # ms by which the carrier's clock and the hub's may differ
FIRST_PAUSE = 5.0  # seconds before a listing that could not be read is read again
LONGEST_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """A carrier's listing: `look(conversation, since)` reads it, `lag` is its measured delay and
    `flight` the longest that a request is on its way, both in seconds."""

    look: Look
    lag: float
    flight: float

    @property
    def settle(self) -> float:
        """Seconds after an attempt from which on what is not listed never arrived."""
        return self.lag + self.flight


@dataclass(frozen=True, slots=True)
class Doubt:
    """The listing has texts like the reply, and nobody can tell whose they are."""


def match(
    row: OutboxRow, listed: Iterable[ListedMessage], replies: Iterable[OutboxRow]
) -> str | Doubt | None:
    """The carrier's id of `row`, None where the listing lacks it.

    `replies` are all of the conversation, read after the listing: a listed text that another reply
    is known by is that reply's. Of two equal texts one is thus told from the other, unless another
    of them is unknown too.
    """
    taken = {one.carrier_id for one in replies if one.carrier_id and one.entry != row.entry}
    free = [
        message.message_id
        for message in listed
        if message.message == row.text
        and (message.direction or "Outbound").casefold() == "outbound"
        and message.message_id not in taken
    ]
    if not free:
        return None
    rivals = (
        one
        for one in replies
        if one.entry != row.entry
        and one.text == row.text
        and one.attempts
        and one.state is not Delivery.FAILED
        and (one.doubtful or not one.carrier_id)
    )
    return Doubt() if any(rivals) else free[0]


class Settling:
    """Looks replies up, by itself and when an agent asks.

    `clock` is in ms UTC, `monotonic` in seconds; `pause` waits for some.
    """

    def __init__(
        self,
        store: Store,
        outcomes: Outcomes,
        lookup: Lookup,
        *,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
        random: Random,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._outcomes = outcomes
        self._lookup = lookup
        self._clock = clock
        self._monotonic = monotonic
        self._random = random
        self._pause = pause
        self._listening: dict[int, list[asyncio.Event]] = defaultdict(list)

    def wake(self, entry: int) -> None:
        """Something was decided about a reply: whoever looks it up has an older one in hand."""
        for decided in self._listening.get(entry, ()):
            decided.set()

    async def settle(self, row: OutboxRow) -> bool:
        """Looks `row` up until something is known of it; whether it is queued again by that.

        It gives up, and leaves the reply to a person, where the carrier never named the
        conversation, where nobody can tell whose the listed text is, and after a day.
        """
        with self._listen(row.entry) as decided:
            return await self._settle(row, decided)

    async def look_up(self, command: cmd.LookUpReply) -> cmd.Outcome:
        """Looks at an agent's wish; the answer says what was found. Raises `StoreFailed`."""
        with self._listen(command.entry) as decided:
            row = await self._store.reply(command.entry)
            if row is None or not row.place:
                return cmd.Refused("no-listing", "The carrier never named this conversation.")
            try:
                found = await self._look(row)
            except (TelmetricsError, ValueError) as error:
                return cmd.Refused(
                    "listing",
                    f"The carrier's listing could not be read: {str(error).rstrip('. ')}.",
                )
            if decided.is_set():
                return cmd.Refused("settled", "Somebody decided about this reply meanwhile.")
            if isinstance(found, Doubt):
                return cmd.Refused("doubt", "The carrier has such a text, perhaps another reply's.")
            if found is None:
                return cmd.Refused("not-listed", "The carrier does not have it, so far.")
            number = await self._outcomes.found(row, found)
        self.wake(row.entry)
        return cmd.Granted(number)

    @contextmanager
    def _listen(self, entry: int) -> Iterator[asyncio.Event]:
        """Set once something is decided about the reply."""
        decided = asyncio.Event()
        self._listening[entry].append(decided)
        try:
            yield decided
        finally:
            self._listening[entry].remove(decided)
            if not self._listening[entry]:
                del self._listening[entry]

    async def _settle(self, row: OutboxRow, decided: asyncio.Event) -> bool:
        if not (row.place and self._outcomes.undecided(row)):
            return False
        certain = self._monotonic() + self._lookup.settle
        backoff = Backoff(self._random, first=FIRST_PAUSE, longest=LONGEST_PAUSE)
        wait = self._lookup.lag
        while self._clock() < row.queued_at + DAY:
            await self._wait(wait, decided)
            begun = self._monotonic()
            try:
                found = None if decided.is_set() else await self._look(row)
            except (TelmetricsError, ValueError) as error:
                log.warning("a listing could not be read: %s", type(error).__name__)
                wait = backoff.next()
                continue
            crash("settle.after-look")
            if decided.is_set() or isinstance(found, Doubt):
                return False
            if found is None and begun <= certain:
                wait = certain - begun + 0.001
                continue
            again = found is None and await self._outcomes.missed(row)
            if found is not None:
                await self._outcomes.found(row, found)
            crash("settle.settled")
            return again
        return False

    async def _look(self, row: OutboxRow) -> str | Doubt | None:
        listed = await self._lookup.look(row.place, row.queued_at - SKEW)
        replies = await self._outcomes.insist(partial(self._store.replies_of, row.conversation))
        return match(row, listed, replies)

    async def _wait(self, seconds: float, decided: asyncio.Event) -> None:
        tasks = [asyncio.ensure_future(one) for one in (self._pause(seconds), decided.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
