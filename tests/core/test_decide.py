"""Tests of which commands are granted and what then happens; roles alone are tested in `roles`."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ADA, ANA, BEN, SUE, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.decide import LONGEST_REPLY, decide
from tmchat.core.records import Agent, Delivery


@pytest.fixture
def journal() -> Journal:
    journal = Journal()
    journal.text("Do you have this in blue?")
    return journal


@pytest.fixture
def about(journal: Journal) -> int:
    return next(iter(journal.inbox.conversations))


def refusal(journal: Journal, command: cmd.Command, agent: Agent = ANA) -> str:
    """The code of the refusal, empty when the command is granted."""
    decision = decide(journal.inbox, command, agent)
    if isinstance(decision, cmd.Refused):
        assert decision.sentence.endswith(".")
        return decision.code
    return ""


def send(journal: Journal, about: int, text: str = "Yes", *, anyway: bool = False) -> cmd.SendReply:
    return cmd.SendReply(about, text, "ref", journal.inbox.head, anyway)


def test_a_reply_claims_an_unheld_conversation(journal: Journal, about: int) -> None:
    assert decide(journal.inbox, send(journal, about), ANA) == (
        ev.ConversationClaimed(about, "ana"),
        ev.ReplyQueued(about, "Yes", "ref", "ana"),
    )


def test_a_reply_reopens_a_closed_conversation(journal: Journal, about: int) -> None:
    journal.give(cmd.Close(about))
    assert decide(journal.inbox, send(journal, about), ANA) == (
        ev.ConversationReopened(about, "ana"),
        ev.ConversationClaimed(about, "ana"),
        ev.ReplyQueued(about, "Yes", "ref", "ana"),
    )


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u2003"])
def test_nothing_to_send(journal: Journal, about: int, text: str) -> None:
    assert refusal(journal, send(journal, about, text)) == "empty"
    assert refusal(journal, cmd.AddNote(about, text)) == "empty"


def test_the_longest_reply(journal: Journal, about: int) -> None:
    assert refusal(journal, send(journal, about, "x" * LONGEST_REPLY)) == ""
    assert refusal(journal, send(journal, about, "x" * (LONGEST_REPLY + 1))) == "too-long"
    assert refusal(journal, cmd.AddNote(about, "x" * 10 * LONGEST_REPLY)) == ""
    assert refusal(journal, cmd.AddNote(about, "x" * (10 * LONGEST_REPLY + 1))) == "too-long"


def test_a_reply_needs_its_reference(journal: Journal, about: int) -> None:
    assert refusal(journal, cmd.SendReply(about, "Yes", "", 99)) == "no-reference"


def test_a_reply_over_something_unseen_is_held(journal: Journal, about: int) -> None:
    seen = journal.inbox.head
    journal.text("or red?")
    late = cmd.SendReply(about, "Yes", "ref", seen)
    assert refusal(journal, late) == "held"
    anyway = cmd.SendReply(about, "Yes", "ref", seen, anyway=True)
    assert decide(journal.inbox, anyway, ANA) == (
        ev.ConversationClaimed(about, "ana"),
        ev.ReplyQueued(about, "Yes", "ref", "ana", anyway=True),
    )


def test_ones_own_reply_is_no_news(journal: Journal, about: int) -> None:
    seen = journal.inbox.head
    journal.give(cmd.SendReply(about, "Yes", "one", seen), ANA)
    assert refusal(journal, cmd.SendReply(about, "It is", "two", seen)) == ""
    journal.text("or red?")
    assert refusal(journal, cmd.SendReply(about, "We do", "three", seen)) == "held"


def test_an_automatic_reply_unseen_holds_too(journal: Journal, about: int) -> None:
    seen = journal.inbox.head
    journal.happen(ev.ReplyQueued(about, "We are closed.", "auto"))
    assert refusal(journal, cmd.SendReply(about, "Yes", "ref", seen)) == "held"


def test_what_is_no_word_holds_nothing(journal: Journal, about: int) -> None:
    seen = journal.inbox.head
    journal.give(cmd.AddNote(about, "vip"), BEN)
    entry = journal.inbox.head
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.SENT))
    assert refusal(journal, cmd.SendReply(about, "Yes", "ref", seen)) == ""


@pytest.mark.parametrize("agent", [ANA, SUE, ADA])
def test_nobody_texts_after_an_opt_out(journal: Journal, about: int, agent: Agent) -> None:
    journal.text("STOP")
    assert refusal(journal, send(journal, about, anyway=True), agent) == "opted-out"
    journal.text("START")
    assert refusal(journal, send(journal, about), agent) == ""


@pytest.fixture
def unknown(journal: Journal, about: int) -> int:
    """A reply of Ana's of which nobody knows whether it arrived."""
    entry = journal.reply(about, "Yes")
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.UNKNOWN, "The answer was cut."))
    return entry


def resend(journal: Journal, about: int, entry: int, ref: str = "again") -> cmd.ResendReply:
    return cmd.ResendReply(about, entry, ref, journal.inbox.head)


def test_what_is_unknown_is_sent_again_by_a_persons_word(
    journal: Journal, about: int, unknown: int
) -> None:
    command = resend(journal, about, unknown)
    assert decide(journal.inbox, command, ANA) == (ev.ReplyResent(about, unknown, "ana", "again"),)
    journal.give(command)
    assert journal.timelines[about][unknown].delivery is Delivery.QUEUED
    assert refusal(journal, resend(journal, about, unknown, "third")) == "settled"


def test_to_send_again_claims_and_reopens_as_a_reply_does(
    journal: Journal, about: int, unknown: int
) -> None:
    journal.give(cmd.Close(about))
    assert decide(journal.inbox, resend(journal, about, unknown), BEN) == (
        ev.ConversationReopened(about, "ben"),
        ev.ConversationClaimed(about, "ben"),
        ev.ReplyResent(about, unknown, "ben", "again"),
    )


def test_to_send_again_has_the_guards_of_a_reply(
    journal: Journal, about: int, unknown: int
) -> None:
    early = resend(journal, about, unknown)
    assert refusal(journal, resend(journal, about, unknown, "")) == "no-reference"
    assert refusal(journal, early, BEN) == "claimed"
    journal.text("or red?")
    assert refusal(journal, early) == "held"
    assert refusal(journal, resend(journal, about, unknown)) == ""
    journal.text("STOP")
    assert refusal(journal, resend(journal, about, unknown)) == "opted-out"


@pytest.mark.parametrize("make", [cmd.LookUpReply, cmd.LeaveReply, resend])
@pytest.mark.parametrize("state", [None, Delivery.SENDING, Delivery.SENT, Delivery.FAILED])
def test_only_what_is_unknown_can_be_settled(
    journal: Journal, about: int, make: Any, state: Delivery | None
) -> None:
    entry = journal.reply(about, "Yes")
    if state is not None:
        journal.happen(ev.DeliveryChanged(about, entry, state))
    command = resend(journal, about, entry) if make is resend else make(about, entry)
    assert refusal(journal, command) == "settled"


def test_what_is_unknown_is_left_once(journal: Journal, about: int, unknown: int) -> None:
    command = cmd.LeaveReply(about, unknown)
    assert refusal(journal, command, BEN) == "claimed"
    assert decide(journal.inbox, command, SUE) == (ev.UnknownLeft(about, unknown, "sue"),)
    journal.give(command)
    left = journal.timelines[about][unknown]
    assert (left.delivery, left.reason) == (
        Delivery.UNKNOWN,
        "It may have arrived; ana left it at that.",
    )
    assert refusal(journal, command) == "settled"
    assert refusal(journal, resend(journal, about, unknown)) == "settled"


def test_anybody_may_look_up(journal: Journal, about: int, unknown: int) -> None:
    journal.text("STOP")
    for agent in (ANA, BEN, SUE, ADA):
        assert decide(journal.inbox, cmd.LookUpReply(about, unknown), agent) == ()


HELD_BY_ANA = [
    # command, and what ben (agent), sue (supervisor) and ana herself are told
    (cmd.Claim, "claimed", "claimed", ()),
    (cmd.Release, "claimed", "claimed", ev.ConversationReleased),
    (cmd.Close, "claimed", ev.ConversationClosed, ev.ConversationClosed),
    (cmd.Reopen, (), (), ()),
]


@pytest.mark.parametrize(
    ("command", "agent", "told"),
    [
        (command, agent, told)
        for command, *cells in HELD_BY_ANA
        for agent, told in zip((BEN, SUE, ANA), cells, strict=True)
    ],
)
def test_what_another_holds(
    journal: Journal, about: int, command: type[cmd.Claim], agent: Agent, told: object
) -> None:
    journal.give(cmd.Claim(about))
    decision = decide(journal.inbox, command(about), agent)
    if isinstance(told, str):
        assert isinstance(decision, cmd.Refused)
        assert decision.code == told
        assert "ana" in decision.sentence
    elif isinstance(told, type):
        assert isinstance(decision, tuple)
        assert [type(one) for one in decision] == [told]
    else:
        assert decision == told


@pytest.mark.parametrize("agent", [BEN, SUE, ADA])
def test_replying_to_what_another_holds_needs_taking_over(
    journal: Journal, about: int, agent: Agent
) -> None:
    journal.give(cmd.Claim(about))
    assert refusal(journal, send(journal, about, anyway=True), agent) == "claimed"
    assert decide(journal.inbox, cmd.TakeOver(about, "ana"), agent) == (
        ev.ConversationTakenOver(about, agent.name, "ana"),
    )


def test_taking_over_names_who_is_known_to_hold(journal: Journal, about: int) -> None:
    journal.give(cmd.Claim(about))
    assert refusal(journal, cmd.TakeOver(about, "sue"), BEN) == "claimed"
    assert decide(journal.inbox, cmd.TakeOver(about, "ana"), ANA) == ()
    journal.give(cmd.Release(about))
    assert decide(journal.inbox, cmd.TakeOver(about, "ana"), BEN) == (
        ev.ConversationClaimed(about, "ben"),
    )


def test_a_release_names_who_is_known_to_hold(journal: Journal, about: int) -> None:
    journal.give(cmd.Claim(about))
    assert decide(journal.inbox, cmd.Release(about, "ana"), SUE) == (
        ev.ConversationReleased(about, "sue", "ana"),
    )
    assert refusal(journal, cmd.Release(about, "ana"), BEN) == "claimed"
    assert refusal(journal, cmd.Release(about, "sue"), SUE) == "claimed"


@pytest.mark.parametrize("late", ["", "ana"])
@pytest.mark.parametrize("agent", [ANA, SUE, ADA])
def test_a_late_release_never_frees_the_next_holders_claim(
    journal: Journal, about: int, agent: Agent, late: str
) -> None:
    journal.give(cmd.Claim(about), ANA)
    journal.give(cmd.Release(about), ANA)
    journal.give(cmd.Claim(about), BEN)
    decision = decide(journal.inbox, cmd.Release(about, late), agent)
    assert isinstance(decision, cmd.Refused)
    assert "ben" in decision.sentence


def test_anothers_reply_is_news_although_ones_own_came_after_it(
    journal: Journal, about: int
) -> None:
    seen = journal.inbox.head
    journal.reply(about, "Yes", BEN)
    journal.give(cmd.TakeOver(about, "ben"), ANA)
    journal.reply(about, "We do", ANA)
    journal.reply(about, "Really", ANA)
    assert refusal(journal, cmd.SendReply(about, "Yes", "ref", seen), ANA) == "held"
    assert refusal(journal, cmd.SendReply(about, "Yes", "ref", journal.inbox.head), ANA) == ""


@pytest.mark.parametrize("command", [cmd.Claim, cmd.TakeOver])
def test_what_is_closed_is_reopened_first(
    journal: Journal, about: int, command: type[cmd.Claim | cmd.TakeOver]
) -> None:
    journal.give(cmd.Close(about))
    taking = cmd.Claim(about) if command is cmd.Claim else cmd.TakeOver(about, "ana")
    assert refusal(journal, taking) == "closed"
    journal.give(cmd.Reopen(about), BEN)
    assert refusal(journal, taking) == ""


def test_closing_and_reopening_twice_is_nothing(journal: Journal, about: int) -> None:
    assert decide(journal.inbox, cmd.Reopen(about), ANA) == ()
    journal.give(cmd.Close(about))
    assert decide(journal.inbox, cmd.Close(about), ANA) == ()
    assert decide(journal.inbox, cmd.Release(about), ANA) == ()


def test_a_read_mark_moves_forward_and_never_past_the_end(journal: Journal, about: int) -> None:
    end = journal.inbox.head
    far = cmd.MarkRead(about, 1 << 40, 1 << 40)
    assert decide(journal.inbox, far, ANA) == (ev.ConversationRead(about, "ana", end, 1),)
    journal.give(far)
    assert decide(journal.inbox, far, ANA) == ()
    assert decide(journal.inbox, cmd.MarkRead(about, end - 1, 1), ANA) == ()
    assert decide(journal.inbox, cmd.MarkRead(about, -5, -5), BEN) == ()


def test_marking_unread_leaves_one_text_unread(journal: Journal, about: int) -> None:
    assert decide(journal.inbox, cmd.MarkUnread(about), ANA) == ()
    journal.text("or red?")
    journal.give(cmd.MarkRead(about, journal.inbox.head, 2))
    journal.give(cmd.MarkUnread(about))
    conversation = journal.inbox.conversations[about]
    assert journal.inbox.unread("ana", conversation) == 1
    assert journal.inbox.mark("ana", about).upto == conversation.last_text - 1
    journal.give(cmd.MarkRead(about, conversation.last_entry, conversation.inbound))
    assert journal.inbox.unread("ana", conversation) == 0


@pytest.mark.parametrize(
    "command",
    [
        *(kind(99) for kind in (cmd.Claim, cmd.Release, cmd.Close, cmd.Reopen, cmd.MarkUnread)),
        *(cmd.SendReply(99, "x", "r", 0), cmd.AddNote(99, "x"), cmd.TakeOver(99, "ana")),
        cmd.MarkRead(99, 1, 1),
        *(cmd.OptOut(99, 1), cmd.DismissOptOut(99, 1)),
    ],
)
def test_an_unknown_conversation(journal: Journal, command: cmd.Command) -> None:
    assert refusal(journal, command) == "unknown"


@given(journals(), st.sampled_from([ANA, BEN, SUE, ADA]), st.text(min_size=1, max_size=5))
def test_whoever_saw_everything_may_reply_unless_locked_or_held(
    journal: Journal, agent: Agent, text: str
) -> None:
    for conversation in journal.inbox.conversations.values():
        command = cmd.SendReply(conversation.id, text, "ref", journal.inbox.head)
        code = refusal(journal, command, agent)
        if not text.strip():
            assert code == "empty"
        elif conversation.opted_out:
            assert code == "opted-out"
        elif conversation.holder not in ("", agent.name):
            assert code == "claimed"
        else:
            assert code == ""


def test_numbers_of_another_journal_were_not_seen_here(journal: Journal, about: int) -> None:
    far = cmd.SendReply(about, "Yes", "ref", journal.inbox.head + 1)
    assert refusal(journal, far) == "held"


def test_only_what_moved_on_is_journalled_as_sent_all_the_same(
    journal: Journal, about: int
) -> None:
    (*_, queued) = decide(journal.inbox, send(journal, about, anyway=True), ANA)  # type: ignore[misc]
    assert queued == ev.ReplyQueued(about, "Yes", "ref", "ana", anyway=False)


def test_closing_over_a_text_that_came_meanwhile_is_refused(journal: Journal, about: int) -> None:
    seen = journal.inbox.head
    journal.text("No, wait")
    assert refusal(journal, cmd.Close(about, seen)) == "moved-on"
    assert refusal(journal, cmd.Close(about, journal.inbox.head)) == ""
    assert refusal(journal, cmd.Close(about)) == ""
