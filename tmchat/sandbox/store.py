"""The sandbox's SQLite file, one connection on the event loop's thread; not what a row means."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tmchat.sandbox.schema import FIRST_IDS, STEPS

Row = sqlite3.Row
# Short, as the event loop stands still meanwhile.
_LOCK_SECONDS = 0.5


def dump(value: object) -> str:
    """JSON in ASCII, in which lone surrogates survive any encoding."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


class Store:
    """Short synchronous transactions; callbacks run once their transaction is committed."""

    _db: sqlite3.Connection

    def __init__(self, path: str) -> None:
        self._path = path
        self._committed: list[Callable[[], None]] = []
        self._in_transaction = False

    def open(self) -> None:
        """Open or create the file (in memory without a path). Raises OSError."""
        try:
            self._db = sqlite3.connect(
                self._path or ":memory:", timeout=_LOCK_SECONDS, isolation_level=None
            )
        except sqlite3.Error as error:
            raise OSError(f"cannot open the sandbox database {self._path}: {error}") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._db.close()
            raise OSError(f"cannot use {self._path} as a sandbox database: {error}") from error

    def _prepare(self) -> None:
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        taken = int(self.value("PRAGMA user_version"))
        if not taken and self.value("SELECT count(*) FROM sqlite_master WHERE name = 'texts'"):
            # The first step was released before files said which steps they have.
            taken = 1
        for number, step in enumerate(STEPS, 1):
            if number > taken:
                script = f"BEGIN;{step}{_first_ids(step)}PRAGMA user_version = {number};COMMIT;"
                self._db.executescript(script)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; transactions do not nest."""
        self._db.execute("BEGIN IMMEDIATE")
        self._in_transaction = True
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._committed.clear()
            raise
        finally:
            self._in_transaction = False
        callbacks, self._committed = self._committed, []
        for callback in callbacks:
            callback()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run `callback` when the open transaction is committed, never when it is undone."""
        if self._in_transaction:
            self._committed.append(callback)
        else:
            callback()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query."""
        found: Row | None = self._db.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row; None without a row."""
        found = self.row(sql, *values)
        return None if found is None else found[0]

    def run(self, sql: str, *values: object) -> int:
        """Execute one statement; answers how many rows it changed."""
        return self._db.execute(sql, values).rowcount

    def insert(self, table: str, **columns: object) -> int:
        """Insert one row; answers its row id."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return int(self._db.execute(sql, tuple(columns.values())).lastrowid or 0)

    def change(self, table: str, row_id: object, **columns: object) -> None:
        """Set columns of the row with this `id`."""
        if columns:
            settings = ", ".join(f"{name} = ?" for name in columns)
            self.run(f"UPDATE {table} SET {settings} WHERE id = ?", *columns.values(), row_id)

    def page(
        self, sql: str, values: Sequence[object], offset: int, size: int
    ) -> tuple[list[Row], int]:
        """One page of the query `sql`, and how many rows there are in all."""
        total = int(self.value(f"SELECT count(*) FROM ({sql})", *values))
        return self.rows(f"{sql} LIMIT ? OFFSET ?", *values, size, offset), total


def _first_ids(step: str) -> str:
    """The statements that have the tables a step makes count from their first ids."""
    return "".join(
        f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {start - 1});"
        for table, start in FIRST_IDS.items()
        if f"CREATE TABLE {table} (" in step
    )
