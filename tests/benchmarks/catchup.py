"""How soon a console that was away is level again, by replay and by a whole state; hub and console
are real, the console's frames are made in full and shown to nobody."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

from tests.benchmarks.bigdesk import CONVERSATIONS
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.realdesk import NOW, Past, fill, running
from tests.benchmarks.screenless import Screenless, screenless
from tests.waiting import until
from tmchat.core.events import Event, TextArrived
from tmchat.hub.rows import apply
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.link.line import LineState
from tmchat.link.ways import HubAddress, ways
from tmchat.link.wire import Wire, WireBroken
from tmchat.settings.hub import HubSettings

HOUR = 20 * 3600
"""Texts in an hour of 20 a second."""
AWAY = (1_200, 5_000, 20_000, HOUR)
MOST = 2.0
_TOGETHER = 2_000


def figures() -> Iterator[Figure]:
    """An hour away with the usual window, which is a whole state, then replays of more and more."""
    yield at_most(f"level again after {HOUR:,} texts, whole state", _away(HOUR, 0), MOST, "s")
    for texts in AWAY:
        seconds = _away(texts, HOUR + 1)
        told = f"  after {texts:,} texts, replayed"
        yield (
            at_most(told, seconds, MOST, "s") if texts < HOUR else Figure(told, f"{seconds:.1f} s")
        )


def _away(texts: int, window: int) -> float:
    """Seconds from the first frame to a level desk; a `window` of 0 is the hub's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", single=CONVERSATIONS)
        return asyncio.run(_measure(folder, past, texts, window))


async def _measure(folder: Path, past: Past, texts: int, window: int) -> float:
    hubs: list[HubAddress] = []
    began: list[float] = []

    async def find() -> HubAddress:
        return hubs[-1]

    (socket,) = ways(find, "websocket")

    async def connect() -> Wire:
        if not hubs:
            raise WireBroken("The hub is down.")
        wire = await socket()
        began.append(time.perf_counter())
        return wire

    async with _hub(folder, past, hubs, 0):
        console = screenless(connect, folder / "drafts")
        desk = await console.__aenter__()
    try:
        await until(lambda: desk.app.desk.line.state is LineState.OFFLINE, 30)
        head = await asyncio.to_thread(asyncio.run, _pour(folder / "hub.db", texts))
        async with _hub(folder, past, hubs, window):
            await until(lambda: _level(desk, head), 120)
            return time.perf_counter() - began[-1]
    finally:
        await console.__aexit__(None, None, None)


def _level(desk: Screenless, head: int) -> bool:
    model = desk.app.desk
    level = model.line.state is LineState.LIVE and model.inbox.head >= head
    return level and not model.dirty


@asynccontextmanager
async def _hub(
    folder: Path, past: Past, hubs: list[HubAddress], window: int
) -> AsyncIterator[None]:
    """A hub process that `hubs` names while it runs."""
    kept = str(window or HubSettings().replay_events)
    server = running(folder, past, TMCHAT_HUB_REPLAY_EVENTS=kept)
    desk = await asyncio.to_thread(server.__enter__)
    hubs.append(HubAddress(desk.agents, past.token))
    try:
        yield
    finally:
        hubs.clear()
        await asyncio.to_thread(server.__exit__, None, None, None)


async def _pour(path: Path, texts: int) -> int:
    """Puts so many texts into the journal, spread over the conversations; the newest number."""
    store = SqliteStore(path, clock=lambda: NOW)
    try:
        inbox = store.load()
        known = list(inbox.conversations)
        words = "Hi, do you have front brake pads for a 2014 Civic, and what would they cost?"
        numbers = iter(range(inbox.head + 1, inbox.head + 1 + texts))
        while chunk := list(islice(numbers, _TOGETHER)):
            events = [
                Event(n, NOW + n, TextArrived(known[n * 7919 % len(known)], words)) for n in chunk
            ]
            await store.commit(apply(inbox, events))
        return inbox.head
    finally:
        store.close()
