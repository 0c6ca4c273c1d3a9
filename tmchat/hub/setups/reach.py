"""What commands and questions about the account reach, and how it is read; it decides nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from tmchat.core import events as ev
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Setup, Target
from tmchat.hub.account import number_news
from tmchat.hub.hook import Hook
from tmchat.hub.setups.translate import group_setup, number_setup, pool_setup
from tmchat.hub.store.interface import Store
from tmchat.hub.switchboard import Switchboard
from tmchat.hub.translate import pool_number, tracking_number
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool

Resource = Number | NumberPool | Group


@dataclass(frozen=True, slots=True)
class Reach:
    """One account, the desk's journal, and the rules of this hub.

    `private_webhooks` allows texts to be routed to an address on a private net.
    """

    telmetrics: Telmetrics
    switchboard: Switchboard
    store: Store
    hook: Hook
    region: str
    private_webhooks: bool = False

    async def resource(self, target: Target) -> Resource:
        """What Telmetrics has under `target` now; raises `TelmetricsError`."""
        match target.kind:
            case Kind.NUMBER:
                return await self.telmetrics.numbers.get(target.id)
            case Kind.POOL:
                return await self.telmetrics.number_pools.get(target.id)
        return await self.telmetrics.groups.get(target.id)

    def setup(self, resource: Resource) -> Setup:
        """How it is set up, in the desk's words."""
        match resource:
            case Number():
                return number_setup(resource, self.hook)
            case NumberPool():
                return pool_setup(resource, self.hook)
        return group_setup(resource)

    def label(self, target: Target) -> str:
        """How people call it, as far as the desk knows."""
        inbox = self.switchboard.inbox
        if target.kind is Kind.GROUP:
            group = inbox.groups.get(target.id)
            return group.name if group else f"group {target.id}"
        if target.kind is Kind.POOL:
            named = (one.name for one in inbox.numbers.values() if one.pool == target.id)
            return next(named, "") or f"pool {target.id}"
        return next((n for n, one in inbox.numbers.items() if one.id == target.id), str(target.id))

    def listed(self, resource: Number | NumberPool) -> tuple[ev.Happening, ...]:
        """What of a number, or of a pool's numbers, is news to the desk's own list."""
        return number_news(self.switchboard.inbox, numbers=_records(resource), hook=self.hook)

    async def record(self, *happenings: ev.Happening) -> int:
        """Makes all durable in one commit; the number of the first. Raises `StoreFailed`."""
        events = await self.switchboard.record(partial(_all, happenings))
        return events[0].n if events else 0


def _all(happenings: Sequence[ev.Happening], inbox: object) -> tuple[ev.Happening, ...]:
    return tuple(happenings)


def _records(resource: Number | NumberPool) -> list[TrackingNumber]:
    """The desk's records, without those whose phone number is none."""
    found: list[TrackingNumber] = []
    with suppress(ValueError):
        if isinstance(resource, Number):
            found.append(tracking_number(resource))
    if isinstance(resource, NumberPool):
        for member in resource.numbers:
            with suppress(ValueError):
                found.append(pool_number(resource, member))
    return found
