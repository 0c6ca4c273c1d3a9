"""Tests of the sandbox as a real server: sockets, cut connections, restarts and its texters."""

import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.rig import TEXTER, TOKEN
from tests.waiting import until
from tmchat.sandbox.server import Sandbox, address, serve
from tmchat.settings.sandbox import SandboxSettings


def settings(**chosen: Any) -> SandboxSettings:
    """Settings of a silent sandbox on any free port."""
    usual: dict[str, Any] = {"port": 0, "token": TOKEN, "rate": 0.0}
    return SandboxSettings(**(usual | chosen))


@contextlib.asynccontextmanager
async def running(**chosen: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a sandbox that listens, cancelled afterwards."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(settings(**chosen), ready=ready.set_result))
    try:
        headers = {"x-organization-token": TOKEN}
        async with (
            asyncio.timeout(10),
            httpx.AsyncClient(base_url=await ready, headers=headers) as client,
        ):
            yield client
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def conversation(client: httpx.AsyncClient) -> str:
    """The id of a new conversation."""
    number = (await client.get("/sandbox/numbers")).json()[0]["phone_number"]
    body = {"from": TEXTER, "to": number, "text": "Hello"}
    found: str = (await client.post("/sandbox/texts", json=body)).json()["ConversationId"]
    return found


async def heard(client: httpx.AsyncClient) -> list[str]:
    """What the texter's phone has received."""
    entries = (await client.get(f"/sandbox/phones/{TEXTER}")).json()
    return [entry["text"] for entry in entries if entry["direction"] == "received"]


@pytest.mark.parametrize(
    ("kind", "outcome", "arrivals"),
    [
        ("429", 429, 0),
        ("500-before", 500, 0),
        ("hang-before", httpx.RemoteProtocolError, 0),
        ("500-after", 500, 1),
        ("hang-after", httpx.RemoteProtocolError, 1),
        ("reset-after", httpx.RemoteProtocolError, 1),
        ("slow", 200, 1),
        ("duplicate", 200, 2),
    ],
)
async def test_what_a_reply_fault_does(kind: str, outcome: Any, arrivals: int) -> None:
    async with running() as client:
        path = f"/sms/conversations/{await conversation(client)}/messages"
        fault = {"on": "reply", "kind": kind, "seconds": 0.01, "times": 1}
        assert (await client.post("/sandbox/faults", json=fault)).status_code == 201
        if isinstance(outcome, int):
            response = await client.post(path, json={"Message": "Yes"})
            assert response.status_code == outcome
            assert ("retry-after" in response.headers) == (outcome == 429)
        else:
            with pytest.raises((outcome, httpx.ReadError)):
                await client.post(path, json={"Message": "Yes"})
        assert await heard(client) == ["Yes"] * arrivals
        assert (await client.post(path, json={"Message": "Next"})).status_code == 200


async def test_a_lagging_reply_is_listed_and_heard_later() -> None:
    async with running() as client:
        path = f"/sms/conversations/{await conversation(client)}/messages"
        fault = {"on": "reply", "kind": "lag", "seconds": 60, "times": 1}
        await client.post("/sandbox/faults", json=fault)
        await client.post(path, json={"Message": "Late"})
        await client.post(path, json={"Message": "In time"})
        assert await heard(client) == ["In time"]
        assert (await client.get(path)).json()["paging"]["total"] == 2
        watched = asyncio.create_task(client.get(f"/sandbox/phones/{TEXTER}?wait=5"))
        await client.delete("/sandbox/faults")
        await watched
        assert await heard(client) == ["In time", "Late"]
        assert (await client.get(path)).json()["paging"]["total"] == 3


async def test_api_faults_strike_the_api_alone() -> None:
    async with running() as client:
        await client.post("/sandbox/faults", json={"on": "api", "kind": "500-after"})
        group = {"name": "Made all the same"}
        assert (await client.post("/v3/api/groups", json=group)).status_code == 500
        assert (await client.get("/sms/conversations")).status_code == 200
        await client.delete("/sandbox/faults")
        groups = (await client.get("/v3/api/groups")).json()["results"]
        assert groups[-1]["name"] == group["name"]


async def test_a_watch_ends_when_something_arrives() -> None:
    async with running() as client:
        chat = await conversation(client)
        last = (await client.get(f"/sandbox/phones/{TEXTER}")).json()[-1]["id"]
        path = f"/sandbox/phones/{TEXTER}?after={last}&wait=30"
        watching = asyncio.create_task(client.get(path))
        await client.get("/sandbox/numbers")
        assert not watching.done()
        await client.post(f"/sms/conversations/{chat}/messages", json={"Message": "Yes"})
        assert [entry["text"] for entry in (await watching).json()] == ["Yes"]


async def test_reply_addresses_lead_back_here() -> None:
    pushed: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        pushed.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    desk = await asyncio.start_server(take, "127.0.0.1", 0)
    hook = f"http://127.0.0.1:{desk.sockets[0].getsockname()[1]}/hook"
    async with desk, running(inbound_webhook_url=hook) as client:
        chat = await conversation(client)
        await until(lambda: pushed)
        assert f'"{client.base_url}/sms/conversations/{chat}/messages"'.encode() in pushed[0]


async def test_sigterm_ends_it_cleanly_with_a_watch_open(tmp_path: Path) -> None:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    chosen = settings(db=str(tmp_path / "sandbox.db"))
    serving = asyncio.create_task(serve(chosen, ready=ready.set_result))
    async with asyncio.timeout(10), httpx.AsyncClient(base_url=await ready) as client:
        watching = asyncio.create_task(client.get(f"/sandbox/phones/{TEXTER}?wait=60"))
        await client.get("/sandbox/numbers")
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
        assert (await watching).json() == []


async def test_a_port_in_use_is_an_os_error() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="in use"),
    ):
        await serve(settings(port=taken.getsockname()[1]))


async def test_a_file_that_is_no_database_is_an_os_error(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but long enough to be looked at" * 40)
    for wrong in (path, tmp_path / "nowhere" / "sandbox.db"):
        with pytest.raises(OSError, match="sandbox database"):
            await serve(settings(db=str(wrong)))


async def test_a_locked_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    db = str(tmp_path / "sandbox.db")
    async with running(db=db) as client:
        with contextlib.closing(sqlite3.connect(db, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            response = await client.post("/v3/api/groups", json={"name": "Boats"})
            assert response.status_code == 500
            assert "locked" in response.json()["message"]
        assert (await client.post("/v3/api/groups", json={"name": "Boats"})).status_code == 200


async def test_an_account_outlives_a_restart(tmp_path: Path) -> None:
    db = str(tmp_path / "sandbox.db")
    async with running(db=db) as client:
        chat = await conversation(client)
        numbers = (await client.get("/sandbox/numbers")).json()
    async with running(db=db, seed=2) as client:
        assert (await client.get("/sandbox/numbers")).json() == numbers
        path = f"/sms/conversations/{chat}/messages"
        assert (await client.post(path, json={"Message": "Still here"})).status_code == 200
        assert await heard(client) == ["Still here"]


async def test_ids_differ_between_runs_of_one_seed() -> None:
    async with running() as first, running() as second:
        assert await conversation(first) != await conversation(second)


async def test_the_texters_text_and_answer() -> None:
    async with running(rate=6000.0, texters=4) as client:

        async def texts() -> list[Any]:
            found: list[Any] = (await client.get("/sandbox/books")).json()["texts"]
            return found

        while len(opening := await texts()) < 4:
            await client.get(f"/sandbox/phones/{TEXTER}?wait=0.05")
        answered = {entry["conversation_id"] for entry in opening}
        for chat in answered:
            path = f"/sms/conversations/{chat}/messages"
            await client.post(path, json={"Message": "Yes. What is your name, please?"})
        while not any(
            entry["kind"] == "text" and entry["conversation_id"] in answered
            for entry in (await texts())[len(opening) + len(answered) :]
        ):
            await client.get(f"/sandbox/phones/{TEXTER}?wait=0.05")


def test_the_address_is_one_that_can_be_called() -> None:
    assert address("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert address("::1", 81) == "http://[::1]:81"
    assert Sandbox(settings(port=8071)).base_url == "http://127.0.0.1:8071"
