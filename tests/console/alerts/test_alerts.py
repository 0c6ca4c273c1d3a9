"""Tests of calling the agent, with a desk in memory, a clock moved by hand and means that note."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.core.journal import ANA, BEN, KIM, Journal
from tests.waiting import until
from tmchat.console.alerts.alerts import Alerts, Means
from tmchat.console.alerts.program import Program
from tmchat.console.desk import Desk
from tmchat.console.outgoing import Outgoing
from tmchat.core import commands as cmd
from tmchat.core.presence import Presence
from tmchat.core.week import week_of
from tmchat.link.drafts import Drafts
from tmchat.link.updates import EventsCame, PresenceTold, StateReplaced, Welcomed
from tmchat.settings.alerts import AlertSettings


class NeverTimer:
    """A timer that the test plays itself."""

    def cancel(self) -> None:
        """Nothing was set."""


@dataclass
class Room:
    """One agent's desk with everything that calls in it."""

    desk: Desk
    journal: Journal
    calls: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    now: float = 1000.0
    hour: int = 12
    attended: bool = True
    wait: float = 0.0

    def alerts(self, settings: AlertSettings, program: Program | None = None) -> Alerts:
        """What calls, by bell and notification."""
        means = Means(
            self.said.append,
            bell=lambda: self.calls.append("bell"),
            title=self.titles.append,
            popup=lambda heading, line: self.calls.append(line),
            program=program,
        )
        return Alerts(
            self.desk,
            settings,
            means,
            hours=week_of(settings.hours),
            attended=lambda: self.attended,
            now=lambda: self.now,
            local=lambda: datetime(2026, 11, 27, self.hour, tzinfo=UTC),
            later=self._later,
        )

    def come(self, alerts: Alerts) -> list[str]:
        """What happened reaches the console; the calls that it makes."""
        before = len(self.calls)
        new = self.journal.events[self.desk.inbox.head :]
        self.desk.hear(EventsCame(tuple(new), 0))
        alerts.heard(self.desk.take_news())
        return self.calls[before:]

    def after(self, seconds: float, alerts: Alerts) -> list[str]:
        """The calls that time brings."""
        before = len(self.calls)
        self.now += seconds
        alerts.pulse()
        return self.calls[before:]

    def _later(self, wait: float, what: Callable[[], None]) -> NeverTimer:
        self.wait = wait
        return NeverTimer()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    journal = Journal()
    journal.text("Do you have this in blue?")
    refs = (f"r{number}" for number in count(1))
    desk = Desk(Outgoing(Drafts(tmp_path, "ana", print), refs.__next__), lambda: 1_000_000)
    desk.hear(Welcomed(ANA, "Tires", 1_000_000, journal.inbox.head, fresh=True))
    desk.hear(StateReplaced(journal.inbox.snapshot("ana")))
    return Room(desk, journal)


def test_what_waited_before_calls_nobody_but_is_counted(room: Room) -> None:
    alerts = room.alerts(AlertSettings())
    assert room.come(alerts) == []
    assert room.titles == ["(1) tmchat"]


def test_a_text_calls_and_calls_again_until_the_agent_presses_a_key(room: Room) -> None:
    alerts = room.alerts(AlertSettings())
    room.journal.text("Hello?", texter=KIM)
    assert room.come(alerts) == ["bell", "A text to +12245550121, 2 waiting"]
    assert room.titles[-1] == "(2) tmchat"
    assert room.after(119, alerts) == []
    assert room.after(1, alerts) == ["bell", "A text to +12245550121, 2 waiting"]
    alerts.looked()
    assert room.after(1000, alerts) == []


def test_what_is_on_screen_is_quiet_while_it_is_looked_at(room: Room) -> None:
    alerts = room.alerts(AlertSettings())
    room.desk.openings.open(room.journal.text("On screen"))
    assert room.come(alerts) == []
    room.attended = False
    room.journal.text("While away")
    assert len(room.come(alerts)) == 2
    room.attended = True
    assert room.after(120, alerts) == []


@pytest.mark.parametrize("end", ["answered", "a colleague looks", "closed"])
def test_it_calls_no_more_once_somebody_sees_to_it(room: Room, end: str) -> None:
    alerts = room.alerts(AlertSettings())
    about = room.journal.text("Hello?", texter=KIM)
    assert room.come(alerts)
    if end == "answered":
        room.journal.reply(about, "Yes.", BEN)
    elif end == "closed":
        room.journal.give(cmd.Close(about), BEN)
    else:
        room.desk.hear(PresenceTold((Presence("ben", about, False),)))
    room.come(alerts)
    assert room.after(200, alerts) == []


def test_hours_keep_quiet_and_what_still_waits_calls_when_they_begin(room: Room) -> None:
    alerts = room.alerts(AlertSettings(hours="09:00-18:00"))
    room.hour = 20
    room.journal.text("Late", texter=KIM)
    assert room.come(alerts) == []
    assert room.titles[-1] == "(2) tmchat"
    assert room.wait <= 30
    room.hour = 9
    assert room.after(30, alerts)[0] == "bell"


def test_only_conversations_that_concern_one_call(room: Room) -> None:
    alerts = room.alerts(AlertSettings())
    about = room.journal.text("Hello?", texter=KIM)
    room.journal.give(cmd.Claim(about), BEN)
    assert room.come(alerts) == []
    opted_out = room.journal.text("STOP")
    assert room.come(alerts) == []
    room.journal.text("I mean it")
    assert room.come(alerts) == [], opted_out


@pytest.mark.parametrize(
    ("shows", "line"),
    [
        ("count", "A text, 1 waiting"),
        ("number", "A text to +12245550121, 1 waiting"),
        ("texter", "A text to +12245550121 from (905) 555-0128, 1 waiting"),
        ("text", "A text to +12245550121 from (905) 555-0128: ␛[2J and more"),
    ],
)
def test_no_more_is_told_than_is_allowed(room: Room, shows: Any, line: str) -> None:
    alerts = room.alerts(AlertSettings(shows=shows))
    room.journal.text("\x1b[2J\nand\nmore")
    assert room.come(alerts) == ["bell", line]


async def test_a_program_is_told_and_its_failure_said_once(room: Room, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    script = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + '\\n'); sys.exit(4)"
    program = Program([sys.executable, "-c", script, str(kept)], 30, {})
    alerts = room.alerts(AlertSettings(shows="texter"), program)
    room.journal.text("Secret words", texter=KIM)
    room.come(alerts)
    await until(lambda: room.said != [])
    room.after(120, alerts)
    await until(lambda: kept.read_text().count("\n") == 2)
    await alerts.stop()
    assert room.said == ["The program of console.alerts.command failed with 4."]
    told = kept.read_text()
    assert '"texter": "+19055550129"' in told
    assert '"times": 2' in told
    assert "Secret" not in told


def test_means_that_are_switched_off_stay_off(room: Room) -> None:
    alerts = room.alerts(AlertSettings())
    alerts._means = replace(alerts._means, bell=None, title=None, popup=None)
    room.journal.text("Hello?", texter=KIM)
    assert room.come(alerts) == []
    assert room.titles == []
