"""Tests of views, their order and their counts, against counting anew; drawing is elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import BRANCH, SAM, SHOP, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core.inbox import ConversationChanged
from tmchat.core.records import Conversation
from tmchat.core.views import Listing, Tally, View, belongs, mentions, place, search_words

ONE = Conversation(
    7,
    SAM,
    SHOP,
    name="Zoë Straße",
    place="Peoria, IL",
    holder="ana",
    last_line="In BLUE?",
    waiting_since=5,
)


@given(journals(), st.sampled_from(View), st.sampled_from(["ana", "ben"]))
def test_a_listing_kept_up_is_a_listing_made_anew(journal: Journal, view: View, agent: str) -> None:
    listing = Listing(lambda conversation: belongs(view, conversation, agent))
    known: dict[int, Conversation] = {}
    for changes in journal.changes:
        for change in changes:
            if isinstance(change, ConversationChanged):
                before = listing.ids()
                known[change.conversation] = change.after
                moved = listing.update(change.after)
                listed = [one for one in known.values() if belongs(view, one, agent)]
                assert listing.ids() == [one.id for one in sorted(listed, key=place)]
                assert moved or listing.ids() == before
                assert len(listing) == len(listed)
    anew = Listing(lambda conversation: belongs(view, conversation, agent))
    anew.fill(journal.inbox.conversations.values())
    assert anew.ids() == listing.ids()


@given(journals())
def test_a_tally_kept_up_counts_who_waits(journal: Journal) -> None:
    kept = Tally()
    known: dict[int, Conversation] = {}
    for changes in journal.changes:
        for change in changes:
            if isinstance(change, ConversationChanged):
                before = tally_of(kept)
                known[change.conversation] = change.after
                assert kept.update(change.before, change.after) == (tally_of(kept) != before)
                for number in (SHOP, BRANCH):
                    since = [one.waiting_since for one in known.values() if one.number == number]
                    waiting = [one for one in since if one]
                    assert kept.waiting(number) == len(waiting)
                    assert kept.oldest(number) == min(waiting, default=0)
    anew = Tally()
    anew.fill(journal.inbox.conversations.values())
    assert tally_of(anew) == tally_of(kept)
    assert kept.total() == sum(1 for one in known.values() if one.waiting_since)


def tally_of(tally: Tally) -> list[tuple[int, int]]:
    return [(tally.waiting(number), tally.oldest(number)) for number in (SHOP, BRANCH)]


@given(journals())
def test_all_and_closed_are_everything(journal: Journal) -> None:
    for one in journal.inbox.conversations.values():
        assert belongs(View.ALL, one, "ana") != belongs(View.CLOSED, one, "ana")
        if belongs(View.MINE, one, "ana") or belongs(View.WAITING, one, "ana"):
            assert belongs(View.ALL, one, "ana")


def test_the_longest_unanswered_comes_first_then_the_latest_word() -> None:
    journal = Journal()
    ids = [journal.text("Hi", texter=f"+1905555010{one}") for one in range(5)]
    for answered in (ids[1], ids[3]):
        journal.reply(answered, "Yes?")
    journal.text("still?", texter="+19055550100")
    listing = Listing(lambda conversation: True)
    listing.fill(journal.inbox.conversations.values())
    assert listing.ids() == [ids[0], ids[2], ids[4], ids[3], ids[1]]


def test_mine_follows_the_holder() -> None:
    journal = Journal()
    about = journal.text("Hi")
    assert not belongs(View.MINE, journal.inbox.conversations[about], "ana")
    journal.give(cmd.Claim(about))
    assert belongs(View.MINE, journal.inbox.conversations[about], "ana")
    assert not belongs(View.MINE, journal.inbox.conversations[about], "ben")
    journal.give(cmd.Close(about))
    assert not belongs(View.MINE, journal.inbox.conversations[about], "ana")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *(("", True), ("  ", True), ("zoë", True), ("ZOË peoria", True), ("strasse", True)),
        *(("5550128", True), ("front desk", True), ("blue ana", True), ("+1905", True)),
        *(("green", False), ("zoë green", False), ("zoë\npeoria", True)),
    ],
)
def test_the_filter_wants_every_word(query: str, found: bool) -> None:
    assert mentions(ONE, search_words(query), "Front Desk") is found
