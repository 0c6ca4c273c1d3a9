"""Keys of one's own on the screen: what is told at the start, in the foot and in the help."""

from pathlib import Path

import pytest

from tests.console.scene import SAM, scene
from tests.console.screens.stage import console, stage, stage_of
from tests.waiting import until
from tmchat.core.views import View
from tmchat.settings.keymap import KeyWish


async def test_a_wrong_keymap_is_told_and_the_console_starts_with_what_is_right(
    tmp_path: Path,
) -> None:
    wishes = [
        KeyWish("next-waiting", ("f6",), "keymap.toml, line 1"),
        KeyWish("clam", ("f7",), "keymap.toml, line 2"),
    ]
    app = console(scene(), tmp_path, wishes=wishes)
    async with stage_of(app) as desk:
        await desk.shows(
            "keymap.toml, line 2: there is no action", "'clam'; perhaps claim is meant."
        )
        assert "F6 next" in desk.text()
        await desk.press("n")
        assert not app.desk.openings.current
        await desk.press("f6")
        await until(lambda: app.desk.openings.current)


async def test_help_goes_from_the_focused_part_outwards_with_the_keys_in_force(
    tmp_path: Path,
) -> None:
    app = console(scene(), tmp_path, keys={"claim": ("F8",), "help": ("f2",)})
    async with stage_of(app) as desk:
        await desk.press("enter", "f2")
        await desk.shows("In the timeline")
        seen = [desk.text()]
        while "With the mouse" not in seen[-1]:
            await desk.press("pagedown")
            seen.append(desk.text())
        shown = "\n".join(seen)
        places = ("In the timeline", "In the list and", "Anywhere", "In the list\n", "the composer")
        found = [shown.replace(" │", "").replace("  ", "").find(one) for one in places[:3]]
        assert found == sorted(found) and -1 not in found
        assert "F8" in shown and "Claim." in shown
        assert "In the composer" in shown and "In the filter" in shown
        await desk.press("f2")
        await desk.hides("With the mouse")


async def test_text_number_and_conversation_are_copied_by_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMUX", "STY", "TERM"):
        monkeypatch.delenv(name, raising=False)
    hub = scene()
    app = console(hub, tmp_path)
    async with stage_of(app, hub) as desk:
        await desk.press("enter")
        await until(lambda: app.desk.openings.timeline and app.desk.openings.timeline.newest)
        await desk.press("y")
        await desk.shows("Copied the text by OSC 52;")
        assert app.clipboard == "And do you take my old ones?"
        await desk.press("Y")
        assert app.clipboard == SAM
        await desk.press("C")
        await desk.shows("Copied the conversation (")
        assert app.clipboard.splitlines()[-1].endswith(" Sam Reed: And do you take my old ones?")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_click_on_a_view_shows_it_and_on_a_row_opens_it(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with stage(scene(), tmp_path, size=size) as desk:
        first = desk.text().splitlines()[0]
        await desk.pilot.click(offset=(first.index(" A") + 1, 0))
        await desk.until(lambda: desk.app.desk.shelf.view is View.ALL)
        await desk.shows("Jean Côté")
        row = next(y for y, line in enumerate(desk.text().splitlines()) if "Jean" in line)
        await desk.pilot.click(offset=(5, row))
        await desk.until(lambda: bool(desk.app.desk.openings.current))
        assert desk.app.desk.open is not None and desk.app.desk.open.name == "Jean Côté"


FEET = {
    (40, 12): ("Enter open  ? help", "r reply  c claim  ? help", "Enter send  F1 help"),
    (80, 24): (
        "Enter open  r reply  c claim  x close  n next  ? help",
        "r reply  c claim  x close  n next  Esc back  ? help",
        "Enter send  Ctrl+N next  Esc back  F1 help",
    ),
    (120, 40): (
        "Enter open  r reply  c claim  x close  n next  Esc back",
        "r reply  c claim  x close  n next  Esc back  PgUp older",
        "Enter send  Ctrl+N next  Esc back  Ctrl+T reply/note  Ctrl+G GSM-7",
    ),
}


@pytest.mark.parametrize("size", FEET)
async def test_the_foot_has_the_keys_that_matter_and_the_help_at_every_width(
    size: tuple[int, int], tmp_path: Path
) -> None:
    def foot() -> str:
        return " ".join(desk.text().splitlines()[-1].split())

    in_list, in_timeline, in_composer = (" ".join(one.split()) for one in FEET[size])
    async with stage(scene(), tmp_path, size=size) as desk:
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.desk.seen() > 0)
        await desk.until(lambda: in_timeline in foot() and foot().endswith("? help"))
        await desk.press("r")
        await desk.until(lambda: in_composer in foot() and foot().endswith("F1 help"))
        await desk.press("escape", "escape")
        await desk.until(lambda: in_list in foot() and foot().endswith("? help"))
