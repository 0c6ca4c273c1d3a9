"""Snoozing on the screen and in plain lines: chosen, shown, taken back, ended."""

from pathlib import Path

from tests.console.plain.shift import at_work
from tests.console.scene import SAM, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened
from tmchat.core.commands import Snooze, Wake
from tmchat.core.snoozing import waking

HOUR = 3_600_000


async def test_a_snooze_is_chosen_shown_and_taken_back(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        about = of(hub, SAM)
        await desk.press("z")
        await desk.shows("Snooze Sam Reed until", "in 1 hour", "until the next text")
        await desk.press("enter")
        await desk.shows("Snoozed until", "you snoozed it until", "z snoozed", "till ")
        asked = hub.asked[-1]
        assert asked == Snooze(about.id, hub.now + HOUR, about.last_entry)
        assert of(hub, SAM).waiting_since == 0
        await desk.press("z", "end", "up", "enter")
        await desk.shows("Back at once.", "you woke it")
        await desk.hides("z snoozed")
        assert hub.asked[-1] == Wake(about.id)
        assert of(hub, SAM).waiting_since == about.waiting_since


async def test_another_time_is_written_and_the_next_text_ends_it(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("z", "end", "enter", *"soon", "enter")
        await desk.shows("Write a time as 15:30", "soon")
        await desk.press(*["backspace"] * 4, "2", "h", "enter")
        await desk.shows("Snoozed until", "till ")
        assert of(hub, SAM).snoozed_until == hub.now + 2 * HOUR
        hub.text(of(hub, SAM).id, "Are you there?")
        await desk.shows("Are you there?")
        await desk.hides("z snoozed")


async def test_its_time_brings_it_back(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        await desk.press("z", "enter")
        await desk.shows("z snoozed")
        hub.now += HOUR
        hub.happen(*waking(hub.inbox, hub.now))
        await desk.shows("woke: its time has come")
        assert desk.app.desk.news.woken == []


async def test_plain_lines_snooze_and_wake(tmp_path: Path) -> None:
    hub = scene()
    about = of(hub, SAM).id
    async with at_work(hub, tmp_path) as shift:
        shift.type(f"open {about}", "snooze never")
        await shift.prints("Write a time as 15:30")
        shift.type("snooze 2h", "status")
        await shift.prints("Snoozed until")
        await shift.prints("snoozed until")
        shift.type("wake")
        await shift.prints("Back at once.")
        assert of(hub, SAM).waiting_since
        shift.type("snooze")
        await shift.prints("Snoozed until the next text.")
        assert (of(hub, SAM).snoozed_by, of(hub, SAM).snoozed_until) == ("ana", 0)
