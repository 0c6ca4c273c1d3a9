"""Tests of typing in the filter; what a filter finds is tested with the shelf."""

from pathlib import Path

from textual.widgets import Input

from tests.console.scene import scene
from tests.console.screens.stage import stage


async def test_letters_typed_faster_than_they_are_drawn_stay_as_typed(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await desk.press("slash")
        written = desk.app.screen.query_one("#filter", Input)
        seen: list[str] = []
        desk.app.screen.watch(written, "value", lambda value: seen.append(value), init=False)
        for so_far in ("ro", "rosa"):
            written.value = so_far
        await desk.shows("Rosa Lind")
        await desk.hides("Sam Reed")
        await desk.pilot.pause()
        assert seen == ["ro", "rosa"]
        assert desk.app.desk.shelf.query == "rosa"
