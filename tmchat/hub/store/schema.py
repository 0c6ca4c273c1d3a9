"""The tables of the SQLite store and the settings of a connection; what goes in is `writing`'s.

Keys that come from outside (message ids, client_refs, the carrier's ids) are BLOBs: SQLite's TEXT
refuses lone surrogates, and JSON bodies escape them.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from tmchat.hub.store import searching
from tmchat.hub.store.interface import StoreFailed, StoreFull

Opened = Callable[..., sqlite3.Connection]
"""Opens a database as `sqlite3.connect` does; tests hand in one on a disk that loses power."""

VERSION = "1"
PATIENCE = 5.0  # seconds to wait for a process beside this one to finish its write

_TABLES = """
CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE conversations (id INTEGER PRIMARY KEY, number TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX conversations_by_number ON conversations (number);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX entries_by_conversation ON entries (conversation, id);
CREATE TABLE marks (
    agent TEXT NOT NULL, conversation INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (agent, conversation)) WITHOUT ROWID;
CREATE TABLE numbers (number TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE groups (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE message_keys (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE client_refs (client_ref BLOB PRIMARY KEY, granted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE inbound (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, status TEXT NOT NULL, note TEXT NOT NULL,
    headers TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX inbound_unreadable ON inbound (id) WHERE status = 'unreadable';
CREATE TABLE reply_addresses (conversation INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE outbox (
    entry INTEGER PRIMARY KEY, state TEXT NOT NULL, carrier_id BLOB, body TEXT NOT NULL);
CREATE INDEX outbox_open ON outbox (entry) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_by_carrier ON outbox (carrier_id) WHERE carrier_id IS NOT NULL;
CREATE TABLE receipts (carrier_id BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE agents (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, token_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE UNIQUE INDEX agents_by_token ON agents (token_hash);
"""
# Quotes inside a text are escaped in the journal, so that no text can look like this.
OPT_OUT_EVENTS = """instr(body, '"is":"TexterOpted') > 0"""
CHANGE_EVENTS = """(instr(body, '"is":"Setup') > 0 OR instr(body, '"is":"Change') > 0
 OR instr(body, '"is":"NumberAttached"') > 0 OR instr(body, '"is":"NumberDetached"') > 0
 OR instr(body, '"is":"AnsweringSet"') > 0)"""
RESENT = "json_extract(body, '$.resent')"
_LATER = (
    "CREATE TABLE IF NOT EXISTS canned (title BLOB PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    f"CREATE INDEX IF NOT EXISTS journal_opt_outs ON journal (n) WHERE {OPT_OUT_EVENTS}",
    f"CREATE INDEX IF NOT EXISTS journal_changes ON journal (n) WHERE {CHANGE_EVENTS}",
    f"CREATE INDEX IF NOT EXISTS outbox_resent ON outbox ({RESENT})"
    f" WHERE state IN ('queued', 'sending') AND {RESENT} > 0",
    "CREATE INDEX IF NOT EXISTS outbox_unknown ON outbox (entry) WHERE state = 'unknown'",
)


def connect(path: Path, opened: Opened = sqlite3.connect) -> sqlite3.Connection:
    """A connection whose transactions are begun and ended by hand; raises `StoreFailed`."""
    try:
        db = opened(path, PATIENCE, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        # NORMAL is no faster with group commit, and loses acknowledged texts in a power cut.
        db.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as error:
        raise failure(error) from error
    return db


def prepare(path: Path, epoch: str, opened: Opened = sqlite3.connect) -> None:
    """Makes the file, readable by its owner alone, and its tables where they are missing.

    `epoch` is used for a new file only. Raises `StoreFailed`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreFailed(f"The database {path} cannot be opened: {error.strerror}.") from error
    db = connect(path, opened)
    try:
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES.split(";"):
                db.execute(statement)
            kept = [("schema", VERSION), ("epoch", epoch)]
            db.executemany("INSERT INTO desk VALUES (?, ?)", kept)
        found = db.execute("SELECT value FROM desk WHERE key = 'schema'").fetchone()
        if found == (VERSION,):
            for statement in _LATER:
                db.execute(statement)
            searching.prepare(db)
        db.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise failure(error) from error
        raise StoreFailed(f"{path} is a database of another program.") from error
    except sqlite3.Error as error:
        raise failure(error) from error
    finally:
        db.close()
    if found is None or found[0] != VERSION:
        raise StoreFailed(f"{path} was made by another version of tmchat; use that version.")


def failure(error: sqlite3.Error) -> StoreFailed:
    """What went wrong in the database as one sentence with what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended code's upper bytes go
    match code:
        case sqlite3.SQLITE_FULL:
            return StoreFull("The disk that holds the desk's database is full; make some room.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreFailed("The desk's database is locked by another program.")
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return StoreFailed("The desk's database is damaged or not a database at all.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return StoreFailed("The desk's database cannot be written; check its permissions.")
        case sqlite3.SQLITE_IOERR:
            return StoreFailed("The disk that holds the desk's database refuses to be written.")
    return StoreFailed(f"The desk's database failed: {error}.")
