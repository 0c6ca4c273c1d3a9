"""The index of all that was said, as a table of words; what a query means is `core.finding`'s.

It is filled behind the journal, in the journal's order, so that a text is durable before and
whether or not it is indexed. Words are cut before they go in; the table's own tokenizer only parts
them at spaces. Who spoke stands in a column of its own as words too, which keeps a search for one
texter among a million texts as quick as one for a rare word.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tmchat.core.finding import Sought, words_of
from tmchat.core.plainform import record
from tmchat.core.records import Entry, EntryKind

# Beginnings have an index of their own: a first letter stands for half the words of a desk.
_TABLE: Final = (
    "CREATE VIRTUAL TABLE said USING fts5("
    "words, who, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 2')"
)
_UNSAID = (EntryKind.LINE, EntryKind.SCHEDULED)  # what is scheduled is said when it goes out
_UPTO: Final = "indexed_upto"
LOOKED_THROUGH: Final = 30_000
"""Entries that one search reads at the most where the index alone cannot narrow it."""
NAMED_AT_MOST: Final = 300
"""Conversations that are named in one search; more are told apart while reading."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the index is asked: words, speakers, and bounds by entry number and time (0: none).

    `conversations` None means every one, `numbers` and `agents` empty likewise.
    """

    said: tuple[Sought, ...] = ()
    without: tuple[Sought, ...] = ()
    conversations: frozenset[int] | None = None
    numbers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    since: int = 0
    until: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Entries with their conversations, newest first. `read` is the entry down to which all was
    looked through, 0 for the very beginning."""

    entries: tuple[tuple[int, Entry], ...]
    read: int


def prepare(db: sqlite3.Connection) -> None:
    """Makes the index where there is none, and again, from the first entry on, where it is of
    another form."""
    found = db.execute("SELECT sql FROM sqlite_master WHERE name = 'said'").fetchone()
    if found == (_TABLE,):
        return
    if found is not None:
        db.execute("DROP TABLE said")
        db.execute("DELETE FROM desk WHERE key = ?", (_UPTO,))
    db.execute(_TABLE)


def index_more(db: sqlite3.Connection, limit: int) -> int:
    """Takes the next `limit` entries into the index; how many are still to be taken, at least."""
    upto = _upto(db)
    rows = db.execute(
        "SELECT entries.id, entries.conversation, entries.body, conversations.number FROM entries"
        " JOIN conversations ON conversations.id = entries.conversation"
        " WHERE entries.id > ? ORDER BY entries.id LIMIT ?",
        (upto, limit),
    ).fetchall()
    if not rows:
        return 0
    for id, conversation, body, number in rows:
        entry = record(Entry, json.loads(body))
        if entry.kind not in _UNSAID and entry.text:
            words = " ".join(words_of(entry.text))
            who = f"c{conversation} {_number_word(number)} {_agent_word(entry.by)}"
            db.execute("INSERT INTO said (rowid, words, who) VALUES (?, ?, ?)", (id, words, who))
    db.execute("REPLACE INTO desk VALUES (?, ?)", (_UPTO, str(rows[-1][0])))
    (left,) = db.execute("SELECT count(*) FROM entries WHERE id > ?", (rows[-1][0],)).fetchone()
    return int(left)


def find(db: sqlite3.Connection, match: Match, limit: int) -> FoundPage:
    """At most `limit` entries that fit, the newest first."""
    wanted = match.conversations
    named = wanted is None or len(wanted) <= NAMED_AT_MOST
    expression = _expression(match, wanted if named and wanted is not None else None)
    high = match.before or 1 << 62
    if match.until:
        high = min(high, _first_since(db, match.until))
    low = _first_since(db, match.since) if match.since else 0
    rows = db.execute(
        "SELECT entries.id, entries.conversation, entries.at, entries.body"
        f" FROM {_source(expression)}",
        (*([expression] if expression else []), high, low),
    )
    found: list[tuple[int, Entry]] = []
    read = high
    for count, (id, conversation, at, body) in enumerate(rows, 1):
        if len(found) >= limit or count > LOOKED_THROUGH:
            return FoundPage(tuple(found), read)
        read = id
        if (match.until and at >= match.until) or at < match.since:
            continue
        if wanted is None or named or conversation in wanted:
            entry = record(Entry, json.loads(body))
            if entry.kind not in _UNSAID:
                found.append((conversation, entry))
    return FoundPage(tuple(found), 0)


def _source(expression: str) -> str:
    if not expression:
        return "entries WHERE id < ? AND id >= ? ORDER BY id DESC"
    # Named by the index's own column, or it is read to its end and sorted: 1 ms becomes seconds.
    # CROSS JOIN keeps it outside, so that each entry is looked up by its number.
    return (
        "said CROSS JOIN entries ON entries.id = said.rowid WHERE said MATCH ?"
        " AND said.rowid < ? AND said.rowid >= ? ORDER BY said.rowid DESC"
    )


def _expression(match: Match, conversations: frozenset[int] | None) -> str:
    parts = [f"words : {_phrase(one)}" for one in match.said]
    if conversations is not None:
        parts.append(_any_of([f"c{one}" for one in sorted(conversations)]))
    if match.numbers:
        parts.append(_any_of([_number_word(one) for one in match.numbers]))
    if match.agents:
        parts.append(_any_of([_agent_word(one) for one in match.agents]))
    whole = " AND ".join(f"({one})" for one in parts)
    for one in match.without:
        whole = f"({whole}) NOT (words : {_phrase(one)})"
    return whole


def _phrase(sought: Sought) -> str:
    # Words hold no quote, so that nothing a person writes is ever read as an operator.
    return f'"{" ".join(sought.words)}"{" *" if sought.begun else ""}'


def _any_of(words: Sequence[str]) -> str:
    return "who : (" + " OR ".join(f'"{one}"' for one in words or ["nobody"]) + ")"


def _number_word(number: str) -> str:
    return "n" + "".join(one for one in number if one.isdigit())


def _agent_word(name: str) -> str:
    return "a" + name.casefold().encode("utf-8", "surrogatepass").hex()


def _upto(db: sqlite3.Connection) -> int:
    found = db.execute("SELECT value FROM desk WHERE key = ?", (_UPTO,)).fetchone()
    return int(found[0]) if found else 0


def _first_since(db: sqlite3.Connection, at: int) -> int:
    """About the first entry made at `at` (ms UTC) or later; the hub's clock may have jumped, so
    that times are looked at once more."""
    low, high = 0, int(db.execute("SELECT max(id) FROM entries").fetchone()[0] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = db.execute(
            "SELECT id, at FROM entries WHERE id >= ? ORDER BY id LIMIT 1", (middle,)
        ).fetchone()
        if found is None or found[1] >= at:
            high = middle
        else:
            low = int(found[0]) + 1
    return low
