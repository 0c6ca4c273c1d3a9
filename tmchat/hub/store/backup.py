"""A copy of the database as it stands at one moment, also while a hub writes to it."""

import errno
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tmchat.hub.store.interface import StoreFailed
from tmchat.hub.store.schema import PATIENCE, failure

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def back_up(database: Path, target: Path) -> int:
    """Copies `database` to `target`, a single file for its owner alone; its size in bytes.

    A file of that name is whole, or is not there. Raises `StoreFailed`, also for one that is there
    already.
    """
    if not database.is_file():
        raise StoreFailed(f"There is no database {database}.")
    taken = StoreFailed(f"{target} is there already and is not written over.")
    if os.path.lexists(target):
        raise taken
    try:
        descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        os.close(descriptor)
        try:
            _copy(database, Path(beside))
            size = os.path.getsize(beside)
            _name(beside, target)
        finally:
            for end in ("", "-journal", "-wal", "-shm"):
                Path(f"{beside}{end}").unlink(missing_ok=True)
    except FileExistsError:
        raise taken from None
    except OSError as error:
        raise StoreFailed(f"{target} cannot be written: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise failure(error) from error
    return size


def _copy(database: Path, target: Path) -> None:
    """All at once: step by step, SQLite would begin again after each write of the hub's."""
    source = f"{database.absolute().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(source, PATIENCE, uri=True, isolation_level=None)) as now,
        closing(sqlite3.connect(target, isolation_level=None)) as then,
    ):
        if not now.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
            raise StoreFailed(f"{database} is no database of a hub.")
        now.backup(then)
        # What is still to be taken from a file beside it would be left behind by who moves it.
        then.execute("PRAGMA journal_mode = DELETE")
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(beside: str, target: Path) -> None:
    """Gives the copy its name, unless somebody else has taken that meanwhile."""
    try:
        os.link(beside, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.rename(beside, target)
