"""Keeps a second hub off one database and notices a restored backup; it never reads the database.

The file beside the database is locked while a hub runs, and holds the newest event number that
was seen durable. It is written without a sync: after a power cut it may be behind, never ahead.

It also holds the time at which it was last written, by the clock of its file system. Whoever puts a
file back, in place or anew, with its times or without, changes the file's ctime, which nobody can
set: so a folder restored as a whole is noticed, though database and lock agree with each other.
Not noticed is a whole disk or virtual machine that goes back, ctimes and all, and what is put back
within a second of the backup. A chown or a power cut may look like a restored backup: consoles then
get the whole state once, which costs a moment and loses nothing.
"""

import fcntl
import os
from pathlib import Path

from tmchat.hub.store.interface import StoreFailed

_AT_ONCE = 1_000_000_000  # ns between noting the time and the end of that very write, at most


class PositionLock:
    """The lock of one database, held until `release`."""

    def __init__(self, database: Path) -> None:
        """Raises `StoreFailed` when another process holds it, or the file cannot be made."""
        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreFailed(f"The lock {path} cannot be opened: {error.strerror}.") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise StoreFailed(f"Another hub already runs on {database}; stop it first.") from None

    def continues(self, epoch: str, head: int) -> bool:
        """Whether a database at this position is what the last hub left, and no older copy.

        A database that holds events but never ran here counts as a copy: its consoles may have
        seen events that it does not hold. So does one beside a lock without a time.
        """
        words = os.pread(self._file, 200, 0).decode("ascii", "replace").split()
        if len(words) != 3 or not (words[1].isdigit() and words[2].isdigit()):
            return head == 0
        in_place = abs(self._written() - int(words[2])) <= _AT_ONCE
        return in_place and words[0] == epoch and int(words[1]) <= head

    def is_older(self, epoch: str, head: int) -> bool:
        """Whether a database at this position is an older copy for certain: the last hub had more
        than it holds, or another one, or no hub ever ran here."""
        words = os.pread(self._file, 200, 0).decode("ascii", "replace").split()
        if len(words) < 2 or not words[1].isdigit():
            return head > 0
        return words[0] != epoch or int(words[1]) > head

    def note(self, epoch: str, head: int) -> None:
        """Event number `head` is durable."""
        # Asked of the file, not of a clock: a file server has a clock of its own.
        os.utime(self._file)
        line = f"{epoch} {head:020} {self._written():020}\n"
        os.pwrite(self._file, line.encode("ascii"), 0)

    def _written(self) -> int:
        return os.fstat(self._file).st_ctime_ns

    def release(self) -> None:
        """Lets another hub in; the file stays."""
        os.close(self._file)
