"""Tests of replies for later: kept, sent at their time once, held, cancelled."""

from zoneinfo import ZoneInfo

import pytest

from tests.core.journal import ANA, BEN, SUE, Journal, no_zone
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import later
from tmchat.core.quiet import FindZone
from tmchat.core.records import Agent, Conversation, Delivery, Entry, EntryKind
from tmchat.core.scheduling import LATE, MOST, falling_due
from tmchat.core.snoozing import too_late

DUE = 1_000_000


class Desk:
    """A journal with one conversation in which Ana schedules replies."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.about = self.journal.text("Do you have this in blue?")

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is."""
        return self.journal.inbox.conversations[self.about]

    def schedule(self, text: str = "Yes!", agent: Agent = ANA, due: int = DUE) -> int:
        """Somebody who has seen everything schedules a reply; its entry."""
        head = self.journal.inbox.head
        command = cmd.ScheduleReply(self.about, text, f"ref-{head}", head, due)
        outcome = self.journal.give(command, agent)
        assert isinstance(outcome, cmd.Granted), outcome
        return self.journal.inbox.head

    def pass_to(self, now: int, zone_of: FindZone = no_zone) -> tuple[ev.Happening, ...]:
        """The hub's clock shows `now`."""
        happened = falling_due(self.journal.inbox, now, zone_of)
        self.journal.happen(*happened)
        return happened

    def entry(self, entry: int) -> Entry:
        """An entry as it is."""
        return self.journal.timelines[self.about][entry]

    def code(self, command: cmd.Command, agent: Agent = ANA) -> str:
        """Why a command is refused, empty where it is not."""
        outcome = self.journal.give(command, agent)
        return outcome.code if isinstance(outcome, cmd.Refused) else ""


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_it_is_kept_shown_and_goes_out_at_its_time_once(desk: Desk) -> None:
    entry = desk.schedule()
    assert desk.conversation.holder == "ana"
    assert desk.conversation.waiting_since
    shown = desk.entry(entry)
    assert (shown.kind, shown.delivery, shown.due, shown.text) == (
        EntryKind.SCHEDULED,
        Delivery.SCHEDULED,
        DUE,
        "Yes!",
    )
    assert desk.pass_to(DUE - 1) == ()
    assert desk.pass_to(DUE) == (
        later.ScheduleEnded(desk.about, entry, True),
        ev.ReplyQueued(desk.about, "Yes!", f"due:{entry}", "ana"),
    )
    assert desk.entry(entry).delivery is Delivery.SENT
    assert desk.conversation.scheduled == ()
    assert desk.conversation.waiting_since == 0
    assert desk.pass_to(2 * DUE) == ()
    assert desk.journal.inbox.timed == set()


def test_a_text_that_came_since_holds_it_and_is_told(desk: Desk) -> None:
    entry = desk.schedule()
    desk.journal.text("Never mind, I found one.")
    (held,) = desk.pass_to(DUE)
    assert held == later.ScheduleHeld(desk.about, entry, "The texter wrote since.")
    assert desk.entry(entry).delivery is Delivery.HELD
    assert desk.pass_to(2 * DUE) == ()
    assert [one.held for one in desk.conversation.scheduled] == ["The texter wrote since."]


def test_a_colleagues_reply_or_claim_holds_it_and_the_conversation_waits(desk: Desk) -> None:
    desk.schedule()
    desk.journal.give(cmd.TakeOver(desk.about, "ana"), BEN)
    desk.journal.reply(desk.about, "Ben here.", BEN)
    (held,) = desk.pass_to(DUE)
    assert isinstance(held, later.ScheduleHeld)
    assert held.reason == "Somebody else replied since."
    assert desk.conversation.waiting_entry == desk.journal.inbox.head
    other = Desk()
    other.schedule()
    other.journal.give(cmd.TakeOver(other.about, "ana"), BEN)
    (held,) = other.pass_to(DUE)
    assert isinstance(held, later.ScheduleHeld)
    assert held.reason == "ben holds the conversation by now."


def test_ones_own_words_since_are_no_news(desk: Desk) -> None:
    desk.schedule()
    desk.journal.reply(desk.about, "By the way.")
    desk.journal.give(cmd.Release(desk.about, "ana"))
    assert isinstance(desk.pass_to(DUE)[-1], ev.ReplyQueued)
    assert desk.conversation.holder == "ana"


def test_nothing_goes_out_after_an_opt_out(desk: Desk) -> None:
    entry = desk.schedule()
    desk.journal.text("STOP")
    assert desk.pass_to(1) == (
        later.ScheduleEnded(desk.about, entry, False, "The texter opted out."),
    )
    assert desk.entry(entry).delivery is Delivery.FAILED
    assert desk.pass_to(DUE) == ()


def test_a_hub_that_was_down_holds_what_is_long_past(desk: Desk) -> None:
    desk.schedule()
    assert isinstance(falling_due(desk.journal.inbox, DUE + LATE, no_zone)[-1], ev.ReplyQueued)
    (held,) = desk.pass_to(DUE + LATE + 1)
    assert isinstance(held, later.ScheduleHeld)
    assert held.reason == "The hub was not running at its time."


def test_quiet_hours_put_it_off_even_when_its_time_was_allowed_once(desk: Desk) -> None:
    night = 1_795_921_200_000  # 22:00 in Toronto, on 28 November 2026
    desk.schedule(due=night)
    assert desk.pass_to(night, ZoneInfo) == ()
    assert desk.pass_to(night + 10 * 3_600_000 - 1, ZoneInfo) == ()
    assert isinstance(desk.pass_to(night + 10 * 3_600_000, ZoneInfo)[-1], ev.ReplyQueued)
    late = Desk()
    late.schedule(due=night - 3_600_000 - 1)  # just before 21:00
    assert late.pass_to(night - 3_600_000 - 1, ZoneInfo) == ()
    assert late.pass_to(night - 3_600_000, ZoneInfo) == ()
    assert isinstance(late.pass_to(night + 10 * 3_600_000, ZoneInfo)[-1], ev.ReplyQueued)


def test_no_console_takes_the_name_under_which_it_goes_out(desk: Desk) -> None:
    entry = desk.schedule()
    note = cmd.AddNote(desk.about, "mine", f"due:{entry}")
    assert desk.code(note, BEN) == "reserved"
    assert isinstance(desk.pass_to(DUE)[-1], ev.ReplyQueued)


def test_of_two_the_second_is_judged_with_what_the_first_changed(desk: Desk) -> None:
    first = desk.schedule()
    desk.journal.give(cmd.Release(desk.about, "ana"))
    second = desk.schedule("Ben's", BEN)
    desk.journal.give(cmd.Release(desk.about, "ben"), BEN)
    assert desk.pass_to(DUE)[0] == later.ScheduleEnded(desk.about, first, True)
    assert desk.pass_to(DUE) == (
        later.ScheduleHeld(desk.about, second, "Somebody else replied since."),
    )


def test_a_closed_conversation_is_opened_by_it_unless_something_came(desk: Desk) -> None:
    desk.schedule()
    desk.journal.give(cmd.Close(desk.about))
    assert isinstance(desk.pass_to(DUE)[-1], ev.ReplyQueued)
    assert (desk.conversation.closed, desk.conversation.holder) == (False, "ana")
    other = Desk()
    entry = other.schedule()
    other.journal.text("Found one.")
    other.journal.give(cmd.Close(other.about))
    (ended,) = other.pass_to(DUE)
    assert isinstance(ended, later.ScheduleEnded)
    assert (ended.entry, ended.sent) == (entry, False)


def test_it_can_be_sent_now_with_the_guards_of_any_reply(desk: Desk) -> None:
    entry = desk.schedule()
    seen = desk.journal.inbox.head
    desk.journal.text("And in red?")
    assert desk.code(cmd.SendScheduled(desk.about, entry, seen)) == "held"
    assert desk.code(cmd.SendScheduled(desk.about, entry, seen + 9), BEN) == "claimed"
    assert desk.code(cmd.SendScheduled(desk.about, entry, desk.journal.inbox.head)) == ""
    assert desk.entry(entry).delivery is Delivery.SENT
    assert desk.code(cmd.SendScheduled(desk.about, entry, seen + 9)) == "settled"
    sent = [one for one in desk.journal.events if isinstance(one.what, ev.ReplyQueued)]
    assert len(sent) == 1


def test_it_can_be_cancelled_by_its_agent_and_whoever_may_overrule(desk: Desk) -> None:
    entry = desk.schedule()
    assert desk.code(cmd.CancelScheduled(desk.about, entry), BEN) == "claimed"
    assert desk.code(cmd.CancelScheduled(desk.about, entry), SUE) == ""
    assert (desk.entry(entry).delivery, desk.entry(entry).reason) == (
        Delivery.FAILED,
        "Cancelled by sue.",
    )
    assert desk.code(cmd.CancelScheduled(desk.about, entry)) == "settled"
    mine = desk.schedule("Mine")
    desk.journal.give(cmd.TakeOver(desk.about, "ana"), BEN)
    assert desk.code(cmd.CancelScheduled(desk.about, mine)) == ""
    assert desk.pass_to(DUE) == ()


def test_what_may_not_be_sent_may_not_be_scheduled(desk: Desk) -> None:
    seen = desk.journal.inbox.head
    assert desk.code(cmd.ScheduleReply(desk.about, " ", "a", seen, DUE)) == "empty"
    assert desk.code(cmd.ScheduleReply(desk.about, "x" * 1601, "a", seen, DUE)) == "too-long"
    assert desk.code(cmd.ScheduleReply(desk.about, "Yes", "", seen, DUE)) == "no-reference"
    desk.journal.text("Hello?")
    assert desk.code(cmd.ScheduleReply(desk.about, "Yes", "a", seen, DUE)) == "held"
    for _ in range(MOST):
        desk.schedule()
    head = desk.journal.inbox.head
    assert desk.code(cmd.ScheduleReply(desk.about, "Yes", "z", head, DUE)) == "too-many"
    desk.journal.text("STOP")
    head = desk.journal.inbox.head
    assert desk.code(cmd.ScheduleReply(desk.about, "Yes", "y", head, DUE)) == "opted-out"


def test_a_repeated_command_schedules_once(desk: Desk) -> None:
    command = cmd.ScheduleReply(desk.about, "Yes", "r", desk.journal.inbox.head, DUE)
    assert desk.journal.give(command) == desk.journal.give(command)
    assert len(desk.conversation.scheduled) == 1


def test_only_a_time_to_come_can_be_kept() -> None:
    assert too_late(cmd.ScheduleReply(1, "Yes", "r", 0, 5), 5) is not None
    assert too_late(cmd.ScheduleReply(1, "Yes", "r", 0, 6), 5) is None
