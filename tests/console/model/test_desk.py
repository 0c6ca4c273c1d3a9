"""Tests of what one agent's console knows, fed with updates; the line is tested with the link."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.journal import ANA, BEN, KIM, Journal, journals
from tmchat.console.desk import Desk
from tmchat.console.news import Returned
from tmchat.console.outgoing import Outgoing
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Delivery, TrackingNumber
from tmchat.core.views import View
from tmchat.link.drafts import Drafts
from tmchat.link.line import LineChanged, LineState
from tmchat.link.updates import ClockTold, EventsCame, PageCame, StateReplaced, Welcomed


class Seat:
    """One agent's desk beside the hub's journal; time is set by hand."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self.time = 1_000_000
        self.journal = journal
        self.refs = (f"r{number}" for number in count(1))
        outgoing = Outgoing(Drafts(folder, "ana", print), self.refs.__next__)
        self.desk = Desk(outgoing, lambda: self.time)
        self.start()

    def start(self) -> None:
        """A whole state comes."""
        head = self.journal.inbox.head
        self.desk.hear(Welcomed(ANA, "Tires", self.time + 500, head, fresh=True))
        self.desk.hear(StateReplaced(self.journal.inbox.snapshot("ana")))

    def catch_up(self) -> None:
        """The events that happened since come."""
        new = self.journal.events[self.desk.inbox.head :]
        self.desk.hear(EventsCame(tuple(new), 0))

    def open(self, conversation: int) -> None:
        """The agent opens a conversation, its newest page comes and is painted."""
        wish = self.desk.openings.open(conversation)
        if wish is not None:
            page = self.journal.page(conversation, limit=wish.limit)
            self.desk.openings.came(wish, PageCame(1, conversation, *page))
        self.desk.saw()


@pytest.fixture
def seat(tmp_path: Path) -> Seat:
    journal = Journal()
    journal.text("Do you have this in blue?")
    return Seat(tmp_path, journal)


@given(journals(), st.data())
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_desk_is_the_hubs_state_whenever_it_started(
    tmp_path: Path, journal: Journal, data: st.DataObject
) -> None:
    started = data.draw(st.integers(0, len(journal.events)))
    early = Journal()
    early.happen(*(event.what for event in journal.events[:started]))
    seat = Seat(tmp_path, early)
    seat.desk.shelf.show(view=data.draw(st.sampled_from(View)), by_number=data.draw(st.booleans()))
    seat.journal = journal
    seat.catch_up()
    assert seat.desk.inbox.snapshot("ana") == journal.inbox.snapshot("ana")
    rows = seat.desk.shelf.rows()
    seat.desk.shelf.attach(seat.desk.inbox, "ana")
    assert seat.desk.shelf.rows() == rows


def test_what_is_dirty_is_what_has_to_be_painted(seat: Seat) -> None:
    desk = seat.desk
    assert desk.dirty
    taken = desk.dirty.take()
    assert taken.order and taken.lines and taken.status and taken.panel
    assert not desk.dirty
    about = seat.journal.text("or red?")
    seat.catch_up()
    assert desk.dirty.take().rows == {about}
    seat.journal.text("Hi", texter=KIM)
    seat.catch_up()
    assert desk.dirty.take().order
    seat.journal.give(cmd.MarkRead(about, seat.journal.inbox.head, 2), BEN)
    seat.catch_up()
    assert not desk.dirty
    seat.journal.give(cmd.MarkRead(about, seat.journal.inbox.head, 2), ANA)
    seat.catch_up()
    taken = desk.dirty.take()
    assert (taken.rows, taken.order, taken.lines) == ({about}, False, False)


def test_the_open_conversation_is_painted_when_it_changes(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    seat.open(about)
    seat.desk.dirty.take()
    other = seat.journal.text("Hi", texter=KIM)
    seat.catch_up()
    taken = seat.desk.dirty.take()
    assert not taken.lines and not taken.panel
    seat.journal.text("or red?")
    seat.catch_up()
    taken = seat.desk.dirty.take()
    assert taken.lines and taken.panel
    entry = seat.journal.reply(about, "Yes")
    seat.catch_up()
    seat.desk.dirty.take()
    seat.journal.happen(ev.DeliveryChanged(about, entry, Delivery.SENT))
    seat.catch_up()
    assert seat.desk.dirty.take().lines
    assert seat.desk.open == seat.journal.inbox.conversations[about]
    seat.open(other)
    assert seat.desk.open == seat.journal.inbox.conversations[other]


def test_each_text_that_comes_is_counted_once(seat: Seat) -> None:
    assert seat.desk.news.arrived == []
    first = seat.journal.text("or red?")
    second = seat.journal.text("Hi", texter=KIM)
    seat.journal.reply(first, "Yes")
    seat.catch_up()
    assert seat.desk.news.arrived == [first, second]


def test_ages_go_by_the_hubs_clock(seat: Seat) -> None:
    assert seat.desk.now() == seat.time + 500
    seat.time += 60_000
    assert seat.desk.now() == seat.time + 500
    seat.desk.hear(ClockTold(seat.time - 2_000))
    assert seat.desk.now() == seat.time - 2_000


def test_since_when_the_line_stands_as_it_does(seat: Seat) -> None:
    seat.desk.dirty.take()
    started = seat.desk.line_since
    seat.time += 10
    seat.desk.hear(LineChanged(LineState.OFFLINE, "The cable is out."))
    assert seat.desk.dirty.take().status
    assert seat.desk.line_since == started + 10
    seat.time += 10
    seat.desk.hear(LineChanged(LineState.OFFLINE, "Still out."))
    assert seat.desk.line_since == started + 10
    assert seat.desk.line.sentence == "Still out."


def test_the_console_refuses_what_the_hub_would(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    assert seat.desk.foresee(cmd.Claim(about)) is None
    seat.journal.give(cmd.Claim(about), BEN)
    seat.catch_up()
    for command in (cmd.Claim(about), cmd.Close(about), cmd.AttachNumber("+12245550121")):
        foreseen = seat.desk.foresee(command)
        assert foreseen is not None
        assert foreseen == seat.journal.give(command, ANA)


def test_a_reply_is_foreseen_as_held_until_the_end_is_on_screen(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    seat.desk.openings.open(about)
    assert seat.desk.seen() == 0
    held = seat.desk.foresee(cmd.SendReply(about, "Yes", "r", seat.desk.seen()))
    assert held is not None
    assert held.code == "held"
    seat.start()
    seat.open(about)
    assert seat.desk.seen() == seat.journal.inbox.head
    assert seat.desk.foresee(cmd.SendReply(about, "Yes", "r", seat.desk.seen())) is None


def test_reading_marks_all_that_is_on_screen_once(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    assert seat.desk.reading() is None
    seat.desk.openings.open(about)
    assert seat.desk.reading() is None
    seat.start()
    seat.open(about)
    command = seat.desk.reading()
    assert command == cmd.MarkRead(about, seat.journal.inbox.head, 1)
    assert seat.desk.unread(seat.journal.inbox.conversations[about]) == 1
    seat.journal.give(command)
    seat.catch_up()
    assert seat.desk.unread(seat.journal.inbox.conversations[about]) == 0
    assert seat.desk.reading() is None
    seat.journal.text("or red?")
    seat.catch_up()
    assert seat.desk.reading() is None
    seat.desk.saw()
    assert seat.desk.reading() == cmd.MarkRead(about, seat.journal.inbox.head, 2)


def test_what_came_and_is_not_painted_is_not_seen(seat: Seat) -> None:
    seat.start()
    about = next(iter(seat.desk.inbox.conversations))
    seat.open(about)
    seen = seat.desk.seen()
    seat.journal.text("or red?")
    seat.catch_up()
    assert seat.desk.seen() == seen
    held = seat.desk.foresee(cmd.SendReply(about, "Yes", "r", seat.desk.seen()))
    assert held is not None and held.code == "held"
    assert [one.text for one in seat.desk.news_since(seen)] == ["or red?"]
    seat.desk.saw()
    assert seat.desk.foresee(cmd.SendReply(about, "Yes", "r", seat.desk.seen())) is None


def test_a_page_ahead_of_its_events_is_not_marked_read_before_they_come(seat: Seat) -> None:
    about = seat.journal.text("or red?")
    seat.open(about)
    assert seat.desk.seen() == seat.journal.inbox.head
    assert seat.desk.reading() is None
    seat.catch_up()
    assert seat.desk.reading() == cmd.MarkRead(about, seat.journal.inbox.head, 2)


def test_ones_own_reply_arrives(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    seat.open(about)
    seat.desk.outgoing.write(about, "Yes")
    draft = seat.desk.outgoing.leave(about, note=False, seen=seat.desk.seen(), anyway=False)
    assert draft is not None
    assert seat.desk.outgoing.in_flight(about) == [draft]
    command = cmd.SendReply(about, "Yes", draft.client_ref, draft.seen)
    assert isinstance(seat.journal.give(command), cmd.Granted)
    seat.catch_up()
    assert seat.desk.outgoing.in_flight(about) == []
    timeline = seat.desk.openings.timeline
    assert timeline is not None
    last = timeline.entry(timeline.newest)
    assert last is not None
    assert (last.text, last.client_ref) == ("Yes", draft.client_ref)


def test_a_number_not_known_is_shown_by_itself(seat: Seat) -> None:
    (conversation,) = seat.desk.inbox.conversations.values()
    assert seat.desk.number_of(conversation) == seat.journal.inbox.numbers[conversation.number]
    seat.desk.shelf.show(by_number=True)
    seat.desk.dirty.take()
    seat.journal.happen(ev.NumberUnlisted(conversation.number))
    seat.catch_up()
    assert seat.desk.number_of(conversation) == TrackingNumber(conversation.number)
    taken = seat.desk.dirty.take()
    assert taken.panel and taken.order
    assert taken.rows == {conversation.id}


@pytest.mark.parametrize(
    ("steps", "given_back"),
    [
        ([Delivery.FAILED], True),
        ([Delivery.SENDING, Delivery.QUEUED, Delivery.SENDING, Delivery.FAILED], True),
        ([Delivery.SENDING, Delivery.UNKNOWN, Delivery.FAILED, Delivery.FAILED], True),
        ([Delivery.SENDING, Delivery.UNKNOWN], False),
        ([Delivery.SENT, Delivery.DELIVERED], False),
        ([Delivery.SENT, Delivery.FAILED], False),
    ],
)
def test_ones_own_reply_that_never_left_goes_back_into_its_composer(
    seat: Seat, steps: list[Delivery], given_back: bool
) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    entry = seat.journal.reply(about, "Yes")
    for step in steps:
        seat.journal.happen(ev.DeliveryChanged(about, entry, step, "No such number."))
    seat.catch_up()
    back = [Returned(about, "No such number.")] if given_back else []
    assert seat.desk.news.returned == back
    assert seat.desk.outgoing.text(about) == ("Yes" if given_back else "")


def test_another_agents_reply_stays_theirs(seat: Seat) -> None:
    about = next(iter(seat.desk.inbox.conversations))
    entry = seat.journal.reply(about, "Yes", BEN)
    seat.journal.happen(ev.DeliveryChanged(about, entry, Delivery.FAILED))
    seat.catch_up()
    assert seat.desk.news.returned == []
    assert not seat.desk.outgoing.drafted(about)
