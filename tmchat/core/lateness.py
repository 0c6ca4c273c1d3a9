"""Whether a text came late, by the carrier's clock and by the hub's, and the words that say so.

A late text stays where it arrived: what has been read, answered and paged goes by event numbers,
and a text put in above would be overlooked. It is marked instead, with its place by the carrier's
clock.
"""

from collections.abc import Callable

from tmchat.core.records import Conversation, Entry

LATE = 120_000
"""Milliseconds between sending and arrival from which on a text is late."""

SKEWED = 12 * 3_600_000
"""Milliseconds from which on a difference is one of clocks: no carrier tries for half a day
(CONTRACT 15.1), and a clock that is a day off must not make every text a late one."""

Moment = Callable[[int, bool], str]
"""A moment (ms UTC) as the reader writes it, to the second where the flag says so."""


def overtaker(conversation: Conversation, sent_at: int) -> int:
    """When, by the carrier's clock, the text was sent that came before one sent at `sent_at`
    though it was sent after it; ms UTC, 0 for none."""
    newest = conversation.last_sent
    return newest if sent_at and 0 < newest - sent_at < SKEWED else 0


def is_late(sent_at: int, received_at: int, at: int) -> bool:
    """Whether a text taken in at `at`, by the hub's clock, was sent or had reached the hub long
    before. All ms UTC; 0 is not told."""
    if not at:
        return False
    on_its_way = bool(sent_at) and LATE <= at - sent_at < SKEWED
    return on_its_way or (bool(received_at) and at - received_at >= LATE)


def late_words(entry: Entry, moment: Moment) -> str:
    """What is said of a late text, or of one whose clocks differ; empty where nothing is."""
    if not entry.late:
        differs = entry.sent_at and abs(entry.at - entry.sent_at) >= LATE
        return f"sent {moment(entry.sent_at, False)}" if differs else ""
    parts = []
    if entry.sent_at:
        close = 0 < entry.overtaken_by - entry.sent_at < LATE
        parts.append(f"sent {moment(entry.sent_at, close)}")
        if entry.overtaken_by:
            parts.append(f"before the text sent {moment(entry.overtaken_by, close)}")
    if entry.received_at:
        parts.append(f"came {moment(entry.received_at, False)} and could be taken in only now")
    return f"late: {', '.join(parts)}"
