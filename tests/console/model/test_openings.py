"""Tests of which timelines are kept and which pages asked for; merging is tested with `core`."""

from tests.core.journal import Journal
from tmchat.console.openings import KEPT, PAGE, Openings, PageWish
from tmchat.core.inbox import DeliveryMoved, EntryAdded
from tmchat.core.timeline import Gap
from tmchat.link.updates import PageCame


class Reading:
    """Openings beside the desk whose pages they get."""

    def __init__(self, texts: int) -> None:
        self.journal = Journal()
        self.about = 0
        for number in range(texts):
            self.about = self.journal.text(f"text {number}")
        self.openings = Openings()

    def answer(self, wish: PageWish | None) -> bool:
        """The hub's answer to a wish."""
        assert wish is not None
        page = self.journal.page(
            wish.conversation, before=wish.before, after=wish.after, limit=wish.limit
        )
        return self.openings.came(wish, PageCame(1, wish.conversation, *page))

    def happen(self, text: str) -> bool:
        """A text arrives; whether the open timeline changed."""
        before = len(self.journal.changes)
        self.journal.text(text)
        changed = False
        for changes in self.journal.changes[before:]:
            for change in changes:
                if isinstance(change, EntryAdded | DeliveryMoved):
                    changed |= self.openings.take(change)
        return changed

    def ids(self) -> list[int | str]:
        assert self.openings.timeline is not None
        return ["gap" if isinstance(one, Gap) else one.id for one in self.openings.timeline]

    def lose_the_line(self) -> None:
        self.openings.line_broke(self.journal.inbox.conversations)


def test_opening_asks_for_the_newest_page_once() -> None:
    reading = Reading(3)
    wish = reading.openings.open(reading.about)
    assert wish == PageWish(reading.about, limit=PAGE)
    assert reading.openings.open(reading.about) is None
    assert reading.openings.newest() is None
    assert reading.answer(wish)
    assert reading.ids() == [3, 4, 5]
    assert reading.openings.newest() is None
    assert reading.openings.open(0) is None
    assert reading.openings.timeline is None
    assert reading.openings.open(reading.about) is None
    assert reading.ids() == [3, 4, 5]


def test_reading_back_to_the_start_page_by_page() -> None:
    reading = Reading(2 * PAGE + 5)
    reading.answer(reading.openings.open(reading.about))
    asked = 0
    while (wish := reading.openings.older()) is not None:
        assert reading.openings.older() is None
        assert reading.answer(wish)
        asked += 1
    assert asked == 2
    assert len(reading.ids()) == 2 * PAGE + 5
    assert "gap" not in reading.ids()


def test_an_event_shows_once_the_end_is_there() -> None:
    reading = Reading(2)
    wish = reading.openings.open(reading.about)
    assert not reading.happen("before the page")
    reading.answer(wish)
    assert reading.happen("after the page")
    assert reading.ids() == [3, 4, 5, 6]


def test_a_page_that_was_read_too_early_is_asked_for_again() -> None:
    reading = Reading(2)
    wish = reading.openings.open(reading.about)
    assert wish is not None
    early = PageCame(1, reading.about, *reading.journal.page(reading.about))
    reading.happen("while the page came")
    reading.openings.came(wish, early)
    assert reading.ids() == [3, 4]
    reading.answer(reading.openings.newest())
    assert reading.ids() == [3, 4, 5]


def test_a_gap_after_a_broken_line_is_filled() -> None:
    reading = Reading(2)
    reading.answer(reading.openings.open(reading.about))
    for number in range(PAGE + 3):
        reading.journal.text(f"missed {number}")
    reading.lose_the_line()
    reading.answer(reading.openings.newest())
    assert reading.ids()[:4] == [3, 4, "gap", 8]
    assert reading.openings.into_gap(3) is None
    wish = reading.openings.into_gap(4)
    assert wish == PageWish(reading.about, before=8)
    assert reading.openings.into_gap(4) is None
    reading.answer(wish)
    assert "gap" not in reading.ids()
    assert len(reading.ids()) == PAGE + 5


def test_a_whole_state_distrusts_every_end() -> None:
    """Nothing was said, yet what became of a reply may have been missed."""
    reading = Reading(1)
    reading.answer(reading.openings.open(reading.about))
    reading.lose_the_line()
    wish = reading.openings.newest()
    assert wish is not None
    reading.answer(wish)
    assert reading.ids() == [3]
    assert reading.openings.newest() is None


def test_a_wish_that_broke_may_be_asked_again() -> None:
    reading = Reading(1)
    wish = reading.openings.open(reading.about)
    assert wish is not None
    assert not reading.openings.came(wish, None)
    assert reading.openings.newest() == wish


def test_conversations_of_another_desk_are_forgotten() -> None:
    reading = Reading(1)
    reading.answer(reading.openings.open(reading.about))
    reading.openings.line_broke({})
    assert reading.openings.timeline is None
    assert reading.openings.newest() is None


def test_the_last_few_are_kept() -> None:
    reading = Reading(0)
    ids = [reading.journal.text("Hi", texter=f"+1905555{n:04}") for n in range(KEPT + 1)]
    for one in ids:
        reading.answer(reading.openings.open(one))
    assert reading.openings.open(ids[1]) is None
    assert reading.openings.open(ids[0]) is not None


def test_what_happens_elsewhere_changes_nothing_on_screen() -> None:
    reading = Reading(1)
    reading.answer(reading.openings.open(reading.about))
    other = reading.journal.text("Hi", texter="+19055550177")
    wish = reading.openings.open(other)
    assert not reading.happen("to the first one")
    reading.openings.open(reading.about)
    assert reading.ids()[-1] == reading.journal.inbox.head
    assert not reading.answer(wish)
