"""A very small application on the driver under test, run as a process of its own by the tests.

It shows how often it ticked, what was typed, and a frame in its own size. On standard input that
is no terminal it does nothing useful. Its reports go to the file named by its argument.
"""

import asyncio
import os
import signal
import sys
from typing import TextIO

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tmchat.console.terminal.compositing import CellApp
from tmchat.console.terminal.driver import TerminalDriver, listen

TICK = 0.02
FILLER = "the quick brown fox jumps over the lazy dog " * 200


class TinyApp(CellApp[None]):
    """Repaints its whole screen at each tick while it is told to be `busy`."""

    CSS = "Static { height: 1; } #filler { height: 1fr; }"

    def __init__(self, report: TextIO) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.animation_level = "none"
        self.full_output = "TINYAPP_FULL_OUTPUT" in os.environ
        self.typed = ""
        self._report = report
        self._ticks = 0
        self._busy = False
        self._ticking: asyncio.Task[None] | None = None
        self._lending: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        """Three lines of state over a field of words."""
        yield Static(id="ticks")
        yield Static(id="typed")
        yield Static(id="size")
        yield Static(id="filler")

    def on_mount(self) -> None:
        """Starts to tick, beside Textual's own timers."""
        self._ticking = asyncio.ensure_future(self._tick())
        if "TINYAPP_IGNORES_HANGUP" in os.environ:
            asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def on_ready(self) -> None:
        """Tells the test that keys will be taken, and listens where it is asked to."""
        if "TINYAPP_LISTENS" in os.environ:
            listen(self, lambda sent, keys: self._tell(f"heard {sent!r} {' '.join(keys)}"))
        self._tell("ready")

    def on_resize(self, event: events.Resize) -> None:
        """Shows the size."""
        self._show("size", f"size {event.size.width}x{event.size.height}")

    def on_key(self, event: events.Key) -> None:
        """Shows what was typed; some keys do what the tests need."""
        match event.key:
            case "ctrl+z":
                self.action_suspend_process()
            case "ctrl+b":
                self._busy = not self._busy
            case "ctrl+o":
                self.copy_to_clipboard("copied")
            case "ctrl+g":
                self._lending = asyncio.ensure_future(self._lend())
            case "ctrl+t":
                assert isinstance(self._driver, TerminalDriver)
                self._driver.entitle("(1) tiny")
            case "ctrl+e":
                # Past every renderer, as a careless widget would.
                text = Content("raw \x1b]52;c;QUJD\x07\x1b[2J\x9b2J end")
                self.query_one("#typed", Static).update(text)
            case _ if event.character and event.character.isprintable():
                self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Tells what was pasted, exactly."""
        self._tell(f"paste {event.text!r}")

    async def on_unmount(self) -> None:
        """Ends the ticking."""
        if self._ticking is not None:
            self._ticking.cancel()
        self._tell("unmounted")

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        worst = 0.0
        while True:
            await asyncio.sleep(TICK)
            late = loop.time() - before - TICK
            before = loop.time()
            self._ticks += 1
            if late > worst:
                worst = late
                self._tell(f"late {late:.3f}")
            if self._busy:
                self._show("ticks", f"tick {self._ticks}")
                shift = self._ticks % 40
                self._show("filler", FILLER[shift:])
                self._tell(f"tick {self._ticks}")

    async def _lend(self) -> None:
        driver = self._driver
        assert isinstance(driver, TerminalDriver)
        code = await driver.lend(["sh", "-c", "echo program here; read line; echo got $line"])
        self._tell(f"lent {code}")

    def _type(self, character: str) -> None:
        self.typed += character
        self._show("typed", f"typed {self.typed}")

    def _show(self, where: str, text: str) -> None:
        self.query_one(f"#{where}", Static).update(Content(text))

    def _tell(self, line: str) -> None:
        self._report.write(f"{line}\n")
        self._report.flush()


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as report:
        app = TinyApp(report)
        app.run()
        left = app.return_code or 0
    sys.exit(left)
