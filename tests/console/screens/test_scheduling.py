"""Replies for later on the screen and in plain lines: chosen, moved, sent, cancelled, held."""

from pathlib import Path

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import at_work
from tests.console.scene import SAM, scene
from tests.console.screens.stage import Stage, stage
from tests.console.screens.test_answering import of, opened
from tmchat.core.commands import CancelScheduled, ScheduleReply, SendScheduled
from tmchat.core.quiet import quiet
from tmchat.core.records import Conversation
from tmchat.core.scheduling import falling_due
from tmchat.settings.zones import zone_of

HOUR = 3_600_000


def at_day(hub: MemoryHub) -> MemoryHub:
    """The desk at a time from which some hours more are none of quiet for Sam."""
    while quiet(SAM, hub.now, zone_of) or quiet(SAM, hub.now + 4 * HOUR, zone_of):
        hub.now += HOUR
    return hub


async def written(desk: Stage, words: str) -> Conversation:
    """Sam's conversation with a reply in its composer."""
    conversation = await opened(desk, SAM)
    await desk.press("r")
    await desk.type(words)
    return conversation


async def test_a_reply_is_sent_later_and_goes_out_at_its_time(tmp_path: Path) -> None:
    hub = at_day(scene())
    async with stage(hub, tmp_path) as desk:
        about = await written(desk, "Yes it is")
        await desk.press("f8")
        await desk.shows("Send to Sam Reed", "in 1 hour")
        await desk.press("enter")
        await desk.shows("◷ scheduled", "Yes it is", " for ")
        sent = hub.asked[-1]
        assert isinstance(sent, ScheduleReply)
        assert (sent.text, sent.due) == ("Yes it is", hub.now + HOUR)
        assert desk.app.main.composer.text == ""
        hub.now += HOUR
        hub.happen(*falling_due(hub.inbox, hub.now, zone_of))
        await desk.shows("◷ went out", "… queued")
        assert of(hub, SAM).scheduled == ()
        assert about.id == of(hub, SAM).id


async def test_quiet_hours_move_it_and_say_why(tmp_path: Path) -> None:
    hub = at_day(scene())
    async with stage(hub, tmp_path) as desk:
        await written(desk, "Yes")
        at_night = hub.now
        while not quiet(SAM, at_night, zone_of):
            at_night += HOUR
        hours = (at_night - hub.now) // HOUR
        await desk.press("f8", "end", "enter", *f"{hours}h", "enter")
        await desk.shows("quiet hours are 21:00", "instead?")
        await desk.press("y")
        await desk.shows("◷ scheduled")
        found = quiet(SAM, at_night, zone_of)
        assert found is not None
        assert of(hub, SAM).scheduled[0].due == found.until


async def test_a_time_in_quiet_hours_says_when_it_goes_instead(tmp_path: Path) -> None:
    hub = scene()
    while not quiet(SAM, hub.now + HOUR, zone_of):
        hub.now += HOUR
    async with stage(hub, tmp_path) as desk:
        await written(desk, "Yes")
        await desk.press("f8")
        await desk.shows("It goes out ", " instead.")


async def test_a_close_says_what_still_goes_out(tmp_path: Path) -> None:
    hub = at_day(scene())
    async with stage(hub, tmp_path) as desk:
        await written(desk, "First")
        await desk.press("f8", "enter")
        await desk.shows("◷ scheduled")
        await desk.press("escape", "x", "y")
        await desk.shows("Closed; a scheduled reply still goes out")


async def test_it_is_cancelled_back_into_the_composer(tmp_path: Path) -> None:
    hub = at_day(scene())
    async with stage(hub, tmp_path) as desk:
        await written(desk, "First")
        await desk.press("f8", "enter")
        await desk.shows("◷ scheduled")
        await desk.press("escape", "S")
        await desk.shows("Send now: First", "Cancel: First", "Goes out")
        await desk.press("down", "enter")
        await desk.shows("✗ not sent", "Cancelled by ana")
        assert isinstance(hub.asked[-1], CancelScheduled)
        await desk.until(lambda: desk.app.main.composer.text == "First")


async def test_one_that_is_held_is_told_to_its_agent(tmp_path: Path) -> None:
    hub = at_day(scene())
    async with stage(hub, tmp_path) as desk:
        about = await written(desk, "Yes")
        await desk.press("f8", "enter")
        await desk.shows("◷ scheduled")
        hub.text(about.id, "Never mind")
        hub.now += HOUR
        hub.happen(*falling_due(hub.inbox, hub.now, zone_of))
        await desk.shows("A scheduled reply to Sam Reed did", "! held", "Never mind")
        await desk.press("escape", "S")
        await desk.shows("Send now: Yes", "Held: The texter wrote since.")
        await desk.press("enter")
        await desk.shows("Sent now.", "◷ went out", "… queued")
        assert isinstance(hub.asked[-1], SendScheduled)


async def test_plain_lines_schedule_list_and_cancel(tmp_path: Path) -> None:
    hub = at_day(scene())
    about = of(hub, SAM).id
    async with at_work(hub, tmp_path) as shift:
        shift.type(f"open {about}", "schedule 2h Yes", "schedule 2h, Yes, we do")
        await shift.prints("Write schedule WHEN, TEXT.")
        await shift.prints("scheduled): Yes, we do")
        (kept,) = of(hub, SAM).scheduled
        assert (kept.text, kept.due) == ("Yes, we do", hub.now + 2 * HOUR)
        shift.type("scheduled", "cancel x", f"cancel {kept.entry}")
        await shift.prints(f"{kept.entry} for ")
        await shift.prints("Which one?")
        await shift.prints("Cancelled.")
        assert of(hub, SAM).scheduled == ()
        shift.type("schedule 1h, Now", "status")
        await shift.prints("scheduled): Now")
        (kept,) = of(hub, SAM).scheduled
        shift.type(f"sendnow {kept.entry}")
        await shift.prints("Sent now.")
        assert isinstance(hub.asked[-1], SendScheduled)
