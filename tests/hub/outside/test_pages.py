"""The agents' plain pages and the gate before them: each one well, unknown, forbidden, wrong."""

import json

import pytest

from tests.hub.outside.bench import SEGMENT, Bench
from tmchat.core.records import Role

PAGES = [
    ("GET", "/agents/me"),
    ("POST", "/agents/commands"),
    ("GET", "/agents/numbers"),
    ("GET", "/agents/conversations"),
    ("GET", "/agents/export"),
    ("GET", "/agents/inbound"),
    ("GET", "/agents/inbound/1"),
    ("POST", "/agents/inbound/1/replay"),
    ("GET", "/agents/checks"),
    ("POST", "/agents/poll"),
    ("GET", "/agents/poll/session"),
    ("POST", "/agents/poll/session"),
    ("DELETE", "/agents/poll/session"),
    ("GET", "/nowhere"),
]


@pytest.mark.parametrize(("method", "path"), PAGES)
@pytest.mark.parametrize(
    "authorization", ["", "Bearer wrong", "Basic YTpi", "Bearer ", "Bearer " + "x" * 5000]
)
async def test_without_a_good_token_nothing_answers(
    bench: Bench, method: str, path: str, authorization: str
) -> None:
    async with bench.client(None) as client:
        headers = {"Authorization": authorization} if authorization else {}
        response = await client.request(method, path, headers=headers)
    assert response.status_code == 401
    assert response.json() == {"message": "Sign in with a token of this hub.", "errors": []}


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        (Role.AGENT, "GET", "/agents/export"),
        (Role.AGENT, "GET", "/agents/inbound"),
        (Role.SUPERVISOR, "GET", "/agents/inbound"),
        (Role.SUPERVISOR, "GET", "/agents/inbound/1"),
        (Role.SUPERVISOR, "POST", "/agents/inbound/1/replay"),
    ],
)
async def test_a_role_that_may_not_is_told_so(
    bench: Bench, role: Role, method: str, path: str
) -> None:
    async with bench.client(role) as client:
        response = await client.request(method, path)
    assert response.status_code == 403
    assert f"Your role, {role}, may not" in response.json()["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/agents/nowhere", 404), ("DELETE", "/agents/me", 405), ("GET", "/hook/x", 404)],
)
async def test_what_is_not_there_is_answered_in_json(
    bench: Bench, method: str, path: str, status: int
) -> None:
    async with bench.client() as client:
        response = await client.request(method, path)
    assert response.status_code == status
    assert set(response.json()) == {"message", "errors"}


async def test_me_says_who_and_what_i_may(bench: Bench) -> None:
    async with bench.client(Role.SUPERVISOR) as client:
        told = (await client.get("/agents/me")).json()
    assert (told["name"], told["role"]) == ("supervisor-ann", "supervisor")
    assert "export conversations" in told["may"]
    assert "see and replay raw payloads" not in told["may"]


async def test_a_command_is_carried_out(bench: Bench) -> None:
    await bench.text("Anybody there?")
    (conversation,) = bench.conversations
    async with bench.client() as client:
        response = await client.post(
            "/agents/commands", json={"is": "Claim", "conversation": conversation.id}
        )
    assert response.status_code == 200
    assert response.json()["is"] == "Granted"
    assert bench.conversations[0].holder == "agent-ann"


async def test_a_refused_command_is_an_outcome_too(bench: Bench) -> None:
    async with bench.client() as client:
        response = await client.post("/agents/commands", json={"is": "Claim", "conversation": 99})
    assert response.status_code == 200
    assert response.json()["is"] == "Refused"
    assert response.json()["code"] == "unknown"


async def test_a_command_beyond_the_role_is_forbidden(bench: Bench) -> None:
    async with bench.client() as client:
        response = await client.post("/agents/commands", json={"is": "RefreshNumbers"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"is": "Explode"}',
        b'{"is": "Claim"}',
        b'{"is": "Claim", "conversation": "1"}',
        b'{"is": "__class__"}',
    ],
)
async def test_what_is_no_command_is_said_to_be_none(bench: Bench, body: bytes) -> None:
    async with bench.client() as client:
        response = await client.post("/agents/commands", content=body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "command"


async def test_a_command_too_large_is_not_read(bench: Bench) -> None:
    async with bench.client() as client:
        response = await client.post("/agents/commands", content=b" " * (256 * 1024 + 1))
    assert response.status_code == 413


async def test_conversations_are_found_by_either_number(bench: Bench) -> None:
    await bench.text("one", texter="9055550128")
    await bench.text("two", texter="9055550129")
    async with bench.client() as client:
        every = (await client.get("/agents/conversations")).json()["conversations"]
        one = await client.get("/agents/conversations", params={"texter": "(905) 555-0129"})
        none = await client.get(
            "/agents/conversations", params={"texter": "9055550129", "number": "2245550199"}
        )
        wrong = await client.get("/agents/conversations", params={"number": "call me"})
    assert [found["texter"] for found in every] == ["+19055550128", "+19055550129"]
    assert [found["texter"] for found in one.json()["conversations"]] == ["+19055550129"]
    assert none.json() == {"conversations": []}
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["field"] == "number"


async def test_conversations_of_a_short_code_are_found(bench: Bench) -> None:
    await bench.text("Your code is 1234", texter="72345")
    await bench.text("two", texter="9055550129")
    async with bench.client() as client:
        one = await client.get("/agents/conversations", params={"texter": "72345"})
        wrong = await client.get("/agents/conversations", params={"number": "72345"})
    assert [found["texter"] for found in one.json()["conversations"]] == ["72345"]
    assert wrong.status_code == 400, "a tracking number is no short code"


async def test_texts_leave_as_they_came_even_half_an_emoji(bench: Bench) -> None:
    await bench.text("half \ud83d of \x1b[2J it")
    async with bench.client(Role.SUPERVISOR) as client:
        listed = await client.get("/agents/conversations")
        exported = await client.get("/agents/export")
    assert listed.json()["conversations"][0]["last_line"] == "half \ud83d of \x1b[2J it"
    assert json.loads(exported.text)["entry"]["text"] == "half \ud83d of \x1b[2J it"
    assert exported.content.isascii()


async def test_no_page_shows_the_segment_or_the_carriers_token(bench: Bench) -> None:
    async with bench.client(Role.ADMINISTRATOR) as client:
        await client.post("/agents/commands", json={"is": "RefreshNumbers"})
        number = next(iter(bench.hub.switchboard.inbox.numbers))
        await client.post("/agents/commands", json={"is": "AttachNumber", "number": number})
        for path in ("/agents/numbers", "/agents/checks", "/agents/me"):
            shown = (await client.get(path)).text
            assert SEGMENT not in shown
            assert "sandbox-token" not in shown


async def test_the_checks_say_what_works_and_what_does_not(bench: Bench) -> None:
    async with bench.client(Role.ADMINISTRATOR) as client:
        await client.post("/agents/commands", json={"is": "RefreshNumbers"})
        well = (await client.get("/agents/checks")).json()
        bench.carrier.down = True
        await client.post("/agents/commands", json={"is": "RefreshNumbers"})
        ill = (await client.get("/agents/checks")).json()
    assert well["now"] >= 1_772_385_361_000
    assert well["storage"]["ok"]
    assert well["telmetrics"]["ok"]
    assert well["public_url"] == "http://desk.test"
    assert not well["private_webhooks"]
    # Nothing listens at that address, so the hub must not claim that texts can reach it.
    assert not well["webhook"]["ok"]
    assert not ill["telmetrics"]["ok"]
    assert "cannot be reached" in ill["telmetrics"]["sentence"]
