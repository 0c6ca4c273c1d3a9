"""A plain console at work on the small desk of the tests; nothing here asserts."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from random import Random
from typing import TextIO

from tests.console.memoryhub import MemoryHub
from tests.waiting import until
from tmchat.console.plain.printer import Printer
from tmchat.console.plain.run import PlainConsole
from tmchat.console.start import Start
from tmchat.link.ways import HubAddress
from tmchat.settings.alerts import AlertSettings


async def nowhere() -> HubAddress:
    """The console under test is connected by hand."""
    raise AssertionError("asked for an address")


class Paper(StringIO):
    """What a terminal without a screen prints."""

    def isatty(self) -> bool:
        """It is one."""
        return True


class Shift:
    """Commands go in by `type`, what was printed is `lines`; in a `terminal` or through pipes."""

    def __init__(
        self,
        hub: MemoryHub,
        folder: Path,
        *,
        unicode: bool = True,
        terminal: bool = False,
        alerts: AlertSettings | None = None,
    ) -> None:
        self.hub = hub
        self.out = Paper() if terminal else StringIO()
        self._writing, self._reading = os.openpty() if terminal else os.pipe()[::-1]
        self.stdin: TextIO = os.fdopen(self._reading, "r")
        self._printer = Printer(self.out, unicode=unicode)
        self._console = PlainConsole(
            Start(nowhere, folder, "test", alerts=alerts or AlertSettings()),
            self._printer,
            [hub.connect],
            lambda: hub.now,
            lambda at: datetime.fromtimestamp(at / 1000, UTC),
            Random(1),
        )
        self.running: asyncio.Task[int] | None = None

    @property
    def lines(self) -> list[str]:
        """What has been printed so far."""
        return self.out.getvalue().splitlines()

    def type(self, *lines: str) -> None:
        """Sends lines on standard input."""
        os.write(self._writing, "".join(f"{line}\n" for line in lines).encode())

    def end_of_input(self) -> None:
        """Closes standard input."""
        if self._writing >= 0:
            os.close(self._writing)
        self._writing = -1

    async def prints(self, part: str) -> str:
        """The first line with `part` in it, once it is there."""

        def found() -> str:
            return next((line for line in self.lines if part in line), "")

        try:
            return await until(found)
        except AssertionError:
            raise AssertionError(f"no line with {part!r} in:\n{self.out.getvalue()}") from None

    async def code(self) -> int:
        """The exit code, when the console has ended, and all it printed is in `lines`."""
        assert self.running is not None
        async with asyncio.timeout(5):
            code = await self.running
        self._printer.close(5.0)
        return code

    def start(self) -> None:
        """Runs the console."""
        self.running = asyncio.ensure_future(self._console.run(self.stdin))

    async def stop(self) -> None:
        """Lets go of everything."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)
        self._printer.close(5.0)
        self.end_of_input()
        self.stdin.close()


@asynccontextmanager
async def at_work(
    hub: MemoryHub,
    folder: Path,
    *,
    unicode: bool = True,
    terminal: bool = False,
    alerts: AlertSettings | None = None,
) -> AsyncIterator[Shift]:
    """A console that runs until the end of the context."""
    shift = Shift(hub, folder, unicode=unicode, terminal=terminal, alerts=alerts)
    shift.start()
    try:
        yield shift
    finally:
        await shift.stop()
