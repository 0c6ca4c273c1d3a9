"""Desks of ten thousand conversations, in memory; how fast a console is on them is measured apart.

Everything is spread evenly and without chance, so that every run measures the same desk.
"""

from bisect import bisect_left

from tests.console.memoryhub import MemoryHub
from tmchat.core.records import (
    Conversation,
    Entry,
    EntryKind,
    NumberGroup,
    ReadMark,
    TrackingNumber,
)
from tmchat.protocol import frames as fr

CONVERSATIONS = 10_000
NUMBERS = 40
LONG = 50_000
SHORT = 50
AGENT = "ana"
_SECOND = 1000
_SAID = (
    "Hi, do you have front brake pads for a 2014 Civic, and what would they cost?",
    "Can I come by tomorrow before six? I am at work until five.",
    "Great, thank you 👍🏽 see you then",
    "我想预约周六上午洗牙，可以吗？",
    "No",
)


class BigHub(MemoryHub):
    """A `MemoryHub` that finds a page as fast at fifty thousand entries as at fifty."""

    def page(self, want: fr.WantPage) -> fr.Page:
        """A page of a conversation, found by bisection."""
        known = self.entries.get(want.conversation, [])
        if want.after:
            first = bisect_left(known, want.after + 1, key=lambda entry: entry.id)
            last = min(len(known), first + want.limit)
        else:
            last = len(known)
            if want.before:
                last = bisect_left(known, want.before, key=lambda entry: entry.id)
            first = max(0, last - want.limit)
        found = tuple(known[first:last])
        return fr.Page(want.id, want.conversation, found, first == 0, last == len(known))


def big_hub(conversations: int = CONVERSATIONS, *, long: tuple[int, ...] = ()) -> BigHub:
    """A hub with so many conversations, all waiting; those at the places `long` have fifty
    thousand texts, the first thirty others fifty, the rest one."""
    hub = BigHub()
    groups = [NumberGroup(one, f"Branch {one}") for one in range(1, NUMBERS // 4 + 1)]
    numbers = [
        TrackingNumber(_number(one), one, f"Flyer {one}", 1 + one // 4, attached=True)
        for one in range(NUMBERS)
    ]
    hub.inbox.fill(groups=groups, numbers=numbers)
    marks = []
    first = 1
    for place in range(conversations):
        texts = LONG if place in long else SHORT if place < 30 + len(long) else 1
        summed, entries = conversation(first, place, texts, hub.now - (conversations - place))
        hub.entries[first] = entries
        hub.inbox.fill(conversations=[summed])
        marks.append((AGENT, ReadMark(first, summed.last_entry, texts)))
        first = summed.last_entry + 1
    hub.inbox.fill(marks=marks)
    hub.inbox.head = first
    # What was before the desk was made is not in the journal: a console gets the whole state.
    hub.replays = False
    return hub


def conversation(
    first: int, place: int, texts: int, until: int
) -> tuple[Conversation, list[Entry]]:
    """A conversation whose event numbers begin at `first`, and its entries; `until` is ms UTC."""
    entries = [
        Entry(
            first + 1 + one,
            until - (texts - one) * 60 * _SECOND,
            EntryKind.TEXT,
            _SAID[one % len(_SAID)],
        )
        for one in range(texts)
    ]
    newest = entries[-1]
    return (
        Conversation(
            first,
            f"+1647{5_550_000 + place:07}",
            _number(place % NUMBERS),
            entries[0].at,
            f"Texter {place}",
            "Toronto, ON",
            last_entry=newest.id,
            last_at=newest.at,
            last_kind=newest.kind,
            last_line=newest.text,
            last_text=newest.id,
            waiting_since=entries[0].at,
            waiting_entry=entries[0].id,
            inbound=texts,
        ),
        entries,
    )


def _number(one: int) -> str:
    return f"+1416{5_550_000 + one:07}"
