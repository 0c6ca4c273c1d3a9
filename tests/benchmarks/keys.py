"""From a key to its paint on a full desk, idle and under inbound texts; opening is `opening`'s."""

import asyncio
import gc
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from textual.widgets import Input

from tests.benchmarks.bigdesk import CONVERSATIONS, BigHub, big_hub
from tests.benchmarks.figures import Figure, spread
from tests.benchmarks.screenless import Screenless, screenless
from tests.waiting import until
from tmchat.console.actions.action import Part
from tmchat.console.screens.desk import DeskScreen
from tmchat.core.events import TextArrived
from tmchat.core.records import Entry

PRESSES = 200
BETWEEN = 0.03
"""Seconds between two keys: a fast typist's, and long enough for the console to be idle again."""
TEXTS_A_SECOND = 100
PACE = f"{TEXTS_A_SECOND} texts/s"


def figures() -> Iterator[Figure]:
    """Cursor, composer and filter keys, first idle, then while texts arrive."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measure(Path(folder)))


@dataclass(frozen=True, slots=True)
class Typing:
    """Keys with their characters for one part of the screen; `effect` is another after each."""

    name: str
    part: Part
    keys: tuple[tuple[str, str | None], ...]
    effect: Callable[[], object]


async def _measure(folder: Path) -> list[Figure]:
    hub = big_hub(long=(0,))
    # A hub is no part of a console: its records must not lengthen the console's collections.
    gc.collect()
    gc.freeze()
    found: list[Figure] = []
    async with screenless(hub.connect, folder, lambda: hub.now) as console:
        desk = console.app.main
        assert len(desk.conversations.rows) == CONVERSATIONS
        console.app.call_later(desk.open, desk.conversations.cursor or 0)
        await until(lambda: len(desk.timeline.items) > 50)
        typings = _typings(desk)
        for typing in typings:
            times = await _type(console, typing)
            found.append(spread(f"key to paint, idle: {typing.name}", times, p50=8, p99=30))
        filtering = replace(typings[-1], effect=lambda: id(desk.conversations.rows))
        found.append(spread("  the list narrowed by it", await _type(console, filtering)))
        pouring = Pouring(hub)
        for typing in typings:
            times = await _type(console, typing)
            found.append(spread(f"key to paint, {PACE}: {typing.name}", times, p99=100))
        texts = await pouring.stop()
        dropped = await _dropped(console, hub, texts)
    told = f"{dropped} of {len(texts):,} texts"
    found.append(Figure("  dropped on the way to the screen", told, "none", dropped == 0))
    return found


def _typings(desk: DeskScreen) -> list[Typing]:
    written = desk.query_one("#filter", Input)
    down, up, erase = ("down", None), ("up", None), ("backspace", None)
    return [
        Typing(
            "cursor in the list",
            Part.LIST,
            (down,) * 30 + (up,) * 30,
            lambda: desk.conversations.cursor,
        ),
        Typing(
            "letter in the composer",
            Part.COMPOSER,
            tuple((one, one) for one in "because"),
            lambda: desk.composer.text,
        ),
        Typing(
            "letter in the filter",
            Part.FILTER,
            (*((one, one) for one in "text"), *(erase,) * 4),
            lambda: written.value,
        ),
    ]


async def _type(console: Screenless, typing: Typing) -> list[float]:
    """Seconds from each key to the frame with its effect."""
    console.app.call_later(console.app.main.focus_on, typing.part)
    await asyncio.sleep(0.5)
    times: list[float] = []
    for (key, character), _ in zip(cycle(typing.keys), range(PRESSES), strict=False):
        times.append(await console.key(key, typing.effect, character))
        await asyncio.sleep(BETWEEN)
    return times


class Pouring:
    """Texts that arrive evenly, one in four in the conversation that is open."""

    def __init__(self, hub: BigHub) -> None:
        self._hub = hub
        self._texts: list[int] = []
        self._conversations = list(hub.inbox.conversations)
        self._task = asyncio.create_task(self._pour())

    async def stop(self) -> list[int]:
        """Ends it; the event numbers of all texts that came in the open conversation."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        return self._texts

    async def _pour(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        open_one, others = self._conversations[0], cycle(self._conversations[1::7])
        for count in range(1_000_000):
            about = next(others) if count % 4 else open_one
            number = self._hub.happen(TextArrived(about, f"text {count} of many"))
            if about == open_one:
                self._texts.append(number)
            await asyncio.sleep(max(0.0, started + count / TEXTS_A_SECOND - loop.time()))


async def _dropped(console: Screenless, hub: BigHub, texts: list[int]) -> int:
    """How many of `texts` are neither on the desk nor in the open timeline in the end."""
    desk = console.app.main
    await until(lambda: desk.desk.inbox.head == hub.head and not desk.desk.dirty)
    drawn = {item.id for item in desk.timeline.items if isinstance(item, Entry)}
    return len(set(texts) - drawn)
