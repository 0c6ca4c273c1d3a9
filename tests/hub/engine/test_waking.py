"""A snooze survives a restart and ends by the hub's clock, once and durably."""

from pathlib import Path

from tests.hub.engine.rig import ANA, open_desk
from tmchat.core import commands as cmd
from tmchat.core import later
from tmchat.hub.waking import Waking
from tmchat.hub.zones import foreseen

HOUR = 3_600_000


async def test_a_snooze_outlives_the_hub_and_wakes_by_its_clock(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = (await desk.text("Hello?", key="1")).id
        until = desk.clock.now + HOUR
        await desk.switchboard.command(ANA, cmd.Snooze(about, until))
    async with open_desk(tmp_path) as desk:
        waking = Waking(desk.switchboard, clock=desk.clock)
        desk.clock.now = until - 1
        head = desk.switchboard.inbox.head
        await waking.sweep()
        assert desk.switchboard.inbox.head == head
        assert desk.switchboard.inbox.conversations[about].waiting_since == 0
        desk.clock.now = until
        await waking.sweep()
        await waking.sweep()
        assert (await desk.events())[-1].what == later.ConversationWoken(about)
        assert desk.switchboard.inbox.head == head + 1
        page = await desk.store.page(about)
        assert [one.due for one in page.entries if one.text == "snoozed it until"] == [until]
    async with open_desk(tmp_path) as desk:
        assert desk.switchboard.inbox.conversations[about].waiting_since


async def test_a_time_that_has_passed_is_refused(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = (await desk.text("Hello?", key="1")).id
        desk.switchboard.foresee = lambda command: foreseen(
            desk.clock, lambda: desk.switchboard.inbox, command
        )
        refused = await desk.switchboard.command(ANA, cmd.Snooze(about, desk.clock.now))
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "past"
