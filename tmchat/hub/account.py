"""What a Telmetrics account holds, and what of it is news to the desk; changing it is
`administration`'s."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from tmchat.core import events as ev
from tmchat.core import phone, routes
from tmchat.core.inbox import Inbox
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.core.text import clean_line
from tmchat.hub.hook import Hook
from tmchat.hub.translate import number_group, pool_number, tracking_number
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import NotFound, TelmetricsError

_TURN = 100  # numbers read between two turns of whatever else the hub does
T = TypeVar("T")

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


def missing(inbox: Inbox, *, account: Account) -> list[TrackingNumber | NumberGroup]:
    """What the desk lists and this reading of the account lacks, which need not be gone.

    A number without an id cannot be asked for, so one that the desk answers by itself stays.
    """
    groups = {one.id for one in account.groups}
    numbers = (one for one in inbox.numbers.values() if one.number not in account.numbers)
    return [
        *(one for one in numbers if one.id or one.answering is None),
        *(one for one in inbox.groups.values() if one.id not in groups),
    ]


async def losses(
    telmetrics: Telmetrics, lacking: Sequence[TrackingNumber | NumberGroup]
) -> tuple[ev.Happening, ...]:
    """Those of `lacking` that Telmetrics, asked for each, does not have any more.

    A listing leaves out what moves from one of its pages to another while it is read, and may come
    empty: a number taken off the desk for that would lose its auto-reply and the route to give
    back. What cannot be asked for now is left to the next reading.
    """
    found: list[ev.Happening] = []
    pools: dict[int, frozenset[str]] = {}
    try:
        for one in lacking:
            if isinstance(one, NumberGroup):
                if await _read(telmetrics.groups.get(one.id)) is None:
                    found.append(ev.GroupUnlisted(one.id))
            elif one.number not in await _at(telmetrics, one, pools):
                found.append(ev.NumberUnlisted(one.number))
    except TelmetricsError as error:
        log.warning("what the listing lacks cannot be asked for: %s", clean_line(f"{error}"))
    return tuple(found)


async def _at(
    telmetrics: Telmetrics, known: TrackingNumber, pools: dict[int, frozenset[str]]
) -> frozenset[str]:
    """The phone numbers that Telmetrics has where it had `known`; `pools` are those read before."""
    if not known.pool:
        number = await _read(telmetrics.numbers.get(known.id)) if known.id else None
        return _numbers(() if number is None else (number.phone_number,))
    if known.pool not in pools:
        pool = await _read(telmetrics.number_pools.get(known.pool))
        members = () if pool is None else pool.numbers
        pools[known.pool] = _numbers(one.phone_number for one in members)
    return pools[known.pool]


async def _read(asked: Awaitable[T]) -> T | None:
    """What was asked for, None where Telmetrics does not have it."""
    try:
        return await asked
    except NotFound:
        return None


def _numbers(written: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for one in written:
        with suppress(ValueError):
            found.add(phone.from_telmetrics(one))
    return frozenset(found)


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
