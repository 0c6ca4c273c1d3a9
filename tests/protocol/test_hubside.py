"""Tests of the hub's end of a line; both ends together are tested with `joined`."""

import pytest

from tests.core.journal import ADA, ANA, KIM, SAM, Journal
from tests.protocol.past import JournalPast, encoded
from tmchat.core import commands as cmd
from tmchat.core.plainform import as_sent
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import PART, HubSide

NOW = 1_700_000_000_000


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    for text in ("Hi", "Do you have this in blue?", "or red?"):
        journal.text(text)
    return journal


@pytest.fixture
def past(journal: Journal) -> JournalPast:
    return JournalPast(journal)


def side_of(past: JournalPast, *, limit: int = 10) -> HubSide:
    return HubSide(ANA, past, limit=limit, heartbeat=5.0, desk="Tires")


def hello(epoch: str = "", head: int = 0, version: int = fr.VERSION) -> str:
    return fr.encode([fr.Hello(version, "tmchat 1", epoch, head)])


def messages(side: HubSide) -> list[list[fr.Down]]:
    """Every message that waits."""
    found = []
    while side.pending:
        message = side.take()
        assert message is not None
        found.append(fr.decode_down(message, as_sent))
    assert side.take() is None
    return found


def frames(side: HubSide) -> list[fr.Down]:
    return [frame for message in messages(side) for frame in message]


def greeted(past: JournalPast, *, limit: int = 10) -> HubSide:
    side = side_of(past, limit=limit)
    side.receive(hello(past.epoch, past.head), NOW)
    assert [type(one) for one in frames(side)] == [fr.Welcome]
    return side


def offer_more(side: HubSide, journal: Journal, count: int) -> None:
    for _ in range(count):
        journal.text("more")
        side.offer(encoded(journal.events[-1]))


def test_a_first_hello_gets_a_whole_state(past: JournalPast) -> None:
    side = side_of(past)
    assert side.receive(hello(), NOW) == []
    welcome, *parts = frames(side)
    assert welcome == fr.Welcome(
        fr.VERSION, "e1", "r1", ANA, past.head, NOW, 5.0, fresh=True, desk="Tires"
    )
    assert all(isinstance(part, fr.Fresh) for part in parts)
    last = parts[-1]
    assert isinstance(last, fr.Fresh)
    assert (last.last, last.head) == (True, past.head)
    assert [part.last for part in parts[:-1] if isinstance(part, fr.Fresh)] == [False] * (
        len(parts) - 1
    )
    assert side.client == "tmchat 1"


def test_a_console_that_comes_back_gets_what_it_lacks(past: JournalPast, journal: Journal) -> None:
    side = side_of(past)
    side.receive(hello("e1", 2), NOW)
    welcome, came = frames(side)
    assert isinstance(welcome, fr.Welcome)
    assert not welcome.fresh
    assert came == fr.Happened(tuple(journal.events[2:]))


@pytest.mark.parametrize(
    ("epoch", "head", "forgotten"), [("e0", 2, 0), ("e1", 2, 3), ("e1", 99, 0), ("e1", 0, 0)]
)
def test_what_cannot_be_continued_starts_anew(
    past: JournalPast, epoch: str, head: int, forgotten: int
) -> None:
    past.forgotten = forgotten
    side = side_of(past)
    side.receive(hello(epoch, head), NOW)
    welcome = frames(side)[0]
    assert isinstance(welcome, fr.Welcome)
    assert welcome.fresh


def test_a_large_state_and_a_long_replay_come_in_parts() -> None:
    journal = Journal()
    for one in range(PART + 3):
        journal.text("Hi", texter=f"+1905{one:07}")
    past = JournalPast(journal)
    side = side_of(past)
    side.receive(hello(), NOW)
    counts = [len(f.conversations) for f in frames(side) if isinstance(f, fr.Fresh)]
    assert [count for count in counts if count] == [PART, 3]
    side = side_of(past)
    side.receive(hello("e1", 1), NOW)
    parts = messages(side)
    assert max(len(m) for m in parts) <= 2
    sizes = [len(f.events) for m in parts for f in m if isinstance(f, fr.Happened)]
    assert sum(sizes) == past.head - 1
    assert max(sizes) == PART


def test_another_version_is_told_to_go() -> None:
    side = side_of(JournalPast(Journal()))
    side.receive(hello(version=fr.VERSION + 1), NOW)
    (bye,) = frames(side)
    assert isinstance(bye, fr.Bye)
    assert bye.code == "version"
    assert not side.greeted


@pytest.mark.parametrize(
    "message", ["", "{}", b"\xff", fr.encode([fr.Ask(1, cmd.Claim(1))]), '[{"is":"Bye"}]']
)
def test_what_cannot_be_read_before_hello_asks_for_nothing(
    past: JournalPast, message: str | bytes
) -> None:
    side = side_of(past)
    assert side.receive(message, NOW) == []
    (bye,) = frames(side)
    assert isinstance(bye, fr.Bye)
    assert bye.code == "unreadable"


def test_what_is_asked_is_handed_on_in_order(past: JournalPast) -> None:
    side = greeted(past)
    claim, want, release = fr.Ask(1, cmd.Claim(2)), fr.WantPage(2, 2), fr.Ask(3, cmd.Release(2))
    message = fr.encode([claim, fr.Beat(3), want, release])
    assert side.receive(message, NOW) == [claim, want, release]
    assert not side.pending


def test_hello_and_wishes_may_share_a_message(past: JournalPast) -> None:
    side = side_of(past)
    message = fr.encode([fr.Hello(fr.VERSION, "x"), fr.WantPage(1, 2)])
    assert side.receive(message, NOW) == [fr.WantPage(1, 2)]


def test_nothing_is_offered_before_hello(past: JournalPast, journal: Journal) -> None:
    side = side_of(past)
    side.offer(encoded(journal.events[0]))
    side.beat(NOW)
    assert not side.pending


def test_all_that_waits_goes_out_at_once(past: JournalPast, journal: Journal) -> None:
    side = greeted(past)
    before = past.head
    offer_more(side, journal, 3)
    assert messages(side) == [[fr.Happened(tuple(journal.events[before:]))]]


def test_events_and_answers_keep_their_order(past: JournalPast, journal: Journal) -> None:
    side = greeted(past)
    offer_more(side, journal, 1)
    side.say(fr.Answer(1, cmd.Granted(past.head)))
    offer_more(side, journal, 1)
    side.beat(NOW)
    kinds = [type(one) for one in frames(side)]
    assert kinds == [fr.Happened, fr.Answer, fr.Happened, fr.Beat]


def test_a_slow_console_is_cut_with_a_word(past: JournalPast, journal: Journal) -> None:
    side = greeted(past, limit=10)
    offer_more(side, journal, 10)
    assert len(messages(side)[0]) == 1
    offer_more(side, journal, 15)
    assert side.overflowed
    (bye,) = frames(side)
    assert isinstance(bye, fr.Bye)
    assert bye.code == "slow"


def test_signs_of_life_do_not_hide_how_much_waits(past: JournalPast, journal: Journal) -> None:
    side = greeted(past, limit=10)
    for _ in range(6):
        offer_more(side, journal, 2)
        side.beat(NOW)
    assert side.overflowed


def test_a_console_that_keeps_up_is_never_too_slow(past: JournalPast, journal: Journal) -> None:
    side = greeted(past, limit=10)
    for _ in range(10):
        offer_more(side, journal, 7)
        side.beat(NOW)
        frames(side)
    assert not side.overflowed


def test_a_long_replay_is_not_held_against_the_console() -> None:
    journal = Journal()
    for _ in range(50):
        journal.text("Hi")
    past = JournalPast(journal)
    side = side_of(past, limit=10)
    side.receive(hello("e1", 1), NOW)
    offer_more(side, journal, 10)
    assert not side.overflowed
    came = [e.n for f in frames(side) if isinstance(f, fr.Happened) for e in f.events]
    assert came == list(range(2, past.head + 1))


def test_each_agent_gets_their_own_marks(journal: Journal, past: JournalPast) -> None:
    journal.text("Hi", texter=KIM)
    about = journal.text("Hi", texter=SAM)
    journal.give(cmd.MarkRead(about, past.head, 9), ANA)
    journal.give(cmd.MarkRead(about, past.head - 1, 1), ADA)
    side = side_of(past)
    side.receive(hello(), NOW)
    marks = [m for f in frames(side) if isinstance(f, fr.Fresh) for m in f.marks]
    assert marks == [journal.inbox.mark("ana", about)]
