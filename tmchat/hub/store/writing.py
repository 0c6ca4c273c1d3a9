"""Puts what becomes durable into the tables; the transaction around it is `threads`'."""

import json
import sqlite3
from dataclasses import replace
from typing import Any

from tmchat.core import events as ev
from tmchat.core.entries import change_of, conversation_of, delivered, entry_of, further
from tmchat.core.later import ReplyScheduled
from tmchat.core.plainform import plain, record
from tmchat.core.records import Delivery, Entry
from tmchat.hub.store.interface import OutboxRow, RawPayload, Receipt, StoreFailed, Write

_encode = json.JSONEncoder(separators=(",", ":")).encode


def key_form(key: str) -> bytes:
    """A key from outside as it is stored: any text, lone surrogates too."""
    return key.encode("utf-8", "surrogatepass")


def body_form(value: Any) -> str:
    """A record as the ASCII JSON that a `body` column holds."""
    return _encode(plain(value))


def put(db: sqlite3.Connection, write: Write) -> None:
    """Writes all of `write`; raises `StoreFailed` for events that do not continue the journal."""
    if write.events:
        _put_events(db, write)
    for conv in write.conversations:
        db.execute(
            "INSERT INTO conversations VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (conv.id, conv.number, body_form(conv)),
        )
    for agent, mark in write.marks:
        db.execute(
            "REPLACE INTO marks VALUES (?, ?, ?)", (agent, mark.conversation, body_form(mark))
        )
    for number in write.numbers:
        db.execute("REPLACE INTO numbers VALUES (?, ?)", (number.number, body_form(number)))
    for gone in write.gone:
        db.execute("DELETE FROM numbers WHERE number = ?", (gone,))
    for group in write.groups:
        db.execute("REPLACE INTO groups VALUES (?, ?)", (group.id, body_form(group)))
    for group_id in write.gone_groups:
        db.execute("DELETE FROM groups WHERE id = ?", (group_id,))
    for reply in write.canned:
        kept = (key_form(reply.title), body_form(reply))
        db.execute("REPLACE INTO canned VALUES (?, ?)", kept)
    for title in write.gone_canned:
        db.execute("DELETE FROM canned WHERE title = ?", (key_form(title),))
    for key in write.message_keys:
        db.execute("INSERT INTO message_keys VALUES (?)", (key_form(key),))
    if write.inbound:
        _put_inbound(db, write.inbound)
    if write.address:
        text = _texted(write)
        # What was kept unread, or was overtaken on its way, may tell an address of long ago.
        act = "INSERT OR IGNORE" if text.received_at or text.overtaken_by else "REPLACE"
        told = (text.conversation, body_form(write.address))
        db.execute(f"{act} INTO reply_addresses VALUES (?, ?)", told)
    for row in write.outbox:
        _put_reply(db, row)
    for receipt in write.receipts:
        _put_receipt(db, receipt)


def _texted(write: Write) -> ev.TextArrived:
    """The one text among the events; an opt-out beside it concerns other conversations."""
    return next(event.what for event in write.events if isinstance(event.what, ev.TextArrived))


def _put_events(db: sqlite3.Connection, write: Write) -> None:
    (head,) = db.execute("SELECT max(n) FROM journal").fetchone()
    first = write.events[0].n
    if first != (head or 0) + 1:
        raise StoreFailed("The desk's database refused an event out of turn.")
    for event, line in zip(write.events, write.lines, strict=True):
        db.execute("INSERT INTO journal VALUES (?, ?, ?)", (event.n, event.at, line))
        entry = entry_of(event)
        if entry is not None:
            db.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?)",
                (entry.id, conversation_of(event), entry.at, body_form(entry)),
            )
        match event.what:
            case (
                ev.ReplyQueued(client_ref=ref)
                | ReplyScheduled(client_ref=ref)
                | ev.NoteAdded(client_ref=ref)
                | ev.ReplyResent(client_ref=ref)
            ) if ref:
                db.execute("INSERT INTO client_refs VALUES (?, ?)", (key_form(ref), first))
            case ev.ChangeIntended(client_ref=ref) if ref:
                # One that certainly failed may be tried again under the same name.
                db.execute("REPLACE INTO client_refs VALUES (?, ?)", (key_form(ref), event.n))
        change = change_of(event)
        if change is not None:
            _put_delivery(db, change)
        if isinstance(event.what, ev.ReplyResent | ev.ReplyMissed):
            _queue_again(db, event, event.what)


def _put_delivery(db: sqlite3.Connection, change: ev.DeliveryChanged) -> None:
    found = db.execute("SELECT body FROM entries WHERE id = ?", (change.entry,)).fetchone()
    if found is None:
        return
    after = delivered(record(Entry, json.loads(found[0])), change)
    db.execute("UPDATE entries SET body = ? WHERE id = ?", (body_form(after), change.entry))


def _queue_again(
    db: sqlite3.Connection, event: ev.Event, what: ev.ReplyResent | ev.ReplyMissed
) -> None:
    """Queues a reply as `what` says; its day begins anew where an agent wished it."""
    found = db.execute("SELECT body FROM outbox WHERE entry = ?", (what.entry,)).fetchone()
    if found is None:
        return
    row = record(OutboxRow, json.loads(found[0]))
    if isinstance(what, ev.ReplyResent):
        row = replace(row, doubtful=True, resent=event.n, queued_at=event.at)
    else:
        row = replace(row, doubtful=False)
    _put_reply(db, replace(row, state=Delivery.QUEUED, next_at=0, decided=event.n))


def _put_inbound(db: sqlite3.Connection, raw: RawPayload) -> None:
    if raw.id:
        db.execute(
            "UPDATE inbound SET status = ?, note = ? WHERE id = ?", (raw.status, raw.note, raw.id)
        )
        return
    db.execute(
        "INSERT INTO inbound (at, status, note, headers, body) VALUES (?, ?, ?, ?, ?)",
        (raw.at, raw.status, raw.note, _encode(dict(raw.headers)), raw.body),
    )


def _put_reply(db: sqlite3.Connection, row: OutboxRow) -> None:
    carrier = key_form(row.carrier_id) if row.carrier_id else None
    db.execute(
        "REPLACE INTO outbox VALUES (?, ?, ?, ?)", (row.entry, row.state, carrier, body_form(row))
    )


def _put_receipt(db: sqlite3.Connection, receipt: Receipt) -> None:
    """Keeps the furthest: receipts come out of order, and the reply may not be known yet."""
    key = key_form(receipt.carrier_id)
    kept = db.execute("SELECT body FROM receipts WHERE carrier_id = ?", (key,)).fetchone()
    if kept is None or further(record(Receipt, json.loads(kept[0])).delivery, receipt.delivery):
        db.execute("REPLACE INTO receipts VALUES (?, ?)", (key, body_form(receipt)))


def keep_setting(db: sqlite3.Connection, key: str, value: str) -> None:
    """See `Store.keep_setting`."""
    db.execute("REPLACE INTO desk VALUES (?, ?)", (key, value))
