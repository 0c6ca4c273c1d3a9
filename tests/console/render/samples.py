"""Records to draw in tests, and strategies for hostile ones; nothing here asserts."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from tmchat.console.render.entries import Standpoint
from tmchat.console.render.ink import Ink
from tmchat.console.render.signs import ASCII, UNICODE
from tmchat.core.records import Attribution, Conversation, Delivery, Entry, EntryKind

NOON = 1_795_003_200_000
"""Twelve o'clock on Wednesday 18 November 2026 in `local`, ms UTC."""
MINUTE = 60_000

INK = Ink()
ASCII_INK = Ink(signs=ASCII)
INKS = st.sampled_from([Ink(signs=UNICODE), ASCII_INK])

HOSTILE = st.one_of(
    st.text(max_size=120),
    st.text(
        st.sampled_from("ab é漢字👍🏽\u200d👩\ufe0f🇨🇦\x1b[]\n\t\u202e\ud83d\u0301…"), max_size=60
    ),
)


def local(ms: int) -> datetime:
    """UTC as the agent's own clock."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def standpoint(ink: Ink = INK) -> Standpoint:
    """Ana looks at what Dana wrote."""
    return Standpoint(ink, local, "Dana Whitfield", "ana")


def conversation(number: int = 1, **fields: Any) -> Conversation:
    """A conversation with a fictional texter, waiting for nobody."""
    known: dict[str, Any] = {
        "texter": f"+1905555{number % 10000:04d}",
        "number": "+14165550100",
        "last_at": NOON,
        "last_line": "Do you have brake pads?",
        "last_kind": EntryKind.TEXT,
    }
    return Conversation(number, **(known | fields))


def text(id: int, words: str = "Hello there", **fields: Any) -> Entry:
    """A text from the texter, one minute after the one before."""
    return Entry(id, NOON + id * MINUTE, EntryKind.TEXT, words, **fields)


def reply(id: int, delivery: Delivery = Delivery.SENT, **fields: Any) -> Entry:
    """A reply of Ana's."""
    known: dict[str, Any] = {"text": "On its way", "by": "ana"}
    return Entry(id, NOON + id * MINUTE, EntryKind.REPLY, delivery=delivery, **(known | fields))


conversations = st.builds(
    Conversation,
    id=st.integers(1, 9),
    texter=st.sampled_from(["+19055550128", "+442079460123", "not a number", ""]),
    number=st.just("+14165550100"),
    name=HOSTILE,
    place=HOSTILE,
    holder=HOSTILE,
    attribution=st.builds(Attribution, campaign=HOSTILE, landing_page=HOSTILE, rule=HOSTILE),
    closed=st.booleans(),
    opted_out=st.booleans(),
    last_line=HOSTILE,
    last_kind=st.sampled_from(EntryKind),
    last_at=st.integers(0, 2 * NOON),
    waiting_since=st.integers(0, 2 * NOON),
    trouble=st.integers(0, 1),
)

entries = st.builds(
    Entry,
    id=st.integers(1, 9),
    at=st.integers(0, 2 * NOON),
    kind=st.sampled_from(EntryKind),
    text=HOSTILE,
    by=HOSTILE,
    sent_at=st.integers(0, 2 * NOON),
    media=st.lists(HOSTILE, max_size=2).map(tuple),
    delivery=st.one_of(st.none(), st.sampled_from(Delivery)),
    reason=HOSTILE,
    late=st.booleans(),
    overtaken_by=st.integers(0, 2 * NOON),
    received_at=st.integers(0, 2 * NOON),
)
