"""Tests of what an inbound text makes happen; reading a payload is tested with the hub."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ANY_TEXT, BRANCH, KIM, SAM, SHOP, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.records import Attribution, TrackingNumber

AD = Attribution(rule="Google Paid", campaign="brakes")


def kinds(happenings: tuple[ev.Happening, ...]) -> list[type]:
    return [type(one) for one in happenings]


def last(journal: Journal) -> ev.Happening:
    return journal.events[-1].what


def test_the_first_text_to_an_unknown_number() -> None:
    journal = Journal()
    arrival = Arrival(SAM, SHOP, "Hi", 5, ("m",), "Sam Reed", "Peoria, IL", AD, 9462777)
    happenings = arrive(journal.inbox, arrival)
    assert happenings == (
        ev.NumberListed(TrackingNumber(SHOP, id=9462777, name=SHOP)),
        ev.ConversationOpened(SAM, SHOP, "Sam Reed", "Peoria, IL", AD),
        ev.TextArrived(2, "Hi", 5, ("m",)),
    )
    journal.happen(*happenings)
    assert journal.inbox.conversations[2].inbound == 1


def test_a_second_text_says_only_what_is_new() -> None:
    journal = Journal()
    about = journal.text("Hi")
    assert arrive(journal.inbox, Arrival(SAM, SHOP, "Hello?")) == (ev.TextArrived(about, "Hello?"),)
    assert kinds(arrive(journal.inbox, Arrival(KIM, SHOP, "Hi"))) == [
        ev.ConversationOpened,
        ev.TextArrived,
    ]


def test_more_becomes_known_of_a_texter_once() -> None:
    journal = Journal()
    about = journal.text("Hi")
    for more in (
        Arrival(SAM, SHOP, "a", name="Sam"),
        Arrival(SAM, SHOP, "b", place="Peoria, IL"),
        Arrival(SAM, SHOP, "c", attribution=AD),
    ):
        assert kinds(arrive(journal.inbox, more)) == [ev.TexterDescribed, ev.TextArrived]
        journal.happen(*arrive(journal.inbox, more))
        assert kinds(arrive(journal.inbox, more)) == [ev.TextArrived]
    conversation = journal.inbox.conversations[about]
    assert (conversation.name, conversation.place) == ("Sam", "Peoria, IL")
    assert conversation.attribution == AD


def test_a_text_reopens_a_closed_conversation() -> None:
    journal = Journal()
    about = journal.text("Hi")
    journal.give(cmd.Close(about))
    happenings = arrive(journal.inbox, Arrival(SAM, SHOP, "Still there?"))
    assert kinds(happenings) == [ev.ConversationReopened, ev.TextArrived]
    journal.happen(*happenings)
    conversation = journal.inbox.conversations[about]
    assert not conversation.closed
    assert conversation.waiting_since == journal.events[-1].at


def test_opting_out_and_in_names_the_text_that_said_so() -> None:
    journal = Journal()
    about = journal.text("STOP")
    assert last(journal) == ev.TexterOptedOut(about, "STOP", about + 1)
    assert journal.inbox.conversations[about].opted_out
    assert journal.inbox.conversations[about].waiting_since == 0
    journal.text("stop")
    assert kinds(tuple(event.what for event in journal.events[-2:])) == [
        ev.TexterOptedOut,
        ev.TextArrived,
    ]
    journal.text("Start")
    entry = journal.inbox.head - 1
    assert last(journal) == ev.TexterOptedIn(about, "START", entry)
    assert not journal.inbox.conversations[about].opted_out


def test_yes_means_nothing_while_nobody_opted_out() -> None:
    journal = Journal()
    journal.text("Yes")
    assert kinds(tuple(event.what for event in journal.events))[-1] is ev.TextArrived


def test_opting_out_of_one_number_leaves_the_other() -> None:
    journal = Journal()
    shop = journal.text("STOP")
    branch = journal.text("Hi", number=BRANCH)
    assert journal.inbox.conversations[shop].opted_out
    assert not journal.inbox.conversations[branch].opted_out


@given(journals(), ANY_TEXT, st.sampled_from([SAM, KIM]), st.sampled_from([SHOP, BRANCH]))
def test_every_text_is_kept_as_sent(journal: Journal, text: str, texter: str, number: str) -> None:
    before = journal.inbox.between(texter, number)
    about = journal.text(text, texter=texter, number=number)
    arrived = [one for one in journal.timelines[about].values() if one.kind == "text"]
    assert arrived[-1].text == text
    after = journal.inbox.conversations[about]
    assert after.inbound == (before.inbound if before else 0) + 1
    assert after.last_text == arrived[-1].id
    assert not after.closed
