"""A console in this process whose frames are made in full and timed, but shown to nobody."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from textual import events
from textual.geometry import Size

from tests.benchmarks.terminal import COLUMNS, LINES
from tests.waiting import until
from tmchat.console.app import TmchatApp
from tmchat.console.start import Start, clock_now
from tmchat.console.terminal.compositing import CellDriver, Update
from tmchat.console.terminal.painting import Painting
from tmchat.link.line import Connect, LineState
from tmchat.link.ways import HubAddress


class TimingDriver(CellDriver):
    """Takes updates as the terminal's driver does and notes when each frame was ready.

    `watched` is asked at each frame whether it shows what is waited for.
    """

    watched: Callable[[str], bool] | None = None
    painted: asyncio.Future[float] | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._painting = Painting({"TERM": "xterm-256color", "LANG": "C.UTF-8"})

    def write(self, data: str) -> None:
        """Modes and the like: nothing that is timed."""

    def show(self, update: Update) -> None:
        """The bytes of one update are made, and shown to nobody."""
        self._painting.take(update)
        frame = self._painting.frame().decode()
        if frame and self.watched is not None and self.painted is not None and self.watched(frame):
            self.watched = None
            self.painted.set_result(time.perf_counter())

    async def paint(self, cause: Callable[[], object], shows: Callable[[str], bool]) -> float:
        """Seconds from `cause` to the first frame that `shows` its effect."""
        self.watched, self.painted = shows, asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        cause()
        return await asyncio.wait_for(self.painted, 30) - started

    def press(self, key: str, character: str | None = None) -> None:
        """A key, as if from the terminal."""
        self.process_message(events.Key(key, character))

    def start_application_mode(self) -> None:
        """Tells the application how large its screen is."""
        size = Size(COLUMNS, LINES)
        self._app.post_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """There is no input."""

    def stop_application_mode(self) -> None:
        """There is no mode."""


class Screenless:
    """A running console and its driver."""

    def __init__(self, app: TmchatApp) -> None:
        self.app = app

    @property
    def driver(self) -> TimingDriver:
        """The driver, there once the application runs."""
        driver: Any = self.app._driver
        assert isinstance(driver, TimingDriver)
        return driver

    async def key(
        self, key: str, effect: Callable[[], object], character: str | None = None
    ) -> float:
        """Seconds from a key to the first frame after `effect` has another value."""
        before = effect()
        return await self.driver.paint(
            lambda: self.driver.press(key, character), lambda frame: effect() != before
        )


async def nowhere() -> HubAddress:
    """No network: every console here is handed its connection."""
    raise AssertionError("the network was asked for")


@asynccontextmanager
async def screenless(
    connect: Connect, drafts: Path, clock: Callable[[], int] = clock_now
) -> AsyncIterator[Screenless]:
    """A console that is level with the hub behind `connect`."""
    start = Start(nowhere, drafts, "benchmark", bell=False)
    app = TmchatApp(start, connects=[connect], clock=clock, random=Random(1))
    app.driver_class = TimingDriver
    running = asyncio.create_task(app.run_async(size=(COLUMNS, LINES), mouse=False))
    try:
        await until(lambda: app.desk.line.state is LineState.LIVE and not app.desk.dirty, 60)
        yield Screenless(app)
    finally:
        app.exit()
        await running
