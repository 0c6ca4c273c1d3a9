"""Tests of the WebSocket wire against real servers on loopback; following a hub is `line`'s."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from tests.link.servers import raw_server
from tmchat.link.websocket import connect_websocket
from tmchat.link.wire import WireBroken

Serve = Callable[[ServerConnection], Awaitable[None]]


def address(server: Server) -> str:
    return f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"


async def echo(connection: ServerConnection) -> None:
    with contextlib.suppress(Exception):
        async for message in connection:
            await connection.send(f"echo {message!r}")


@pytest.fixture
async def echoing() -> AsyncIterator[Server]:
    async with serve(echo, "127.0.0.1", 0) as server:
        yield server


async def failure(hub: str, token: str = "secret-token", limit: float = 5.0) -> WireBroken:
    with pytest.raises(WireBroken) as caught:
        await connect_websocket(hub, token, limit=limit)
    fault = caught.value
    assert token not in fault.sentence
    assert fault.__cause__ is None
    return fault


async def test_messages_go_both_ways(echoing: Server) -> None:
    wire = await connect_websocket(address(echoing), "t")
    await wire.send('["ü"]')
    assert await wire.receive() == "echo '[\"ü\"]'"
    await wire.abort()


async def test_the_token_and_the_path() -> None:
    seen: list[tuple[str, str]] = []

    async def look(connection: ServerConnection) -> None:
        assert connection.request is not None
        seen.append((connection.request.path, connection.request.headers["Authorization"]))

    async with serve(look, "127.0.0.1", 0) as server:
        for path in ("", "/", "/desk", "/desk/"):
            wire = await connect_websocket(address(server) + path, "t0")
            await wire.abort()
    token = "Bearer t0"
    assert seen == [("/agents/socket", token)] * 2 + [("/desk/agents/socket", token)] * 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 426, 500, 503, 200])
async def test_an_answer_other_than_yes(status: int) -> None:
    def answer(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(HTTPStatus(status), "no\n")

    async with serve(echo, "127.0.0.1", 0, process_request=answer) as server:
        fault = await failure(address(server))
    assert fault.refused is (status == 401)
    assert fault.unfit is (status != 401)


async def test_a_redirect_takes_the_token_nowhere_else() -> None:
    seen: list[str | None] = []

    async def look(connection: ServerConnection) -> None:
        assert connection.request is not None
        seen.append(connection.request.headers.get("Authorization"))

    async with serve(look, "127.0.0.1", 0) as other:

        def redirect(connection: ServerConnection, request: Request) -> Response:
            response = connection.respond(HTTPStatus.FOUND, "")
            response.headers["Location"] = address(other).replace("http", "ws")
            return response

        async with serve(echo, "127.0.0.1", 0, process_request=redirect) as server:
            with contextlib.suppress(WireBroken):
                wire = await connect_websocket(address(server), "secret-token")
                await wire.abort()
    assert seen in ([], [None])


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"\x15\x03",
    ],
)
async def test_what_speaks_no_websocket_is_unfit(answer: bytes) -> None:
    async with raw_server(answer) as hub:
        fault = await failure(hub)
    assert (fault.unfit, fault.refused) == (True, False)


async def test_what_never_answers_is_unfit_in_time() -> None:
    async with raw_server(None) as hub:
        started = time.monotonic()
        fault = await failure(hub, limit=0.1)
    assert fault.unfit
    assert time.monotonic() - started < 2


async def test_nobody_there(free_port: int) -> None:
    fault = await failure(f"http://127.0.0.1:{free_port}")
    assert (fault.unfit, fault.refused) == (False, False)
    assert fault.sentence.startswith("The hub cannot be reached")


async def test_no_tls_where_tls_was_asked_for(echoing: Server) -> None:
    fault = await failure(address(echoing).replace("http", "https"))
    assert not fault.refused


@pytest.mark.parametrize(
    "hub",
    ["http://[::1", "nonsense", "", "http://", "http://a:b", "http://" + "x" * 70 + ".example"],
)
async def test_what_is_no_address(hub: str) -> None:
    fault = await failure(hub)
    assert fault.refused


async def test_the_other_side_hangs_up() -> None:
    async def leave(connection: ServerConnection) -> None:
        await connection.send("bye")

    async with serve(leave, "127.0.0.1", 0) as server:
        wire = await connect_websocket(address(server), "t")
        assert await wire.receive() == "bye"
        for _ in range(2):
            with pytest.raises(WireBroken):
                await wire.receive()
        with pytest.raises(WireBroken):
            await wire.send("x")
        await wire.abort()


async def test_abort_waits_for_nobody() -> None:
    parked = asyncio.Event()

    async def park(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await parked.wait()

    async with serve(park, "127.0.0.1", 0, close_timeout=0.05) as server:
        wire = await connect_websocket(address(server), "t")
        receiving = asyncio.ensure_future(wire.receive())
        started = time.monotonic()
        await wire.abort()
        await wire.abort()
        with pytest.raises(WireBroken):
            await asyncio.wait_for(receiving, 5)
        assert time.monotonic() - started < 1
        parked.set()
