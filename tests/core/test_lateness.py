"""Late and reordered texts: marked by both clocks, kept where they arrived; not how drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import SAM, SHOP, Journal
from tmchat.core import events as ev
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.lateness import LATE, SKEWED, is_late, late_words
from tmchat.core.records import Entry, EntryKind

DAY = 86_400_000
SENT = 1_772_385_361_000


def arrived(
    journal: Journal, text: str, sent_at: int, *, at: int = 0, received_at: int = 0
) -> ev.TextArrived:
    """What the journal says of a text."""
    arrival = Arrival(SAM, SHOP, text, sent_at, at=at, received_at=received_at)
    happenings = arrive(journal.inbox, arrival)
    journal.happen(*happenings)
    return next(one for one in happenings if isinstance(one, ev.TextArrived))


def test_a_text_that_another_overtook_says_which_and_stays_where_it_arrived() -> None:
    journal = Journal()
    assert not arrived(journal, "one", SENT).late
    assert not arrived(journal, "three", SENT + 2_000).late
    two = arrived(journal, "two", SENT + 1_000)
    assert (two.late, two.overtaken_by) == (True, SENT + 2_000)
    assert not arrived(journal, "four", SENT + 2_000).late
    (entries,) = journal.timelines.values()
    assert [entries[one].text for one in sorted(entries)] == ["one", "three", "two", "four"]
    assert [entries[one].late for one in sorted(entries)] == [False, False, True, False]


def test_a_reordered_text_counts_as_unread_and_holds_a_reply() -> None:
    journal = Journal()
    arrived(journal, "three", SENT + 2_000)
    (about,) = journal.inbox.conversations
    seen = journal.inbox.head
    journal.happen(ev.ConversationRead(about, "ana", seen, 1))
    arrived(journal, "two", SENT)
    conversation = journal.inbox.conversations[about]
    assert journal.inbox.unread("ana", conversation) == 1
    assert conversation.last_text > seen
    assert conversation.last_line == "two"


@pytest.mark.parametrize("day", [-DAY, 0, DAY])
def test_a_carrier_clock_a_day_off_still_tells_what_was_reordered(day: int) -> None:
    journal = Journal()
    assert not arrived(journal, "one", SENT + day, at=SENT + 500).late
    assert not arrived(journal, "three", SENT + day + 2_000, at=SENT + 3_000).late
    assert arrived(journal, "two", SENT + day + 1_000, at=SENT + 3_500).late
    assert not arrived(journal, "four", SENT + day + 4_000, at=SENT + 4_500).late


@pytest.mark.parametrize("jump", [-DAY, DAY])
def test_a_carrier_clock_that_jumps_a_day_marks_nothing(jump: int) -> None:
    journal = Journal()
    arrived(journal, "one", SENT, at=SENT)
    assert not arrived(journal, "two", SENT + jump + 1_000, at=SENT + 1_000).late
    assert not arrived(journal, "three", SENT + jump + 2_000, at=SENT + 2_000).late
    assert not arrived(journal, "back", SENT + 3_000, at=SENT + 3_000).late


def test_a_missing_date_says_nothing() -> None:
    journal = Journal()
    arrived(journal, "one", SENT, at=SENT)
    assert not arrived(journal, "undated", 0, at=SENT + DAY).late
    assert arrived(journal, "two", SENT - 1, at=SENT + 1_000).overtaken_by == SENT


@pytest.mark.parametrize(
    ("sent_at", "received_at", "at", "late"),
    [
        (SENT, 0, SENT + LATE - 1, False),
        (SENT, 0, SENT + LATE, True),
        (SENT, 0, SENT + SKEWED, False),
        (SENT, 0, SENT - LATE, False),
        (SENT, 0, 0, False),
        (0, 0, SENT, False),
        (0, SENT, SENT + LATE - 1, False),
        (0, SENT, SENT + 3 * DAY, True),
        (SENT, SENT, SENT + 3 * DAY, True),
    ],
)
def test_what_is_late(sent_at: int, received_at: int, at: int, late: bool) -> None:
    assert is_late(sent_at, received_at, at) is late


def test_a_start_that_the_stop_overtook_lifts_nothing() -> None:
    journal = Journal()
    arrived(journal, "Hello?", SENT)
    arrived(journal, "STOP", SENT + 2_000)
    (about,) = journal.inbox.conversations
    assert arrived(journal, "START", SENT + 1_000).late
    assert journal.inbox.conversations[about].opted_out
    arrived(journal, "Hm", SENT + 9_000)
    arrived(journal, "START", SENT + 8_000)
    assert not journal.inbox.conversations[about].opted_out


def test_a_start_without_a_date_or_by_a_clock_a_day_off_lifts_the_lock() -> None:
    for sent_at in (0, SENT - DAY, SENT + DAY):
        journal = Journal()
        arrived(journal, "STOP", SENT)
        arrived(journal, "START", sent_at)
        (conversation,) = journal.inbox.conversations.values()
        assert not conversation.opted_out


@given(st.permutations(range(6)))
def test_whatever_the_order_the_late_ones_are_those_overtaken(order: list[int]) -> None:
    journal = Journal()
    late = [arrived(journal, str(one), SENT + 1_000 * one).late for one in order]
    assert late == [one < max(order[:place], default=-1) for place, one in enumerate(order)]


def test_the_words() -> None:
    def moment(at: int, precise: bool) -> str:
        return f"{at}{'s' if precise else ''}"

    text = Entry(1, 1_000_000, EntryKind.TEXT, "x", sent_at=1_000_000)
    assert late_words(text, moment) == ""
    late = Entry(1, 1_000_000, EntryKind.TEXT, "x", sent_at=5, late=True)
    assert late_words(late, moment) == "late: sent 5"
    both = Entry(1, 9, EntryKind.TEXT, sent_at=5, late=True, overtaken_by=7, received_at=8)
    assert late_words(both, moment) == (
        "late: sent 5s, before the text sent 7s, came 8 and could be taken in only now"
    )
