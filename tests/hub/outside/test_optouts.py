"""Opt-outs by way of the agents' listener: every path refuses, and the ledger is whole."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from tests.hub.outside.bench import Bench
from tmchat.core.commands import OptOut
from tmchat.core.records import Agent, Role


async def lines(bench: Bench, **query: str) -> list[dict[str, Any]]:
    """The ledger as JSON lines."""
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/opt-outs", params=query)
    assert response.status_code == 200
    return [json.loads(line) for line in response.text.splitlines()]


async def test_account_wide_a_plain_command_is_refused_on_every_number(tmp_path: Path) -> None:
    async with Bench(tmp_path, opt_out_scope="account") as bench:
        await bench.text("Hi", number="2245550121")
        await bench.text("STOP", number="2245550122")
        await bench.text("Anybody there?", number="2245550123")
        head = bench.hub.switchboard.inbox.head
        async with bench.client() as client:
            for conversation in bench.conversations:
                form = {"is": "SendReply", "conversation": conversation.id, "text": "Hello"}
                more = {"client_ref": f"r{conversation.id}", "seen": head, "anyway": True}
                answer = await client.post("/agents/commands", json=form | more)
                assert answer.json()["code"] == "opted-out"
        assert len(bench.conversations) == 3


async def test_a_hub_started_with_the_wider_scope_locks_at_once(tmp_path: Path) -> None:
    async with Bench(tmp_path) as bench:
        await bench.text("STOP", number="2245550121")
        await bench.text("Hi", number="2245550122")
        assert [one.opted_out for one in bench.conversations] == [True, False]
        carrier = bench.carrier
    async with Bench(tmp_path, opt_out_scope="account", carrier=carrier) as bench:
        assert [one.opted_out for one in bench.conversations] == [True, True]


async def test_the_ledger_newest_first_and_narrowed(bench: Bench) -> None:
    await bench.text("please stop texting me", texter="9055550101")
    (conversation,) = bench.conversations
    command = OptOut(conversation.id, conversation.asks_out)
    await bench.hub.switchboard.command(Agent("ann", Role.AGENT), command)
    await bench.text("STOP \ud83d", texter="9055550102", number="2245550122")
    await bench.text("Start", texter="9055550101")
    changes = await lines(bench)
    told = [(one["change"], one["texter"], one["keyword"], one["by"]) for one in changes]
    assert told == [
        ("in", "+19055550101", "START", ""),
        ("out", "+19055550102", "STOP", ""),
        ("out", "+19055550101", "asked in words", "ann"),
    ]
    assert [one["words"] for one in changes] == ["Start", "STOP \ud83d", "please stop texting me"]
    assert changes[2]["entry"] == conversation.asks_out
    assert len(await lines(bench, texter="9055550101")) == 2
    assert await lines(bench, number="2245550122") == [changes[1]]
    async with bench.client(Role.SUPERVISOR) as client:
        unknown = await client.get("/agents/opt-outs", params={"number": "2245550199"})
    assert unknown.status_code == 404
    assert "no tracking number" in unknown.json()["message"]


async def test_the_ledger_of_a_short_code(bench: Bench) -> None:
    await bench.text("STOP", texter="72345")
    await bench.text("STOP", texter="9055550102")
    (change,) = await lines(bench, texter="72345")
    assert (change["change"], change["texter"]) == ("out", "72345")


async def test_csv_has_the_same_lines(bench: Bench) -> None:
    await bench.text("STOP \ud83d")
    async with bench.client(Role.ADMINISTRATOR) as client:
        response = await client.get("/agents/opt-outs", params={"format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(response.content.decode(), newline=""))
    (line,) = await lines(bench)
    assert row == {name: str(value) for name, value in line.items()} | {"words": "STOP \ufffd"}


async def test_an_agent_may_not_see_it_and_a_wrong_wish_is_named(bench: Bench) -> None:
    async with bench.client(Role.AGENT) as client:
        assert (await client.get("/agents/opt-outs")).status_code == 403
    for query in ({"format": "xml"}, {"texter": "call me"}, {"number": "x"}):
        async with bench.client(Role.SUPERVISOR) as client:
            response = await client.get("/agents/opt-outs", params=query)
        assert response.status_code == 400
        assert response.json()["errors"][0]["field"] in query
