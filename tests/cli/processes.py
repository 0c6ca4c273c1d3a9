"""`tmchat` commands as processes of their own that never outlive their test, and a terminal for
those that run in this one."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests.house.sources import ROOT

LONGEST_SECONDS = 30.0


class Terminal(io.StringIO):
    """Standard input at which somebody sits and types these lines."""

    def isatty(self) -> bool:
        """Somebody can be asked."""
        return True


class Command:
    """One running command with both its outputs in pipes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.stdout = _pipe(process.stdout)
        self.stderr = _pipe(process.stderr)

    def line(self) -> str:
        """The next line of standard output, empty at its end."""
        return self.stdout.readline()

    def signal(self, number: int) -> None:
        """Sends it a signal."""
        self._process.send_signal(number)

    def code(self) -> int:
        """Its exit code, once it has ended."""
        return self._process.wait(LONGEST_SECONDS)


@contextmanager
def command(*words: str) -> Iterator[Command]:
    """`tmchat` with these words; killed at the end, and when it takes too long."""
    with subprocess.Popen(
        [sys.executable, "-m", "tmchat", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as process:
        watchdog = threading.Timer(LONGEST_SECONDS, process.kill)
        watchdog.start()
        try:
            yield Command(process)
        finally:
            watchdog.cancel()
            process.kill()


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def read_to_end(terminal: int) -> bytes:
    """All that comes out of our side of a pseudo terminal until its other side is closed."""
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    return shown
