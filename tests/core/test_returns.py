"""Which claims go back to the queue and to whom they are not handed; who is gone the hub knows."""

from hypothesis import given

from tests.core.journal import ANA, BEN, BRANCH, KIM, SAM, SHOP, SUE, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.entries import entry_of
from tmchat.core.returns import AWAY, REST, giving_back, rests


def gone(*names: str) -> frozenset[str]:
    return frozenset(names)


def back(journal: Journal, *names: str) -> tuple[ev.ConversationGivenBack, ...]:
    return giving_back(journal.inbox, gone(*names).__contains__)


def test_what_waits_goes_back_and_what_is_answered_stays() -> None:
    journal = Journal()
    waits, answered, bens = (
        journal.text("Hello?"),
        journal.text("Hi", texter=KIM),
        journal.text("Hi", number=BRANCH),
    )
    journal.give(cmd.Claim(waits), ANA)
    journal.reply(answered, "Yes", ANA)
    journal.give(cmd.Claim(bens), BEN)
    assert back(journal) == back(journal, "sue") == ()
    assert back(journal, "ana") == (ev.ConversationGivenBack(waits, "ana", AWAY),)
    journal.text("Still there?", texter=KIM)
    assert [one.conversation for one in back(journal, "ana")] == [waits, answered]
    journal.text("STOP")
    assert [one.conversation for one in back(journal, "ana", "ben")] == [answered, bens]


def test_who_took_it_meanwhile_keeps_it() -> None:
    journal = Journal()
    about = journal.text("Hello?")
    journal.give(cmd.Claim(about), ANA)
    (due,) = back(journal, "ana")
    journal.give(cmd.TakeOver(about, "ana"), BEN)
    assert back(journal, "ana") == ()
    assert due.holder == "ana"
    assert journal.inbox.conversations[about].holder == "ben"


def test_it_says_so_in_the_timeline_and_is_not_handed_back_at_once() -> None:
    journal = Journal()
    about = journal.text("Hello?")
    journal.give(cmd.Claim(about), ANA)
    journal.happen(*back(journal, "ana"))
    line = entry_of(journal.events[-1])
    assert line is not None
    assert (line.by, line.text) == ("", "given back: ana was away")
    conversation = journal.inbox.conversations[about]
    assert (conversation.holder, conversation.held_since) == ("", 0)
    assert conversation.waiting_since
    at = conversation.given_back_at
    assert at == journal.events[-1].at
    assert rests(conversation, "ana", at)
    assert rests(conversation, "ana", at + REST - 1)
    assert not rests(conversation, "ana", at + REST)
    assert not rests(conversation, "ben", at)


def test_a_clock_put_back_does_not_make_the_rest_a_day() -> None:
    journal = Journal()
    about = journal.text("Hello?")
    journal.give(cmd.Claim(about), ANA)
    journal.happen(*back(journal, "ana"))
    conversation = journal.inbox.conversations[about]
    assert not rests(conversation, "ana", conversation.given_back_at - 86_400_000)


def test_the_rest_ends_once_another_had_the_chance() -> None:
    journal = Journal()
    about = journal.text("Hello?")
    journal.give(cmd.Claim(about), ANA)
    journal.happen(*back(journal, "ana"))
    journal.give(cmd.Claim(about), BEN)
    assert journal.inbox.conversations[about].given_back_from == ""
    journal.give(cmd.Release(about), BEN)
    conversation = journal.inbox.conversations[about]
    assert not rests(conversation, "ana", conversation.given_back_at)


def test_by_hand_it_can_be_claimed_answered_and_closed_at_once() -> None:
    for command in (cmd.Claim, cmd.Close):
        journal = Journal()
        about = journal.text("Hello?", texter=SAM, number=SHOP)
        journal.give(cmd.Claim(about), ANA)
        journal.happen(*back(journal, "ana"))
        assert isinstance(journal.give(command(about), ANA), cmd.Granted)
        assert journal.inbox.conversations[about].given_back_from == ""


def test_a_late_release_by_who_lost_it_is_nothing_or_refused() -> None:
    journal = Journal()
    about = journal.text("Hello?")
    journal.give(cmd.Claim(about), ANA)
    journal.happen(*back(journal, "ana"))
    assert journal.give(cmd.Release(about, "ana"), ANA) == cmd.Granted(0)
    journal.give(cmd.Claim(about), SUE)
    assert isinstance(journal.give(cmd.Release(about, "ana"), ANA), cmd.Refused)
    assert journal.inbox.conversations[about].holder == "sue"


@given(journals())
def test_only_what_awaits_us_is_ever_given_back(journal: Journal) -> None:
    due = giving_back(journal.inbox, lambda agent: True)
    for one in due:
        conversation = journal.inbox.conversations[one.conversation]
        assert conversation.holder == one.holder != ""
        assert conversation.waiting_since and not conversation.closed
    journal.happen(*due)
    assert giving_back(journal.inbox, lambda agent: True) == ()
