"""Which folder a console keeps its drafts in: each console of an agent on a machine has its own.

Two consoles in one folder would share a draft and the client_ref in it: what is then sent from both
counts at the hub as one reply, and the second text would never leave. What is written there is
`drafts`'.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_MOST: Final = 16
_LOCK: Final = ".lock"


class DraftFolder:
    """The first folder beside `base` that no other console holds; held until the process ends.

    Where nothing can be written or locked it is `base` itself, unheld.
    """

    def __init__(self, base: Path) -> None:
        self._base = base
        self._file = -1
        self.path = base
        for path in self._siblings():
            file = _held(path)
            if file >= 0:
                self.path, self._file = path, file
                break

    def left_behind(self) -> Iterator[Path]:
        """The folders of consoles that have ended, each held while it is looked at."""
        if self._file < 0:
            return
        for path in self._siblings():
            if path == self.path or not path.is_dir():
                continue
            file = _held(path)
            if file < 0:
                continue
            try:
                yield path
            finally:
                os.close(file)

    def release(self) -> None:
        """Lets another console have it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _siblings(self) -> Iterator[Path]:
        yield self._base
        for number in range(2, _MOST + 1):
            yield self._base.with_name(f"{self._base.name}-{number}")


def _held(path: Path) -> int:
    """A file that locks the folder `path`, which is made; -1 where another has it or none can."""
    file = -1
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(path / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with suppress(OSError):
            os.close(file)
        return -1
    return file
