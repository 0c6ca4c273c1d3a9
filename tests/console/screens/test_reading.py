"""Reading: the list, its views and filters, opening a conversation, older pages."""

from itertools import count
from pathlib import Path

import pytest

from tests.console.memoryhub import ANA
from tests.console.scene import DENTIST, ROSA, SAM, scene
from tests.console.screens.stage import stage
from tmchat.console.actions.action import Part
from tmchat.core import events as ev


async def test_the_list_has_who_waits_longest_first(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        lines = desk.text().splitlines()
        names = [n for line in lines for n in ("Sam Reed", "Rosa Lind", "Noah Berg") if n in line]
        assert names == ["Sam Reed", "Rosa Lind", "Noah Berg"]
        assert "Jean" not in desk.text()
        assert "4 waiting" in desk.text()


async def test_views_filter_and_number(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await desk.press("3")
        await desk.shows("Jean Côté", "(708) 555-0155")
        await desk.press("2")
        await desk.hides("Jean Côté")
        await desk.shows("Sam Reed")
        await desk.press("3", "slash")
        await desk.type("temprano")
        await desk.hides("Sam Reed")
        await desk.type("x")
        await desk.hides("Rosa Lind")
        await desk.press("escape")
        await desk.shows("Sam Reed", "Rosa Lind")
        await desk.press("b")
        await desk.shows("Front desk · Maple", "2 waiting")
        await desk.press("b", "home", "down", "v")
        await desk.shows("only Google Ads", "Rosa Lind")
        await desk.hides("Sam Reed")


async def test_opening_shows_the_timeline_and_marks_it_read(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await desk.press("down", "enter")
        await desk.shows("My crown came off", "2 new", "unclaimed", "Oakland, CA")
        rosa = hub.inbox.between(ROSA, DENTIST)
        assert rosa is not None
        await desk.until(lambda: hub.inbox.unread(ANA.name, rosa) == 0)
        await desk.press("m")
        await desk.until(lambda: hub.inbox.unread(ANA.name, rosa) == 1)


async def test_a_text_that_comes_is_shown_and_counted(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await desk.press("enter")
        await desk.shows("Ceramic please")
        sam = desk.app.desk.open
        assert sam is not None and sam.texter == SAM
        hub.happen(ev.TextArrived(sam.id, "Are you still there?"))
        await desk.shows("Are you still there?")
        rosa = next(one for one in hub.inbox.conversations.values() if one.texter == ROSA)
        hub.happen(ev.TextArrived(rosa.id, "Please answer"))
        await desk.shows("Please answer", "Rosa Lind (3)")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10), (20, 5)])
async def test_small_terminals_show_one_thing_after_the_other(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(scene(), tmp_path, size=size) as desk:
        assert "Sam" in desk.text()
        await desk.press("enter")
        await desk.until(lambda: desk.app.desk.seen() > 0)  # a row of the list shows it as well
        await desk.shows("old one")
        assert all(len(line) <= size[0] for line in desk.text().splitlines())
        await desk.press("escape")
        await desk.shows("Rosa" if size[1] > 5 else "Sam")


async def test_older_pages_come_on_scrolling_up(tmp_path: Path) -> None:
    hub = scene()
    sam = next(one for one in hub.inbox.conversations.values() if one.texter == SAM)
    for number in range(300):
        hub.happen(ev.TextArrived(sam.id, f"text number {number}."))
    async with stage(hub, tmp_path) as desk:
        await desk.press("enter")
        await desk.shows("text number 299.")
        timeline = desk.app.desk.openings.timeline
        assert timeline is not None
        assert len(timeline) < 100
        while not timeline.start:
            await desk.press("home")
        await desk.press("home")
        await desk.shows("front brake pads")
        await desk.press("end")
        await desk.shows("text number 299.")


async def test_a_processor_that_is_taken_away_for_a_moment_costs_no_paint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tmchat.console.screens.desk.AGES_SECONDS", 1000.0)
    hub = scene()
    sam = next(one for one in hub.inbox.conversations.values() if one.texter == SAM)
    async with stage(hub, tmp_path) as desk:
        # Textual's timers find at every look that five milliseconds have gone by.
        later = count()
        monkeypatch.setattr("textual._time.get_time", lambda: next(later) * 0.005)
        hub.happen(ev.TextArrived(sam.id, "Are you open on Sunday?"))
        await desk.shows("Are you open on Sunday?")


async def test_a_paint_that_was_lost_comes_with_the_next_look_at_the_ages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tmchat.console.screens.desk.AGES_SECONDS", 0.05)
    async with stage(scene(), tmp_path) as desk:
        desk.app.desk.dirty.status = True  # and nobody says so to the screen
        await desk.until(lambda: not desk.app.desk.dirty)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_a_view_key_goes_to_the_list_and_enter_opens_what_is_under_its_cursor(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with stage(scene(), tmp_path, size=size) as desk:
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.desk.seen() > 0)
        before = desk.app.desk.openings.current
        await desk.press("4")
        await desk.shows("Closed 0", "Nothing was put away.")
        assert desk.app.main.focused_part() is Part.LIST
        await desk.press("1")
        await desk.shows("│" if size[0] > 80 else "Rosa")
        await desk.press("home", "enter")
        await desk.until(lambda: desk.app.desk.openings.current not in (0, before))
        assert desk.app.main.focused_part() is Part.TIMELINE
