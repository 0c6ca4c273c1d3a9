"""How one thing, or all of a kind, is set up on the account now; nothing is changed here."""

from collections.abc import Sequence

from tmchat.core import phone
from tmchat.core.questions import PoolNumber, SetupOf, SetupsOf, SetupsTold, SetupTold
from tmchat.core.setup.plans import Kind, Setup
from tmchat.hub.setups.changing import Shown
from tmchat.hub.setups.reach import Reach, Resource
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool

PAGE = 200
"""Setups told at once: a few hundred kilobytes."""


async def setup_told(reach: Reach, shown: Shown, question: SetupOf) -> SetupTold:
    """One setup; a pool with its numbers. Raises `TelmetricsError`."""
    resource = await reach.resource(question.target)
    setup = reach.setup(resource)
    shown.remember((setup,))
    members = resource.numbers if isinstance(resource, NumberPool) else ()
    return SetupTold(setup, tuple(PoolNumber(one.id, _e164(one.phone_number)) for one in members))


async def setups_told(reach: Reach, shown: Shown, question: SetupsOf) -> SetupsTold:
    """One page of the setups of a kind; numbers of pools follow those and are left out.

    Raises `TelmetricsError`.
    """
    page = max(1, question.page)
    found, pages = await _page(reach, question, page)
    setups = _own(reach, question.kind, found)
    shown.remember(setups)
    return SetupsTold(setups, page, pages)


async def _page(reach: Reach, question: SetupsOf, page: int) -> tuple[Sequence[Resource], int]:
    telmetrics = reach.telmetrics
    if question.kind is Kind.GROUP:
        if question.group:
            return ((await telmetrics.groups.get(question.group),), 1)
        return await telmetrics.groups.page(page, PAGE)
    numbers = question.kind is Kind.NUMBER
    if not question.group:
        if numbers:
            return await telmetrics.numbers.page(page, PAGE)
        return await telmetrics.number_pools.page(page, PAGE)
    # These two listings are not paged (CONTRACT 3).
    whole: Sequence[Resource]
    if numbers:
        whole = await telmetrics.numbers.in_group(question.group)
    else:
        whole = await telmetrics.number_pools.in_group(question.group)
    start = (page - 1) * PAGE
    return whole[start : start + PAGE], max(1, -(-len(whole) // PAGE))


def _own(reach: Reach, kind: Kind, found: Sequence[Resource]) -> tuple[Setup, ...]:
    members: set[int] = set()
    if kind is Kind.NUMBER:
        inbox = reach.switchboard.inbox
        members = {one.id for one in inbox.numbers.values() if one.pool}
    return tuple(
        reach.setup(one) for one in found if not (isinstance(one, Number) and one.id in members)
    )


def _e164(number: str) -> str:
    try:
        return phone.from_telmetrics(number)
    except ValueError:
        return number
