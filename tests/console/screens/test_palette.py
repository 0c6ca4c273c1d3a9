"""The command palette: from letters to a conversation; which are offered is `test_jumps`'s."""

from pathlib import Path

from tests.console.scene import scene
from tests.console.screens.stage import stage
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
