"""Deadlines of connections: half-open ones end, consoles on the line do not."""

import asyncio
from contextlib import suppress

import httpx
import pytest

from tests.hub.outside.running import Console, Running
from tests.waiting import until
from tmchat.hub import connections
from tmchat.protocol.consoleside import EventsCame, StateReplaced


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /agents/me HTTP/1.1\r\nHost: x\r\n",
        b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
    ],
)
async def test_half_open_connections_do_not_stay(
    running: Running, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.2)
    half_open = []
    for _ in range(300):
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        writer.write(begun)
        half_open.append((reader, writer))
    async with asyncio.timeout(5):
        for reader, writer in half_open:
            with suppress(ConnectionResetError):
                await reader.read()
            writer.close()


async def test_a_console_on_the_line_outlives_that_deadline(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.05)
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
        async with httpx.AsyncClient(base_url=running.http) as client:
            # Two requests on one connection, the second after the first one's deadline.
            assert (await client.get("/")).status_code == 401
            opened = asyncio.get_running_loop().time()
            await until(lambda: asyncio.get_running_loop().time() > opened + 0.1)
            assert (await client.get("/")).status_code == 401
        await running.bench.text("still there?")
        await console.hear(line, lambda update: isinstance(update, EventsCame))
