"""The hub's clock jumps a day back or ahead: nothing is lost, moved, stalled or told twice."""

from pathlib import Path

import pytest

from tests.hub.engine.rig import ANA, Carrier, Clock, open_desk, running_outbox, until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.hub.switchboard import Switchboard

DAY = 86_400_000


@pytest.mark.parametrize("jump", [-DAY, DAY])
async def test_numbers_pages_and_replay_keep_their_order(tmp_path: Path, jump: int) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        for number in range(6):
            clock.now += jump if number == 3 else 1_000
            about = (await desk.text(f"text {number}", key=str(number))).id
            assert isinstance(
                await desk.switchboard.command(ANA, cmd.AddNote(about, "n", f"ref-{number}")),
                cmd.Granted,
            )
        page = await desk.store.page(about, before=0, after=0, limit=50)
        texts = [one.text for one in page.entries if one.kind.value == "text"]
        assert texts == [f"text {number}" for number in range(6)]
        events = await desk.events()
        assert [one.n for one in events] == list(range(1, len(events) + 1))
        replayed = desk.switchboard.past.since(4)
        assert replayed is not None
        assert [one.n for one in replayed] == list(range(5, len(events) + 1))
    async with open_desk(tmp_path, clock) as again:
        assert again.switchboard.inbox.head == len(events)


@pytest.mark.parametrize("jump", [-DAY, DAY])
async def test_an_export_since_a_time_goes_by_the_times_on_the_entries(
    tmp_path: Path, jump: int
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await desk.text("before", key="1")
        began = clock.now
        clock.now += jump
        await desk.text("after", key="2")
        found = [
            entry.text
            async for _, entry in desk.store.export(number="", conversation=0, since=began)
        ]
        assert found == (["before"] if jump < 0 else ["before", "after"])


@pytest.mark.parametrize("jump", [-DAY, DAY])
async def test_a_repeated_reply_gets_the_first_answer(tmp_path: Path, jump: int) -> None:
    clock, carrier = Clock(), Carrier()
    async with open_desk(tmp_path, clock) as desk:
        about = (await desk.text("Hello?", key="1")).id
        first = await desk.reply(about, "Yes", "ref")
        async with running_outbox(desk, carrier):
            await until(lambda: carrier.sent == ["Yes"])
        clock.now += jump
        assert await desk.reply(about, "Yes", "ref") == first
    assert carrier.sent == ["Yes"]


async def test_two_starts_at_one_time_are_two_runs(tmp_path: Path) -> None:
    clock = Clock()
    runs = set()
    for run in ("a", "b"):
        async with open_desk(tmp_path, clock) as desk:
            runs.add(Switchboard(desk.store, clock=clock, run=run).past.run)
    assert runs == {"a", "b"}


async def test_events_are_stamped_by_the_hub_alone(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await desk.text("Hello?", key="1")
        clock.now -= DAY
        await desk.text("Hello?", key="2")
        texts = [one for one in await desk.events() if isinstance(one.what, ev.TextArrived)]
        assert [one.at - clock.now for one in texts] == [DAY, 0]
