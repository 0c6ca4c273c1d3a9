"""Composing: signs, canned replies, one's own replies; what an answer then does is elsewhere."""

from pathlib import Path

from textual import events

from tests.console.scene import ROSA, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import opened


async def test_a_key_makes_signs_plain_says_which_and_can_be_undone(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await opened(desk, ROSA)
        await desk.press("r")
        composer = desk.app.main.composer
        composer.post_message(events.Paste("It’s 4… ok"))
        await desk.shows("10/70 · UCS-2 by ’ +1 · 1 segment", "Ctrl+G GSM-7")
        await desk.press("left", "left", "ctrl+g")
        await desk.shows("Replaced ’ by ', … by ...: now GSM-7.", "12/160 · GSM-7 · 1 segment")
        await desk.type("!")
        assert composer.text == "It's 4... !ok"
        composer.undo()
        composer.undo()
        assert composer.text == "It’s 4… ok"
        await desk.press("ctrl+t")
        await desk.shows("0 characters")
