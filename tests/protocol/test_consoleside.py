"""Tests of the console's end of a line; both ends together are tested with `joined`."""

import pytest

from tests.core.journal import ANA, Journal
from tmchat.core import commands as cmd
from tmchat.core.inbox import Snapshot
from tmchat.core.plainform import as_sent
from tmchat.core.text import clean
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import (
    SILENCE,
    Answered,
    ClockTold,
    ConsoleSide,
    EventsCame,
    LineUseless,
    PageCame,
    StateReplaced,
    Update,
    Welcomed,
)


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    for text in ("Hi", "in blue?", "or red?"):
        journal.text(text)
    return journal


def welcome(head: int, *, fresh: bool, heartbeat: float = 10.0, epoch: str = "e1") -> fr.Welcome:
    return fr.Welcome(fr.VERSION, epoch, "r1", ANA, head, 77, heartbeat, fresh=fresh, desk="Tires")


def take(side: ConsoleSide, *frames: fr.Down, now: float = 0.0) -> list[Update]:
    return side.receive(fr.encode(frames), now)


def hello_of(message: str) -> fr.Hello:
    (hello,) = fr.decode_up(message)
    assert isinstance(hello, fr.Hello)
    return hello


def fresh_of(journal: Journal) -> list[fr.Down]:
    whole = journal.inbox.snapshot("ana")
    return [
        welcome(whole.head, fresh=True),
        fr.Fresh(whole.groups, whole.numbers),
        fr.Fresh(conversations=whole.conversations, part=1),
        fr.Fresh(head=whole.head, last=True, part=2),
    ]


def following(journal: Journal) -> ConsoleSide:
    """A side that has all that the journal has."""
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    take(side, *fresh_of(journal))
    assert side.head == journal.inbox.head
    return side


def test_the_first_hello_has_nothing() -> None:
    hello = hello_of(ConsoleSide("test", as_sent).connected(0.0))
    assert hello == fr.Hello(fr.VERSION, "test", "", 0)


def test_a_whole_state_comes_in_parts(journal: Journal) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    head = journal.inbox.head
    hi, *parts = fresh_of(journal)
    assert take(side, hi) == [Welcomed(ANA, "Tires", 77, head, fresh=True)]
    assert take(side, *parts[:2]) == []
    assert take(side, *parts[2:]) == [StateReplaced(journal.inbox.snapshot("ana"))]
    assert side.behind == 0
    assert hello_of(side.connected(1.0)) == fr.Hello(fr.VERSION, "test", "e1", head)


def test_a_state_cut_half_way_is_asked_for_whole_again(journal: Journal) -> None:
    side = following(journal)
    journal.text("more")
    side.connected(1.0)
    assert [type(one) for one in take(side, *fresh_of(journal)[:3])] == [Welcomed]
    assert hello_of(side.connected(2.0)).head == 0
    updates = take(side, *fresh_of(journal))
    assert updates[1:] == [StateReplaced(journal.inbox.snapshot("ana"))]


def test_a_state_nobody_announced_replaces_nothing(journal: Journal) -> None:
    side = following(journal)
    assert take(side, fr.Fresh(head=2, last=True)) == []
    assert side.head == journal.inbox.head


def test_events_in_the_middle_of_a_state_are_a_hole(journal: Journal) -> None:
    side = following(journal)
    side.connected(1.0)
    take(side, *fresh_of(journal)[:2])
    updates = take(side, fr.Happened(tuple(journal.events)))
    assert [type(one) for one in updates] == [LineUseless]
    assert side.head == 0


def test_events_are_taken_in_order_and_once(journal: Journal) -> None:
    side = following(journal)
    head = side.head
    journal.text("more")
    journal.text("and more")
    new = tuple(journal.events[head:])
    overlap = fr.Happened(tuple(journal.events[head - 2 : head + 1]))
    assert take(side, overlap) == [EventsCame(new[:1], 0)]
    assert take(side, fr.Happened(tuple(journal.events))) == [EventsCame(new[1:], 0)]
    assert take(side, fr.Happened(tuple(journal.events))) == []


def test_a_hole_is_never_stepped_over(journal: Journal) -> None:
    side = following(journal)
    head = side.head
    for _ in range(4):
        journal.text("more")
    new = journal.events[head:]
    updates = take(side, fr.Happened((new[0], new[2], new[3])), fr.Beat(head + 4, 5))
    came, useless = updates
    assert came == EventsCame((new[0],), 0)
    assert isinstance(useless, LineUseless)
    assert (useless.code, useless.final) == ("hole", False)
    assert hello_of(side.connected(1.0)).head == head + 1


def test_how_far_behind(journal: Journal) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    take(side, *fresh_of(journal))
    head = side.head
    for _ in range(3):
        journal.text("more")
    side.connected(1.0)
    (welcomed,) = take(side, welcome(journal.inbox.head, fresh=False))
    assert isinstance(welcomed, Welcomed)
    assert (welcomed.behind, welcomed.fresh) == (3, False)
    (came,) = take(side, fr.Happened(tuple(journal.events[head : head + 2])))
    assert isinstance(came, EventsCame)
    assert came.behind == side.behind == 1
    assert take(side, fr.Beat(head + 9, 5)) == [ClockTold(5)]
    assert side.behind == 7


def test_answers_and_pages_carry_the_id_they_were_asked_with(journal: Journal) -> None:
    side = following(journal)
    first, message = side.ask(cmd.Claim(2))
    assert fr.decode_up(message) == [fr.Ask(first, cmd.Claim(2))]
    second, message = side.want_page(2, before=9, after=3, limit=7)
    assert fr.decode_up(message) == [fr.WantPage(second, 2, 9, 3, 7)]
    assert first != second
    entries, start, end = journal.page(2)
    updates = take(side, fr.Answer(first, cmd.Granted(4)), fr.Page(second, 2, entries, start, end))
    assert updates == [Answered(first, cmd.Granted(4)), PageCame(second, 2, entries, start, end)]


@pytest.mark.parametrize(
    ("code", "final"),
    [("revoked", True), ("version", True)]
    + [(code, False) for code in ("slow", "leaving", "unreadable", "something else")],
)
def test_bye(code: str, final: bool) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    updates = take(side, fr.Bye(code, "Good bye."), fr.Beat(9, 9))
    assert updates == [LineUseless(code, "Good bye.", final)]


@pytest.mark.parametrize("message", ["", "{", b"\xff\xff", '[{"is":"Hello"}]', '["secret"]'])
def test_what_cannot_be_read_makes_the_line_useless(message: str | bytes) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    (useless,) = side.receive(message, 0.0)
    assert isinstance(useless, LineUseless)
    assert (useless.code, useless.final) == ("unreadable", False)
    assert "secret" not in useless.sentence


def test_every_text_is_cleaned() -> None:
    journal = Journal()
    journal.text("\x1b[2J")
    side = ConsoleSide("test", clean)
    side.connected(0.0)
    state = take(side, *fresh_of(journal))[-1]
    assert isinstance(state, StateReplaced)
    assert state.snapshot.conversations[0].last_line == "␛[2J"
    journal.text("\x07")
    (came,) = take(side, fr.Happened((journal.events[-1],)))
    assert "␇" in repr(came)


def test_silence_is_noticed_and_signs_of_life_are_sent() -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(100.0)
    take(side, welcome(0, fresh=False, heartbeat=10.0), now=100.0)
    assert side.deadline() == 110.0
    assert side.beat(109.9) is None
    message = side.beat(110.0)
    assert message is not None
    assert fr.decode_up(message) == [fr.Beat(0, said=1)]
    assert side.beat(110.0) is None
    assert side.deadline() == 120.0
    take(side, fr.Beat(0, 5), now=115.0)
    assert side.beat(120.0) is not None
    assert not side.overdue(115.0 + SILENCE - 0.01)
    assert side.overdue(115.0 + SILENCE)
    side.connected(200.0)
    assert not side.overdue(201.0)


@pytest.mark.parametrize("heartbeat", [0.0, -1.0, float("nan")])
def test_a_heartbeat_of_nothing_does_not_spin(heartbeat: float) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    take(side, welcome(0, fresh=False, heartbeat=heartbeat))
    assert side.deadline() > 0.0


def test_an_empty_desk_is_a_state_too() -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    updates = take(side, *fresh_of(Journal()))
    assert updates[-1] == StateReplaced(Snapshot(0))


@pytest.mark.parametrize("lost", [1, 2])
def test_a_state_of_which_a_part_was_lost_is_asked_for_again(journal: Journal, lost: int) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    frames = fresh_of(journal)
    del frames[lost]
    assert isinstance(take(side, *frames)[-1], LineUseless)
    assert hello_of(side.connected(1.0)).head == 0


def test_a_part_that_comes_twice_counts_once(journal: Journal) -> None:
    side = ConsoleSide("test", as_sent)
    side.connected(0.0)
    hi, first, *rest = fresh_of(journal)
    updates = take(side, hi, first, first, *rest)
    assert updates[1:] == [StateReplaced(journal.inbox.snapshot("ana"))]
