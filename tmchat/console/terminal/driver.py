"""Textual's driver for Unix without its faults; all knowledge of Textual's driver is in here.

It keeps every write off the event loop, ends in order on signals and on a lost terminal, survives
any input, and repaints after Ctrl+Z or a freeze. What is drawn is not its business.
Of a screen it writes only the cells that changed, and Textual's own output where that is asked for.
"""

import asyncio
import contextlib
import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tmchat.console.terminal.abilities import ASK_MARGINS, Answers, may_be_asked
from tmchat.console.terminal.calling import KEEP_TITLE, TITLE_BACK, takes_titles, titled
from tmchat.console.terminal.choice import speaks_unicode
from tmchat.console.terminal.clipboard import OSC52_START, wrapped
from tmchat.console.terminal.compositing import CellApp, CellDriver, Update
from tmchat.console.terminal.outlet import Outlet
from tmchat.console.terminal.painting import Painting
from tmchat.console.terminal.pastes import Pastes
from tmchat.console.terminal.wall import in_ascii, is_frame, is_mode, paints, walled
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
    LinuxDriver._request_terminal_sync_mode_support,
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
    App.suspend,
    XTermParser.__init__,
    XTermParser.feed,
    XTermParser.tick,
)
"""What this driver overrides, calls or stands behind: another Textual may do it otherwise."""

Heard = Callable[[str, Sequence[str]], None]
"""Gets what the terminal sent, and Textual's names of the keys that it is."""

LOOK_RESET: Final = "\x1b[0m"

_LOOK: Final = 0.1
_READ: Final = 4096
_LONGEST: Final = 64  # characters of a sequence that is no key, as those of a mouse are short


class TerminalDriver(CellDriver, LinuxDriver):
    """The driver of the screen: `CellApp(driver_class=TerminalDriver)`."""

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
        self._answers = Answers()
        self._painting = Painting(os.environ)
        self._showing = False
        self._title = self._titled = ""
        self._size_told: tuple[int, int] | None = None
        self.takes_cells = isinstance(app, CellApp) and not app.full_output
        self.heard: Heard | None = None
        self._sent = ""
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
        if paints(data):
            # Whoever wrote it, the cells are no longer those that were counted on.
            self._painting.forget()
        if is_frame(data):
            # Not asked for by most, and loading it takes its share of the first paint.
            from tmchat.console.render.steady import steady

            data = steady(walled(data))
        elif data.startswith(OSC52_START):
            data = wrapped(data, os.environ)
        lasting = is_mode(data) and data not in (SYNC_START, SYNC_END)
        lasting = lasting or data == LOOK_RESET
        if not self._unicode:
            data = in_ascii(data)
        self._outlet.write(data.encode("utf-8", "replace"), lasting=lasting)

    def show(self, update: Update) -> None:
        """Writes the cells that `update` changes, now or once the terminal takes them."""
        if not self._painting.take(update):
            self._repaint()
        self._paint()

    def entitle(self, words: str) -> None:
        """Has the terminal's title say `words`, now or once it takes them, until it is given
        back; nothing where it is not known to have one."""
        if takes_titles(os.environ):
            self._title = words
            self._paint()

    def forget(self) -> None:
        """The terminal may show anything: all of the newest picture is painted."""
        self._painting.forget()
        # Not at once: it comes more than once, as while a window is drawn larger.
        self._loop.call_soon(self._paint)

    def start_application_mode(self) -> None:
        """Takes the terminal over, for the first time or again; then all of it is painted."""
        self._painting.forget()
        self._showing = True
        self._outlet = Outlet(self._output(), self._repaint, rested=lambda: self._soon(self._paint))
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # In place of Textual's own: a signal within its handler has the older size told last.
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)
        if self._writer_thread is None or not self._writer_thread.is_alive():
            # In the background Textual starts nothing and waits for the next SIGCONT.
            self._close_outlet()
            return
        if self._started:
            self._repaint()
        self._started = True

    def stop_application_mode(self) -> None:
        """Gives the terminal back as it was, its colours too."""
        self._showing = False
        if self._titled:
            self._titled = ""
            self.write(TITLE_BACK)
        self.write(LOOK_RESET)
        super().stop_application_mode()

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
                if self._answers.margins(text):
                    self._soon(self._painting.allow_margins)
            for message in self._parsed(text):
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Hands a message on; a paste without controls, its line ends as newlines."""
        if isinstance(message, events.Resize):
            # Some terminals tell their size among the keys; Textual then asks no longer.
            self._size_told = (message.size.width, message.size.height)
            self._soon(self.forget)
        if isinstance(message, events.Paste):
            message.text = clean(message.text.replace("\r\n", "\n").replace("\r", "\n"))
        super().process_message(message)

    async def lend(self, command: Sequence[str]) -> int:
        """Runs a program on the terminal as it was before; its exit code, when it has ended.

        The desk goes on behind it, unpainted. An interrupt is the program's, not ours. Raises
        `OSError` where it cannot be started.
        """
        process: asyncio.subprocess.Process | None = None
        with self._app.suspend():
            self._loop.add_signal_handler(signal.SIGINT, lambda: None)
            try:
                process = await asyncio.create_subprocess_exec(*command)
                return await process.wait()
            finally:
                self._loop.add_signal_handler(signal.SIGINT, self._leave, 128 + signal.SIGINT)
                if process is not None and process.returncode is None:
                    process.terminate()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own word first: an exported COLUMNS would stay what it was for ever.

        Textual asks when it has reason to think that the size changed. What a terminal then does
        with its lines differs, also when it comes back to a size it had.
        """
        self._soon(self.forget)
        try:
            columns, lines = os.get_terminal_size(self._output())
        except OSError:
            columns = lines = 0
        if not (columns and lines):
            columns, lines = super()._get_terminal_size()
        self._size_told = (columns, lines)
        return self._size_told

    def _resized(self) -> None:
        """The terminal has another size, which is read here, in the loop: what is told last is
        what it has by then."""
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def _request_terminal_sync_mode_support(self) -> None:
        super()._request_terminal_sync_mode_support()
        if self.takes_cells and self.input_tty and may_be_asked(os.environ):
            self.write(ASK_MARGINS)

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
            self._sent += character
            try:
                news = [*(self._parser.feed(character) if character else self._parser.tick())]
            except Exception:
                self._parser = _successor(self._parser, self._debug)
                news = []
            if news:
                self._tell(self._sent, [one.key for one in news if isinstance(one, events.Key)])
                self._sent = ""
                found += news
        self._sent = self._sent[-_LONGEST:]
        return found

    def _tell(self, sent: str, keys: Sequence[str]) -> None:
        heard = self.heard
        if heard is not None and keys:
            self._soon(partial(heard, sent, keys))

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
        self._soon(self.forget)
        self._app.call_later(partial(self._app.refresh, layout=True))

    def _soon(self, what: Callable[[], object]) -> None:
        """Does `what` on the event loop; may be called in any thread."""
        with contextlib.suppress(RuntimeError):  # The loop is closed: nobody looks any more.
            self._loop.call_soon_threadsafe(what)

    def _paint(self) -> None:
        """Writes the next frame, unless the terminal has yet to take the last one."""
        if self._outlet is None or not self._showing or not self._outlet.rests():
            return
        if self._title != self._titled:
            if not self._titled:
                self.write(KEEP_TITLE)
            self._titled = self._title
            self._outlet.write(titled(self._title).encode(), lasting=True)
        if frame := self._painting.frame(self._size_told):
            self._outlet.write(frame, lasting=True)


def listen(app: App[Any], heard: Heard | None) -> bool:
    """Has `heard` called on the event loop for each key before the key comes; None ends that.
    Whether there is a terminal to listen to."""
    driver = app._driver
    if not isinstance(driver, TerminalDriver):
        return False
    driver.heard = heard
    return True


def _successor(parser: XTermParser, debug: bool) -> XTermParser:
    """A parser in place of one that an exception ended, with what it knew of the terminal."""
    fresh = XTermParser(debug)
    fresh.mouse_pixels = parser.mouse_pixels
    fresh.terminal_size = parser.terminal_size
    fresh.terminal_pixel_size = parser.terminal_pixel_size
    return fresh
