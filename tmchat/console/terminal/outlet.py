"""The thread that alone writes to the terminal, so that a frozen one stops nobody else.

What has to be written is not decided here, and nothing here knows what draws it.
"""

import contextlib
import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

MOST_WAITING: Final = 128 * 1024
"""Bytes that may wait for the terminal before the backlog is dropped: about two screens."""

_LOOK: Final = 0.1
_PIECE: Final = 4096


class Outlet:
    """Takes bytes at once and writes them as fast as the terminal takes them.

    When more than `most` bytes wait, all of them that only paint are dropped, and so is every paint
    after them until the terminal has taken the rest. Then `thawed` is called, in the outlet's
    thread: everything has to be painted anew. Modes are never dropped. A terminal that is gone
    takes everything and shows nothing.
    """

    def __init__(
        self,
        terminal: int,
        thawed: Callable[[], None],
        *,
        rested: Callable[[], None] = lambda: None,
        most: int = MOST_WAITING,
    ) -> None:
        """`terminal` is an open descriptor, which stays the caller's; `rested` is called in the
        outlet's thread, see `rests`."""
        self._descriptor = _own_descriptor(terminal)
        self._thawed = thawed
        self._rested = rested
        self._most = most
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._size = 0
        self._dropping = False
        self._writing = False
        self._awaited = False
        self._closing = False
        self._given_up = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="tmchat-outlet", daemon=True)
        self._thread.start()

    def write(self, written: bytes, *, lasting: bool = False) -> None:
        """Takes `written` and returns at once; `lasting` is what must not be dropped."""
        with self._changed:
            if self._closing:
                return
            if not lasting:
                if self._dropping:
                    return
                if self._waiting and self._size + len(written) > self._most:
                    self._drop()
                    return
            self._waiting.append((written, lasting))
            self._size += len(written)
            self._changed.notify()

    def rests(self) -> bool:
        """Whether the terminal has taken all there was; if not, `rested` is called once it has."""
        with self._changed:
            self._awaited = self._writing or bool(self._waiting)
            return not self._awaited

    def close(self, patience: float) -> None:
        """Ends the thread once all is written, or after `patience` seconds without that."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(patience)
        self._given_up = True
        self._thread.join(2 * _LOOK)
        if not self._thread.is_alive():
            os.close(self._descriptor)

    def _drop(self) -> None:
        self._waiting = deque(one for one in self._waiting if one[1])
        self._size = sum(len(written) for written, _ in self._waiting)
        self._dropping = True

    def _run(self) -> None:
        while (written := self._next()) is not None:
            try:
                self._put_out(written)
            except OSError:
                # The terminal is gone. Whoever reads from it notices and ends the application.
                self._given_up = True
            if self._drained():
                self._thawed()
            if self._is_awaited():
                self._rested()

    def _next(self) -> bytes | None:
        """What is to be written next; None when nothing more will come."""
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            if not self._waiting:
                return None
            written, _ = self._waiting.popleft()
            self._size -= len(written)
            self._writing = True
            return written

    def _is_awaited(self) -> bool:
        """Whether somebody asked for the rest that has come now."""
        with self._changed:
            self._writing = False
            if not self._awaited or self._waiting or self._closing:
                return False
            self._awaited = False
            return True

    def _drained(self) -> bool:
        """Whether a backlog was dropped and the terminal has taken all that was left of it."""
        with self._changed:
            if not self._dropping or self._waiting or self._closing:
                return False
            self._dropping = False
            return True

    def _put_out(self, written: bytes) -> None:
        rest = memoryview(written)
        while rest and not self._given_up:
            if not select.select([], [self._descriptor], [], _LOOK)[1]:
                continue
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(self._descriptor, rest[:_PIECE]) :]


def _own_descriptor(terminal: int) -> int:
    """An own opening of the terminal that never blocks.

    `O_NONBLOCK` on the one we were given would hold for the shell and for standard input too. Where
    the terminal cannot be opened again, the given one is used: then this thread may block, alone.
    """
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return os.dup(terminal)
