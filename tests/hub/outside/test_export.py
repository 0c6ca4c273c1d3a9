"""The export: everything as it was sent, narrowed as asked, refused when asked wrongly."""

import csv
import io
import json

import pytest

from tests.hub.outside.bench import START, Bench
from tmchat.core.commands import AddNote
from tmchat.core.records import Agent, Role

WORDS = [
    'plain, "quoted"',
    "two\nlines\r\nand =1+1",
    "😀 \u202e bidi",
    "half \ud83d",
    "\x1b[31m\x00",
]


async def lines(bench: Bench, **query: str) -> list[dict[str, str]]:
    """The entries of an export as JSON lines."""
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/export", params=query)
    assert response.status_code == 200
    return [json.loads(line)["entry"] for line in response.text.splitlines()]


async def test_json_holds_every_text_exactly(bench: Bench) -> None:
    for words in WORDS:
        await bench.text(words)
    assert [entry["text"] for entry in await lines(bench)] == WORDS


async def test_csv_holds_every_text_that_utf8_can(bench: Bench) -> None:
    for words in WORDS:
        await bench.text(words)
    (conversation,) = bench.conversations
    note = AddNote(conversation.id, "a note", "ref")
    await bench.hub.switchboard.command(Agent("ann", Role.AGENT), note)
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/export", params={"format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert [row["text"] for row in rows] == [
        *(words.replace("\ud83d", "�") for words in WORDS),
        "a note",
    ]
    assert {row["texter"] for row in rows} == {"+19055550128"}
    assert rows[-1]["by"] == "ann"
    assert [row["kind"] for row in rows] == ["text"] * 5 + ["note"]


async def test_narrowed_by_number_conversation_and_time(bench: Bench) -> None:
    await bench.text("one", number="2245550121")
    await bench.text("two", number="2245550122")
    first, second = bench.conversations
    bench.clock.now = START + 60_000
    await bench.text("three", number="2245550121")
    assert [entry["text"] for entry in await lines(bench, number="2245550121")] == ["one", "three"]
    assert [entry["text"] for entry in await lines(bench, conversation=str(second.id))] == ["two"]
    assert [entry["text"] for entry in await lines(bench, since=str(START + 60_000))] == ["three"]
    assert first.id != second.id


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"number": "2125550000"}, "The account has no tracking number (212) 555-0000."),
        ({"conversation": "99999"}, "There is no conversation 99999 on this desk."),
    ],
)
async def test_what_the_desk_does_not_know_is_refused(
    bench: Bench, query: dict[str, str], sentence: str
) -> None:
    await bench.text("one")
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/export", params=query)
    assert response.status_code == 404
    assert response.json()["message"] == sentence


async def test_an_empty_desk_exports_nothing_but_the_columns(bench: Bench) -> None:
    assert await lines(bench) == []
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/export", params={"format": "csv"})
    assert len(response.text.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"format": "xml"}, "format"),
        ({"since": "yesterday"}, "since"),
        ({"since": "-1"}, "since"),
        ({"conversation": "9" * 30}, "conversation"),
        ({"number": "call me"}, "number"),
    ],
)
async def test_a_wrong_wish_is_named(bench: Bench, query: dict[str, str], field: str) -> None:
    async with bench.client(Role.SUPERVISOR) as client:
        response = await client.get("/agents/export", params=query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == field
