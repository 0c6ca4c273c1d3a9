"""A notice is seen in every layout and moves nothing."""

from pathlib import Path

import pytest
from textual.widget import Widget

from tests.console.scene import SAM, scene
from tests.console.screens.stage import Stage, stage
from tests.console.screens.test_answering import opened

SAYS = "Copied for the test."


def places(desk: Stage) -> list[object]:
    """Where everything but the notice stands."""
    return [one.region for one in desk.app.main.walk_children(Widget) if one.id != "notice"]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("keys", [(), ("i",)])
async def test_it_is_read_and_moves_nothing(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with stage(scene(), tmp_path, size=size) as desk:
        await desk.press(*keys)
        before = places(desk)
        desk.app.main.say(SAYS, 0.5)
        await desk.until(lambda: SAYS in desk.text())
        assert places(desk) == before
        await desk.until(lambda: SAYS not in desk.text())


async def test_what_was_just_said_and_what_is_written_stay_in_sight(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path, size=(60, 16)) as desk:
        await opened(desk, SAM)
        await desk.press("r")
        await desk.type("on my way")
        last = desk.app.desk.inbox.conversations[desk.app.desk.openings.current].last_line
        assert last.split()[-1] in desk.text()
        desk.app.main.say("many words " * 40)
        await desk.until(lambda: "many words" in desk.text())
        assert "on my way" in desk.text()
        assert last.split()[-1] in desk.text()
        assert "…" in desk.text()
