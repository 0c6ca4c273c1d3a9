"""A database on a `PowerDisk` with the face of `sqlite3`, so that the hub's own store runs on it.

apsw brings SQLite with it and lets a file system be written in Python, which `sqlite3` does not.
Such a file system has no shared memory, so that the log's index lives in one connection, which
store, writer and reader share; the log itself and all that is synced are the same.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import RLock
from typing import Any

import apsw

from tests.torture.powerdisk import PowerDisk


class PowerLine:
    """Opens databases on `disk`: all connections to it are one.

    `synchronous` stands in place of the hub's own `FULL`, for showing that it is needed;
    `checkpoint` is after how many pages the log goes into the file, 0 for SQLite's own 1,000.
    """

    def __init__(self, disk: PowerDisk, *, synchronous: str = "FULL", checkpoint: int = 0) -> None:
        self._disk = disk
        self._synchronous = synchronous
        self._checkpoint = checkpoint
        self._db: apsw.Connection | None = None
        self._lock = RLock()

    def __call__(self, path: Path, *told: object, **more: object) -> Any:
        """As `sqlite3.connect`."""
        with self._lock:
            if self._db is None:
                self._db = apsw.Connection(str(path), vfs=self._disk.vfs)
                self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
                if self._checkpoint:
                    self._db.execute(f"PRAGMA wal_autocheckpoint = {self._checkpoint}")
        return _Connection(self)

    def execute(self, statement: str, values: Iterable[Any] = ()) -> "_Rows":
        """Carries out a statement and reads all its rows."""
        wanted = statement.replace("synchronous = FULL", f"synchronous = {self._synchronous}")
        with self._lock:
            assert self._db is not None
            try:
                rows = list(self._db.execute(wanted, tuple(values)))
            except apsw.Error as error:
                raise _translated(error) from error
            return _Rows(rows, self._db.changes())

    @property
    def in_transaction(self) -> bool:
        """As `sqlite3`'s."""
        return self._db is not None and self._db.in_transaction

    def close(self) -> None:
        """Ends the one connection."""
        if self._db is not None:
            self._db.close()
            self._db = None


class _Connection:
    """One of the connections that are one."""

    def __init__(self, line: PowerLine) -> None:
        self._line = line
        self.execute = line.execute

    @property
    def in_transaction(self) -> bool:
        return self._line.in_transaction

    def executemany(self, statement: str, many: Iterable[Iterable[Any]]) -> None:
        for values in many:
            self._line.execute(statement, values)

    def close(self) -> None:
        """The one connection stays for the others."""


class _Rows:
    """The rows of a statement, all read."""

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = iter(rows)
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)


def _translated(error: apsw.Error) -> sqlite3.Error:
    """As `sqlite3` would say it."""
    same = sqlite3.OperationalError(str(error))
    same.sqlite_errorcode = getattr(error, "extendedresult", sqlite3.SQLITE_ERROR)
    return same
