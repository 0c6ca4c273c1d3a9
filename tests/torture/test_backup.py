"""Tests that consoles notice a desk that went back to an older copy, with real processes."""

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

from tests.torture.disk import sighting
from tests.torture.load import Texters, TortureAgent
from tests.torture.processes import CARRIERS, Victim, servers
from tests.waiting import until


async def test_a_restored_backup_is_another_desk_to_a_console_that_resumes(tmp_path: Path) -> None:
    with servers(tmp_path, CARRIERS[0]) as (hub, sandbox, _):
        hub.start()
        await asyncio.to_thread(hub.ready)
        token = await asyncio.to_thread(hub.add_agent, "ana", "agent")
        agent = TortureAgent("ana", hub.agents, token, Random(1))
        texters = Texters(sandbox, Random(1), 3)
        following = asyncio.create_task(agent.follow())
        try:
            await text_and_see(hub, texters, agent, 4)
            backup = tmp_path / "backup.db"
            with (
                closing(sqlite3.connect(hub.database)) as now,
                closing(sqlite3.connect(backup)) as then,
            ):
                now.backup(then)
            kept = agent.head
            await text_and_see(hub, texters, agent, 8)
            assert agent.head > kept
            states = len(agent.followed)

            hub.kill()
            hub.start()
            await until(lambda: sighting(hub.database)[0] == agent.head, 20)
            await text_and_see(hub, texters, agent, 9)
            assert len(agent.followed) == states, "a restart alone is resumed from"

            hub.kill()
            for end in ("-wal", "-shm"):
                with suppress(FileNotFoundError):
                    os.unlink(f"{hub.database}{end}")
            os.replace(backup, hub.database)
            hub.start()
            # The console had seen events that the copy has under other numbers, or not at all.
            await until(lambda: len(agent.followed) > states, 30)
            await until(lambda: agent.head == sighting(hub.database)[0], 20)
            await text_and_see(hub, texters, agent, 11)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await texters.close()
            await agent.close()


async def text_and_see(hub: Victim, texters: Texters, agent: TortureAgent, texts: int) -> None:
    """Texts until `texts` were sent in all; returns once the console shows all that is on disk."""
    seen, before = agent.head, texters.sent
    await texters.run(texts, 0.001, batch=1, backlog=lambda: 0)
    least = seen + texts - before
    await until(lambda: agent.head >= least and agent.head == sighting(hub.database)[0], 30)
