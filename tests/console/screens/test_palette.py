"""The command palette: from letters to a conversation; which are offered is `test_jumps`'s."""

from pathlib import Path

import pytest

from tests.console.scene import scene
from tests.console.screens.stage import stage
from tmchat.console.actions.action import Part
from tmchat.core import events as ev


async def test_a_conversation_is_gone_to_by_name_from_anywhere(tmp_path: Path) -> None:
    hub = scene()
    (rosa,) = [one for one in hub.inbox.conversations.values() if one.name == "Rosa Lind"]
    hub.happen(ev.TexterDescribed(rosa.id, "Rosa [/] [@click=app.quit]Lind"))
    async with stage(hub, tmp_path, size=(80, 24)) as desk:
        await desk.press("enter", "r", "ctrl+p")
        await desk.type("rosa lind")
        await desk.shows("Rosa [/] [@click=app.quit]Lind to", "¿O mañana temprano?")
        await desk.press("enter")
        await desk.until(lambda: desk.app.desk.openings.current == rosa.id)
        await desk.until(lambda: desk.app.main.conversations.cursor == rosa.id)
        assert desk.app.is_running


@pytest.mark.parametrize(
    ("letters", "title", "then"),
    [
        ("claim", "Claim", "held by you"),
        ("close the", "Close the conversation", "still waits for an answer"),
        ("account", "Administration: Account", "Esc back"),
        ("view: all", "View: all", "Jean Côté"),
        ("switch between", "Switch between reply and note", "note for the team"),
        ("take over", "Take over", "Take over: nobody holds it."),
    ],
)
async def test_every_action_is_found_by_its_name_from_the_composer(
    letters: str, title: str, then: str, tmp_path: Path
) -> None:
    async with stage(scene(), tmp_path) as desk:
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.desk.seen() > 0)
        await desk.press("r", "ctrl+p")
        await desk.press(*({" ": "space", ":": "colon"}.get(one, one) for one in letters))
        await desk.shows(title)
        await desk.press("enter")
        await desk.shows(then)


async def test_an_action_of_another_part_is_done_there_and_not_without_a_conversation(
    tmp_path: Path,
) -> None:
    async with stage(scene(), tmp_path) as desk:
        main = desk.app.main
        await desk.press("ctrl+p", *"canned", "enter")
        await desk.shows("Open a conversation first.")
        assert main.focused_part() is Part.LIST
        await desk.press("ctrl+p", *"older", "enter")
        await desk.shows("No conversation is open.")
        await desk.press("down", "enter", "ctrl+p", *"canned", "enter")
        await desk.shows("No canned replies yet.")
        await desk.press("escape")
        assert main.focused_part() is Part.COMPOSER
