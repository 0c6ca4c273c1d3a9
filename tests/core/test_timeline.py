"""Tests of a window on a conversation, against the whole conversation; drawing is tested elsewhere.

The machine plays hub and line: entries and deliveries come as events in order, pages are read at
one moment and come at another, the window is small and trims, the line breaks.
"""

from collections import deque
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.core.journal import cut
from tmchat.core.entries import delivered, further
from tmchat.core.events import DeliveryChanged
from tmchat.core.records import Delivery, Entry, EntryKind
from tmchat.core.timeline import Gap, Timeline

CONVERSATION = 1


def entry(id: int, kind: EntryKind = EntryKind.TEXT) -> Entry:
    delivery = Delivery.QUEUED if kind is EntryKind.REPLY else None
    return Entry(id, id, kind, f"text {id}", delivery=delivery)


def entries(*ids: int) -> list[Entry]:
    return [entry(id) for id in ids]


def shown(timeline: Timeline) -> list[int | str]:
    return ["gap" if isinstance(one, Gap) else one.id for one in timeline]


@dataclass(frozen=True)
class Page:
    """A page on its way, as it was asked for and as it was read."""

    before: int
    after: int
    entries: tuple[Entry, ...]
    start: bool
    end: bool


class Windowed(RuleBasedStateMachine):
    """A timeline of at most 12 entries beside all that the hub has."""

    loaded = 12

    def __init__(self) -> None:
        super().__init__()
        self.timeline = Timeline(CONVERSATION, loaded=self.loaded)
        self.whole: list[Entry] = []
        self.heard = 0
        self.told: dict[int, Entry] = {}
        self.events: deque[Entry | DeliveryChanged] = deque()
        self.pages: list[Page] = []

    @initialize(replies=st.lists(st.booleans(), max_size=30))
    def much_was_said_before(self, replies: list[bool]) -> None:
        for is_reply in replies:
            self._say(is_reply)
        self.heard = self.whole[-1].id if self.whole else 0

    @rule(replies=st.lists(st.booleans(), min_size=1, max_size=6))
    def something_is_said(self, replies: list[bool]) -> None:
        for is_reply in replies:
            self._say(is_reply)
            self.events.append(self.whole[-1])

    @precondition(lambda self: any(one.delivery for one in self.whole))
    @rule(data=st.data(), delivery=st.sampled_from([Delivery.SENT, Delivery.DELIVERED]))
    def a_reply_comes_further(self, data: st.DataObject, delivery: Delivery) -> None:
        replies = [index for index, one in enumerate(self.whole) if one.delivery]
        index = data.draw(st.sampled_from(replies))
        change = DeliveryChanged(CONVERSATION, self.whole[index].id, delivery)
        self.whole[index] = delivered(self.whole[index], change)
        self.events.append(change)

    @precondition(lambda self: self.events)
    @rule(many=st.integers(1, 6))
    def events_come(self, many: int) -> None:
        for _ in range(min(many, len(self.events))):
            event = self.events.popleft()
            if isinstance(event, Entry):
                self.heard = event.id
                self.timeline.add(event)
            else:
                self.told[event.entry] = delivered(self.told[event.entry], event)
                self.timeline.change(event)

    @rule(data=st.data(), limit=st.integers(1, 7))
    def a_page_is_read(self, data: st.DataObject, limit: int) -> None:
        timeline = self.timeline
        wishes = [(0, 0)]
        if timeline.oldest:
            wishes += [(timeline.oldest, 0), (0, timeline.newest)]
        for gap in (one for one in timeline if isinstance(one, Gap)):
            wishes += [(0, gap.after), (gap.before, 0)]
        before, after = data.draw(st.sampled_from(wishes))
        read = cut(self.whole, before=before, after=after, limit=limit)
        self.pages.append(Page(before, after, *read))

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def a_page_comes(self, data: st.DataObject) -> None:
        self._take(self.pages.pop(data.draw(st.integers(0, len(self.pages) - 1))))

    @rule()
    def the_line_breaks(self) -> None:
        """A whole state comes next: events and pages of the broken line never do."""
        self.events.clear()
        self.pages.clear()
        self.heard = self.whole[-1].id if self.whole else 0
        self.timeline.line_broke()

    def teardown(self) -> None:
        """In quiet, asking for all that is lacking brings the conversation's end without a gap."""
        self.events_come(len(self.events))
        while self.pages:
            self._take(self.pages.pop(0))
        timeline = self.timeline
        if not timeline.end:
            self._take(Page(0, 0, *cut(self.whole, limit=self.loaded)))
        for _ in range(len(self.whole)):
            gaps = [one.after for one in timeline if isinstance(one, Gap)]
            if not gaps:
                break
            self._take(Page(0, gaps[-1], *cut(self.whole, after=gaps[-1], limit=3)))
        assert [one.id for one in timeline if isinstance(one, Entry)] == [
            one.id for one in self.whole[-len(timeline) :]
        ]
        assert timeline.end
        assert "gap" not in shown(timeline)

    def _say(self, is_reply: bool) -> None:
        last = self.whole[-1].id if self.whole else 0
        said = entry(last + 2, EntryKind.REPLY if is_reply else EntryKind.TEXT)
        self.whole.append(said)
        self.told[said.id] = said

    def _take(self, page: Page) -> None:
        self.timeline.merge(
            page.entries,
            before=page.before,
            after=page.after,
            start=page.start,
            end=page.end,
            keep_newest=not page.before,
        )

    @invariant()
    def the_loaded_entries_are_the_hubs_in_order(self) -> None:
        known = {one.id: one for one in self.whole}
        ids = [one.id for one in self.timeline if isinstance(one, Entry)]
        assert ids == sorted(set(ids))
        assert len(ids) == len(self.timeline) <= self.loaded
        for one in self.timeline:
            if isinstance(one, Entry):
                assert replace(one, delivery=None) == replace(known[one.id], delivery=None)
                assert self.timeline.entry(one.id) is one

    @invariant()
    def a_hole_always_shows_as_a_gap(self) -> None:
        lines = list(self.timeline)
        known = [one.id for one in self.whole]
        for above, below in pairwise(lines):
            if isinstance(above, Entry) and isinstance(below, Entry):
                assert not [id for id in known if above.id < id < below.id]
            if isinstance(above, Gap):
                assert isinstance(below, Entry)
                assert self.timeline.gap_after(above.after) == above
                assert below.id == above.before
        assert not lines or (isinstance(lines[0], Entry) and isinstance(lines[-1], Entry))

    @invariant()
    def start_and_end_are_true(self) -> None:
        if self.timeline.start and self.timeline.oldest:
            assert self.timeline.oldest == self.whole[0].id
        if self.timeline.end:
            newest = self.timeline.newest
            assert not [one for one in self.whole if newest < one.id <= self.heard]

    @invariant()
    def no_delivery_is_older_than_what_was_told(self) -> None:
        for one in self.timeline:
            if isinstance(one, Entry) and one.delivery:
                told = self.told[one.id].delivery
                assert told is not None
                assert not further(one.delivery, told)


TestWindowed = Windowed.TestCase
TestWindowed.settings = settings(max_examples=150, stateful_step_count=50)


def test_pages_apart_have_a_gap_that_vanishes_when_it_is_filled() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge(entries(1, 2, 3), start=True)
    timeline.merge(entries(8, 9), end=True)
    assert shown(timeline) == [1, 2, 3, "gap", 8, 9]
    assert timeline.gap_after(3) == Gap(3, 8)
    timeline.merge(entries(4, 5), after=3)
    assert shown(timeline) == [1, 2, 3, 4, 5, "gap", 8, 9]
    timeline.merge(entries(8, 9), after=5, end=True)
    assert shown(timeline) == [1, 2, 3, 4, 5, 8, 9]
    assert (timeline.start, timeline.end) == (True, True)


def test_a_page_up_to_a_gap_leaves_the_gap() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge(entries(2, 3))
    timeline.merge(entries(8, 9))
    timeline.merge(entries(2, 3))
    timeline.merge(entries(1), before=2)
    assert shown(timeline) == [1, 2, 3, "gap", 8, 9]


def test_pages_that_overlap_have_no_gap() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge(entries(1, 2, 3))
    timeline.merge(entries(3, 4))
    assert shown(timeline) == [1, 2, 3, 4]


def test_a_page_above_touches_what_it_was_asked_from() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge(entries(7, 8), end=True)
    timeline.merge(entries(4, 5), before=7)
    assert shown(timeline) == [4, 5, 7, 8]
    assert not timeline.start
    timeline.merge((), before=4, start=True)
    assert timeline.start


def test_a_page_asked_from_what_was_trimmed_meanwhile_has_a_gap() -> None:
    timeline = Timeline(CONVERSATION, loaded=4)
    timeline.merge(entries(5, 6, 7, 8), end=True)
    for one in entries(9, 10):
        timeline.add(one)
    timeline.merge(entries(3, 4), before=5, start=True, keep_newest=False)
    assert shown(timeline) == [3, 4, "gap", 7, 8]
    assert not timeline.end
    timeline.merge((), before=6, start=True)
    assert shown(timeline) == [3, 4, "gap", 7, 8]


def test_an_entry_is_only_added_to_the_end() -> None:
    timeline = Timeline(CONVERSATION)
    assert not timeline.add(entry(5))
    timeline.merge(entries(4, 5), end=True)
    assert not timeline.add(entry(5))
    assert timeline.add(entry(6))
    timeline.line_broke()
    assert not timeline.add(entry(7))
    assert shown(timeline) == [4, 5, 6]


def test_a_page_read_before_an_event_that_came_does_not_reach_the_end() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.add(entry(6))
    timeline.merge(entries(4, 5), end=True)
    assert not timeline.end
    timeline.merge(entries(5, 6), end=True)
    assert timeline.end


def test_a_page_read_before_a_delivery_that_came_does_not_take_it_back() -> None:
    timeline = Timeline(CONVERSATION)
    reply = entry(5, EntryKind.REPLY)
    for delivery in (Delivery.DELIVERED, Delivery.SENT):
        timeline.change(DeliveryChanged(CONVERSATION, 5, delivery))
    for _ in range(2):
        timeline.merge([reply])
        held = timeline.entry(5)
        assert held is not None
        assert held.delivery is Delivery.DELIVERED


def test_a_delivery_that_changes_nothing_shown_says_so() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge([entry(5, EntryKind.REPLY)])
    assert timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.SENT))
    assert not timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.SENT))
    assert not timeline.change(DeliveryChanged(CONVERSATION, 9, Delivery.SENT))


def test_an_empty_conversation_has_both_ends() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge((), start=True, end=True)
    assert (timeline.start, timeline.end, timeline.oldest, timeline.newest) == (True, True, 0, 0)
    assert timeline.add(entry(3))
    assert shown(timeline) == [3]


def test_what_was_empty_has_a_start_of_its_own() -> None:
    timeline = Timeline(CONVERSATION)
    timeline.merge((), start=True, end=True)
    timeline.line_broke()
    timeline.merge(entries(8, 9), end=True)
    assert not timeline.start


def test_a_page_read_before_a_decision_does_not_undo_it() -> None:
    unknown = Entry(5, 0, EntryKind.REPLY, "Yes", delivery=Delivery.UNKNOWN)
    timeline = Timeline(CONVERSATION)
    timeline.merge([unknown], end=True)
    assert timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.QUEUED, decided=9))
    timeline.merge([unknown], end=True)
    assert timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.SENDING, decided=9))
    shown = timeline.entry(5)
    assert shown is not None and shown.delivery is Delivery.SENDING


def test_a_decision_told_before_its_page_counts() -> None:
    unknown = Entry(5, 0, EntryKind.REPLY, "Yes", delivery=Delivery.UNKNOWN)
    timeline = Timeline(CONVERSATION)
    timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.QUEUED, decided=9))
    timeline.change(DeliveryChanged(CONVERSATION, 5, Delivery.UNKNOWN))
    timeline.merge([unknown], end=True)
    shown = timeline.entry(5)
    assert shown is not None and (shown.delivery, shown.decided) == (Delivery.QUEUED, 9)
