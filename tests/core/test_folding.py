"""Tests of a conversation after one event; which events come is tested with `decide`."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.core.journal import SAM, SHOP, Journal
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.entries import delivered, entry_of, further, supersedes
from tmchat.core.folding import LAST_LINE, fold
from tmchat.core.records import Attribution, Conversation, Delivery, Entry, EntryKind

AT = 50_000
HELD = Conversation(
    4,
    SAM,
    SHOP,
    holder="ana",
    held_since=9,
    waiting_since=3_000,
    waiting_entry=3,
    inbound=2,
    last_text=7,
)


def folded(before: Conversation, event: ev.Event) -> Conversation:
    return fold(before, event, entry_of(event))


def after(what: ev.Happening, before: Conversation = HELD) -> Conversation:
    return folded(before, ev.Event(20, AT, what))


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        (
            ev.TextArrived(4, "blue?"),
            {"inbound": 3, "last_text": 20, "last_kind": EntryKind.TEXT}
            | {"last_entry": 20, "last_at": AT, "last_line": "blue?", "last_said": 20},
        ),
        (
            ev.ReplyQueued(4, "yes", "r", "ana"),
            {"waiting_since": 0, "answered_wait": 3_000, "last_entry": 20}
            | {"waiting_entry": 0, "answered_entry": 3, "answered_by": 20, "last_said": 20}
            | {"last_reply": 20, "last_reply_by": "ana"}
            | {"last_at": AT, "last_kind": EntryKind.REPLY, "last_line": "yes"},
        ),
        (
            ev.ReplyQueued(4, "We are closed.", "r"),
            {"last_reply": 20, "last_entry": 20, "last_at": AT, "last_line": "We are closed."}
            | {"auto_replied_at": AT}
            | {"last_kind": EntryKind.AUTO_REPLY, "last_said": 20},
        ),
        (
            ev.NoteAdded(4, "vip", "ana"),
            {"last_entry": 20, "last_at": AT, "last_kind": EntryKind.NOTE, "last_line": "vip"}
            | {"last_said": 20},
        ),
        (
            ev.ConversationGivenBack(4, "ana", "away"),
            {"holder": "", "held_since": 0, "given_back_from": "ana", "given_back_at": AT},
        ),
        (ev.ConversationReleased(4, "ana", "ana"), {"holder": "", "held_since": 0}),
        (ev.ConversationTakenOver(4, "ben", "ana"), {"holder": "ben", "held_since": AT}),
        (
            ev.ConversationClosed(4, "ana"),
            {"closed": True, "holder": "", "held_since": 0, "waiting_since": 0}
            | {"waiting_entry": 0},
        ),
        (
            ev.TexterOptedOut(4, "STOP", 7),
            {"opted_out": True, "waiting_since": 0, "waiting_entry": 0}
            | {"opt_out_keyword": "STOP", "opt_out_entry": 7, "opt_out_at": AT},
        ),
        (ev.OptOutSuspected(4, 7), {"asks_out": 7}),
        (ev.OptOutDismissed(4, 7, "ana"), {}),
        (ev.HelpAsked(4, "HELP", 7), {}),
        (ev.TexterDescribed(4, name="Sam"), {"name": "Sam"}),
        (
            ev.TexterDescribed(4, attribution=Attribution(tag="t")),
            {"attribution": Attribution(tag="t")},
        ),
        (ev.TexterDescribed(4), {}),
        (ev.ConversationRead(4, "ana", 7, 2), {}),
    ],
)
def test_each_event_changes_this_and_nothing_else(
    what: ev.Happening, changed: dict[str, object]
) -> None:
    event = ev.Event(20, AT, what)
    entry = entry_of(event)
    if entry is not None:
        changed = {"last_entry": 20, **changed}
    assert folded(HELD, event) == replace(HELD, **changed)  # type: ignore[arg-type]


def test_what_changes_nothing_is_the_same_record() -> None:
    assert after(ev.ConversationRead(4, "ana", 7, 2)) is HELD
    assert after(ev.DeliveryChanged(4, 9, Delivery.SENT)) is HELD


def test_the_oldest_unanswered_text_counts() -> None:
    first = after(ev.TextArrived(4, "a"), replace(HELD, waiting_since=0))
    assert first.waiting_since == AT
    assert folded(first, ev.Event(21, AT + 5, ev.TextArrived(4, "b"))).waiting_since == AT


def test_the_last_line_is_bounded() -> None:
    assert after(ev.TextArrived(4, "x" * 5_000)).last_line == "x" * LAST_LINE


def test_a_refused_reply_answered_nobody() -> None:
    journal = Journal()
    about = journal.text("blue?")
    asked_at = journal.events[-1].at
    entry = journal.reply(about, "yes")
    assert journal.inbox.conversations[about].waiting_since == 0
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.FAILED, "no such number"))
    conversation = journal.inbox.conversations[about]
    assert conversation.waiting_since == asked_at
    assert conversation.trouble == entry
    journal.reply(about, "yes!")
    assert journal.inbox.conversations[about].trouble == 0


def test_two_refused_replies_in_a_row_answered_nobody_either() -> None:
    journal = Journal()
    about = journal.text("blue?")
    asked_at = journal.events[-1].at
    entries = [journal.reply(about, "yes"), journal.reply(about, "it is")]
    for entry in entries:
        journal.happen(ev.DeliveryChanged(about, entry, Delivery.FAILED, "no such number"))
    assert journal.inbox.conversations[about].waiting_since == asked_at


def test_a_failure_after_an_answer_that_arrived_makes_nobody_wait() -> None:
    journal = Journal()
    about = journal.text("blue?")
    first, second = journal.reply(about, "yes"), journal.reply(about, "it is")
    journal.happen(ev.DeliveryChanged(about, first, Delivery.SENT))
    journal.happen(ev.DeliveryChanged(about, second, Delivery.FAILED, "no such number"))
    assert journal.inbox.conversations[about].waiting_since == 0


@pytest.mark.parametrize("auto", [False, True])
def test_late_word_of_another_reply_says_nothing_of_the_text_now_answered(auto: bool) -> None:
    journal = Journal()
    about = journal.text("blue?")
    if auto:
        journal.happen(ev.ReplyQueued(about, "We are closed.", "auto"))
        earlier = journal.inbox.head
    else:
        earlier = journal.reply(about, "yes")
        journal.happen(ev.DeliveryChanged(about, earlier, Delivery.SENT))
    journal.text("and red?")
    asked_at = journal.inbox.conversations[about].waiting_since
    answer = journal.reply(about, "red too")
    journal.happen(ev.DeliveryChanged(about, earlier, Delivery.DELIVERED))
    journal.happen(ev.DeliveryChanged(about, answer, Delivery.FAILED, "no such number"))
    assert journal.inbox.conversations[about].waiting_since == asked_at


def test_an_auto_reply_that_failed_makes_nobody_wait_who_was_answered() -> None:
    journal = Journal()
    about = journal.text("blue?")
    journal.happen(ev.ReplyQueued(about, "We are closed.", "auto"))
    auto = journal.inbox.head
    answer = journal.reply(about, "yes")
    journal.happen(ev.DeliveryChanged(about, auto, Delivery.FAILED, "no such number"))
    assert journal.inbox.conversations[about].waiting_since == 0
    journal.happen(ev.DeliveryChanged(about, answer, Delivery.DELIVERED))
    assert journal.inbox.conversations[about].waiting_since == 0


def test_a_reply_that_a_stop_ended_makes_nobody_wait() -> None:
    journal = Journal()
    about = journal.text("blue?")
    entry = journal.reply(about, "yes")
    journal.text("STOP")
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.FAILED, "opted out"))
    assert journal.inbox.conversations[about].waiting_since == 0


def test_a_question_about_an_opt_out_ends_with_its_answer() -> None:
    asked = replace(HELD, asks_out=7)
    assert after(ev.OptOutDismissed(4, 7, "ana"), asked).asks_out == 0
    assert after(ev.TexterOptedOut(4, "STOP", 9), asked).asks_out == 0
    back = after(ev.TexterOptedIn(4, "START", 11), after(ev.TexterOptedOut(4, "STOP", 9)))
    assert (back.opted_out, back.opt_out_keyword, back.opt_out_entry) == (False, "", 0)


def test_a_texter_who_opted_out_waits_for_nobody() -> None:
    told = after(ev.TextArrived(4, "hello?"), replace(HELD, opted_out=True, waiting_since=0))
    assert told.waiting_since == 0


def test_a_reply_of_unknown_fate_is_trouble_but_may_have_answered() -> None:
    journal = Journal()
    about = journal.text("blue?")
    entry = journal.reply(about, "yes")
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.UNKNOWN, "time-out"))
    conversation = journal.inbox.conversations[about]
    assert (conversation.trouble, conversation.waiting_since) == (entry, 0)
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.SENT))
    assert journal.inbox.conversations[about].trouble == 0


def test_what_is_unknown_stays_so_until_told_or_decided() -> None:
    journal = Journal()
    about = journal.text("blue?")
    first, second = journal.reply(about, "yes"), journal.reply(about, "two left")
    for entry in (first, second):
        journal.happen(ev.DeliveryChanged(about, entry, Delivery.UNKNOWN, "time-out"))
    assert journal.inbox.conversations[about].unknown == (first, second)
    journal.reply(about, "are you there?")
    conversation = journal.inbox.conversations[about]
    assert (conversation.trouble, conversation.unknown) == (0, (first, second))
    journal.happen(ev.UnknownLeft(about, first, "ana"))
    assert journal.inbox.conversations[about].unknown == (second,)
    journal.happen(ev.DeliveryChanged(about, second, Delivery.SENT))
    assert journal.inbox.conversations[about].unknown == ()


@pytest.mark.parametrize(
    ("decide", "delivery"),
    [
        (lambda about, entry: ev.ReplyResent(about, entry, "ana", "r"), Delivery.QUEUED),
        (lambda about, entry: ev.ReplyMissed(about, entry), Delivery.QUEUED),
        (lambda about, entry: ev.UnknownLeft(about, entry, "ana"), Delivery.UNKNOWN),
    ],
)
def test_a_decision_takes_the_trouble_away_and_counts_over_what_was_told_before(
    decide: Callable[[int, int], ev.Happening], delivery: Delivery
) -> None:
    journal = Journal()
    about = journal.text("blue?")
    entry = journal.reply(about, "yes")
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.UNKNOWN, "time-out"))
    journal.happen(decide(about, entry))
    decided = journal.inbox.head
    conversation = journal.inbox.conversations[about]
    assert (conversation.trouble, conversation.unknown) == (0, ())
    reply = journal.timelines[about][entry]
    assert (reply.delivery, reply.decided) == (delivery, decided)
    late = ev.DeliveryChanged(about, entry, Delivery.SENT)
    assert delivered(reply, late) is reply
    news = replace(late, decided=decided)
    assert delivered(reply, news).delivery is Delivery.SENT
    assert journal.timelines[about][decided].kind is EntryKind.LINE


def test_only_a_decision_queues_what_is_unknown() -> None:
    entry = Entry(9, AT, EntryKind.REPLY, delivery=Delivery.UNKNOWN, decided=12)
    assert not supersedes(ev.DeliveryChanged(4, 9, Delivery.QUEUED, decided=12), entry)
    assert not supersedes(ev.DeliveryChanged(4, 9, Delivery.SENT, decided=11), entry)
    assert supersedes(ev.DeliveryChanged(4, 9, Delivery.QUEUED, decided=13), entry)


def test_a_failure_in_a_closed_conversation_makes_nobody_wait() -> None:
    journal = Journal()
    about = journal.text("blue?")
    entry = journal.reply(about, "yes")
    journal.give(cmd.Close(about))
    journal.happen(ev.DeliveryChanged(about, entry, Delivery.FAILED))
    assert journal.inbox.conversations[about].waiting_since == 0


@pytest.mark.parametrize(
    ("what", "by", "line"),
    [
        (ev.ConversationClaimed(4, "ana"), "ana", "claimed the conversation"),
        (ev.ConversationTakenOver(4, "ben", "ana"), "ben", "took over from ana"),
        (ev.ConversationReleased(4, "ana", "ana"), "ana", "released the conversation"),
        (
            ev.ConversationReleased(4, "sue", "ana"),
            "sue",
            "released the conversation, held by ana",
        ),
        (ev.ConversationClosed(4, "ana"), "ana", "closed the conversation"),
        (ev.ConversationReopened(4, "ana"), "ana", "reopened the conversation"),
        (ev.ConversationReopened(4), "", "a text reopened it"),
        (
            ev.TexterOptedOut(4, "STOP", 7),
            "",
            "the texter opted out with STOP: replies are locked",
        ),
        (
            ev.TexterOptedOut(4, "STOP", 7, elsewhere=True),
            "",
            "the texter opted out with STOP on another number: replies are locked",
        ),
        (
            ev.TexterOptedOut(4, "asked in words", 7, "ana"),
            "ana",
            "recorded an opt-out asked in words: replies are locked",
        ),
        (ev.TexterOptedIn(4, "START", 7), "", "the texter opted in again with START"),
        (
            ev.TexterOptedIn(4, "START", 7, elsewhere=True),
            "",
            "the texter opted in again with START on another number",
        ),
        (
            ev.OptOutSuspected(4, 7),
            "",
            "this may be an opt-out: it waits for an agent to confirm or dismiss it",
        ),
        (ev.OptOutDismissed(4, 7, "ana"), "ana", "dismissed it: no opt-out"),
        (
            ev.ReplyResent(4, 7, "ana", "r"),
            "ana",
            "had a reply sent again that may have arrived",
        ),
        (
            ev.ReplyMissed(4, 7),
            "",
            "the carrier does not have a reply that was sent: it is sent again",
        ),
        (
            ev.UnknownLeft(4, 7, "ana"),
            "ana",
            "left a reply as it is: nobody knows whether it arrived",
        ),
        (
            ev.HelpAsked(4, "HELP", 7),
            "",
            "the texter asked for help with HELP; nothing was sent",
        ),
    ],
)
def test_system_lines(what: ev.Happening, by: str, line: str) -> None:
    entry = entry_of(ev.Event(20, AT, what))
    assert entry is not None
    assert (entry.id, entry.at, entry.kind) == (20, AT, EntryKind.LINE)
    assert (entry.by, entry.text) == (by, line)


@pytest.mark.parametrize(
    "what",
    [
        ev.ConversationOpened(SAM, SHOP),
        ev.TexterDescribed(4, "Sam"),
        ev.DeliveryChanged(4, 9, Delivery.SENT),
        ev.ConversationRead(4, "ana", 7, 2),
        ev.NumberUnlisted(SHOP),
    ],
)
def test_events_without_a_line(what: ev.Happening) -> None:
    assert entry_of(ev.Event(20, AT, what)) is None


FORWARD = """
            queued sending unknown sent failed delivered scheduled held
queued      no     yes     yes     yes  yes    yes       no        yes
sending     yes    no      yes     yes  yes    yes       no        no
unknown     no     no      no      yes  yes    yes       no        no
sent        no     no      no      no   yes    yes       no        no
failed      no     no      no      no   no     no        no        no
delivered   no     no      no      no   no     no        no        no
scheduled   no     yes     yes     yes  yes    yes       no        yes
held        no     no      yes     yes  yes    yes       no        no
"""
HEAD, *ROWS = (line.split() for line in FORWARD.strip().splitlines())


@pytest.mark.parametrize(
    ("old", "new", "is_step"),
    [
        (Delivery(row[0]), Delivery(new), word == "yes")
        for row in ROWS
        for new, word in zip(HEAD, row[1:], strict=True)
    ],
)
def test_receipts_only_move_a_reply_forward(old: Delivery, new: Delivery, is_step: bool) -> None:
    assert further(old, new) is is_step


def test_the_table_of_steps_is_whole() -> None:
    assert [row[0] for row in ROWS] == HEAD
    assert set(HEAD) == set(Delivery)
