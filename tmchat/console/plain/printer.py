"""The thread that writes lines to standard output, so that a reader who pauses stops nobody else.

What the lines say is not decided here.
"""

import io
import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TextIO

from tmchat.console.render.signs import signs_for
from tmchat.core.text import Clean, clean

MOST_WAITING: Final = 10_000
"""Lines that may wait for a reader; what comes beyond them is counted and left out."""


class Printer:
    """Appends lines to `stream`: UTF-8, or ASCII unless `unicode`; whole lines in order."""

    def __init__(self, stream: TextIO, *, unicode: bool, most: int = MOST_WAITING) -> None:
        stream.flush()
        self._rings = stream.isatty()
        self._put = _sink(stream)
        self._signs = signs_for(unicode)
        self._most = most
        self._waiting: deque[str] = deque()
        self._missing = 0
        self._closing = False
        self._gone = False
        self._when_gone: Callable[[], None] = lambda: None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="tmchat-printer", daemon=True)
        self._thread.start()

    def when_gone(self, call: Callable[[], None]) -> None:
        """Has `call` called once, in the printer's thread, when nobody reads any more."""
        with self._changed:
            self._when_gone = call
            gone = self._gone
        if gone:
            call()

    def line(self, text: str) -> None:
        """Appends `text` and returns at once. A newline in it begins an indented line."""
        shown = self._signs.spell(Clean(clean(text).replace("\n", "\n    ")))
        with self._changed:
            if len(self._waiting) >= self._most:
                self._missing += 1
                return
            if self._missing:
                self._waiting.append(f"({self._missing} lines are missing: nobody read them)\n")
                self._missing = 0
            self._waiting.append(f"{shown}\n")
            self._changed.notify()

    def bell(self) -> None:
        """Rings between two lines, where they go to a terminal."""
        with self._changed:
            if self._rings and len(self._waiting) < self._most:
                self._waiting.append("\a")
                self._changed.notify()

    def close(self, patience: float | None = None) -> None:
        """Ends once all is written, or after `patience` seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(patience)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing:
                    self._changed.wait()
                if not self._waiting:
                    return
                text = self._waiting.popleft()
            try:
                self._put(text.encode("utf-8", "replace"))
            except (OSError, ValueError):
                with self._changed:
                    self._gone = True
                self._when_gone()
                return


def _sink(stream: TextIO) -> Callable[[bytes], None]:
    """Writing past the stream's own buffer: a thread that waits inside it at the end of the
    program would be a fatal error of Python's."""
    try:
        descriptor = stream.fileno()
    except (OSError, io.UnsupportedOperation):

        def write_text(written: bytes) -> None:
            stream.write(written.decode("utf-8"))

        return write_text

    def write_bytes(written: bytes) -> None:
        rest = memoryview(written)
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                # Another process may have made the terminal or pipe we share a non-blocking one.
                select.select([], [descriptor], [])

    return write_bytes
