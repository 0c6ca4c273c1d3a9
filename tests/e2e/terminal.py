"""A program in a pseudo terminal, worked by keys and read as a picture; it asserts only waiting."""

import codecs
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

from tests.e2e.sequences import Kind, Piece, pieces
from tests.house.sources import ROOT

DEADLINE = 30.0
"""Seconds for anything to happen: far more than it takes, as other tests share the machine."""

TMCHAT = (sys.executable, "-m", "tmchat")

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "backspace": "\x7f",
    **{f"ctrl+{letter}": chr(ord(letter) & 31) for letter in "cjnpqstu"},
}

# pyte would print the letters of what it does not know: private modes, key reports, queries. It
# takes the shape of the pointer (OSC 22) for a title.
_BEYOND_PYTE = re.compile(r"\x1b\[(?:[<>=].*|.*\$.|.*[ -/].)|\x1b\]22;[\s\S]*")


class Terminal:
    """A process with a terminal of its own; use it as a context, which leaves nothing running.

    `pieces` holds all that was ever written, split up. Bytes that are no UTF-8 become U+FFFD.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 120,
        lines: int = 40,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.pieces: list[Piece] = []
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._master, slave = os.openpty()
        self.resize(columns, lines)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(DEADLINE)
        os.close(self._master)

    @property
    def picture(self) -> str:
        """What stands on the terminal, a line each."""
        # Not pyte's own `display`, which breaks where half of a wide character was overwritten.
        columns = range(self.screen.columns)
        lines = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(line[x].data for x in columns).rstrip() for line in lines)

    def press(self, *keys: str) -> None:
        """Presses keys: a name of `KEYS`, or the letter itself."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def type(self, words: str) -> None:
        """Types `words`."""
        os.write(self._master, words.encode())

    def shows(self, *words: str) -> None:
        """Waits until all of `words` stand on the terminal."""
        self.until(lambda: all(word in self.picture for word in words), " and ".join(words))

    def hides(self, *words: str) -> None:
        """Waits until none of `words` stands on the terminal."""
        self.until(lambda: all(word not in self.picture for word in words), "without " + words[0])

    def until(self, condition: Callable[[], object], what: str = "the condition") -> None:
        """Waits for `condition` while taking what the process writes."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            self._read(0.02)
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}; the terminal shows\n{self.picture}")

    def resize(self, columns: int, lines: int) -> None:
        """Gives the terminal a size, of which the process is told."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def ended(self) -> int:
        """Waits until the process has ended and all it wrote is taken; its exit code."""
        self.until(lambda: self.process.poll() is not None, "the end of the process")
        while self._read(0):
            pass
        return int(self.process.returncode)

    def sequences(self) -> set[str]:
        """Every sequence and control written so far."""
        return {piece.written for piece in self.pieces if piece.kind is not Kind.TEXT}

    def stopped(self) -> bool:
        """Whether the process has been stopped by a signal since last asked."""
        pid, status = os.waitpid(self.process.pid, os.WNOHANG | os.WUNTRACED)
        return bool(pid) and os.WIFSTOPPED(status)

    def cooked(self) -> bool:
        """Whether the terminal echoes and edits lines, as a shell wants it."""
        flags: int = termios.tcgetattr(self._master)[3]
        return bool(flags & termios.ECHO) and bool(flags & termios.ICANON)

    def _read(self, seconds: float) -> bool:
        """Takes what is written within `seconds`; whether there was anything."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            taken = os.read(self._master, 65536)
        except OSError:
            # The last process of the terminal is gone.
            time.sleep(seconds)
            return False
        found, self._rest = pieces(self._rest + self._decode(taken))
        self.pieces += found
        for piece in found:
            if not _BEYOND_PYTE.fullmatch(piece.written):
                self._stream.feed(piece.written)
        return bool(taken)
