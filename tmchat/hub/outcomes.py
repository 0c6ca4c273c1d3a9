"""Writes down what became of a reply, however long the store fails; making attempts is `attempts`'.

What happened cannot be forgotten: an outcome that is not durable would be an attempt made twice.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from tmchat.core import events as ev
from tmchat.core.records import Delivery
from tmchat.hub.receipts import reconcile
from tmchat.hub.store.interface import OutboxRow, Store, StoreFailed
from tmchat.hub.switchboard import Switchboard

T = TypeVar("T")
DAY = 24 * 60 * 60 * 1000  # ms after which a reply that cannot be delivered has failed
STORE_PAUSE = 1.0  # seconds between two tries to write down what happened


class Outcomes:
    """The durable end of the outbox. `pause` waits for some seconds."""

    def __init__(
        self, switchboard: Switchboard, store: Store, pause: Callable[[float], Awaitable[None]]
    ) -> None:
        self._switchboard = switchboard
        self._store = store
        self._pause = pause

    async def insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """The result of `act`, tried until the store works."""
        while True:
            try:
                return await act()
            except StoreFailed:
                await self._pause(STORE_PAUSE)

    async def keep(self, row: OutboxRow, reason: str = "") -> OutboxRow:
        """Makes the state of `row` durable and tells the consoles."""
        change = _change(row, reason)
        await self.insist(lambda: self._switchboard.record(lambda inbox: (change,), outbox=(row,)))
        return row

    async def accepted(self, row: OutboxRow, carrier_id: str) -> OutboxRow:
        """The carrier took `row` and calls it `carrier_id`, if anything."""
        row = await self.keep(replace(row, state=Delivery.SENT, carrier_id=carrier_id))
        await self._reconciled(carrier_id)
        return row

    def undecided(self, row: OutboxRow) -> bool:
        """Whether it is still unknown whether `row` arrived, and nobody has decided about it."""
        return row.entry in self._switchboard.inbox.conversations[row.conversation].unknown

    async def found(self, row: OutboxRow, carrier_id: str) -> int:
        """The carrier's listing has `row`; the number of the event, 0 where it came too late."""
        number = await self.insist(partial(self._found, row, carrier_id))
        if number:
            await self._reconciled(carrier_id)
        return number

    async def missed(self, row: OutboxRow) -> bool:
        """The carrier's listing lacks `row`: queues it again; False where it came too late."""
        return await self.insist(partial(self._missed, row))

    async def _found(self, row: OutboxRow, carrier_id: str) -> int:
        if not self.undecided(row):
            return 0
        row = replace(row, state=Delivery.SENT, carrier_id=carrier_id, doubtful=row.resent > 0)
        # Nothing is awaited since the question above, so that no decision comes in between.
        events = await self._switchboard.record(lambda inbox: (_change(row, ""),), outbox=(row,))
        return events[0].n

    async def _missed(self, row: OutboxRow) -> bool:
        if not self.undecided(row):
            return False
        missed = ev.ReplyMissed(row.conversation, row.entry)
        await self._switchboard.record(lambda inbox: (missed,))
        return True

    async def _reconciled(self, carrier_id: str) -> None:
        if carrier_id:
            await self.insist(partial(reconcile, self._switchboard, self._store, carrier_id))


def _change(row: OutboxRow, reason: str) -> ev.DeliveryChanged:
    return ev.DeliveryChanged(row.conversation, row.entry, row.state, reason, row.decided)
