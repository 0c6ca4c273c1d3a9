"""Presence on the screen: what others do is shown, what one does oneself is told."""

from pathlib import Path

from tests.console.scene import ROSA, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened
from tmchat.core.presence import Presence
from tmchat.protocol.frames import Look


async def test_who_types_and_looks_is_on_the_row_and_in_the_timeline(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = of(hub, ROSA)
        hub.tell(Presence("ben", rosa.id, typing=True))
        await desk.shows("✎ ben is typing")
        await opened(desk, ROSA)
        await desk.until(lambda: desk.text().count("ben is typing") == 2)
        hub.tell(Presence("ben", rosa.id))
        await desk.until(lambda: desk.text().count("ben is looking on") == 2)
        hub.tell(Presence("ana", rosa.id))
        await desk.hides("looking on")
        await desk.shows("¿O mañana temprano?")


async def test_what_is_on_screen_and_typing_is_told(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        rosa = await opened(desk, ROSA)
        await desk.until(lambda: Look(rosa.id) in hub.looks)
        await desk.press("r")
        await desk.type("y")
        await desk.until(lambda: Look(rosa.id, typing=True) in hub.looks)
        await desk.press("escape", "escape", "escape")
        await desk.until(lambda: hub.looks[-1] == Look(0))


async def test_a_broken_line_knows_of_nobody(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        hub.tell(Presence("ben", of(hub, ROSA).id))
        await desk.shows("ben is looking on")
        hub.cut()
        await desk.hides("looking on")
