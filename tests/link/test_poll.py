"""Tests of the long-poll wire against real servers on loopback; following a hub is `line`'s."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tests.link.memoryhub import MemoryHub
from tests.link.servers import PollDesk, raw_server, web_server
from tests.waiting import until
from tmchat.core.plainform import as_sent
from tmchat.link.poll import PollWire, connect_poll
from tmchat.link.wire import WireBroken
from tmchat.protocol import frames as fr

HELLO = fr.encode([fr.Hello(fr.VERSION, "test")])


@pytest.fixture
def desk() -> PollDesk:
    return PollDesk(MemoryHub())


@pytest.fixture
async def hub(desk: PollDesk) -> AsyncIterator[str]:
    async with web_server(desk.app) as address:
        yield address


@pytest.fixture
async def wire(hub: str) -> AsyncIterator[PollWire]:
    wire = await connect_poll(hub, "t0")
    yield wire
    await wire.abort()


async def failure(hub: str, token: str = "secret-token") -> WireBroken:
    with pytest.raises(WireBroken) as caught:
        await connect_poll(hub, token, limit=5.0)
    assert token not in caught.value.sentence
    return caught.value


async def test_messages_go_both_ways(desk: PollDesk, wire: PollWire) -> None:
    await wire.send(HELLO)
    first = fr.decode_down(await wire.receive(), as_sent)[0]
    assert isinstance(first, fr.Welcome)
    assert {token for _, token in desk.seen} == {"Bearer t0"}


async def test_a_request_that_brings_nothing_is_asked_again(desk: PollDesk, wire: PollWire) -> None:
    (session,) = desk.wires.values()
    receiving = asyncio.ensure_future(wire.receive())
    await until(lambda: ("GET", "Bearer t0") in desk.seen)
    session.side.greeted = True
    answers = iter(["[]", "[]", '["x"]'])
    session.side.take = lambda: next(answers)  # type: ignore[method-assign]
    session.side.beat(5)
    session.woken.set()
    assert await receiving == b'["x"]'
    assert desk.seen.count(("GET", "Bearer t0")) == 3


async def test_messages_are_never_overtaken(desk: PollDesk, wire: PollWire) -> None:
    desk.hold = "first"
    sent = ["first", "second", "third"]
    messages = [fr.encode([fr.Hello(fr.VERSION, one)]) for one in sent]
    sending = [asyncio.ensure_future(wire.send(one)) for one in messages]
    await until(lambda: ("POST", "Bearer t0") in desk.seen[1:])
    desk.hold = "nothing"
    await asyncio.gather(*sending)
    assert desk.posted == messages


@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
async def test_a_hub_that_refuses(desk: PollDesk, hub: str, status: int) -> None:
    desk.refuse = status
    fault = await failure(hub)
    assert fault.refused is (status == 401)


@pytest.mark.parametrize(
    "opening",
    [
        PlainTextResponse("<html>hotel</html>"),
        PlainTextResponse("[]"),
        PlainTextResponse("{}"),
        PlainTextResponse('"x"'),
        RedirectResponse("/login"),
        Response(b"\xff\xfe"),
    ],
)
async def test_what_does_not_answer_as_a_hub(desk: PollDesk, hub: str, opening: Response) -> None:
    desk.opening = opening
    assert not (await failure(hub)).refused


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.9\r\n"])
async def test_what_speaks_no_http(answer: bytes) -> None:
    async with raw_server(answer) as hub:
        assert not (await failure(hub)).refused


async def test_nobody_there(free_port: int) -> None:
    assert not (await failure(f"http://127.0.0.1:{free_port}")).refused


@pytest.mark.parametrize("hub", ["http://[::1", "nonsense", "", "http://a:b"])
async def test_what_is_no_address(hub: str) -> None:
    assert (await failure(hub)).refused


@pytest.mark.parametrize("status", [401, 404, 302, 500])
async def test_a_session_that_is_gone(desk: PollDesk, wire: PollWire, status: int) -> None:
    desk.refuse = status
    for _ in range(2):
        with pytest.raises(WireBroken) as caught:
            await wire.receive()
        assert caught.value.refused is (status == 401)
        with pytest.raises(WireBroken):
            await wire.send(HELLO)


async def test_abort_ends_the_session_and_what_waits_on_it(desk: PollDesk, wire: PollWire) -> None:
    receiving = asyncio.ensure_future(wire.receive())
    await until(lambda: ("GET", "Bearer t0") in desk.seen)
    await wire.abort()
    await wire.abort()
    with pytest.raises(WireBroken):
        await asyncio.wait_for(receiving, 5)
    assert desk.wires == {}
    with pytest.raises(WireBroken):
        await wire.send(HELLO)


async def test_whoever_ends_it_the_session_ends_once(desk: PollDesk, wire: PollWire) -> None:
    await asyncio.gather(*(wire.abort() for _ in range(3)))
    assert [method for method, _ in desk.seen].count("DELETE") == 1


async def test_abort_waits_for_nobody(desk: PollDesk, wire: PollWire) -> None:
    desk.silent = True
    receiving = asyncio.ensure_future(wire.receive())
    started = time.monotonic()
    await wire.abort()
    assert time.monotonic() - started < 2
    with pytest.raises(WireBroken):
        await asyncio.wait_for(receiving, 5)
    desk.silent = False
