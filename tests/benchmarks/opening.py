"""Opening a conversation of fifty thousand texts beside one of fifty; scrolling in it is not."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.bigdesk import LONG, SHORT, big_hub
from tests.benchmarks.figures import Figure, middle, ratio
from tests.benchmarks.realdesk import Past, fill, running
from tests.benchmarks.screenless import Screenless, screenless
from tmchat.console.openings import KEPT, PAGE
from tmchat.core.records import Entry
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.link.line import Connect
from tmchat.link.ways import HubAddress, ways

RUNS = 5
BETWEEN = 0.15
"""Seconds between two openings, in which the last one's read mark has come and gone."""
BESIDE = f"{LONG:,} texts beside {SHORT}"


def figures() -> Iterator[Figure]:
    """The page alone, the console alone, and all together over a socket."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        past = fill(folder / "hub.db", long=1, short=KEPT + 1)
        yield asyncio.run(_pages(folder / "hub.db", past))
        hub = big_hub(KEPT + 2, long=(0,))
        ids = list(hub.inbox.conversations)
        yield asyncio.run(
            _screens("console alone", hub.connect, folder / "one", ids, lambda: hub.now)
        )
        with running(folder, past) as desk:

            async def find() -> HubAddress:
                return HubAddress(desk.agents, past.token)

            (connect,) = ways(find, "websocket")
            ids = [*past.long, *past.short]
            yield asyncio.run(_screens("hub, socket, paint", connect, folder / "two", ids))


async def _pages(database: Path, past: Past) -> Figure:
    """The newest page as the hub's store gives it."""
    store = SqliteStore.open_beside(database)
    try:
        times: dict[int, list[float]] = {past.long[0]: [], past.short[0]: []}
        for _ in range(RUNS * 5):
            for about, taken in times.items():
                started = time.perf_counter()
                await store.page(about, limit=PAGE)
                taken.append(time.perf_counter() - started)
    finally:
        store.close()
    long, short = map(middle, times.values())
    return ratio(f"newest page from SQLite: {BESIDE}", long, short, 2)


async def _screens(
    name: str,
    connect: Connect,
    drafts: Path,
    ids: list[int],
    clock: Callable[[], int] | None = None,
) -> Figure:
    """From opening to the frame with the newest text; `ids` begin with the long conversation.

    Between two openings of it so many others are opened that it is fetched again.
    """
    long: list[float] = []
    short: list[float] = []
    async with screenless(connect, drafts, **({"clock": clock} if clock else {})) as console:
        for about in ids * RUNS:
            (long if about == ids[0] else short).append(await _open(console, about))
            await asyncio.sleep(BETWEEN)
    return ratio(f"opening, {name}: {BESIDE}", middle(long), middle(short), 2)


async def _open(console: Screenless, about: int) -> float:
    """Seconds from opening a conversation that is not at hand to its newest text's frame."""
    desk = console.app.main
    newest = desk.desk.inbox.conversations[about].last_entry

    def shown(frame: str) -> bool:
        items = desk.timeline.items
        last = items[-1] if items else None
        return isinstance(last, Entry) and last.id == newest

    return await console.driver.paint(lambda: console.app.call_later(desk.open, about), shown)
