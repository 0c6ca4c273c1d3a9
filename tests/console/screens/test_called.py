"""The running console calls its agent for what comes elsewhere, until a key says they are there."""

from dataclasses import replace
from pathlib import Path

from tests.console.scene import ROSA, SAM, scene
from tests.console.screens.stage import stage
from tests.console.screens.test_answering import of, opened


async def test_a_text_elsewhere_calls_and_one_on_screen_does_not(tmp_path: Path) -> None:
    hub = scene()
    async with stage(hub, tmp_path) as desk:
        await opened(desk, SAM)
        calls: list[str] = []
        titles: list[str] = []
        alerts = desk.app.seat.alerts
        alerts._means = replace(
            alerts._means, bell=lambda: calls.append("bell"), title=titles.append
        )
        hub.text(of(hub, SAM).id, "And on screen?")
        await desk.shows("And on screen?")
        assert calls == []
        hub.text(of(hub, ROSA).id, "And elsewhere?")
        await desk.until(lambda: calls == ["bell"])
        waiting = sum(bool(one.waiting_since) for one in hub.inbox.conversations.values())
        await desk.until(lambda: alerts._titled == f"({waiting}) tmchat")
        assert alerts._watch.next_at() is not None
        await desk.press("j")
        assert alerts._watch.next_at() is None
