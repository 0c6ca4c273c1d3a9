"""Scheduled replies on a hub: kept over restarts, sent once, refused in quiet hours."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.hub.engine.rig import (
    ANA,
    Carrier,
    Clock,
    Desk,
    ended,
    open_desk,
    replies,
    running_outbox,
)
from tmchat.core import commands as cmd
from tmchat.core.records import Delivery, EntryKind
from tmchat.hub.waking import Waking
from tmchat.hub.zones import foreseen

HOUR = 3_600_000
NOON = int(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("America/Toronto")).timestamp() * 1000)


def at_noon() -> Clock:
    """A clock at noon where the texter's area code lies."""
    clock = Clock()
    clock.now = NOON
    return clock


async def schedule(desk: Desk, due: int, ref: str = "r") -> tuple[int, cmd.Outcome]:
    """A text comes and Ana schedules its answer."""
    desk.switchboard.foresee = lambda command: foreseen(
        desk.clock, lambda: desk.switchboard.inbox, command
    )
    about = (await desk.text("Do you have this in blue?", key=f"key-{ref}")).id
    command = cmd.ScheduleReply(about, "Yes!", ref, desk.switchboard.inbox.head, due)
    first = await desk.switchboard.command(ANA, command)
    assert await desk.switchboard.command(ANA, command) == first
    return about, first


async def test_it_outlives_the_hub_and_goes_out_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path, at_noon()) as desk:
        about, outcome = await schedule(desk, NOON + HOUR)
        assert isinstance(outcome, cmd.Granted)
        await Waking(desk.switchboard, clock=desk.clock).sweep()
    carrier = Carrier()
    async with open_desk(tmp_path, at_noon()) as desk, running_outbox(desk, carrier):
        desk.clock.now = NOON + HOUR
        waking = Waking(desk.switchboard, clock=desk.clock)
        await waking.sweep()
        await waking.sweep()
        shown = await ended(desk, about, Delivery.SCHEDULED)
        assert [(one.kind, one.delivery) for one in shown] == [
            (EntryKind.SCHEDULED, Delivery.SENT),
            (EntryKind.REPLY, Delivery.SENT),
        ]
        assert carrier.sent == ["Yes!"]
    async with open_desk(tmp_path, at_noon()) as desk, running_outbox(desk, carrier):
        desk.clock.now = NOON + 2 * HOUR
        await Waking(desk.switchboard, clock=desk.clock).sweep()
        (scheduled, _) = await replies(desk, about)
        assert await desk.store.reply_by_ref(f"due:{scheduled.id}")
        assert carrier.sent == ["Yes!"]


async def test_a_time_in_the_quiet_hours_is_refused_with_the_reason(tmp_path: Path) -> None:
    async with open_desk(tmp_path, at_noon()) as desk:
        _, outcome = await schedule(desk, NOON + 11 * HOUR)
        assert isinstance(outcome, cmd.Refused)
        assert outcome.code == "quiet-hours"
        assert outcome.sentence.startswith("It is 23:00 in America/Toronto then (area code 905)")


async def test_an_opt_out_before_its_time_ends_it(tmp_path: Path) -> None:
    carrier = Carrier()
    async with open_desk(tmp_path, at_noon()) as desk, running_outbox(desk, carrier):
        about, _ = await schedule(desk, NOON + HOUR)
        await desk.text("STOP", key="2")
        desk.clock.now = NOON + HOUR
        await Waking(desk.switchboard, clock=desk.clock).sweep()
        assert desk.switchboard.inbox.conversations[about].scheduled == ()
        assert carrier.sent == []
