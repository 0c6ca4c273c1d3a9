"""Tests of the desk as one object that events change; single steps are tested with `folding`."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ANA, BEN, SAM, SHOP, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import (
    ConversationChanged,
    EntryAdded,
    Inbox,
    MarkMoved,
    NumbersChanged,
    Snapshot,
)
from tmchat.core.plainform import plain, record
from tmchat.core.records import Delivery, EntryKind, NumberGroup, ReadMark, TrackingNumber

AGENTS = ("ana", "ben", "sue", "ada")


@given(journals(steps=40), st.data())
def test_a_fresh_state_and_the_events_after_it_are_the_state(
    journal: Journal, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(journal.events)))
    agent = data.draw(st.sampled_from(AGENTS))
    early = Inbox()
    for event in journal.events[:cut]:
        early.apply(event)
    form = json.loads(json.dumps(plain(early.snapshot(agent))))
    late = Inbox.of(record(Snapshot, form), agent)
    for event in journal.events[cut:]:
        late.apply(event)
    assert late.snapshot(agent) == journal.inbox.snapshot(agent)
    for conversation in journal.inbox.conversations.values():
        assert late.between(conversation.texter, conversation.number) == conversation
        assert late.unread(agent, conversation) == journal.inbox.unread(agent, conversation)


@given(journals(steps=40))
def test_what_always_holds(journal: Journal) -> None:
    for conversation in journal.inbox.conversations.values():
        entries = journal.timelines.get(conversation.id, {}).values()
        texts = [one for one in entries if one.kind is EntryKind.TEXT]
        replies = [one for one in entries if one.kind in (EntryKind.REPLY, EntryKind.AUTO_REPLY)]
        assert conversation.inbound == len(texts)
        assert conversation.last_text == max((one.id for one in texts), default=0)
        assert conversation.last_reply == max((one.id for one in replies), default=0)
        assert conversation.last_entry == max((one.id for one in entries), default=0)
        assert bool(conversation.holder) == bool(conversation.held_since)
        assert not (conversation.closed and conversation.holder)
        assert not (conversation.closed and conversation.waiting_since)
        for agent in AGENTS:
            mark = journal.inbox.mark(agent, conversation.id)
            assert 0 <= mark.upto <= conversation.last_entry
            assert 0 <= journal.inbox.unread(agent, conversation) <= conversation.inbound


@given(journals(steps=40))
def test_the_changes_name_all_that_changed(journal: Journal) -> None:
    """Who paints by changes alone sees every record as it is."""
    seen: dict[int, object] = {}
    entries: dict[int, int] = {}
    for changes in journal.changes:
        for change in changes:
            if isinstance(change, ConversationChanged):
                assert seen.get(change.conversation) == change.before
                assert change.after != change.before
                seen[change.conversation] = change.after
            if isinstance(change, EntryAdded):
                assert change.entry.id > entries.get(change.conversation, 0)
                entries[change.conversation] = change.entry.id
    assert seen == journal.inbox.conversations


@given(journals(steps=40))
def test_nobody_takes_a_conversation_without_its_holder_losing_it(journal: Journal) -> None:
    """At most one agent holds: a claim finds nobody, a take-over and a release name the holder."""
    holder: dict[int, str] = {}
    for event in journal.events:
        match event.what:
            case ev.ConversationClaimed(about, by):
                assert holder.get(about, "") == ""
                holder[about] = by
            case ev.ConversationTakenOver(about, by, before) | ev.ConversationReleased(
                about, by, before
            ):
                assert holder[about] == before != ""
                taken = isinstance(event.what, ev.ConversationTakenOver)
                holder[about] = by if taken else ""
            case ev.ConversationGivenBack(about, before):
                assert holder[about] == before != ""
                holder[about] = ""
            case ev.ConversationClosed(about):
                holder[about] = ""
            case ev.ReplyQueued(about, by=by):
                assert holder[about] == by
    for about, who in holder.items():
        assert journal.inbox.conversations[about].holder == who


@given(journals(steps=40))
def test_nothing_is_queued_after_an_opt_out(journal: Journal) -> None:
    locked: set[int] = set()
    for event in journal.events:
        match event.what:
            case ev.TexterOptedOut(about):
                assert about not in locked
                locked.add(about)
            case ev.TexterOptedIn(about):
                locked.remove(about)
            case ev.ReplyQueued(about):
                assert about not in locked


@pytest.mark.parametrize("n", [0, 1, 3, 99])
def test_an_event_out_of_turn_is_refused(n: int) -> None:
    inbox = Inbox()
    inbox.apply(ev.Event(1, 0, ev.ConversationOpened(SAM, SHOP)))
    with pytest.raises(ValueError, match="does not follow"):
        inbox.apply(ev.Event(n, 0, ev.TextArrived(1, "x")))
    assert inbox.head == 1
    assert inbox.conversations[1].inbound == 0


def test_unread_counts_the_texts_after_the_mark() -> None:
    journal = Journal()
    about = journal.text("one")
    journal.text("two")
    conversation = journal.inbox.conversations[about]
    assert journal.inbox.unread("ana", conversation) == 2
    journal.give(cmd.MarkRead(about, conversation.last_entry, conversation.inbound))
    assert journal.inbox.unread("ana", conversation) == 0
    assert journal.inbox.unread("ben", conversation) == 2
    journal.reply(about, "yes?")
    journal.give(cmd.AddNote(about, "a note"))
    assert journal.inbox.unread("ana", journal.inbox.conversations[about]) == 0
    journal.text("three")
    assert journal.inbox.unread("ana", journal.inbox.conversations[about]) == 1


def test_a_snapshot_has_the_marks_of_one_agent_only() -> None:
    journal = Journal()
    about = journal.text("one")
    last = journal.inbox.head
    journal.give(cmd.MarkRead(about, last, 1), ANA)
    journal.give(cmd.MarkRead(about, last, 1), BEN)
    assert journal.inbox.snapshot("ana").marks == (ReadMark(about, last, 1),)
    assert dict(journal.inbox.marks()).keys() == {"ana", "ben"}
    assert journal.changes[-1] == [MarkMoved(about, "ben")]


def test_numbers_and_groups() -> None:
    journal = Journal()
    number = TrackingNumber(SHOP, 7, "Shop", 1)
    journal.happen(ev.GroupListed(NumberGroup(1, "Tires")), ev.NumberListed(number))
    assert journal.changes == [[NumbersChanged("")], [NumbersChanged(SHOP)]]
    attached = TrackingNumber(SHOP, 7, "Shop", 1, attached=True, route_before={"route_type": "x"})
    journal.happen(ev.NumberAttached(attached, "ada"))
    assert journal.inbox.numbers[SHOP].attached
    journal.happen(ev.NumberDetached(number, "ada"))
    assert journal.inbox.numbers == {SHOP: number}
    journal.happen(ev.NumberUnlisted(SHOP), ev.NumberUnlisted(SHOP))
    assert journal.inbox.numbers == {}


def test_an_event_of_an_unknown_conversation_changes_nothing() -> None:
    journal = Journal()
    journal.happen(ev.TextArrived(5, "x"), ev.DeliveryChanged(5, 6, Delivery.SENT))
    assert journal.changes == [[], []]
    assert journal.inbox.head == 2
