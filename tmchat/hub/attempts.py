"""Makes the attempts at one reply until its outcome is known or cannot be; whose turn it is, the
outbox says.

The rules are CONTRACT 15.2: the intent is durable before an attempt and the outcome after it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from random import Random

from tmchat.core.records import Delivery
from tmchat.hub.carriers import Carriers
from tmchat.hub.outcomes import DAY, Outcomes
from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import OutboxRow, ReplyAddress, Store
from tmchat.hub.switchboard import Switchboard
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.standins import (
    Accepted,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
    host_of,
)

log = logging.getLogger(__name__)

Send = Callable[[str, str, str, str], Awaitable[ReplyOutcome]]
LONGEST_PAUSE = 300.0  # seconds between two attempts, unless the carrier names more

_OPTED_OUT = "The texter opted out before it was sent."
_NO_ADDRESS = "No text of this conversation said where replies go."
_TOO_OLD = "It could not be sent within a day."
_CRASHED = "The hub stopped while it was being sent; it may have arrived."
_RESTORED = "The desk was restored from an older copy, which may have been made before it was sent."
_FAULT = "The attempt failed inside the hub; it may have arrived."


class Attempts:
    """Carries replies to the carrier, one attempt at a time each, `concurrency` at once in all.

    `reference` says that the carrier drops repeats of a client_ref, so that sending again is safe.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        store: Store,
        outcomes: Outcomes,
        send: Send,
        *,
        carriers: Carriers,
        clock: Callable[[], int],
        random: Random,
        pause: Callable[[float], Awaitable[None]],
        concurrency: int,
        reference: bool,
    ) -> None:
        self.stopping = False
        self.under_way: set[asyncio.Task[None] | None] = set()
        self._switchboard = switchboard
        self._store = store
        self._outcomes = outcomes
        self._send = send
        self._carriers = carriers
        self._clock = clock
        self._random = random
        self._pause = pause
        self._places = asyncio.Semaphore(concurrency)
        self._reference = reference

    async def broken_off(self, row: OutboxRow) -> OutboxRow:
        """The last run of the hub ended within an attempt at `row`."""
        return await self._doubt(row, _CRASHED)

    async def gone_back(self, row: OutboxRow) -> OutboxRow:
        """`row` was queued before the desk went back to an older copy, and may have left since."""
        return row if row.doubtful else await self._doubt(row, _RESTORED)

    async def _doubt(self, row: OutboxRow, reason: str) -> OutboxRow:
        safe = Delivery.QUEUED if self._reference else Delivery.UNKNOWN
        return await self._outcomes.keep(replace(row, state=safe, doubtful=True), reason)

    async def carry(self, row: OutboxRow) -> OutboxRow:
        """Attempts `row` until it is no longer queued, or the outbox stops; `row` as it is then."""
        backoff = Backoff(self._random, first=1.0, longest=LONGEST_PAUSE)
        while row.state is Delivery.QUEUED and not self.stopping:
            wait = row.next_at - self._clock()
            if wait > 0:
                await self._pause(wait / 1000)
            address = await self._address(row)
            host = host_of(address.url) if address is not None else ""
            # Waiting for a carrier that does not answer is no attempt, and takes nobody's place.
            if self._carriers.must_wait(host) and not self._refusal(row, address):
                await self._carriers.wait(host)
                continue
            async with self._places:
                if self._carriers.must_wait(host) and not self._refusal(row, address):
                    continue
                self.under_way.add(asyncio.current_task())
                try:
                    row = await self._attempt(row, backoff, address)
                    crash("outbox.outcome-durable")
                finally:
                    self.under_way.discard(asyncio.current_task())
        return row

    async def _address(self, row: OutboxRow) -> ReplyAddress | None:
        return await self._outcomes.insist(partial(self._store.reply_address, row.conversation))

    async def _attempt(
        self, row: OutboxRow, backoff: Backoff, address: ReplyAddress | None
    ) -> OutboxRow:
        """Makes one attempt, or finds that none may be made; the row as it is durable after it."""
        refusal = self._refusal(row, address)
        if refusal or address is None:
            return await self._failed(row, refusal)
        host = host_of(address.url)
        probe = self._carriers.begin(host)
        outcome: ReplyOutcome | None = None
        try:
            sending = replace(
                row,
                state=Delivery.SENDING,
                attempts=row.attempts + 1,
                place=address.conversation,
            )
            crash("outbox.before-intent")
            row = await self._outcomes.keep(sending)
            crash("outbox.intent-durable")
            # A STOP may have come while the intent became durable.
            refusal = self._refusal(row, address)
            if not refusal:
                outcome = await self._post(row, address)
                crash("outbox.after-post")
        finally:
            self._carriers.end(host, outcome, probe=probe)
        if outcome is None:
            return await self._failed(row, refusal)
        return await self._ended(row, outcome, backoff)

    async def _ended(self, row: OutboxRow, outcome: ReplyOutcome, backoff: Backoff) -> OutboxRow:
        match outcome:
            case Accepted(message_id):
                return await self._outcomes.accepted(row, message_id or "")
            case RefusedForGood(_, reason):
                return await self._failed(row, reason)
            case NotDelivered(reason, retry_after):
                delay = max(backoff.next(), retry_after or 0.0)
                return await self._again(row, reason, delay)
            case Unknown(reason, retry_after) if self._reference:
                delay = max(backoff.next(), retry_after or 0.0)
                return await self._again(replace(row, doubtful=True), reason, delay)
            case Unknown(reason):
                return await self._outcomes.keep(replace(row, state=Delivery.UNKNOWN), reason)

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

    async def _failed(self, row: OutboxRow, reason: str) -> OutboxRow:
        """Gives `row` up: it has failed, or is unknown where an attempt may have arrived."""
        if row.doubtful:
            reason = f"{reason} An earlier attempt may have arrived."
            return await self._outcomes.keep(replace(row, state=Delivery.UNKNOWN), reason)
        return await self._outcomes.keep(replace(row, state=Delivery.FAILED), reason)

    async def _again(self, row: OutboxRow, reason: str, delay: float) -> OutboxRow:
        """Queues `row` for another attempt in `delay` seconds, if its day is not over by then."""
        next_at = self._clock() + round(delay * 1000)
        if next_at >= row.queued_at + DAY:
            return await self._failed(row, reason)
        return await self._outcomes.keep(
            replace(row, state=Delivery.QUEUED, next_at=next_at), reason
        )
