"""Tests of the first promise: what was answered 200 is there after `kill -9`."""

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.hub.engine.rig import open_desk
from tmchat.core.inbox import Inbox

ROOT = Path(__file__).parents[3]


def killed(folder: Path) -> list[str]:
    """The keys that a hub acknowledged before it was killed in the middle of its work."""
    command = [sys.executable, "-m", "tests.hub.engine.busy", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdout is not None
        told = [busy.stdout.readline().strip() for _ in range(300)]
        busy.kill()
        return told + busy.stdout.read().split("\n")[:-1]


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    told = await asyncio.to_thread(killed, tmp_path)
    assert len(told) >= 300
    async with open_desk(tmp_path) as desk:
        assert all([await desk.store.known_message(key) for key in told])
        events = await desk.events()
        folded = Inbox()
        for event in events:
            folded.apply(event)
        kept = desk.switchboard.inbox
        assert folded.conversations == kept.conversations
        assert folded.head == kept.head
        texts = [entry async for _, entry in desk.store.export()]
        assert len(texts) >= len(told)
