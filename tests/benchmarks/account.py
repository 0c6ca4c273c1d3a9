"""A hub on an account of ten thousand numbers: its start, its refresh, its setups told and changed.

The account answers out of this process's memory, so that the hub's part is measured.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.benchmarks.figures import Figure, at_most
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core import questions as qu
from tmchat.core.records import Agent, Role
from tmchat.core.setup.plans import Kind, Setup, planned
from tmchat.hub.app import Hub
from tmchat.settings.hub import HubSettings

NUMBERS = 10_000
GROUPS = 50
CHANGED = 20
ADA = Agent("ada", Role.ADMINISTRATOR)


class Account(httpx.AsyncBaseTransport):
    """An account in memory; `asked` counts requests, `away` has it never answer."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = False
        self.numbers = {9_000_000 + place: _number(place) for place in range(NUMBERS)}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request of the API."""
        self.asked += 1
        if self.away:
            await asyncio.sleep(3600)
        await request.aread()
        return httpx.Response(200, content=json.dumps(self._answer(request)))

    def _answer(self, request: httpx.Request) -> Any:
        path = request.url.path.removeprefix("/v3/api/")
        kind, _, name = path.partition("/")
        if kind == "numbers" and name:
            number = self.numbers[int(name)]
            if request.method == "PUT":
                number |= json.loads(request.content)
            return number
        if kind == "numbers":
            return _page(list(self.numbers.values()), request)
        if kind == "groups":
            return _page([{"id": one, "name": f"Branch {one}"} for one in range(GROUPS)], request)
        return {"results": [], "paging": {"pageNumber": 1, "pageSize": 1000, "total": 0}}


def _number(place: int) -> dict[str, Any]:
    return {
        "id": 9_000_000 + place,
        "name": f"Flyer {place}",
        "group_id": place % GROUPS,
        "status": "Active",
        "phone_number": f"416{5_000_000 + place}",
        "sms_routes": {"route_type": "None"},
        "call_routes": {
            "route_type": "Basic",
            "route": {"id": place, "termination_number": "9055550128"},
        },
        "features": {"stop_call": {"enabled": False}},
    }


def _page(rows: list[Any], request: httpx.Request) -> Any:
    size = int(request.url.params["pagesize"])
    number = int(request.url.params["pagenumber"])
    start = (number - 1) * size
    paging = {"pageNumber": number, "pageSize": size, "total": len(rows)}
    return {"results": rows[start : start + size], "paging": paging}


def figures() -> Iterator[Figure]:
    """Everything in one go, since each step needs the one before."""
    yield from asyncio.run(_figures())


async def _figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        account = Account()
        found = await _first(Path(name), account)
        found += await _again(Path(name), account)
        return found


async def _first(folder: Path, account: Account) -> list[Figure]:
    """A hub that does not know the account yet, and then what one change costs."""
    hub = _hub(folder, account)
    began = time.perf_counter()
    await hub.start()
    try:
        await until(lambda: not hub.administration.trouble, 60)
        first = time.perf_counter() - began
        found = [Figure(f"first reading of {NUMBERS:,} numbers", f"{first:.1f} s")]
        account.asked = 0
        head = hub.switchboard.past.head
        account.numbers[9_000_007]["name"] = "Renamed"
        began = time.perf_counter()
        await hub.switchboard.command(ADA, cmd.RefreshNumbers())
        took = time.perf_counter() - began
        events = hub.switchboard.past.head - head
        found.append(Figure("refresh with 1 number changed", f"{took:.2f} s"))
        pages = NUMBERS // 1000 + 3
        found.append(at_most("  requests to Telmetrics", account.asked, pages, "requests"))
        found.append(at_most("  events", events, 1, "event"))
        return found + await _told_and_changed(hub, account)
    finally:
        await hub.stop()


async def _told_and_changed(hub: Hub, account: Account) -> list[Figure]:
    ask = hub.switchboard.inquire
    setups: list[Setup] = []
    began = time.perf_counter()
    page, pages = 1, 1
    while page <= pages:
        told = await ask(ADA, qu.SetupsOf(Kind.NUMBER, page=page))
        assert isinstance(told, qu.SetupsTold), told
        setups += told.setups
        page, pages = page + 1, told.pages
    took = time.perf_counter() - began
    found = [Figure(f"all {len(setups):,} setups told", f"{took:.1f} s")]
    account.asked = 0
    began = time.perf_counter()
    for setup in setups[:CHANGED]:
        plan = planned(setup, {**setup.tree, "name": f"{setup.tree['name']} again"})
        outcome = await hub.switchboard.command(ADA, cmd.ChangeSetup(plan))
        assert isinstance(outcome, cmd.Granted), outcome
    took = (time.perf_counter() - began) / CHANGED * 1000
    found.append(Figure("a change of one setup", f"{took:.1f} ms"))
    return [*found, at_most("  requests to Telmetrics", account.asked / CHANGED, 3, "requests")]


async def _again(folder: Path, account: Account) -> list[Figure]:
    """A hub that knows the account, which does not answer it any more."""
    account.away = True
    hub = _hub(folder, account)
    began = time.perf_counter()
    await hub.start()
    try:
        took = time.perf_counter() - began
        snapshot = hub.switchboard.past.snapshot("ada")
        assert len(snapshot.numbers) == NUMBERS
        return [at_most(f"hub start, {NUMBERS:,} numbers known, account away", took, 2, "s")]
    finally:
        await hub.stop()


def _hub(folder: Path, account: Account) -> Hub:
    settings = HubSettings(
        db=folder / "hub.db",
        telmetrics_url="http://127.0.0.1:1/v3/api",
        telmetrics_token="a-token",
        public_url="http://desk.test",
    )
    clock = time.time_ns
    return Hub(settings, clock=lambda: clock() // 1_000_000, random=Random(1), transport=account)
