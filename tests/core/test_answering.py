"""Tests of business hours and of what the desk answers by itself; sending is tested on the hub."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from tests.core.journal import ADA, ANA, KIM, SAM, SHOP, SUE, Journal
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.answering import LONGEST, REST, STALE, answered, problems, size_of, verdict
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.hours import DAYS, Answering, Span, day_words, is_open, minute_of, spans_of
from tmchat.core.records import Agent, Conversation, TrackingNumber

EAST = timezone(timedelta(hours=-5))
OPEN = Answering(
    enabled=True,
    zone="America/Toronto",
    hours=(Span(0, 540, 720), Span(0, 780, 1020), Span(5, 0, 1440)),
    holidays=("2026-11-30",),
    in_hours="We answer within minutes.",
    after_hours="We are closed until 9:00.",
)
MONDAY = datetime(2026, 11, 23, tzinfo=EAST)
TALK = Conversation(7, SAM, SHOP)


def at(hour: float, day: datetime = MONDAY) -> int:
    """Milliseconds UTC of an hour of a day in the East."""
    return round((day + timedelta(hours=hour)).timestamp() * 1000)


def told(at: int, *, answering: Answering | None = OPEN, **more: Any) -> tuple[str, str]:
    given: dict[str, Any] = {
        "conversation": TALK,
        "texter": SAM,
        "text": "Hello?",
        "zone": EAST,
    } | more
    found = verdict(answering, at=at, **given)
    return found.text, found.reason


@pytest.mark.parametrize(
    ("hour", "text", "reason"),
    [
        (8.99, OPEN.after_hours, "Monday 08:59 in America/Toronto, after hours."),
        (9, OPEN.in_hours, "Monday 09:00 in America/Toronto, within hours."),
        (11.99, OPEN.in_hours, "within hours."),
        (12, OPEN.after_hours, "after hours."),
        (16.99, OPEN.in_hours, "within hours."),
        (17, OPEN.after_hours, "after hours."),
        (5 * 24 + 23.99, OPEN.in_hours, "Saturday 23:59"),
        (6 * 24, OPEN.after_hours, "Sunday 00:00"),
        (7 * 24 + 10, OPEN.after_hours, "a holiday."),
    ],
)
def test_hours_decide_and_the_reason_says_so(hour: float, text: str, reason: str) -> None:
    said, why = told(at(hour))
    assert said == text
    assert reason in why


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"answering": None}, "switched off"),
        ({"answering": replace(OPEN, enabled=False)}, "switched off"),
        ({"answering": replace(OPEN, in_hours="")}, "no text is set"),
        ({"zone": None}, "time zone"),
        ({"conversation": replace(TALK, opted_out=True)}, "opted out"),
        ({"conversation": replace(TALK, auto_replied_at=at(10) - REST + 1)}, "24 hours"),
        ({"conversation": replace(TALK, auto_replied_at=at(10) + 1)}, "24 hours"),
        ({"text": "STOP"}, "keyword"),
        ({"text": "help"}, "keyword"),
        ({"texter": "72345"}, "short code"),
    ],
)
def test_nothing_is_answered_and_the_reason_says_why(more: dict[str, Any], reason: str) -> None:
    said, why = told(at(10), **more)
    assert said == ""
    assert reason in why


def test_a_day_later_the_texter_is_answered_again() -> None:
    assert told(at(10), conversation=replace(TALK, auto_replied_at=at(10) - REST))[0]
    assert told(at(10), conversation=None)[0]


class Desk(Journal):
    """A desk whose shop answers by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.happen(ev.NumberListed(TrackingNumber(SHOP, id=7, name="Maple")))
        assert isinstance(self.give(cmd.SetAnswering(SHOP, OPEN), SUE), cmd.Granted)
        self.now = at(10)

    def arrives(
        self, text: str, texter: str = SAM, sent_at: int = 0, received_at: int = 0
    ) -> list[ev.ReplyQueued]:
        arrival = Arrival(texter, SHOP, text, sent_at, received_at=received_at)
        happenings = arrive(self.inbox, arrival)
        refs = iter(("one", "two"))
        replies = answered(self.inbox, happenings, self.now, zone_of, lambda: next(refs))
        for what in (*happenings, *replies):
            n = self.inbox.head + 1
            self.inbox.apply(ev.Event(n, self.now, what))
        return list(replies)


def zone_of(name: str) -> tzinfo | None:
    return EAST if name == OPEN.zone else None


def test_the_first_text_is_answered_once_a_day() -> None:
    desk = Desk()
    (reply,) = desk.arrives("Hello?")
    conv = desk.inbox.between(SAM, SHOP)
    assert conv is not None
    assert reply == ev.ReplyQueued(conv.id, OPEN.in_hours, "one")
    assert conv.auto_replied_at == desk.now
    assert conv.waiting_since == desk.now, "an auto-reply answers nobody"
    assert desk.arrives("Anybody?") == []
    assert len(desk.arrives("Hi", texter=KIM)) == 1
    desk.now += REST
    assert len(desk.arrives("Still there?")) == 1


@pytest.mark.parametrize("text", ["STOP", "please stop texting me", "START", "help"])
def test_no_machine_answers_who_may_want_no_texts(text: str) -> None:
    desk = Desk()
    assert desk.arrives(text) == []


def test_nothing_follows_an_opt_out() -> None:
    desk = Desk()
    desk.arrives("STOP")
    desk.now += REST
    assert desk.arrives("Hello?") == []


def test_a_text_that_comes_hours_late_is_left_to_people() -> None:
    desk = Desk()
    assert desk.arrives("Hello?", sent_at=desk.now - STALE - 1) == []
    assert len(desk.arrives("Hello?", sent_at=desk.now - STALE)) == 1


@pytest.mark.parametrize("told", [0, 1])
def test_a_text_that_could_be_read_only_days_later_is_left_to_people(told: int) -> None:
    """Also where the carrier told no time, or one that has yet to come."""
    desk = Desk()
    sent_at = told * (desk.now + REST)
    assert desk.arrives("Hello?", sent_at=sent_at, received_at=desk.now - STALE - 1) == []
    assert len(desk.arrives("Hello?", sent_at=sent_at, received_at=desk.now - STALE)) == 1


def test_other_numbers_are_not_answered() -> None:
    desk = Desk()
    happenings = arrive(desk.inbox, Arrival(SAM, "+12245550122", "Hello?"))
    assert answered(desk.inbox, happenings, desk.now, zone_of, str) == ()


@pytest.mark.parametrize(("agent", "code"), [(ANA, "forbidden"), (SUE, ""), (ADA, "")])
def test_who_may_set_it(agent: Agent, code: str) -> None:
    desk = Desk()
    outcome = desk.give(cmd.SetAnswering(SHOP, replace(OPEN, zone="UTC")), agent)
    assert (outcome.code if isinstance(outcome, cmd.Refused) else "") == code


def test_an_unknown_number_and_the_same_again() -> None:
    desk = Desk()
    refused = desk.give(cmd.SetAnswering("+12245550199", OPEN), SUE)
    assert isinstance(refused, cmd.Refused)
    assert desk.give(cmd.SetAnswering(SHOP, OPEN), SUE) == cmd.Granted(0)
    bad = desk.give(cmd.SetAnswering(SHOP, replace(OPEN, in_hours="", after_hours="")), SUE)
    assert isinstance(bad, cmd.Refused)


def test_what_was_changed_meanwhile_is_not_set_over() -> None:
    desk = Desk()
    mine = cmd.SetAnswering(SHOP, replace(OPEN, in_hours="Mine."), OPEN)
    assert isinstance(
        desk.give(replace(mine, answering=replace(OPEN, zone="UTC")), SUE), cmd.Granted
    )
    late = desk.give(mine, SUE)
    assert isinstance(late, cmd.Refused) and late.code == "changed"
    assert isinstance(desk.give(replace(mine, was=None), SUE), cmd.Granted)


@pytest.mark.parametrize(
    ("field", "answering"),
    [
        ("zone", replace(OPEN, zone="Mars/Olympus")),
        ("hours", replace(OPEN, hours=(Span(0, 720, 540),))),
        ("hours", replace(OPEN, hours=(Span(7, 0, 60),))),
        ("hours", replace(OPEN, hours=(Span(0, 540, 720), Span(0, 700, 800)))),
        ("holidays", replace(OPEN, holidays=("2026-02-30",))),
        ("in_hours", replace(OPEN, in_hours="x" * (LONGEST + 1))),
        ("after_hours", replace(OPEN, after_hours="x" * (LONGEST + 1))),
        ("after_hours", replace(OPEN, in_hours=" ", after_hours="")),
    ],
)
def test_each_rule_names_the_field(field: str, answering: Answering) -> None:
    assert [one.field for one in problems(answering, lambda zone: zone_of(zone) is not None)] == [
        field
    ]
    assert problems(OPEN, bool) == ()


def test_hours_are_read_as_they_are_written() -> None:
    assert spans_of("9:00-12:00, 13:00-17:00", 0) == OPEN.hours[:2]
    assert day_words(OPEN, 0) == "09:00-12:00, 13:00-17:00"
    assert day_words(OPEN, 5) == "00:00-24:00"
    assert day_words(OPEN, 6) == ""
    assert spans_of(" ", 3) == ()
    assert minute_of("24:00") == 1440
    assert len(DAYS) == 7
    assert is_open(OPEN, MONDAY + timedelta(hours=9))


@pytest.mark.parametrize("written", ["9-17", "9:60-10:00", "25:00-26:00", "9:00", "a:00-b:00"])
def test_hours_written_otherwise_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="Write"):
        spans_of(written, 0)


def test_its_size_is_said() -> None:
    assert size_of("We are closed.") == "14/306 · GSM-7 · 1 segment"
    assert size_of("x" * 200) == "200/306 · GSM-7 · 2 segments"
