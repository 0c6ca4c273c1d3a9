"""Reads the books of a hub and of a sandbox out of their files; what they must say is
`invariants`'."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.torture.books import Books, Disk, Push, Received
from tests.torture.spool import Spool
from tmchat.core.events import Event
from tmchat.core.phone import from_telmetrics
from tmchat.core.plainform import record
from tmchat.core.records import Entry
from tmchat.hub.store.interface import OutboxRow
from tmchat.hub.store.reading import load

_EVERYTHING = 2**31


def books_of(hub: Path, sandbox: Path) -> Books:
    """The three books, once both servers have ended."""
    own = books_of_hub(hub)
    with closing(sqlite3.connect(sandbox, isolation_level=None)) as db:
        return replace(own, pushes=Spool(_pushes(db)), received=tuple(_received(db)))


def books_of_hub(hub: Path) -> Books:
    """What the desk's own file holds, once the hub has ended."""
    with closing(sqlite3.connect(hub, isolation_level=None)) as db:
        lines = db.execute("SELECT body FROM journal ORDER BY n")
        return Books(Spool(record(Event, json.loads(line)) for (line,) in lines), _disk(db))


def sighting(hub: Path, seen: int = 0) -> tuple[int, int]:
    """Number and time of the newest event on disk; 0 and 0 for a desk without any.

    All events after number `seen` are there, or this fails.
    """
    with closing(sqlite3.connect(hub, 20.0)) as db:
        found = db.execute("SELECT n, at FROM journal ORDER BY n DESC LIMIT 1").fetchone()
        (count,) = db.execute("SELECT count(*) FROM journal WHERE n > ?", (seen,)).fetchone()
    head, at = found or (0, 0)
    assert count == head - seen, f"{count} events on disk after {seen}, the newest is {head}"
    return int(head), int(at)


def waiting_pushes(sandbox: Path) -> int:
    """How many pushes the sandbox still means to make."""
    return _count(sandbox, "SELECT count(*) FROM pushes WHERE state = 'waiting'")


def open_replies(hub: Path, *, lookup: bool) -> int:
    """How many replies are neither settled nor unknown; with a `lookup` none stays unknown unless
    an agent left it so."""
    states = "'queued', 'sending', 'unknown'" if lookup else "'queued', 'sending'"
    left = "SELECT json_extract(body, '$.what.entry') FROM journal WHERE body LIKE '%UnknownLeft%'"
    return _count(
        hub, f"SELECT count(*) FROM outbox WHERE state IN ({states}) AND entry NOT IN ({left})"
    )


def _count(path: Path, question: str) -> int:
    with closing(sqlite3.connect(path, 20.0)) as db:
        return int(db.execute(question).fetchone()[0])


def _disk(db: sqlite3.Connection) -> Disk:
    entries = (
        record(Entry, json.loads(body))
        for (body,) in db.execute("SELECT body FROM entries ORDER BY id")
    )
    outbox = db.execute("SELECT body FROM outbox ORDER BY entry")
    keys = db.execute("SELECT key FROM message_keys")
    verdict = [str(line) for (line,) in db.execute("PRAGMA integrity_check")]
    return Disk(
        load(db),
        Spool(entries),
        frozenset(bytes(key).decode("utf-8", "surrogatepass") for (key,) in keys),
        tuple(record(OutboxRow, json.loads(body)) for (body,) in outbox),
        () if verdict == ["ok"] else tuple(verdict),
    )


def _pushes(db: sqlite3.Connection) -> Iterator[Push]:
    """Texts that were pushed at least once; one held back by a fault may not have been."""
    rows = db.execute(
        "SELECT texts.*, max(pushes.state = 'accepted') AS accepted FROM texts"
        " JOIN pushes ON pushes.text_id = texts.id WHERE texts.kind = 'text'"
        " GROUP BY texts.id ORDER BY texts.seq"
    )
    for row in _named(rows):
        yield Push(
            row["id"],
            from_telmetrics(row["sender"]),
            from_telmetrics(row["recipient"]),
            json.loads(row["body_json"]),
            bool(row["accepted"]),
        )


def _received(db: sqlite3.Connection) -> Iterator[Received]:
    receipt = "SELECT 1 FROM pushes WHERE text_id = texts.id AND state = 'accepted'"
    delivered = "notification_json LIKE '%Delivered%'"
    rows = db.execute(
        f"SELECT *, EXISTS ({receipt} AND {delivered}) AS receipted FROM texts"
        " WHERE kind = 'reply' AND reached NOT NULL ORDER BY reached"
    )
    for row in _named(rows):
        yield Received(
            from_telmetrics(row["recipient"]),
            from_telmetrics(row["sender"]),
            json.loads(row["body_json"]),
            bool(row["receipted"]),
        )


def _named(rows: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """The rows by column name."""
    names = [column[0] for column in rows.description]
    return (dict(zip(names, row, strict=True)) for row in rows)
