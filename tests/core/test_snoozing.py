"""Tests of putting a conversation off: what waits meanwhile, what wakes it, who may."""

import pytest

from tests.core.journal import ANA, BEN, KIM, SUE, Journal
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import later
from tmchat.core.records import Conversation, Delivery
from tmchat.core.snoozing import LONGEST, too_late, waking
from tmchat.core.views import View, belongs

LATER = 1_000_000


class Desk:
    """A journal with one conversation in which a text waits."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.about = self.journal.text("Do you have this in blue?")
        self.asked = self.conversation.waiting_entry

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is."""
        return self.journal.inbox.conversations[self.about]

    def snooze(self, until: int = LATER) -> None:
        """Ana puts it off."""
        outcome = self.journal.give(cmd.Snooze(self.about, until))
        assert isinstance(outcome, cmd.Granted), outcome

    def waits(self) -> int:
        """The text that waits, 0 for none."""
        one = self.conversation
        assert belongs(View.WAITING, one, "ana") is bool(one.waiting_entry)
        return one.waiting_entry


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_meanwhile_nothing_waits_and_its_time_brings_it_back_to_its_place(desk: Desk) -> None:
    desk.journal.text("Hello?", texter=KIM)
    desk.snooze()
    assert (desk.waits(), desk.conversation.snoozed_by) == (0, "ana")
    assert waking(desk.journal.inbox, LATER - 1) == ()
    assert waking(desk.journal.inbox, LATER) == (later.ConversationWoken(desk.about),)
    desk.journal.happen(*waking(desk.journal.inbox, LATER))
    assert desk.waits() == desk.asked
    assert desk.conversation.snoozed_by == ""
    assert waking(desk.journal.inbox, 2 * LATER) == ()


@pytest.mark.parametrize("until", [0, LATER])
def test_the_next_text_wakes_it(desk: Desk, until: int) -> None:
    desk.snooze(until)
    desk.journal.text("Still there?")
    assert (desk.waits(), desk.conversation.snoozed_by) == (desk.asked, "")
    assert desk.journal.inbox.timed == set()


def test_until_the_next_text_no_time_wakes_it(desk: Desk) -> None:
    desk.snooze(0)
    assert waking(desk.journal.inbox, 10**15) == ()


def test_a_reminder_waits_from_the_time_it_was_set_for(desk: Desk) -> None:
    desk.journal.reply(desk.about, "We'll call tomorrow.")
    desk.snooze()
    desk.journal.happen(*waking(desk.journal.inbox, LATER))
    assert desk.waits() == desk.journal.inbox.head


def test_it_can_be_taken_back_and_is_as_it_was(desk: Desk) -> None:
    before = desk.conversation
    desk.snooze()
    desk.journal.give(cmd.Wake(desk.about))
    after = desk.conversation
    assert (after.waiting_since, after.waiting_entry) == (
        before.waiting_since,
        before.waiting_entry,
    )
    assert desk.journal.give(cmd.Wake(desk.about)) == cmd.Granted(0)
    desk.journal.reply(desk.about, "Yes.")
    desk.snooze()
    desk.journal.give(cmd.Wake(desk.about))
    assert desk.waits() == 0


def test_another_time_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.snooze()
    desk.snooze(2 * LATER)
    assert desk.journal.give(cmd.Snooze(desk.about, 2 * LATER)) == cmd.Granted(0)
    assert waking(desk.journal.inbox, LATER) == ()
    desk.journal.happen(*waking(desk.journal.inbox, 2 * LATER))
    assert desk.waits() == desk.asked


def test_an_answer_ends_it_and_a_failed_one_brings_the_text_back(desk: Desk) -> None:
    desk.snooze()
    entry = desk.journal.reply(desk.about, "Yes, we do.")
    assert (desk.waits(), desk.conversation.snoozed_by) == (0, "")
    desk.snooze()
    desk.journal.happen(ev.DeliveryChanged(desk.about, entry, Delivery.FAILED, "No."))
    assert (desk.waits(), desk.conversation.snoozed_by) == (desk.asked, "")


def test_closing_and_an_opt_out_end_it(desk: Desk) -> None:
    desk.snooze()
    desk.journal.give(cmd.Close(desk.about))
    assert desk.conversation.snoozed_by == ""
    desk.journal.give(cmd.Reopen(desk.about))
    desk.snooze()
    desk.journal.give(cmd.OptOut(desk.about, desk.conversation.last_text))
    assert desk.conversation.snoozed_by == ""
    assert waking(desk.journal.inbox, 2 * LATER) == ()


def test_what_may_not_be_put_off_is_refused(desk: Desk) -> None:
    def code(command: cmd.Command, agent: object = BEN) -> str:
        outcome = desk.journal.give(command, agent)  # type: ignore[arg-type]
        return outcome.code if isinstance(outcome, cmd.Refused) else ""

    seen = desk.asked
    desk.journal.text("And in red?")
    assert code(cmd.Snooze(desk.about, LATER, seen)) == "moved-on"
    desk.journal.give(cmd.Claim(desk.about), ANA)
    assert code(cmd.Snooze(desk.about, LATER)) == "claimed"
    desk.snooze()
    assert code(cmd.Wake(desk.about)) == "claimed"
    assert code(cmd.Wake(desk.about), SUE) == ""
    desk.journal.give(cmd.Close(desk.about), ANA)
    assert code(cmd.Snooze(desk.about, LATER)) == "closed"
    assert code(cmd.Snooze(99)) == "unknown"


def test_only_a_time_to_come_can_be_kept() -> None:
    assert too_late(cmd.Snooze(1, 5_000), 5_000) is not None
    assert too_late(cmd.Snooze(1, 5_001), 5_000) is None
    assert too_late(cmd.Snooze(1, 5_001 + LONGEST), 5_000) is not None
    assert too_late(cmd.Snooze(1), 5_000) is None
    assert too_late(cmd.Wake(1), 5_000) is None


def test_the_timeline_says_so(desk: Desk) -> None:
    desk.snooze()
    desk.journal.happen(*waking(desk.journal.inbox, LATER))
    desk.snooze(0)
    desk.journal.give(cmd.Wake(desk.about))
    lines = [
        (one.by, one.text, one.due) for one in list(desk.journal.timelines[desk.about].values())[1:]
    ]
    assert lines == [
        ("ana", "snoozed it until", LATER),
        ("", "woke: its time has come", 0),
        ("ana", "snoozed it until the next text", 0),
        ("ana", "woke it", 0),
    ]
