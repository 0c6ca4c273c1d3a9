"""Keeps a second hub off one database and notices a restored backup; it never reads the database.

The file beside the database is locked while a hub runs, and holds the newest event number that
was seen durable. It is written without a sync: after a power cut it may be behind, never ahead.
"""

import fcntl
import os
from pathlib import Path

from tmchat.hub.store.interface import StoreFailed


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
        seen events that it does not hold.
        """
        words = os.pread(self._file, 200, 0).decode("ascii", "replace").split()
        if len(words) != 2 or not words[1].isdigit():
            return head == 0
        return words[0] == epoch and int(words[1]) <= head

    def note(self, epoch: str, head: int) -> None:
        """Event number `head` is durable."""
        os.pwrite(self._file, f"{epoch} {head:020}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Lets another hub in; the file stays."""
        os.close(self._file)
