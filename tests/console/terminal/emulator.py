"""A process in a pseudo terminal whose picture tests can read; it asserts nothing about it."""

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
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pyte

from tests.house.sources import ROOT

_NOT_FOR_PYTE = re.compile(rb"\x1b\[(?:[<>=][0-9;]*[a-z]|\?[0-9]+\$p)")
_DEADLINE = 10.0
_GULPS = 64  # reads in a row; a process may write faster than a picture is drawn


class Emulator:
    """A child process and the terminal it runs in, `columns` wide and `lines` high."""

    def __init__(
        self, command: list[str], *, columns: int = 80, lines: int = 24, **environment: str
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = os.openpty()
        self._size(columns, lines, slave)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    @property
    def picture(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.screen.display)

    def type(self, keys: str | bytes) -> None:
        """Sends keys, or raw bytes."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def read(self) -> None:
        """Takes what the process has written so far; of one that never ceases, a good part."""
        for _ in range(_GULPS):
            if not select.select([self._master], [], [], 0)[0]:
                return
            try:
                taken = os.read(self._master, 65536)
            except OSError:
                return
            if not taken:
                return
            self.raw += taken
            self._stream.feed(_NOT_FOR_PYTE.sub(b"", taken))

    def until(self, condition: Callable[[], object], *, reading: bool = True) -> None:
        """Waits for `condition`, with or without taking what the process writes."""
        deadline = time.monotonic() + _DEADLINE
        while not condition():
            assert time.monotonic() < deadline, f"the picture at the end:\n{self.picture}"
            if reading:
                self.read()
            select.select([self._master] if reading else [], [], [], 0.01)

    def resize(self, columns: int, lines: int) -> None:
        """Gives the terminal another size."""
        self._size(columns, lines, self._master)
        self.screen.resize(lines, columns)

    def stopped(self) -> bool:
        """Whether the process has been stopped by a signal since last asked."""
        pid, status = os.waitpid(self.process.pid, os.WNOHANG | os.WUNTRACED)
        return bool(pid) and os.WIFSTOPPED(status)

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the process alone."""
        self.process.send_signal(number)

    def ended(self) -> int:
        """Waits for the process to end, taking all it writes; its exit code."""
        self.until(lambda: self.process.poll() is not None)
        self.read()
        code: int = self.process.returncode
        return code

    def cooked(self) -> bool:
        """Whether the terminal echoes and edits lines, as a shell left it."""
        flags: int = termios.tcgetattr(self._master)[3]
        return bool(flags & termios.ECHO) and bool(flags & termios.ICANON)

    def hang_up(self) -> None:
        """Takes the terminal away."""
        if self._master >= 0:
            with contextlib.suppress(OSError):
                os.close(self._master)
            self._master = -1

    def _size(self, columns: int, lines: int, descriptor: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class TinyTerminal(Emulator):
    """The tiny application in a terminal; its reports are in `report`."""

    def __init__(
        self, report: Path, *, columns: int = 80, lines: int = 24, **environment: str
    ) -> None:
        self.report = report
        report.touch()
        command = [sys.executable, "-m", "tests.console.terminal.tinyapp", str(report)]
        super().__init__(command, columns=columns, lines=lines, **environment)

    def __enter__(self) -> Self:
        size = f"size {self.screen.columns}x{self.screen.lines}"
        try:
            self.until(lambda: "ready" in self.reports())
            self.until(lambda: size in self.picture)
        except BaseException:
            self.__exit__()
            raise
        return self

    def reports(self) -> list[str]:
        """The lines that the application has reported."""
        return self.report.read_text("utf-8").splitlines()

    def ticks(self) -> int:
        """How often the application has painted."""
        return sum(line.startswith("tick") for line in self.reports())

    def latest(self) -> float:
        """The longest that the event loop was ever late, in seconds."""
        late = [line for line in self.reports() if line.startswith("late")]
        return max((float(line.split()[1]) for line in late), default=0.0)
