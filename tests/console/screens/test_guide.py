"""The tour and the key probe: where the box stands, once for each user, what a key really sends."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from tests.console.scene import scene
from tests.console.screens.stage import console, stage, stage_of
from tmchat.cli.firsttime import first_time
from tmchat.console.actions.probing import escaped, probed
from tmchat.console.actions.table import Keymap
from tmchat.console.screens.tour import beside, stops


@given(
    st.tuples(*[st.integers(0, 60)] * 2, *[st.integers(1, 90)] * 2),
    st.tuples(st.integers(50, 200), st.integers(10, 60)),
)
def test_the_box_is_on_the_screen_and_covers_no_part_that_it_points_to(
    target: tuple[int, int, int, int], size: tuple[int, int]
) -> None:
    part, box = Region(*target).intersection(Region(0, 0, *size)), Size(46, 7)
    at, way = beside(part or None, Size(*size), box)
    covered = Region(at.x, at.y, box.width, box.height)
    assert Region(0, 0, *size).contains_region(covered)
    assert not way or not covered.overlaps(part)


def test_the_tour_takes_about_a_minute_and_names_the_keys_in_force() -> None:
    told = stops(Keymap())
    words = sum(len(one.sentence.split()) for one in told)
    assert 5 <= len(told) <= 8
    assert 60 <= words <= 200  # people read about 200 words in a minute
    assert "Enter sends" in told[3].sentence
    without = Keymap(
        tuple(replace(one, keys=()) if one.id == "claim" else one for one in Keymap().actions)
    )
    assert "“Claim” in the palette claims" in stops(without)[2].sentence


async def test_the_tour_is_shown_to_a_new_user_until_it_was_seen_or_left(tmp_path: Path) -> None:
    seen = first_time(tmp_path / "state")
    assert seen is not None
    app = console(scene(), tmp_path / "drafts", toured=seen)
    async with stage_of(app, size=(80, 24)) as desk:
        await desk.shows("Who waits", "1 of 6", "Esc skips")
        await desk.press("enter")
        await desk.shows("Views", "2 of 6")
        await desk.press("left")
        await desk.shows("1 of 6")
        assert first_time(tmp_path / "state") is not None
        await desk.press("escape")
        await desk.hides("1 of 6")
        assert first_time(tmp_path / "state") is None


async def test_the_tour_goes_through_what_is_on_the_screen_and_is_called_again(
    tmp_path: Path,
) -> None:
    async with stage(scene(), tmp_path) as desk:
        assert "Who waits" not in desk.text()
        desk.app.main.guide.tour()
        for title in ("Who waits", "Views", "The conversation", "Your reply", "The texter"):
            await desk.shows(title)
            await desk.press("space")
        await desk.shows("6 of 7")
        await desk.pilot.resize_terminal(60, 20)
        await desk.shows("The foot", "3 of 4")
        await desk.press("enter")
        await desk.shows("Enter begins")
        await desk.press("enter")
        await desk.hides("Enter begins")


@pytest.mark.parametrize(
    ("sent", "name", "said", "does"),
    [
        ("\x1b[1;5C", "ctrl+right", r"\x1b[1;5C", ()),
        ("\r", "enter", r"\x0d", ("Send (send), in the composer",)),
        ("é", "é", r"\xc3\xa9", ("typed in the composer, the filter, the line being written",)),
        ("c", "c", "c", ("Claim (claim), in the list and the timeline",)),
        ("\\", "backslash", r"\x5c", ()),
    ],
)
def test_a_key_is_told_by_its_bytes_its_name_and_what_it_does(
    sent: str, name: str, said: str, does: tuple[str, ...]
) -> None:
    told = probed(Keymap(), sent, name)
    assert told.sent == escaped(sent) == said
    assert told.name == name
    assert set(does) <= set(told.does)


async def test_the_probe_does_nothing_but_tell_and_is_left_by_two_escapes(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path, size=(80, 24)) as desk:
        desk.app.main.guide.probe()
        await desk.shows("What a key sends")
        await desk.press("c", "escape", "f9")
        await desk.shows("Claim (claim)", "f9, in a keymap F9", "nothing")
        assert not hub.asked
        await desk.press("escape", "escape")
        await desk.hides("What a key sends")
