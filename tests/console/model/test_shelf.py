"""Tests of the rows while conversations change, against listing anew; drawing is elsewhere."""

from collections.abc import Callable
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ANA, BEN, BRANCH, SHOP, Journal, step
from tmchat.console.shelf import NumberRow, Shelf
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import ConversationChanged
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.core.views import View, belongs


def shelf_of(journal: Journal) -> Shelf:
    shelf = Shelf()
    shelf.attach(journal.inbox, "ana")
    return shelf


def follow(shelf: Shelf, journal: Journal, since: int) -> bool:
    """Hands on the changes after the first `since` events; whether rows came, went or moved."""
    moved = False
    for changes in journal.changes[since:]:
        for change in changes:
            if isinstance(change, ConversationChanged):
                moved |= shelf.update(change.before, change.after)
    return moved


@given(
    seed=st.integers(0, 10_000),
    steps=st.integers(0, 60),
    view=st.sampled_from(View),
    by_number=st.booleans(),
    only=st.sampled_from(["", SHOP]),
    query=st.sampled_from(["", "blue", "5550128"]),
)
def test_a_shelf_kept_up_is_a_shelf_made_anew(
    seed: int, steps: int, view: View, by_number: bool, only: str, query: str
) -> None:
    random = Random(seed)
    journal = Journal()
    kept = shelf_of(journal)
    kept.show(view=view, by_number=by_number, only=only, query=query)
    for _ in range(steps):
        if journal.inbox.conversations and random.random() < 0.2:
            kept.keep(random.choice([0, *journal.inbox.conversations]))
        before, numbers, rows = len(journal.events), dict(journal.inbox.numbers), kept.rows()
        step(journal, random)
        moved = follow(kept, journal, before)
        if numbers == journal.inbox.numbers:
            assert moved or kept.rows() == rows
    kept.keep(0)
    anew = shelf_of(journal)
    anew.show(view=view, by_number=by_number, only=only, query=query)
    assert kept.rows() == anew.rows()
    for one in View:
        listed = [c for c in journal.inbox.conversations.values() if belongs(one, c, "ana")]
        assert kept.count(one) == anew.count(one) == len(listed)


def test_rows_by_number_stand_under_the_number_that_waits_longest() -> None:
    journal = Journal()
    journal.happen(
        ev.GroupListed(NumberGroup(1, "Tires")),
        ev.NumberListed(TrackingNumber(BRANCH, name="Branch", group=1)),
        ev.NumberListed(TrackingNumber("+12245550199", name="Quiet", attached=True)),
        ev.NumberListed(TrackingNumber("+12245550198", name="Not ours")),
    )
    branch = journal.text("first", number=BRANCH)
    since = journal.events[-1].at
    shop = journal.text("second", number=SHOP)
    shelf = shelf_of(journal)
    shelf.show(by_number=True)
    heading = NumberRow(BRANCH, "Branch", "Tires", 1, since)
    assert shelf.rows()[:2] == [heading, branch]
    assert [row.name for row in shelf.rows() if isinstance(row, NumberRow)] == [
        "Branch",
        SHOP,
        "Quiet",
    ]
    assert shelf.ids() == [branch, shop]
    before = len(journal.events)
    journal.reply(branch, "Yes?")
    assert follow(shelf, journal, before)
    assert isinstance(shelf.rows()[0], NumberRow)
    assert shelf.rows()[1] == shop
    shelf.show(query="first")
    assert [row.name for row in shelf.rows() if isinstance(row, NumberRow)] == []
    shelf.show(query="", only=SHOP)
    assert shelf.ids() == [shop]


def test_the_open_conversation_stays_listed_although_it_is_answered() -> None:
    journal = Journal()
    about = journal.text("Hi")
    shelf = shelf_of(journal)
    assert not shelf.keep(about)
    before = len(journal.events)
    journal.reply(about, "Yes?")
    follow(shelf, journal, before)
    assert shelf.ids() == [about]
    assert shelf.count(View.WAITING) == 0
    assert shelf.keep(0)
    assert shelf.ids() == []
    shelf.show(view=View.CLOSED)
    assert shelf.keep(about)
    assert shelf.ids() == [about]


def test_another_view_lists_the_open_conversation_only_where_it_belongs() -> None:
    journal = Journal()
    about = journal.text("Hi")
    shelf = shelf_of(journal)
    shelf.keep(about)
    shelf.show(view=View.CLOSED)
    assert shelf.ids() == []
    shelf.show(view=View.MINE)
    before = len(journal.events)
    journal.give(cmd.Claim(about), ANA)
    journal.give(cmd.Close(about, about), ANA)
    follow(shelf, journal, before)
    assert shelf.ids() == [about]


def test_it_is_told_once_that_an_agent_has_dealt_with_the_open_conversation() -> None:
    journal = Journal()
    first, second, third = (journal.text("Hi", texter=f"+1905555000{n}") for n in range(3))
    shelf = shelf_of(journal)

    def done_after(act: Callable[[], object]) -> int:
        before = len(journal.events)
        act()
        follow(shelf, journal, before)
        return shelf.take_done()

    shelf.keep(first)
    assert done_after(lambda: journal.reply(second, "Yes?")) == 0
    assert done_after(lambda: journal.reply(first, "Yes?")) == first
    assert shelf.take_done() == 0
    assert done_after(lambda: journal.text("And?", texter="+19055550000")) == 0
    shelf.keep(third)
    assert done_after(lambda: journal.reply(third, "Yes?", BEN)) == 0
    assert done_after(lambda: journal.text("And?", texter="+19055550002")) == 0
    assert journal.inbox.conversations[third].holder == BEN.name
    assert done_after(lambda: journal.happen(ev.ConversationClosed(third, BEN.name))) == 0


def test_the_next_waiting_is_nobody_elses_and_another() -> None:
    journal = Journal()
    first, second, third = (journal.text("Hi", texter=f"+1905555000{n}") for n in range(3))
    shelf = shelf_of(journal)
    assert shelf.next_waiting(0, 0) == first
    assert shelf.next_waiting(first, 0) == second
    journal.give(cmd.Claim(second), BEN)
    assert shelf.next_waiting(first, 0) == third
    journal.give(cmd.Claim(first), ANA)
    assert shelf.next_waiting(third, 0) == first
    journal.reply(first, "Yes?")
    assert shelf.next_waiting(third, 0) == 0


def test_the_next_waiting_goes_round_all_who_wait_and_begins_anew_once_one_is_answered() -> None:
    journal = Journal()
    ids = [journal.text("Hi", texter=f"+1905555000{n}") for n in range(4)]
    shelf = shelf_of(journal)
    met = [0]
    for _ in range(5):
        met.append(shelf.next_waiting(met[-1], 0))
    assert met[1:] == [*ids, ids[0]]
    journal.give(cmd.Claim(ids[1]), BEN)
    assert shelf.next_waiting(ids[1], 0) == ids[2]
    journal.reply(ids[2], "Yes?")
    assert shelf.next_waiting(ids[2], 0) == ids[0]
    assert shelf.next_waiting(ids[0], 0) == ids[3]


def test_what_is_not_given_stays_as_shown() -> None:
    shelf = shelf_of(Journal())
    shelf.show(view=View.MINE, query="blue", only=SHOP, by_number=True)
    shelf.show(view=View.ALL)
    assert (shelf.view, shelf.query, shelf.only, shelf.by_number) == (
        View.ALL,
        "blue",
        SHOP,
        True,
    )
