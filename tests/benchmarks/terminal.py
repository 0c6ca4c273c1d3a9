"""A process in a pseudo terminal whose output is timed; nothing of it is drawn."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.surroundings import unwanted

ROOT = Path(__file__).parents[2]
DEADLINE = 30.0
COLUMNS, LINES = 120, 40


class Terminal:
    """A child process and the terminal it writes to, a context that ends it.

    `started` is when it was started, by `time.perf_counter`.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        answers: Mapping[bytes, bytes] | None = None,
    ) -> None:
        """`answers` is what the terminal says to each question, once."""
        self.written = bytearray()
        self._answers = dict(answers or {})
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=dict(environment)
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
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def type(self, keys: str) -> None:
        """Sends keys."""
        os.write(self._master, keys.encode())

    def until(self, *words: bytes, since: int = 0) -> float:
        """When all of `words` had been written after the first `since` bytes, by
        `time.perf_counter`. Raises `TimeoutError`, `EOFError` when the process ended before."""
        deadline = time.monotonic() + DEADLINE
        while True:
            if all(self.written.find(word, since) >= 0 for word in words):
                return time.perf_counter()
            if not select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"{words!r} never came; the last: {self.written[-400:]!r}")
            try:
                taken = os.read(self._master, 1 << 16)
            except OSError:
                raise EOFError(f"the process ended with {self.written[-2000:]!r}") from None
            self._take(taken)

    def rest(self, quiet: float = 0.5) -> None:
        """Reads until nothing has come for `quiet` seconds; raises `TimeoutError` without that."""
        deadline = time.monotonic() + DEADLINE
        while select.select([self._master], [], [], quiet)[0]:
            self._take(os.read(self._master, 1 << 16))
            if time.monotonic() > deadline:
                raise TimeoutError(f"it never rests; the last: {self.written[-400:]!r}")

    def read(self, seconds: float) -> None:
        """Takes what is written within so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                self._take(os.read(self._master, 1 << 16))

    def _take(self, taken: bytes) -> None:
        self.written += taken
        for question in [one for one in self._answers if one in self.written]:
            os.write(self._master, self._answers.pop(question))


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """An environment that keeps to `folder` and looks the same on every machine."""
    strange = unwanted(os.environ)
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "STATE", "DATA")}
    # The tour of a user's first start would stand before what is measured.
    common = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TMCHAT_CONSOLE_TOUR": "no"}
    return {**kept, **own, **common, **more}
