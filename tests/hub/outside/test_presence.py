"""Presence over real sockets: told to the others within a second, gone with its console."""

from pathlib import Path

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
