"""Standard output that says so when it cannot be written; what is printed is the commands'."""

import io
import os
import sys
from typing import Any

from tmchat.cli.failure import Plight


class OutputFailed(Plight):
    """Standard output takes nothing more: a full disk, a closed descriptor."""


class _Outlet(io.FileIO):
    """A descriptor for writing whose errors are `OutputFailed`, but for a reader that went away."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFailed(f"The output cannot be written: {error.strerror}.") from None


def prepare_streams() -> None:
    """Has this process's standard streams answer as commands rely on.

    A write to standard output that fails raises `OutputFailed` or `BrokenPipeError`; a stream that
    was closed before the start is there and cannot be used; a sign that the terminal's encoding
    lacks is printed as an escape. Streams that are no files, as in tests, are left alone.
    """
    _occupy()
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as we run
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = _through(1, None)
    elif isinstance(sys.stdout, io.TextIOWrapper):
        raw = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        if type(raw) is io.FileIO:
            sys.stdout.flush()
            sys.stdout = _through(raw.fileno(), sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def abandon_output() -> None:
    """Lets what is still held for standard output vanish, so that the exit does not raise anew."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def _occupy() -> None:
    """Gives a standard descriptor that is closed to nobody else: a file opened later would get it.

    Standard input is at its end there, standard output refuses, and errors go nowhere.
    """
    while (taken := os.open(os.devnull, os.O_RDONLY)) < 2:
        os.set_inheritable(taken, True)
    os.close(taken)
    if taken == 2:
        os.set_inheritable(os.open(os.devnull, os.O_WRONLY), True)


def _through(descriptor: int, like: io.TextIOWrapper | None) -> io.TextIOWrapper:
    """A text stream over an `_Outlet`, otherwise `like` the one that stood there."""
    outlet = _Outlet(descriptor, "w", closefd=False)
    if like is None:
        return io.TextIOWrapper(io.BufferedWriter(outlet), encoding="utf-8")
    unbuffered = isinstance(like.buffer, io.FileIO)
    return io.TextIOWrapper(
        outlet if unbuffered else io.BufferedWriter(outlet),
        encoding=like.encoding,
        line_buffering=like.line_buffering,
        write_through=like.write_through,
    )
