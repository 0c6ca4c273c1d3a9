"""An agent whose console is gone loses what waits, over real sockets; with one it stays theirs."""

import asyncio
from pathlib import Path

from tests.hub.outside.bench import Bench
from tests.hub.outside.running import Console, serving
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core.plainform import plain
from tmchat.core.records import Role
from tmchat.hub.returns import SHORTEST_SWEEP
from tmchat.protocol.consoleside import StateReplaced


async def test_what_a_gone_console_held_goes_back(tmp_path: Path) -> None:
    async with Bench(tmp_path, claims_return_after=0.3) as bench, serving(bench) as running:
        await bench.text("Hello?")
        (conversation,) = bench.conversations
        name = f"{Role.AGENT}-ann"

        def holder() -> str:
            return bench.conversations[0].holder

        async with running.connect(Role.AGENT) as line:
            console = Console()
            await console.greet(line)
            await console.hear(line, lambda update: isinstance(update, StateReplaced))
            async with bench.client(Role.AGENT) as client:
                command = plain(cmd.Claim(conversation.id))
                answer = await client.post("/agents/commands", json=command)
            assert answer.json()["is"] == "Granted"
            assert holder() == name
        await until(lambda: holder() == "")
        assert bench.conversations[0].given_back_from == name


async def test_zero_never_gives_back(tmp_path: Path) -> None:
    async with Bench(tmp_path, claims_return_after=0.0) as bench, serving(bench):
        await bench.text("Hello?")
        (conversation,) = bench.conversations
        async with bench.client(Role.AGENT) as client:
            await client.post("/agents/commands", json=plain(cmd.Claim(conversation.id)))
        await asyncio.sleep(SHORTEST_SWEEP * 4)  # a hub that looked would have found nobody here
        assert bench.conversations[0].holder == f"{Role.AGENT}-ann"
