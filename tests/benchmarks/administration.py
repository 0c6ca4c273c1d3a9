"""The table of ten thousand tracking numbers: first page, a letter of its filter, its cursor."""

import asyncio
import gc
import tempfile
import tracemalloc
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from tests.benchmarks.figures import Figure, at_most, middle, spread
from tests.benchmarks.screenless import Screenless, screenless
from tests.console.memoryhub import MemoryHub
from tmchat.console.areas import Area
from tmchat.console.screens.admin.administration import Administration
from tmchat.core.records import NumberGroup, TrackingNumber

NUMBERS = 10_000
GROUPS = 400
OPENINGS = 9
PRESSES = 120
FILTER = "harbour 555-01"
BETWEEN = 0.03


def number_hub() -> MemoryHub:
    """A hub whose account has ten thousand numbers in four hundred groups."""
    hub = MemoryHub()
    names = ("Maple Auto", "Harbour Dental", "Northside Heating", "Trattoria Bellini")
    groups = [NumberGroup(one, f"{names[one % 4]} {one}", "Owner") for one in range(1, GROUPS + 1)]
    route = {"kind": "webhook", "url": "https://desk.example.net/hook/"}
    numbers = [
        TrackingNumber(
            f"+1905555{one:04d}",
            one + 1,
            f"Campaign {one * 7919 % NUMBERS}",
            1 + one % GROUPS,
            status="active",
            attached=one % 3 == 0,
            route=route if one % 3 == 0 else {"kind": "none"},
        )
        for one in range(NUMBERS)
    ]
    hub.inbox.fill(groups=groups, numbers=numbers)
    hub.inbox.head = 1
    return hub


def figures() -> Iterator[Figure]:
    """Opening, filter, cursor, and what the table takes of memory."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Figure]:
    hub = number_hub()
    gc.collect()
    gc.freeze()
    found: list[Figure] = []
    async with screenless(hub.connect, folder, lambda: hub.now) as console:
        opened = [await _open(console) for _ in range(OPENINGS)]
        found.append(at_most(f"{NUMBERS:,} numbers: first page", middle(opened) * 1000, 150, "ms"))
        sheet = await _sheet(console)
        # The words of the rows are read for the filter while nobody types.
        await asyncio.sleep(1.0)
        await console.key("slash", lambda: sheet.writing)
        keys = [(one, one) for one in FILTER] + [("backspace", None)] * len(FILTER)
        times = []

        def written() -> str:
            return sheet.writing.text if sheet.writing is not None else ""

        for (key, letter), _ in zip(cycle(keys), range(PRESSES), strict=False):
            times.append(await console.key(key, written, letter))
            await asyncio.sleep(BETWEEN)
        found.append(spread("  a letter of the filter", times, p50=30, p99=60))
        await console.key("escape", lambda: sheet.writing)
        moves = []
        for key, _ in zip(cycle(("down", "pagedown", "up")), range(PRESSES), strict=False):
            moves.append(await console.key(key, lambda: sheet.view.table.place))
            await asyncio.sleep(BETWEEN)
        found.append(spread("  a move of the cursor", moves, p50=8, p99=30))
        sorts = [await console.key("s", lambda: sheet.view.table.sorted_by) for _ in range(12)]
        found.append(spread("  sorted by another column", sorts))
        found.append(await _memory(console))
    return found


async def _open(console: Screenless) -> float:
    """Seconds from the key to the first frame with rows."""
    taken = await console.driver.paint(
        lambda: console.driver.press("number_sign", "#"), lambda frame: "Tracking numbers" in frame
    )
    await console.key("escape", lambda: len(console.app.screen_stack))
    await asyncio.sleep(BETWEEN)
    return taken


async def _sheet(console: Screenless) -> Administration:
    await console.key("number_sign", lambda: len(console.app.screen_stack), "#")
    sheet = console.app.screen
    assert isinstance(sheet, Administration)
    assert len(sheet.view.table.rows) == NUMBERS
    return sheet


async def _memory(console: Screenless) -> Figure:
    """What an open table takes beside the numbers that the desk holds anyway."""
    await console.key("escape", lambda: len(console.app.screen_stack))
    gc.collect()
    tracemalloc.start()
    console.app.call_later(console.app.main.beside.administer, Area.NUMBERS)
    await asyncio.sleep(1.0)
    taken = tracemalloc.get_traced_memory()[0] / 1_000_000
    tracemalloc.stop()
    return at_most("  memory of the open table", taken, 10, "MB")
