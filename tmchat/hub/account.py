"""What a Telmetrics account holds, and what of it is news to the desk; changing it is
`administration`'s."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tmchat.core import events as ev
from tmchat.core import routes
from tmchat.core.inbox import Inbox
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.hub.hook import Hook
from tmchat.hub.translate import number_group, pool_number, tracking_number
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import NotFound

_TURN = 100  # numbers read between two turns of whatever else the hub does

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """The groups and, by phone number, the tracking numbers of an account."""

    groups: tuple[NumberGroup, ...]
    numbers: dict[str, TrackingNumber]


async def read_account(telmetrics: Telmetrics) -> Account:
    """Lists the whole account; raises `TelmetricsError`.

    A pool's numbers have the pool's route, whatever the listing of numbers says of them.
    """
    owners = await read_owners(telmetrics)
    groups = [number_group(group, owners) async for group in telmetrics.groups.list()]
    numbers: dict[str, TrackingNumber] = {}
    unreadable = 0
    async for number in telmetrics.numbers.list():
        if len(numbers) % _TURN == 0:
            # A page of a thousand is read at once, and texts must not wait for all of it.
            await asyncio.sleep(0)
        try:
            listed = tracking_number(number)
            numbers[listed.number] = listed
        except ValueError:
            unreadable += 1
    async for pool in telmetrics.number_pools.list():
        for member in pool.numbers:
            try:
                listed = pool_number(pool, member)
                numbers[listed.number] = listed
            except ValueError:
                unreadable += 1
    if unreadable:
        log.warning("%d numbers of the account are no phone numbers and are left out", unreadable)
    return Account(tuple(groups), numbers)


def group_news(inbox: Inbox, *, groups: Sequence[NumberGroup]) -> tuple[ev.Happening, ...]:
    """What the desk does not know yet of these groups."""
    return tuple(ev.GroupListed(one) for one in groups if inbox.groups.get(one.id) != one)


def number_news(
    inbox: Inbox, *, numbers: Sequence[TrackingNumber], hook: Hook
) -> tuple[ev.Happening, ...]:
    """What the desk does not know yet of these numbers as Telmetrics has them."""
    known = inbox.numbers
    found = (as_known(one, known.get(one.number), hook) for one in numbers)
    return tuple(ev.NumberListed(one) for one in found if known.get(one.number) != one)


def losses(inbox: Inbox, *, account: Account) -> tuple[ev.Happening, ...]:
    """The numbers and groups that the account has no more."""
    groups = {one.id for one in account.groups}
    return (
        *(ev.NumberUnlisted(one) for one in inbox.numbers if one not in account.numbers),
        *(ev.GroupUnlisted(one) for one in inbox.groups if one not in groups),
    )


def as_known(number: TrackingNumber, known: TrackingNumber | None, hook: Hook) -> TrackingNumber:
    """`number` as Telmetrics has it, with what only the desk knows of it.

    The route before is kept for as long as the route is one that this desk set.
    """
    url = route_url(number)
    own = replace(number, answering=known.answering if known is not None else None)
    if not hook.ours(url):
        return own
    return replace(
        own,
        attached=hook.reaches(url),
        route=routes.to_plain(routes.WebhookRoute(hook.shown)),
        route_before=known.route_before if known is not None else None,
    )


def route_url(number: TrackingNumber) -> str:
    """The address that texts to a webhook-routed number are pushed to, otherwise empty."""
    match routes.from_plain(number.route):
        case routes.WebhookRoute(url):
            return url
    return ""


async def read_owners(telmetrics: Telmetrics) -> dict[int, str]:
    """The names of the group owners by id; raises `TelmetricsError`."""
    try:
        return {owner.id: owner.name or "" async for owner in telmetrics.groups.owners()}
    except NotFound:
        # No page documents this listing, so an account without it is no fault.
        return {}
