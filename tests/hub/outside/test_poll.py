"""Long poll: the same frames as over a WebSocket, one message at a time."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.hub.outside.bench import Bench, frames_of
from tmchat.core.commands import Claim
from tmchat.core.records import Role
from tmchat.protocol import frames as fr

HELLO = fr.encode([fr.Hello(fr.VERSION, "a test")])


async def begin(client: httpx.AsyncClient, hello: str = HELLO) -> str:
    """The address of a session that has said Hello."""
    opened = await client.post("/agents/poll")
    assert opened.status_code == 201
    address = f"/agents/poll/{opened.json()['session']}"
    assert (await client.post(address, content=hello)).status_code == 202
    return address


async def fetch(client: httpx.AsyncClient, address: str) -> list[dict[str, Any]]:
    """The frames of the next message."""
    response = await client.get(address, params={"wait": "5"})
    assert response.status_code == 200
    return list(frames_of(response.text))


async def gather(client: httpx.AsyncClient, address: str, last: str) -> list[dict[str, Any]]:
    """Frames until one of the class `last`."""
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["is"] != last:
        frames += await fetch(client, address)
    return frames


async def test_a_session_is_welcomed_and_hears_what_happens(bench: Bench) -> None:
    async with bench.client() as client:
        address = await begin(client)
        fresh: list[dict[str, Any]] = []
        while not any(frame.get("last") for frame in fresh):
            fresh += await fetch(client, address)
        assert fresh[0]["is"] == "Welcome"
        assert fresh[0]["agent"] == {"name": "agent-ann", "role": "agent"}
        arriving = asyncio.create_task(bench.text("Hello!"))
        texts: list[str] = []
        while not texts:
            happened = (await gather(client, address, "Happened"))[-1]
            whats = [event["what"] for event in happened["events"]]
            texts = [what["text"] for what in whats if what["is"] == "TextArrived"]
        await arriving
    assert texts == ["Hello!"]


async def test_a_command_is_answered_under_its_id(bench: Bench) -> None:
    await bench.text("Hello!")
    async with bench.client() as client:
        address = await begin(client)
        ask = fr.encode([fr.Ask(7, Claim(bench.conversations[0].id))])
        await client.post(address, content=ask)
        answer = (await gather(client, address, "Answer"))[-1]
    assert answer["id"] == 7
    assert answer["outcome"]["is"] == "Granted"


async def test_nothing_to_tell_is_an_empty_message(bench: Bench) -> None:
    async with bench.client() as client:
        address = (await client.post("/agents/poll")).json()["session"]
        response = await client.get(f"/agents/poll/{address}", params={"wait": "0"})
    assert response.text == "[]"


@pytest.mark.parametrize("wait", ["-1", "61", "nan", "soon", "1e400"])
async def test_a_wait_that_is_none_is_refused(bench: Bench, wait: str) -> None:
    async with bench.client() as client:
        address = await begin(client)
        response = await client.get(address, params={"wait": wait})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "wait"


async def test_a_session_belongs_to_its_token(bench: Bench) -> None:
    async with bench.client() as mine, bench.client(Role.SUPERVISOR) as theirs:
        address = await begin(mine)
        for method in ("GET", "POST", "DELETE"):
            assert (await theirs.request(method, address)).status_code == 404
        assert (await mine.delete(address)).status_code == 200
        assert (await mine.get(address)).status_code == 404


async def test_one_request_waits_at_a_time(bench: Bench) -> None:
    async with bench.client() as client:
        address = (await client.post("/agents/poll")).json()["session"]
        fetches = [
            asyncio.create_task(client.get(f"/agents/poll/{address}", params={"wait": "5"}))
            for _ in range(2)
        ]
        (refused,), (waiting,) = await asyncio.wait(fetches, return_when=asyncio.FIRST_COMPLETED)
        assert refused.result().status_code == 409
        await client.post(f"/agents/poll/{address}", content=HELLO)
        assert "Welcome" in (await waiting).text


async def test_what_cannot_be_read_ends_the_session(bench: Bench) -> None:
    async with bench.client() as client:
        address = await begin(client, "{nonsense")
        (bye,) = await fetch(client, address)
        assert (bye["is"], bye["code"]) == ("Bye", "unreadable")
        assert (await client.get(address)).status_code == 404


async def test_a_message_too_large_is_not_taken(bench: Bench) -> None:
    async with bench.client() as client:
        address = await begin(client)
        response = await client.post(address, content=b" " * (1024 * 1024 + 1))
    assert response.status_code == 413


async def test_a_revoked_token_ends_a_waiting_request(bench: Bench) -> None:
    async with bench.client() as client:
        address = await begin(client)
        waiting = asyncio.create_task(gather(client, address, "Bye"))
        await bench.revoke("agent-ann")
        bye = (await waiting)[-1]
        assert bye["code"] == "revoked"
        assert (await client.get("/agents/me")).status_code == 401


async def test_no_more_consoles_than_the_limit(bench: Bench, tmp_path: Any) -> None:
    async with Bench(tmp_path / "other", max_consoles=1) as small, small.client() as client:
        address = await begin(client)
        full = await client.post("/agents/poll")
        assert full.status_code == 503
        await client.delete(address)
        assert (await client.post("/agents/poll")).status_code == 201
