"""Carries accepted replies to the carrier, each at most once; how one is posted is `telmetrics`'.

The rules are CONTRACT 15.2: the intent is durable before an attempt and the outcome after it. What
may have arrived is unknown, and no machine sends it again, unless the carrier drops repeats.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from random import Random
from typing import TypeVar

from tmchat.core import events as ev
from tmchat.core.records import Delivery
from tmchat.hub.receipts import reconcile
from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import OutboxRow, ReplyAddress, Store, StoreFailed
from tmchat.hub.switchboard import Switchboard
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.standins import (
    Accepted,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
)

log = logging.getLogger(__name__)

T = TypeVar("T")
Send = Callable[[str, str, str, str], Awaitable[ReplyOutcome]]
DAY = 24 * 60 * 60 * 1000  # ms after which a reply that cannot be delivered has failed
LONGEST_PAUSE = 300.0  # seconds between two attempts, unless the carrier names more
STORE_PAUSE = 1.0  # seconds between two tries to write down what happened
FAREWELL = 1.0  # seconds that attempts under way get to end when the outbox stops

_OPTED_OUT = "The texter opted out before it was sent."
_NO_ADDRESS = "No text of this conversation said where replies go."
_TOO_OLD = "It could not be sent within a day."
_CRASHED = "The hub stopped while it was being sent; it may have arrived."
_FAULT = "The attempt failed inside the hub; it may have arrived."


class Outbox:
    """Sends what is queued: the replies of one conversation one after the other, in order."""

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
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`send(url, field, text, client_ref)` makes one attempt. `reference` says that the carrier
        drops repeats of a client_ref, so that sending again is safe. `clock` is in ms UTC; `pause`
        waits for some seconds.
        """
        self._switchboard = switchboard
        self._store = store
        self._send = send
        self._clock = clock
        self._random = random
        self._attempts = asyncio.Semaphore(concurrency)
        self._reference = reference
        self._pause = pause
        self._woken = asyncio.Event()
        self._stopping = False
        self._seen = 0
        self._lanes: dict[int, deque[OutboxRow]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._attempting: set[asyncio.Task[None] | None] = set()

    def start(self) -> None:
        """Goes on where the last run ended, and takes further replies when woken."""
        self._switchboard.on_reply = self.wake
        self.wake()
        self._spawn(self._collect())
        self._spawn(self._settle())

    def wake(self) -> None:
        """A reply was queued."""
        self._woken.set()

    async def stop(self) -> None:
        """Begins no further attempt and gives those under way a moment to end."""
        self._stopping = True
        for task in self._tasks - self._attempting:
            task.cancel()
        under_way = self._tasks & self._attempting
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
        """Puts every queued reply into the lane of its conversation."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            for row in await self._insist(partial(self._store.open_replies, after=self._seen)):
                self._seen = row.entry
                lane = self._lanes.get(row.conversation)
                if lane is None:
                    self._lanes[row.conversation] = deque([row])
                    self._spawn(self._empty(row.conversation))
                else:
                    lane.append(row)

    async def _settle(self) -> None:
        """Reads receipts that overtook an answer after which the last run ended at once."""
        for carrier_id in await self._insist(self._store.receipts_open):
            await self._insist(partial(reconcile, self._switchboard, self._store, carrier_id))

    async def _empty(self, conversation: int) -> None:
        """Carries the replies of one conversation until none is left."""
        lane = self._lanes[conversation]
        while lane and not self._stopping:
            await self._carry(lane[0])
            lane.popleft()
        del self._lanes[conversation]

    async def _carry(self, row: OutboxRow) -> None:
        """Attempts `row` until it is neither queued nor being sent."""
        if row.state is Delivery.SENDING:
            safe = Delivery.QUEUED if self._reference else Delivery.UNKNOWN
            row = await self._keep(replace(row, state=safe, doubtful=True), _CRASHED)
        backoff = Backoff(self._random, first=1.0, longest=LONGEST_PAUSE)
        while row.state is Delivery.QUEUED and not self._stopping:
            wait = row.next_at - self._clock()
            if wait > 0:
                await self._pause(wait / 1000)
            async with self._attempts:
                self._attempting.add(asyncio.current_task())
                try:
                    row = await self._attempt(row, backoff)
                    crash("outbox.outcome-durable")
                finally:
                    self._attempting.discard(asyncio.current_task())

    async def _attempt(self, row: OutboxRow, backoff: Backoff) -> OutboxRow:
        """Makes one attempt, or finds that none may be made; the row as it is durable after it."""
        address = await self._insist(partial(self._store.reply_address, row.conversation))
        refusal = self._refusal(row, address)
        if refusal or address is None:
            return await self._failed(row, refusal)
        row = replace(row, state=Delivery.SENDING, attempts=row.attempts + 1)
        crash("outbox.before-intent")
        await self._keep(row)
        crash("outbox.intent-durable")
        # A STOP may have come while the intent became durable.
        refusal = self._refusal(row, address)
        if refusal:
            return await self._failed(row, refusal)
        outcome = await self._post(row, address)
        crash("outbox.after-post")
        match outcome:
            case Accepted(message_id):
                return await self._accepted(row, message_id or "")
            case RefusedForGood(_, reason):
                return await self._failed(row, reason)
            case NotDelivered(reason, retry_after):
                delay = max(backoff.next(), retry_after or 0.0)
                return await self._again(row, reason, delay)
            case Unknown(reason) if self._reference:
                return await self._again(replace(row, doubtful=True), reason, backoff.next())
            case Unknown(reason):
                return await self._keep(replace(row, state=Delivery.UNKNOWN), reason)

    def _refusal(self, row: OutboxRow, address: ReplyAddress | None) -> str:
        """Why `row` may not be sent, empty if it may."""
        if self._switchboard.inbox.conversations[row.conversation].opted_out:
            return _OPTED_OUT
        if self._clock() >= row.queued_at + DAY:
            return _TOO_OLD
        return _NO_ADDRESS if address is None else ""

    async def _post(self, row: OutboxRow, address: ReplyAddress) -> ReplyOutcome:
        try:
            return await self._send(address.url, address.field, row.text, row.client_ref)
        except Exception as error:
            log.error("sending reply %d failed with %s", row.entry, type(error).__name__)
            return Unknown(_FAULT)

    async def _accepted(self, row: OutboxRow, carrier_id: str) -> OutboxRow:
        row = await self._keep(replace(row, state=Delivery.SENT, carrier_id=carrier_id))
        if carrier_id:
            await self._insist(partial(reconcile, self._switchboard, self._store, carrier_id))
        return row

    async def _failed(self, row: OutboxRow, reason: str) -> OutboxRow:
        """Gives `row` up: it has failed, or is unknown where an attempt may have arrived."""
        if row.doubtful:
            reason = f"{reason} An earlier attempt may have arrived."
            return await self._keep(replace(row, state=Delivery.UNKNOWN), reason)
        return await self._keep(replace(row, state=Delivery.FAILED), reason)

    async def _again(self, row: OutboxRow, reason: str, delay: float) -> OutboxRow:
        """Queues `row` for another attempt in `delay` seconds, if its day is not over by then."""
        next_at = self._clock() + round(delay * 1000)
        if next_at >= row.queued_at + DAY:
            return await self._failed(row, reason)
        return await self._keep(replace(row, state=Delivery.QUEUED, next_at=next_at), reason)

    async def _keep(self, row: OutboxRow, reason: str = "") -> OutboxRow:
        """Makes the state of `row` durable and tells the consoles, however long that takes."""
        change = ev.DeliveryChanged(row.conversation, row.entry, row.state, reason)
        await self._insist(lambda: self._switchboard.record(lambda inbox: (change,), outbox=(row,)))
        return row

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """The result of `act`, tried until the store works: what happened cannot be forgotten."""
        while True:
            try:
                return await act()
            except StoreFailed:
                await self._pause(STORE_PAUSE)
