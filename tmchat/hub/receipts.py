"""Brings a carrier's delivery receipt and the reply it speaks of together; sending is `outbox`'s.

A receipt can overtake the carrier's own answer to the reply. So both sides first make durable what
they know and then ask here: whichever comes second finds the other.
"""

from dataclasses import replace

from tmchat.core import events as ev
from tmchat.core.entries import further
from tmchat.hub.store.interface import Store
from tmchat.hub.switchboard import Switchboard


async def reconcile(switchboard: Switchboard, store: Store, carrier_id: str) -> None:
    """Records what the furthest receipt for `carrier_id` says, if both it and the reply are known.

    Raises `StoreFailed`.
    """
    receipt = await store.receipt(carrier_id)
    row = await store.reply_by_carrier(carrier_id)
    # Receipts come late, twice and out of order (CONTRACT 15.3): only a step forward counts.
    if receipt is None or row is None or not further(row.state, receipt.delivery):
        return
    change = ev.DeliveryChanged(
        row.conversation, row.entry, receipt.delivery, receipt.reason, row.decided
    )
    await switchboard.record(
        lambda inbox: (change,), outbox=(replace(row, state=receipt.delivery),)
    )
