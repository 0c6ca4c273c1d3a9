"""The desk's own auto-reply on the screen: previewed, checked, set, shown in the panel."""

from pathlib import Path

from tests.console.account import with_account
from tests.console.scene import scene
from tests.console.screens.stage import Stage, stage
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.core.commands import SetAnswering
from tmchat.core.hours import Answering
from tmchat.core.records import Agent, Role


async def write(desk: Stage, path: str, text: str) -> None:
    """Writes a setting of the form on screen."""
    sheet = desk.app.screen
    assert isinstance(sheet, FormSheet)
    sheet.go_to(path)
    await desk.pilot.pause()
    await desk.press("enter", "ctrl+u")
    await desk.type(text)
    await desk.press("enter")


async def test_it_is_previewed_checked_set_and_shown_in_the_panel(tmp_path: Path) -> None:
    hub = scene()
    hub.agent = Agent("ana", Role.SUPERVISOR)
    with_account(hub)
    async with stage(hub, tmp_path, size=(120, 40)) as desk:
        await desk.press("enter", "E")
        await desk.shows("Auto-reply of this desk for", "Now: nothing", "switched off")
        await desk.press("space")
        await desk.press("p")
        await desk.shows("needs a text", "not right yet; nothing was sent")
        await write(desk, "texts.after_hours", "We are closed.")
        await desk.shows("14/306", "Now: We are closed.", "after hours")
        await write(desk, "hours.Mon", "nine")
        await desk.shows("Write hours as 9:00-17:30")
        await write(desk, "hours.Mon", "9:00-17:00")
        assert hub.asked == [one for one in hub.asked if not isinstance(one, SetAnswering)]
        await desk.press("p")
        await desk.shows("from now on?", "Auto-reply: no → yes", "“We are closed.”")
        assert not any(isinstance(one, SetAnswering) for one in hub.asked)
        await desk.press("y")
        await desk.shows("The auto-reply of this desk is set.")
        (sent,) = [one for one in hub.asked if isinstance(one, SetAnswering)]
        assert sent.answering == Answering(
            enabled=True,
            zone="UTC",
            hours=sent.answering.hours,
            after_hours="We are closed.",
        )
        assert len(sent.answering.hours) == 1
        assert hub.inbox.numbers[sent.number].answering == sent.answering
        await desk.press("p", "p")
        await desk.shows("Auto-reply by this desk", "on", "We are closed.")


async def test_an_agent_sees_why_it_cannot_be_changed(tmp_path: Path) -> None:
    hub = scene()
    hub.agent = Agent("ana", Role.AGENT)
    with_account(hub)
    async with stage(hub, tmp_path, size=(120, 40)) as desk:
        await desk.press("enter", "E")
        await desk.shows("may not set the desk's auto-replies")
        await desk.press("enter")
        assert not any(isinstance(one, SetAnswering) for one in hub.asked)
