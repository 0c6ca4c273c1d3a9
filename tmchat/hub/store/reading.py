"""Reads the tables back as records; every function takes the connection to read with."""

import json
import sqlite3
from typing import Any, TypeVar

from tmchat.core.events import Event, TexterOptedIn, TexterOptedOut
from tmchat.core.inbox import Inbox
from tmchat.core.plainform import record
from tmchat.core.records import (
    CannedReply,
    Conversation,
    Entry,
    NumberGroup,
    ReadMark,
    TrackingNumber,
)
from tmchat.hub.store.interface import (
    OptOutChange,
    OutboxRow,
    RawPayload,
    Reading,
    Receipt,
    ReplyAddress,
    StoredPage,
)
from tmchat.hub.store.schema import OPT_OUT_EVENTS, RESENT
from tmchat.hub.store.writing import key_form

T = TypeVar("T")
_INBOUND = "SELECT id, at, status, note, headers, body FROM inbound "


def load(db: sqlite3.Connection) -> Inbox:
    """The whole state, as of one moment."""
    inbox = Inbox()
    db.execute("BEGIN")
    try:
        inbox.head = head(db)
        inbox.fill(
            groups=(_body(NumberGroup, one) for one in db.execute("SELECT body FROM groups")),
            numbers=(_body(TrackingNumber, one) for one in db.execute("SELECT body FROM numbers")),
            conversations=(
                _body(Conversation, one)
                for one in db.execute("SELECT body FROM conversations ORDER BY id")
            ),
            marks=(
                (agent, _body(ReadMark, (body,)))
                for agent, body in db.execute("SELECT agent, body FROM marks")
            ),
            canned=(_body(CannedReply, one) for one in db.execute("SELECT body FROM canned")),
        )
    finally:
        db.execute("COMMIT")
    return inbox


def head(db: sqlite3.Connection) -> int:
    """The number of the last event, 0 before the first."""
    (found,) = db.execute("SELECT max(n) FROM journal").fetchone()
    return int(found or 0)


def page(
    db: sqlite3.Connection, conversation: int, before: int, after: int, limit: int
) -> StoredPage:
    """See `Store.page`."""
    if after:
        below, order, bound = ">", "ASC", after
    else:
        below, order, bound = "<", "DESC", before or 2**62
    rows = db.execute(
        f"SELECT id, body FROM entries WHERE conversation = ? AND id {below} ?"
        f" ORDER BY id {order} LIMIT ?",
        (conversation, bound, max(0, limit)),
    ).fetchall()
    rows.sort()
    if rows:
        first, last = rows[0][0], rows[-1][0]
    else:
        first, last = (after + 1, after) if after else (bound, bound - 1)
    return StoredPage(
        tuple(_body(Entry, row[1:]) for row in rows),
        start=not _any(db, conversation, "<", first),
        end=not _any(db, conversation, ">", last),
    )


def _any(db: sqlite3.Connection, conversation: int, side: str, entry: int) -> bool:
    found = db.execute(
        f"SELECT 1 FROM entries WHERE conversation = ? AND id {side} ? LIMIT 1",
        (conversation, entry),
    )
    return found.fetchone() is not None


def since(db: sqlite3.Connection, n: int, limit: int) -> list[Event]:
    """See `Store.since`."""
    rows = db.execute("SELECT body FROM journal WHERE n > ? ORDER BY n LIMIT ?", (n, limit))
    return [_body(Event, row) for row in rows]


def recent(db: sqlite3.Connection, limit: int) -> list[tuple[int, str]]:
    """See `Store.recent`."""
    rows = db.execute("SELECT n, body FROM journal ORDER BY n DESC LIMIT ?", (limit,)).fetchall()
    return rows[::-1]


def known_message(db: sqlite3.Connection, key: str) -> bool:
    """See `Store.known_message`."""
    found = db.execute("SELECT 1 FROM message_keys WHERE key = ?", (key_form(key),))
    return found.fetchone() is not None


def reply_by_ref(db: sqlite3.Connection, client_ref: str) -> int | None:
    """See `Store.reply_by_ref`."""
    found = db.execute(
        "SELECT granted FROM client_refs WHERE client_ref = ?", (key_form(client_ref),)
    ).fetchone()
    return None if found is None else int(found[0])


def reply_address(db: sqlite3.Connection, conversation: int) -> ReplyAddress | None:
    """See `Store.reply_address`."""
    return _one(
        ReplyAddress,
        db.execute("SELECT body FROM reply_addresses WHERE conversation = ?", (conversation,)),
    )


def open_replies(db: sqlite3.Connection, after: int) -> list[OutboxRow]:
    """See `Store.open_replies`."""
    is_open = "state IN ('queued', 'sending')"
    rows = db.execute(
        f"SELECT body FROM outbox WHERE {is_open} AND entry > ?1 UNION"
        f" SELECT body FROM outbox WHERE {is_open} AND {RESENT} > 0 AND {RESENT} > ?1",
        (after,),
    )
    return _in_turn(rows)


def unknown_replies(db: sqlite3.Connection) -> list[OutboxRow]:
    """See `Store.unknown_replies`."""
    return _in_turn(db.execute("SELECT body FROM outbox WHERE state = 'unknown'"))


def _in_turn(rows: sqlite3.Cursor) -> list[OutboxRow]:
    return sorted((_body(OutboxRow, row) for row in rows), key=lambda row: row.turn)


def reply(db: sqlite3.Connection, entry: int) -> OutboxRow | None:
    """See `Store.reply`."""
    return _one(OutboxRow, db.execute("SELECT body FROM outbox WHERE entry = ?", (entry,)))


def replies_of(db: sqlite3.Connection, conversation: int) -> list[OutboxRow]:
    """See `Store.replies_of`."""
    rows = db.execute(
        "SELECT outbox.body FROM entries JOIN outbox ON outbox.entry = entries.id"
        " WHERE entries.conversation = ? ORDER BY entries.id",
        (conversation,),
    )
    return [_body(OutboxRow, row) for row in rows]


def reply_by_carrier(db: sqlite3.Connection, carrier_id: str) -> OutboxRow | None:
    """See `Store.reply_by_carrier`."""
    return _one(
        OutboxRow,
        db.execute("SELECT body FROM outbox WHERE carrier_id = ?", (key_form(carrier_id),)),
    )


def receipt(db: sqlite3.Connection, carrier_id: str) -> Receipt | None:
    """See `Store.receipt`."""
    return _one(
        Receipt,
        db.execute("SELECT body FROM receipts WHERE carrier_id = ?", (key_form(carrier_id),)),
    )


def receipts_open(db: sqlite3.Connection) -> list[str]:
    """See `Store.receipts_open`."""
    # A start must not read years of replies: those under way at a crash are among the newest.
    rows = db.execute(
        "SELECT recent.carrier_id FROM"
        " (SELECT state, carrier_id FROM outbox ORDER BY entry DESC LIMIT 10000) AS recent"
        " JOIN receipts ON receipts.carrier_id = recent.carrier_id WHERE recent.state = 'sent'"
    )
    return [bytes(key).decode("utf-8", "surrogatepass") for (key,) in rows]


def inbound_list(
    db: sqlite3.Connection, limit: int, before: int, unread_only: bool
) -> list[RawPayload]:
    """See `Store.inbound_list`."""
    where = "AND status = 'unreadable' " if unread_only else ""
    rows = db.execute(
        f"{_INBOUND}WHERE id < ? {where}ORDER BY id DESC LIMIT ?",
        (before or 2**62, max(0, limit)),
    )
    return [_raw(row) for row in rows]


def inbound_one(db: sqlite3.Connection, inbound_id: int) -> RawPayload | None:
    """See `Store.inbound_one`."""
    row = db.execute(f"{_INBOUND}WHERE id = ?", (inbound_id,)).fetchone()
    return None if row is None else _raw(row)


def export_part(
    db: sqlite3.Connection, number: str, conversation: int, since: int, after: int, limit: int
) -> list[tuple[Conversation, Entry]]:
    """At most `limit` entries above number `after`; narrowed as `Store.export` says."""
    where = ["entries.id > ?", "entries.at >= ?"]
    wanted: list[Any] = [after, since]
    if number:
        where.append("conversations.number = ?")
        wanted.append(number)
    if conversation:
        where.append("entries.conversation = ?")
        wanted.append(conversation)
    rows = db.execute(
        "SELECT conversations.body, entries.body FROM entries"
        " JOIN conversations ON conversations.id = entries.conversation"
        f" WHERE {' AND '.join(where)} ORDER BY entries.id LIMIT ?",
        (*wanted, limit),
    )
    return [(_body(Conversation, row), _body(Entry, row[1:])) for row in rows]


def opt_outs_part(db: sqlite3.Connection, before: int, limit: int) -> list[OptOutChange]:
    """At most `limit` lines of `Store.opt_outs` below event number `before`."""
    rows = db.execute(
        f"SELECT body FROM journal WHERE {OPT_OUT_EVENTS} AND n < ? ORDER BY n DESC LIMIT ?",
        (before, limit),
    )
    return [_opt_out(db, _body(Event, row)) for row in rows.fetchall()]


def _opt_out(db: sqlite3.Connection, event: Event) -> OptOutChange:
    what = event.what
    assert isinstance(what, TexterOptedOut | TexterOptedIn)
    held = db.execute("SELECT body FROM conversations WHERE id = ?", (what.conversation,))
    said = _one(Entry, db.execute("SELECT body FROM entries WHERE id = ?", (what.entry,)))
    conversation = _body(Conversation, held.fetchone())
    return OptOutChange(event.n, event.at, conversation, what, said.text if said else "")


def setting(db: sqlite3.Connection, key: str) -> str | None:
    """See `Store.setting`."""
    found = db.execute("SELECT value FROM desk WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def _one(cls: type[T], rows: sqlite3.Cursor) -> T | None:
    row = rows.fetchone()
    return None if row is None else _body(cls, row)


def _body(cls: type[T], row: tuple[Any, ...]) -> T:
    return record(cls, json.loads(row[0]))


def _raw(row: tuple[Any, ...]) -> RawPayload:
    inbound_id, at, status, note, headers, body = row
    return RawPayload(at, bytes(body), json.loads(headers), Reading(status), note, inbound_id)
