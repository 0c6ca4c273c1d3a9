"""Calling an agent who works by plain lines: the bell, a program, and what counts as read."""

import json
import sys
from pathlib import Path

import pytest

from tests.console.memoryhub import MemoryHub
from tests.console.plain.shift import at_work
from tests.console.scene import ROSA, SAM, scene
from tests.waiting import until
from tmchat.core import events as ev
from tmchat.settings.alerts import AlertSettings

BELL = "\a"


def of(hub: MemoryHub, texter: str) -> int:
    """The conversation of a texter."""
    return next(one.id for one in hub.inbox.conversations.values() if one.texter == texter)


async def test_a_text_elsewhere_rings_and_puts_no_sequence_among_the_lines(tmp_path: Path) -> None:
    hub = scene()
    async with at_work(hub, tmp_path, terminal=True) as shift:
        await shift.prints("4 waiting")
        shift.type(f"open {of(hub, SAM)}")
        await shift.prints("front brake pads")
        hub.happen(ev.TextArrived(of(hub, ROSA), "Are you there?"))
        await shift.prints("Are you there?")
        await until(lambda: BELL in shift.out.getvalue())
        assert "\x1b" not in shift.out.getvalue()


@pytest.mark.parametrize("away", [False, True])
async def test_the_open_conversation_rings_and_stays_unread_while_the_agent_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    hub = scene()
    about = of(hub, SAM)
    async with at_work(hub, tmp_path, terminal=True) as shift:
        await shift.prints("4 waiting")
        shift.type(f"open {about}")
        await shift.prints("front brake pads")
        await until(lambda: not unread(hub, about))
        if away:
            monkeypatch.setattr("tmchat.console.plain.calling.READS", 0.0)
        hub.happen(ev.TextArrived(about, "Still there?"))
        await shift.prints("Still there?")
        if away:
            await until(lambda: BELL in shift.out.getvalue())
            assert unread(hub, about)
            monkeypatch.undo()
            shift.type("help")
        await until(lambda: not unread(hub, about))
        assert (BELL in shift.out.getvalue()) is away


def unread(hub: MemoryHub, about: int) -> int:
    """The agent's unread texts of a conversation, as the hub counts them."""
    return hub.inbox.unread("ana", hub.inbox.conversations[about])


async def test_the_program_of_the_settings_is_run(tmp_path: Path) -> None:
    hub = scene()
    told = tmp_path / "told"
    program = f"import sys, pathlib; pathlib.Path({str(told)!r}).write_text(sys.stdin.read())"
    alerts = AlertSettings(command=(sys.executable, "-c", program))
    async with at_work(hub, tmp_path / "drafts", terminal=True, alerts=alerts) as shift:
        await shift.prints("4 waiting")
        hub.happen(ev.TextArrived(of(hub, ROSA), "Are you there?"))
        await until(lambda: told.is_file() and told.read_text().endswith("}"))
    assert json.loads(told.read_text())["waiting"] == 4


async def test_nobody_is_called_through_pipes(tmp_path: Path) -> None:
    hub = scene()
    told = tmp_path / "told"
    alerts = AlertSettings(command=("/bin/sh", "-c", f"touch {told}"))
    async with at_work(hub, tmp_path / "drafts", alerts=alerts) as shift:
        await shift.prints("4 waiting")
        hub.happen(ev.TextArrived(of(hub, ROSA), "Are you there?"))
        await shift.prints("Are you there?")
        shift.type("help")
        await shift.prints("quit: ")
    assert BELL not in shift.out.getvalue()
    assert not told.exists()
