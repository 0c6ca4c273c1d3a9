"""Tests of who may not be texted: by word, by an agent's word, on one number or on all."""

import pytest
from hypothesis import given

from tests.core.journal import ADA, ANA, BEN, BRANCH, KIM, SAM, SHOP, SUE, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.decide import decide
from tmchat.core.optout import widened
from tmchat.core.records import OptOutScope

EVERYWHERE = OptOutScope.ACCOUNT


def locked(journal: Journal) -> dict[int, bool]:
    """Each conversation and whether its texter may not be texted."""
    return {one.id: one.opted_out for one in journal.inbox.conversations.values()}


def happened(journal: Journal, since: int) -> list[ev.Happening]:
    """What happened after event `since`."""
    return [event.what for event in journal.events[since:]]


def test_help_leaves_a_line_and_nothing_else() -> None:
    journal = Journal()
    about = journal.text("Help!")
    entry = journal.inbox.head - 1
    assert happened(journal, entry) == [ev.HelpAsked(about, "HELP", entry)]
    assert not journal.inbox.conversations[about].opted_out
    assert journal.reply(about, "We are Maple Auto Parts.")


def test_a_likely_opt_out_asks_and_locks_nothing() -> None:
    journal = Journal()
    about = journal.text("please stop texting me")
    entry = journal.inbox.head - 1
    assert happened(journal, entry) == [ev.OptOutSuspected(about, entry)]
    conversation = journal.inbox.conversations[about]
    assert (conversation.asks_out, conversation.opted_out) == (entry, False)
    assert conversation.waiting_since
    assert journal.reply(about, "Sorry!")


def test_a_confirmed_opt_out_locks_and_names_agent_and_text() -> None:
    journal = Journal()
    about = journal.text("please stop texting me")
    entry = journal.inbox.head - 1
    journal.text("I mean it")
    before = journal.inbox.head
    assert isinstance(journal.give(cmd.OptOut(about, entry), BEN), cmd.Granted)
    assert happened(journal, before) == [
        ev.TexterOptedOut(about, "asked in words", entry, "ben"),
    ]
    assert journal.inbox.conversations[about].asks_out == 0
    assert journal.give(cmd.OptOut(about, entry)) == cmd.Granted()
    journal.text("leave me alone")
    assert not journal.inbox.conversations[about].asks_out
    journal.text("START")
    assert not journal.inbox.conversations[about].opted_out


def test_a_dismissed_one_asks_no_more_until_the_next() -> None:
    journal = Journal()
    about = journal.text("please stop texting me")
    first = journal.inbox.head - 1
    journal.text("leave me alone")
    second = journal.inbox.head - 1
    stale = journal.give(cmd.DismissOptOut(about, first))
    assert isinstance(stale, cmd.Refused) and stale.code == "moved-on"
    before = journal.inbox.head
    journal.give(cmd.DismissOptOut(about, second))
    assert happened(journal, before) == [ev.OptOutDismissed(about, second, "ana")]
    assert journal.give(cmd.DismissOptOut(about, second)) == cmd.Granted()
    assert not journal.inbox.conversations[about].asks_out


def test_an_agent_may_record_what_the_rule_missed_but_only_for_the_newest_text() -> None:
    journal = Journal()
    about = journal.text("enough of this")
    old = journal.inbox.head
    journal.text("get lost")
    for entry in (0, old, journal.inbox.head + 1):
        refused = journal.give(cmd.OptOut(about, entry))
        assert isinstance(refused, cmd.Refused) and refused.code == "moved-on"
    assert isinstance(journal.give(cmd.OptOut(about, journal.inbox.head)), cmd.Granted)
    assert journal.inbox.conversations[about].opted_out


@pytest.mark.parametrize("scope", OptOutScope)
def test_how_far_a_stop_reaches(scope: OptOutScope) -> None:
    journal = Journal(scope)
    shop, branch = journal.text("Hi"), journal.text("Hi", number=BRANCH)
    kim = journal.text("Hi", texter=KIM)
    journal.text("STOP")
    assert locked(journal) == {shop: True, branch: scope is EVERYWHERE, kim: False}
    before = journal.inbox.head
    journal.text("START", number=BRANCH)
    if scope is EVERYWHERE:
        entry = before + 1
        assert happened(journal, entry) == [
            ev.TexterOptedIn(branch, "START", entry),
            ev.TexterOptedIn(shop, "START", entry, elsewhere=True),
        ]
    assert locked(journal) == {shop: scope is OptOutScope.NUMBER, branch: False, kim: False}


def test_an_agents_record_reaches_as_far() -> None:
    journal = Journal(EVERYWHERE)
    shop, branch = journal.text("Hi"), journal.text("take me off your list", number=BRANCH)
    entry = journal.inbox.conversations[branch].asks_out
    journal.give(cmd.OptOut(branch, entry))
    assert locked(journal) == {shop: True, branch: True}
    assert journal.events[-1].what == ev.TexterOptedOut(
        shop, "asked in words", entry, "ana", elsewhere=True
    )


@pytest.mark.parametrize("words", ["Hi", "HELP", "please stop texting me", "STOP"])
def test_a_locked_texters_first_text_elsewhere_starts_locked(words: str) -> None:
    journal = Journal(EVERYWHERE)
    shop = journal.text("STOP")
    stop = journal.inbox.conversations[shop].opt_out_entry
    branch = journal.text(words, number=BRANCH)
    assert locked(journal) == {shop: True, branch: True}
    assert not journal.inbox.conversations[branch].waiting_since
    lock = journal.events[-1].what
    own = ev.TexterOptedOut(branch, "STOP", journal.inbox.head - 1)
    elsewhere = ev.TexterOptedOut(branch, "STOP", stop, elsewhere=True)
    assert lock == (own if words == "STOP" else elsewhere)


def test_a_first_text_elsewhere_may_lift_everything() -> None:
    journal = Journal(EVERYWHERE)
    shop = journal.text("STOP")
    branch = journal.text("unstop", number=BRANCH)
    assert locked(journal) == {shop: False, branch: False}


def test_a_wider_scope_locks_what_was_left_open() -> None:
    journal = Journal()
    shop, branch = journal.text("STOP"), journal.text("Hi", number=BRANCH)
    journal.text("Hi", texter=KIM)
    assert widened(journal.inbox) == ()
    journal.inbox.scope = EVERYWHERE
    stop = journal.inbox.conversations[shop].opt_out_entry
    assert widened(journal.inbox) == (ev.TexterOptedOut(branch, "STOP", stop, elsewhere=True),)
    journal.happen(*widened(journal.inbox))
    assert widened(journal.inbox) == ()


@given(journals(steps=60))
def test_who_opted_out_is_refused_whoever_replies(journal: Journal) -> None:
    """Told from the journal alone: the last keyword or record of each pair, in the desk's scope."""
    wide = journal.inbox.scope is EVERYWHERE
    pairs: dict[int, tuple[str, str]] = {}
    out: set[tuple[str, str]] = set()
    for event in journal.events:
        match event.what:
            case ev.ConversationOpened(texter, number):
                pairs[event.n] = texter, number
            case ev.TexterOptedOut(about, elsewhere=False):
                out.add(pairs[about])
            case ev.TexterOptedIn(about):
                out.discard(pairs[about])
    for about, pair in pairs.items():
        stopped = pair in out or (wide and any(texter == pair[0] for texter, _ in out))
        assert journal.inbox.conversations[about].opted_out == stopped
        reply = cmd.SendReply(about, "Hello", "ref", journal.inbox.head, anyway=True)
        for agent in (ANA, BEN, SUE, ADA) if stopped else ():
            decision = decide(journal.inbox, reply, agent)
            assert isinstance(decision, cmd.Refused) and decision.code == "opted-out"


def test_of_texter_lists_one_conversation_a_number() -> None:
    journal = Journal()
    shop, branch = journal.text("Hi"), journal.text("Hi", number=BRANCH)
    journal.text("again")
    assert [one.id for one in journal.inbox.of_texter(SAM)] == [shop, branch]
    assert journal.inbox.of_texter(KIM) == []
    assert journal.inbox.between(SAM, SHOP) == journal.inbox.conversations[shop]


def told(journal: Journal, arrival: Arrival) -> None:
    """A text arrives whose sending or first coming is known."""
    journal.happen(*arrive(journal.inbox, arrival))


@pytest.mark.parametrize("received", [0, 1])
def test_a_start_kept_unread_from_before_the_stop_lifts_nothing(received: int) -> None:
    journal = Journal()
    about = journal.text("Hi")
    before = journal.events[-1].at
    journal.text("STOP")
    kept = before if received else journal.events[-1].at + 5
    told(journal, Arrival(SAM, SHOP, "START", received_at=kept))
    assert locked(journal) == {about: bool(received)}


@pytest.mark.parametrize("number", [SHOP, BRANCH, "+12245550199"])
@pytest.mark.parametrize("overtaken", [False, True])
def test_account_wide_a_stop_counts_over_an_earlier_start_on_any_number(
    number: str, overtaken: bool
) -> None:
    journal = Journal(EVERYWHERE)
    journal.text("Hi", number=BRANCH)
    told(journal, Arrival(SAM, SHOP, "STOP", sent_at=600_000))
    told(journal, Arrival(SAM, number, "START", sent_at=540_000 if overtaken else 660_000))
    assert set(locked(journal).values()) == {overtaken}
