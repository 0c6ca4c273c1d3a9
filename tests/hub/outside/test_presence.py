"""Presence over real sockets: told to the others within a second, gone with its console."""

import asyncio
from pathlib import Path

import pytest

from tests.hub.outside.bench import Bench
from tests.hub.outside.running import Console, serving
from tmchat.core.presence import Presence
from tmchat.core.records import Role
from tmchat.protocol.consoleside import PresenceTold, StateReplaced


async def test_who_looks_is_told_and_forgotten(tmp_path: Path) -> None:
    async with Bench(tmp_path) as bench, serving(bench) as running:
        await bench.text("Hello?")
        (conversation,) = bench.conversations
        watching, looking = Console(), Console()
        async with running.connect(Role.SUPERVISOR) as watch:
            await watching.greet(watch)
            await watching.hear(watch, lambda update: isinstance(update, StateReplaced))
            async with running.connect(Role.AGENT) as line:
                await looking.greet(line)
                await line.send(looking.side.look(conversation.id, typing=True))
                told = await watching.hear(watch, _somebody)
                assert isinstance(told, PresenceTold)
                (presence,) = told.here
                assert presence.conversation == conversation.id
                assert presence.typing
                late = Console()
                async with running.connect(Role.ADMINISTRATOR) as third:
                    await late.greet(third)
                    known = await late.hear(third, _somebody)
                    assert known == PresenceTold((presence,))
            gone = await watching.hear(watch, lambda update: update == PresenceTold(()))
            assert gone == PresenceTold(())
        head = bench.hub.switchboard.past.head
        assert all("Look" not in event.text for event in bench.hub.switchboard.past.since(0) or ())
        assert head == bench.hub.switchboard.inbox.head


def _somebody(update: object) -> bool:
    return isinstance(update, PresenceTold) and any(
        isinstance(one, Presence) for one in update.here
    )


async def test_it_is_told_within_a_second_ends_by_itself_and_is_never_journalled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tmchat.core.presence.LOOKING", 1.5)
    monkeypatch.setattr("tmchat.core.presence.TYPING", 0.7)
    now = asyncio.get_running_loop().time
    async with Bench(tmp_path) as bench, serving(bench) as running:
        await bench.text("Hello?")
        (conversation,) = bench.conversations
        head = bench.hub.switchboard.inbox.head
        watching, silent = Console(), Console()
        async with running.connect(Role.SUPERVISOR) as watch, running.connect(Role.AGENT) as line:
            for console, socket in ((watching, watch), (silent, line)):
                await console.greet(socket)
                await console.hear(socket, lambda update: isinstance(update, StateReplaced))
            said = now()
            await line.send(silent.side.look(conversation.id, typing=True))
            told = await watching.hear(watch, _somebody)
            assert now() - said < 1.0
            assert isinstance(told, PresenceTold) and told.here[0].typing
            # It says nothing more, and stays connected.
            rests = await watching.hear(watch, _somebody)
            assert isinstance(rests, PresenceTold) and not rests.here[0].typing
            await watching.hear(watch, lambda update: update == PresenceTold(()))
            assert len(bench.hub.fanout) == 2
        assert bench.hub.switchboard.inbox.head == head
        assert len(await bench.hub.store.since(0, 100)) == head
