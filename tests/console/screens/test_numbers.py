"""Tracking numbers in the console: seen, taken onto the desk, given back."""

from dataclasses import replace
from pathlib import Path

from tests.console.scene import HEATING, scene
from tests.console.screens.stage import stage
from tmchat.core import commands as cmd
from tmchat.core import events as ev


async def test_a_number_is_attached_after_a_question(tmp_path: Path) -> None:
    hub = scene()
    off_desk = replace(hub.inbox.numbers[HEATING], attached=False, route={"kind": "none"})
    hub.happen(ev.NumberListed(off_desk))
    async with stage(hub, tmp_path) as desk:
        await desk.press("number_sign")
        await desk.shows("2 of 3 on this desk", "Flyer, spring")
        await desk.press("down", "down", "a")
        await desk.shows("Point this number")
        await desk.press("escape")
        assert hub.asked == []
        await desk.press("a", "y")
        await desk.until(lambda: cmd.AttachNumber(HEATING) in hub.asked)
        hub.happen(ev.NumberAttached(replace(off_desk, attached=True), "ana"))
        await desk.shows("3 of 3 on this desk")
        await desk.press("d", "y")
        await desk.until(lambda: cmd.DetachNumber(HEATING) in hub.asked)


async def test_what_the_hub_says_is_shown_on_the_sheet(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await desk.press("number_sign")
        hub.refusing = cmd.Refused("telmetrics", "Telmetrics answered 503.")
        await desk.press("r")
        await desk.shows("Telmetrics answered 503.")
        await desk.press("escape")
        await desk.hides("Tracking numbers:")
