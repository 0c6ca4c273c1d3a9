"""Tests of which way to the hub a console takes; each wire alone is tested beside."""

import asyncio
from random import Random

import pytest

from tests.link.memoryhub import MemoryHub
from tests.link.servers import PollDesk, web_server
from tests.waiting import until
from tmchat.core.commands import Granted, SendReply
from tmchat.core.plainform import as_sent
from tmchat.link.line import Line, LineChanged, LineState
from tmchat.link.updates import EventsCame, Update
from tmchat.link.ways import HubAddress, Transport, ways
from tmchat.link.wire import WireBroken


@pytest.mark.parametrize(("transport", "count"), [("auto", 2), ("websocket", 1), ("poll", 1)])
async def test_the_ways(transport: Transport, count: int) -> None:
    asked = []

    async def find() -> HubAddress:
        asked.append(1)
        raise WireBroken("Not known yet.")

    found = ways(find, transport)
    assert len(found) == count
    assert asked == []
    for connect in found:
        with pytest.raises(WireBroken, match="Not known yet"):
            await connect()


async def test_where_websocket_is_refused_the_poll_carries_everything() -> None:
    hub = MemoryHub()
    about = hub.text("Do you have this in blue?")
    desk = PollDesk(hub)
    heard: list[Update | LineChanged] = []
    async with web_server(desk.app) as address:

        async def find() -> HubAddress:
            return HubAddress(address, "t0")

        line = Line(
            ways(find, "auto"),
            heard.append,
            client="test",
            words=as_sent,
            clock=asyncio.get_running_loop().time,
            random=Random(1),
        )
        running = asyncio.ensure_future(line.run())
        try:
            await until(lambda: line.state is LineState.LIVE)
            assert LineChanged(LineState.LIVE, wire="poll") in heard
            hub.text("or red?")
            await until(lambda: any(isinstance(one, EventsCame) for one in heard))
            outcome = await line.ask(SendReply(about, "Yes", "r1", hub.past.head))
            assert isinstance(outcome, Granted)
            page = await line.page(about)
            assert page is not None
            assert page.entries == hub.journal.page(about)[0]
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert desk.wires == {}
