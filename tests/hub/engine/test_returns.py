"""Claims of agents who are gone go back to the queue, durably and never from the next holder."""

import asyncio
from pathlib import Path

import pytest

from tests.hub.engine.rig import ANA, BEN, Desk, full_disk, kinds, open_desk, until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.hub.returns import Returns
from tmchat.hub.store.interface import StoreFailed

AFTER = 600.0


class Watch:
    """Who is here, and a monotonic clock moved by hand."""

    def __init__(self, desk: Desk, after: float = AFTER) -> None:
        self.here: set[str] = set()
        self.seconds = 0.0
        self.returns = Returns(
            desk.switchboard, lambda: self.here, after=after, now=lambda: self.seconds
        )

    async def sweep(self, seconds: float) -> None:
        """Looks again after some seconds."""
        self.seconds += seconds
        await self.returns.sweep()


async def test_a_claim_goes_back_once_its_holder_is_gone_long_enough(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        watch = Watch(desk)
        watch.here = {"ana"}
        about = (await desk.text("Hello?", key="1")).id
        await desk.switchboard.command(ANA, cmd.Claim(about))
        await watch.sweep(10 * AFTER)
        watch.here = set()
        await watch.sweep(AFTER - 1)
        assert desk.switchboard.inbox.conversations[about].holder == "ana"
        await watch.sweep(1)
        assert desk.switchboard.inbox.conversations[about].holder == ""
        (last,) = (await desk.events())[-1:]
        assert last.what == ev.ConversationGivenBack(about, "ana", "away")
        head = last.n
        await watch.sweep(AFTER)
        assert desk.switchboard.inbox.head == head
    async with open_desk(tmp_path) as again:
        assert again.switchboard.inbox.conversations[about].given_back_from == "ana"


async def test_after_a_restart_everybody_is_only_just_gone(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = (await desk.text("Hello?", key="1")).id
        await desk.switchboard.command(ANA, cmd.Claim(about))
    async with open_desk(tmp_path) as desk:
        watch = Watch(desk)
        await watch.sweep(AFTER - 1)
        assert desk.switchboard.inbox.conversations[about].holder == "ana"
        await watch.sweep(1)
        assert desk.switchboard.inbox.conversations[about].holder == ""


async def test_a_wall_clock_that_jumps_takes_nothing_away(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        watch = Watch(desk)
        about = (await desk.text("Hello?", key="1")).id
        await desk.switchboard.command(ANA, cmd.Claim(about))
        for day in (86_400_000, -86_400_000):
            desk.clock.now += day
            await watch.sweep(1)
        assert desk.switchboard.inbox.conversations[about].holder == "ana"


async def test_a_command_without_a_console_is_a_sign_of_life(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        watch = Watch(desk)
        about = (await desk.text("Hello?", key="1")).id
        await desk.switchboard.command(ANA, cmd.Claim(about))
        await watch.sweep(AFTER - 1)
        watch.returns.heard("ana")
        await watch.sweep(AFTER - 1)
        assert desk.switchboard.inbox.conversations[about].holder == "ana"


async def test_a_give_back_and_a_take_over_at_once_leave_the_taker_with_it(tmp_path: Path) -> None:
    for first in (True, False):
        folder = tmp_path / str(first)
        folder.mkdir()
        async with open_desk(folder) as desk:
            watch = Watch(desk)
            about = (await desk.text("Hello?", key="1")).id
            await desk.switchboard.command(ANA, cmd.Claim(about))
            watch.here, watch.seconds = {"ben"}, AFTER
            sweep = watch.returns.sweep()
            taking = desk.switchboard.command(BEN, cmd.TakeOver(about, "ana"))
            await asyncio.gather(*((sweep, taking) if first else (taking, sweep)))
            assert desk.switchboard.inbox.conversations[about].holder == "ben"


async def test_two_agents_at_once_and_exactly_one_wins(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = (await desk.text("Hello?", key="1")).id
        ana, ben = await asyncio.gather(
            desk.switchboard.command(ANA, cmd.Claim(about)),
            desk.switchboard.command(BEN, cmd.Claim(about)),
        )
        assert isinstance(ana, cmd.Granted)
        assert ben == cmd.Refused("claimed", "ana holds this conversation.")
        assert kinds(await desk.events()).count("ConversationClaimed") == 1
        late, taken = await asyncio.gather(
            desk.switchboard.command(BEN, cmd.TakeOver(about, "ana")),
            desk.switchboard.command(ANA, cmd.Release(about)),
        )
        assert isinstance(late, cmd.Granted)
        assert taken == cmd.Refused("claimed", "ben holds this conversation by now.")


async def test_while_the_disk_is_full_nothing_is_taken_and_later_it_is(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        watch = Watch(desk)
        about = (await desk.text("Hello?", key="1")).id
        await desk.switchboard.command(ANA, cmd.Claim(about))
        with full_disk(1), pytest.raises(StoreFailed):
            await watch.sweep(AFTER)
        await until(lambda: desk.switchboard.healthy)
        assert desk.switchboard.inbox.conversations[about].holder == "ana"
        await watch.sweep(0)
        assert desk.switchboard.inbox.conversations[about].holder == ""
