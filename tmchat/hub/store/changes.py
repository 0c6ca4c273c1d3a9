"""Reads what was changed on the account out of the journal; the connection comes last."""

import json
import sqlite3

from tmchat.core import events as ev
from tmchat.core.plainform import record
from tmchat.core.setup.plans import Kind, Target
from tmchat.hub.store.schema import CHANGE_EVENTS
from tmchat.hub.store.writing import body_form

OUTCOMES = (
    ev.SetupChanged,
    ev.SetupMade,
    ev.SetupRemoved,
    ev.NumberAttached,
    ev.NumberDetached,
    ev.ChangeFailed,
)
_ALL = (*OUTCOMES, ev.ChangeIntended, ev.AnsweringSet)


def part(before: int, limit: int, target: Target | None, db: sqlite3.Connection) -> list[ev.Event]:
    """See `Store.changes`."""
    about, wanted = "", []
    if target is not None:
        about = " AND (instr(body, ?) > 0 OR instr(body, ?) > 0)"
        wanted = [f'"target":{body_form(target)}', f'"id":{target.id}']
    rows = db.execute(
        f"SELECT body FROM journal WHERE {CHANGE_EVENTS} AND n < ?{about} ORDER BY n DESC",
        (before or 2**62, *wanted),
    )
    found: list[ev.Event] = []
    for (body,) in rows:
        if len(found) >= max(0, limit):
            break
        event = record(ev.Event, json.loads(body))
        # Words that Telmetrics sent inside a number may look like the name of an event.
        if isinstance(event.what, _ALL) and (target is None or target_of(event.what) == target):
            found.append(event)
    return found


def outcome_of(intent: int, db: sqlite3.Connection) -> ev.Event | None:
    """See `Store.outcome_of`."""
    rows = db.execute(
        f"SELECT body FROM journal WHERE {CHANGE_EVENTS} AND n > ? AND instr(body, ?) > 0"
        " ORDER BY n",
        (intent, f'"intent":{intent}'),
    )
    for (body,) in rows:
        event = record(ev.Event, json.loads(body))
        if isinstance(event.what, OUTCOMES) and event.what.intent == intent:
            return event
    return None


def event(n: int, db: sqlite3.Connection) -> ev.Event | None:
    """See `Store.event`."""
    row = db.execute("SELECT body FROM journal WHERE n = ?", (n,)).fetchone()
    return None if row is None else record(ev.Event, json.loads(row[0]))


def target_of(what: ev.Happening) -> Target | None:
    """What a change was about."""
    match what:
        case ev.SetupChanged(plan):
            return plan.target
        case ev.SetupMade() | ev.SetupRemoved() | ev.ChangeIntended() | ev.ChangeFailed():
            return what.target
        case ev.NumberAttached(number=number) | ev.NumberDetached(number=number):
            return Target(Kind.NUMBER, number.id)
    return None
