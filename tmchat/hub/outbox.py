"""Which reply is carried when: those of a conversation one after the other, in the order queued.

How one is attempted is `attempts`', how one of unknown delivery is looked up is `settling`'s. One
message of a conversation is open at a time, so that order holds and two equal texts can be told
apart. While a reply is being looked up, later ones of its conversation therefore wait for it. Once
it is a person's to decide they go on: a person may take hours, and what they then have sent again
takes its turn as if written then. They go on `ON_ITS_WAY` later, so that what is unknown because
its answer was lost, or because the hub was killed, is not overtaken on its way.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from random import Random

from tmchat.core.records import Delivery
from tmchat.hub.attempts import Attempts, Send
from tmchat.hub.carriers import Carriers
from tmchat.hub.outcomes import Outcomes
from tmchat.hub.receipts import reconcile
from tmchat.hub.settling import Lookup, Settling
from tmchat.hub.store.interface import OutboxRow, Store
from tmchat.hub.switchboard import Switchboard

FAREWELL = 1.0  # seconds that attempts under way get to end when the outbox stops
ON_ITS_WAY = 2.0  # seconds in which a text that went out without an answer is taken to arrive


class Outbox:
    """Sends what is queued, each reply at most once unless a person says otherwise."""

    def __init__(
        self,
        switchboard: Switchboard,
        store: Store,
        send: Send,
        *,
        clock: Callable[[], int],
        random: Random,
        concurrency: int = 32,
        reference: bool = False,
        lookup: Lookup | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`send(url, field, text, client_ref)` makes one attempt. `reference` says that the carrier
        drops repeats of a client_ref, so that sending again is safe; `lookup` is its listing, if it
        has one. `clock` is in ms UTC, `monotonic` in seconds; `pause` waits for some seconds.
        """
        self.carriers = Carriers(random, monotonic=monotonic, pause=pause)
        self._switchboard = switchboard
        self._store = store
        self._outcomes = Outcomes(switchboard, store, pause)
        self._attempts = Attempts(
            switchboard,
            store,
            self._outcomes,
            send,
            carriers=self.carriers,
            clock=clock,
            random=random,
            pause=pause,
            concurrency=concurrency,
            reference=reference,
        )
        self._settling = lookup and Settling(
            store,
            self._outcomes,
            lookup,
            clock=clock,
            monotonic=monotonic,
            random=random,
            pause=pause,
        )
        self._pause = pause
        self._woken = asyncio.Event()
        self._seen = 0
        self._lanes: dict[int, deque[OutboxRow]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Goes on where the last run ended, and takes further replies when woken."""
        self._switchboard.on_reply = self.wake
        if self._settling:
            self._switchboard.on_decision = self._settling.wake
            self._switchboard.look_up = self._settling.look_up
        self.wake()
        self._spawn(self._collect())
        self._spawn(self._reconcile())

    def wake(self) -> None:
        """A reply was queued."""
        self._woken.set()

    async def stop(self) -> None:
        """Begins no further attempt and gives those under way a moment to end."""
        self._attempts.stopping = True
        for task in self._tasks - self._attempts.under_way:
            task.cancel()
        under_way = self._tasks & self._attempts.under_way
        if under_way:
            await asyncio.wait(under_way, timeout=FAREWELL)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _collect(self) -> None:
        """Puts every reply into the lane of its conversation when its turn is given to it."""
        # Before what is queued behind them.
        for row in await self._outcomes.insist(self._store.unknown_replies):
            if self._outcomes.undecided(row):
                self._line_up(row)
        while True:
            await self._woken.wait()
            self._woken.clear()
            rows = await self._outcomes.insist(partial(self._store.open_replies, after=self._seen))
            for row in rows:
                self._seen = row.turn
                if row.turn <= self._store.restored.head and row.state is Delivery.QUEUED:
                    row = await self._attempts.gone_back(row)
                self._line_up(row)

    def _line_up(self, row: OutboxRow) -> None:
        lane = self._lanes.get(row.conversation)
        if lane is None:
            self._lanes[row.conversation] = deque([row])
            self._spawn(self._empty(row.conversation))
        else:
            lane.append(row)

    async def _reconcile(self) -> None:
        """Reads receipts that overtook an answer after which the last run ended at once."""
        for carrier_id in await self._outcomes.insist(self._store.receipts_open):
            await self._outcomes.insist(
                partial(reconcile, self._switchboard, self._store, carrier_id)
            )

    async def _empty(self, conversation: int) -> None:
        """Carries the replies of one conversation until none is left."""
        lane = self._lanes[conversation]
        while lane and not self._attempts.stopping:
            await self._carry(lane[0])
            lane.popleft()
        del self._lanes[conversation]

    async def _carry(self, row: OutboxRow) -> None:
        """Attempts `row`, and looks it up where it can be, until only a person can go on."""
        if row.state is Delivery.SENDING:
            row = await self._attempts.broken_off(row)
        while not self._attempts.stopping:
            if row.state is Delivery.QUEUED:
                row = await self._attempts.carry(row)
            elif row.state is not Delivery.UNKNOWN:
                return
            elif self._settling and await self._settling.settle(row):
                row = await self._outcomes.insist(partial(self._again, row.entry))
            else:
                if self._outcomes.undecided(row):
                    await self._pause(ON_ITS_WAY)
                return

    async def _again(self, entry: int) -> OutboxRow:
        """The reply as it was queued again."""
        row = await self._store.reply(entry)
        assert row is not None, f"reply {entry} is gone from the outbox"
        return row
