"""Pictures of whole screens, for looks alone; what the screens do is tested as text."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.console.screens.stage import Stage, console
from tests.screenshots import PICTURES, Picture, pictured, pose
from tests.waiting import until
from tmchat.link.line import LineState


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_looks(picture: Picture, snap_compare: object, tmp_path: Path) -> None:
    hub = pictured()
    app = console(hub, tmp_path, theme=picture.theme)

    async def ready(pilot: Pilot[None]) -> None:
        await until(lambda: app.desk.line.state is LineState.LIVE and not app.desk.dirty)
        await pose(picture, Stage(app, hub, pilot))

    assert callable(snap_compare)
    assert snap_compare(app, run_before=ready, terminal_size=picture.size)
