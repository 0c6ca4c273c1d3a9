"""Textual's driver for Unix without its faults; all knowledge of Textual's inside is in here.

It keeps every write off the event loop, ends in order on signals and on a lost terminal, survives
any input, and repaints after Ctrl+Z or a freeze. What is drawn is not its business.
"""

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tmchat.console.terminal.choice import speaks_unicode
from tmchat.console.terminal.clipboard import OSC52_START, wrapped
from tmchat.console.terminal.outlet import Outlet
from tmchat.console.terminal.pastes import Pastes
from tmchat.console.terminal.wall import in_ascii, is_frame, is_mode, walled
from tmchat.core.text import clean

PATIENCE: Final = 2.0
"""Seconds that the terminal has to take the last bytes before it is left as it is."""

ENDING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""Signals that end the application in order, with the exit code 128 and their number."""

RELIED_ON: Final[tuple[Callable[..., Any], ...]] = (
    Driver.process_message,
    Driver.suspend_application_mode,
    Driver.resume_application_mode,
    LinuxDriver.__init__,
    LinuxDriver._sigtstp_application,
    LinuxDriver._get_terminal_size,
    LinuxDriver.start_application_mode,
    LinuxDriver.stop_application_mode,
    LinuxDriver.disable_input,
    LinuxDriver.write,
    LinuxDriver.close,
    LinuxDriver._run_input_thread,
    LinuxDriver.run_input_thread,
    LinuxDriver.process_message,
    App._display,
    App.copy_to_clipboard,
    App.exit,
    XTermParser.__init__,
    XTermParser.feed,
    XTermParser.tick,
)
"""What this driver overrides, calls or stands behind: another Textual may do it otherwise."""

_LOOK: Final = 0.1
_READ: Final = 4096


class TerminalDriver(LinuxDriver):
    """The driver of the screen: `App(driver_class=TerminalDriver)`."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # What reaches the log on standard error must not stand in the picture, and the other way.
        self._file = sys.__stdout__
        self._outlet: Outlet | None = None
        self._started = False
        self._parser = XTermParser(debug)
        self._pastes = Pastes()
        self._unicode = speaks_unicode(os.environ)
        # Through the loop, because a signal may come while the outlet's lock is held; asyncio takes
        # these away again when the loop closes.
        for number in ENDING:
            self._loop.add_signal_handler(number, self._leave, 128 + number)
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._continued)

    def write(self, data: str) -> None:
        """Hands `data` to the outlet and returns at once; between two starts nothing is shown."""
        if self._outlet is None:
            return
        if is_frame(data):
            data = walled(data)
        elif data.startswith(OSC52_START):
            data = wrapped(data, os.environ)
        lasting = is_mode(data) and data not in (SYNC_START, SYNC_END)
        if not self._unicode:
            data = in_ascii(data)
        self._outlet.write(data.encode("utf-8", "replace"), lasting=lasting)

    def start_application_mode(self) -> None:
        """Takes the terminal over, for the first time or again; then all of it is painted."""
        self._outlet = Outlet(self._output(), self._repaint)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is None or not self._writer_thread.is_alive():
            # In the background Textual starts nothing and waits for the next SIGCONT.
            self._close_outlet()
            return
        if self._started:
            self._repaint()
        self._started = True

    def close(self) -> None:
        """Writes what is left, for at most `PATIENCE` seconds."""
        super().close()
        self._close_outlet()

    def run_input_thread(self) -> None:
        """Reads keys until told to stop; whatever comes, and also when nothing ever will."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            text = ""
            if select.select([self.fileno], [], [], _LOOK)[0]:
                raw = self._read()
                if not raw:
                    self._loop.call_soon_threadsafe(self._leave, 128 + signal.SIGHUP)
                    return
                text = self._pastes.without_escapes(decode(raw))
            for message in self._parsed(text):
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Hands a message on; a paste without controls, its line ends as newlines."""
        if isinstance(message, events.Paste):
            message.text = clean(message.text.replace("\r\n", "\n").replace("\r", "\n"))
        super().process_message(message)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own word first: an exported COLUMNS would stay what it was for ever."""
        try:
            size = os.get_terminal_size(self._output())
        except OSError:
            return super()._get_terminal_size()
        return (size.columns, size.lines) if all(size) else super()._get_terminal_size()

    def _output(self) -> int:
        return sys.__stdout__.fileno() if sys.__stdout__ is not None else self.fileno

    def _close_outlet(self) -> None:
        outlet, self._outlet = self._outlet, None
        if outlet is not None:
            outlet.close(PATIENCE)

    def _read(self) -> bytes:
        """The next bytes of the terminal; none when it is gone, in whichever way it says so."""
        try:
            return os.read(self.fileno, _READ)
        except OSError:
            return b""

    def _parsed(self, text: str) -> list[Message]:
        """The keys and reports in `text`; without any, those that waited long enough for more.

        One character at a time, so that a sequence which Textual cannot take costs only itself.
        """
        found: list[Message] = []
        for character in text or ("",):
            try:
                found.extend(self._parser.feed(character) if character else self._parser.tick())
            except Exception:
                self._parser = _successor(self._parser, self._debug)
        return found

    def _leave(self, code: int) -> None:
        self._app.exit(return_code=code)

    def _continued(self) -> None:
        """SIGCONT, also after a SIGSTOP that nobody announced."""
        if not self._auto_restart:
            return
        if self._outlet is not None:
            self.suspend_application_mode()
        self.resume_application_mode()

    def _repaint(self) -> None:
        """Has everything painted; may be called in any thread."""
        self._app.call_later(partial(self._app.refresh, layout=True))


def _successor(parser: XTermParser, debug: bool) -> XTermParser:
    """A parser in place of one that an exception ended, with what it knew of the terminal."""
    fresh = XTermParser(debug)
    fresh.mouse_pixels = parser.mouse_pixels
    fresh.terminal_size = parser.terminal_size
    fresh.terminal_pixel_size = parser.terminal_pixel_size
    return fresh
