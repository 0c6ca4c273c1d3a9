"""A console on a desk in memory, driven by keys and read as text; what is shown is `scene`'s."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from textual.pilot import Pilot

from tests.console.memoryhub import MemoryHub
from tests.waiting import until
from tmchat.console.app import TmchatApp
from tmchat.console.start import Start
from tmchat.link.line import LineState
from tmchat.link.ways import HubAddress
from tmchat.settings.keymap import KeyWish


async def nowhere() -> HubAddress:
    """No network in these tests."""
    raise AssertionError("the network was asked for")


def console(
    hub: MemoryHub,
    drafts: Path,
    *,
    theme: str = "dark",
    unicode: bool = True,
    no_color: bool = False,
    keys: dict[str, tuple[str, ...]] | None = None,
    send_delay: float = 0.0,
    wishes: Sequence[KeyWish] = (),
    toured: Callable[[], None] | None = None,
) -> TmchatApp:
    """A console of Ana's whose hub is `hub`, on its clock and in UTC."""
    start = Start(
        nowhere,
        drafts,
        "test",
        theme=theme,
        unicode=unicode,
        no_color=no_color,
        send_delay=send_delay,
        toured=toured,
        keys=(*wishes, *(KeyWish(name, some, "keymap") for name, some in (keys or {}).items())),
    )
    return TmchatApp(
        start,
        connects=[hub.connect],
        clock=lambda: hub.now,
        local=lambda at: datetime.fromtimestamp(at / 1000, UTC),
        random=Random(1),
    )


@dataclass
class Stage:
    """A running console."""

    app: TmchatApp
    hub: MemoryHub
    pilot: Pilot[None]

    def text(self) -> str:
        """The screen as text, a line each."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    async def press(self, *keys: str) -> None:
        """Presses keys and lets the console take them in."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Types a text letter by letter."""
        names = {" ": "space", "?": "question_mark", ".": "full_stop", "!": "exclamation_mark"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def shows(self, *words: str) -> None:
        """Waits until all of `words` are on the screen."""
        await until(lambda: all(word in self.text() for word in words))

    async def hides(self, word: str) -> None:
        """Waits until `word` is off the screen."""
        await until(lambda: word not in self.text())

    async def until(self, condition: Callable[[], bool]) -> None:
        """Waits for a condition."""
        await until(condition)


@asynccontextmanager
async def stage(
    hub: MemoryHub,
    drafts: Path,
    *,
    size: tuple[int, int] = (120, 40),
    theme: str = "dark",
    send_delay: float = 0.0,
) -> AsyncIterator[Stage]:
    """A console that is connected and level with the hub."""
    async with stage_of(
        console(hub, drafts, theme=theme, send_delay=send_delay), hub, size=size
    ) as staged:
        yield staged


@asynccontextmanager
async def stage_of(
    app: TmchatApp, hub: MemoryHub | None = None, *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Stage]:
    """A console that a test has made of its own, connected likewise."""
    desk = hub or MemoryHub()
    async with app.run_test(size=size) as pilot:
        try:
            await until(lambda: _level(app) or not desk.reachable)
        except AssertionError:
            shown = app.desk
            raise AssertionError(f"never level: {shown.line}, not shown: {shown.dirty}") from None
        await pilot.pause()
        yield Stage(app, desk, pilot)


def _level(app: TmchatApp) -> bool:
    return app.desk.line.state is LineState.LIVE and not app.desk.dirty
