"""Tests that the team's canned replies are kept by the hub, told to consoles and stay so."""

from pathlib import Path

from tests.hub.engine.rig import open_desk
from tmchat.core import commands as cmd
from tmchat.core.records import Agent, CannedReply, Role

SUE = Agent("sue", Role.SUPERVISOR)
HOURS = CannedReply("Opening hours", "We are open 9 to 6. 😀")
ODD = CannedReply("Odd", "half \ud83d a character")
GONE = CannedReply("Gone", "No more.")


async def test_they_are_there_again_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        for reply in (HOURS, ODD, GONE):
            outcome = await desk.switchboard.command(SUE, cmd.KeepCanned(reply))
            assert isinstance(outcome, cmd.Granted)
        await desk.switchboard.command(SUE, cmd.RemoveCanned(GONE.title))
        later = CannedReply(HOURS.title, "We are open 9 to 7.")
        await desk.switchboard.command(SUE, cmd.KeepCanned(later))
        assert set(desk.switchboard.past.snapshot("ana").canned) == {later, ODD}
    async with open_desk(tmp_path) as desk:
        assert desk.switchboard.inbox.canned == {later.title: later, ODD.title: ODD}
        assert set(desk.switchboard.past.snapshot("ana").canned) == {later, ODD}
