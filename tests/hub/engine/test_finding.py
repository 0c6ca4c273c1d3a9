"""Tests that what was said is found, by words, speakers, states and times, on a real file."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC
from pathlib import Path

import pytest

from tests.hub.engine.rig import ANA, NUMBER, Clock, Desk, open_desk
from tests.telmetrics.samples import SAMPLES
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.finding import parsed, words_of
from tmchat.core.questions import Find, FoundTold
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.hub.finding import Finder
from tmchat.hub.store.searching import NAMED_AT_MOST

SAM, KIM = "9055550128", "9055550129"
BRANCH = "2245550122"
ASKED = "Do you have this tire in BLUE?"
GREEN = "Yes, blue and green tires."
WANTS = "Sam wants blue"


@asynccontextmanager
async def talked(folder: Path) -> AsyncIterator[tuple[Desk, Finder]]:
    """A desk on which Sam and Kim wrote and Ana replied."""
    async with open_desk(folder) as desk:
        finder = Finder(desk.switchboard, desk.store)
        sam = await desk.text(ASKED, key="m1", texter=SAM)
        await desk.reply(sam.id, GREEN, "r1")
        await desk.text("合同四十多页，能不能请律师看看", key="m2", texter=KIM)
        await desk.text("L'été, 50% off? ‘Café’ * AND OR NOT", key="m3", texter=KIM, number=BRANCH)
        note = cmd.AddNote(sam.id, WANTS, "n1")
        assert isinstance(await desk.switchboard.command(ANA, note), cmd.Granted)
        desk.clock.now += 24 * 60 * 60 * 1000
        await desk.text("STOP", key="m4", texter=SAM)
        named = (
            ev.GroupListed(NumberGroup(5, "Maple Auto")),
            ev.NumberListed(TrackingNumber(f"+1{NUMBER}", id=1, name="Front desk", group=5)),
        )
        await desk.switchboard.record(lambda inbox: named)
        yield desk, finder


async def found(finder: Finder, written: str, *, before: int = 0, limit: int = 50) -> FoundTold:
    return await finder.find(ANA, Find(parsed(written, UTC), before, limit))


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        (
            "blue",
            [WANTS, GREEN, ASKED],
        ),
        ("blue tir", [GREEN, ASKED]),
        ("blue tire ", [ASKED]),
        ('"blue and green"', [GREEN]),
        ('"green blue"', []),
        ("blue -green -wants", [ASKED]),
        ("合同", ["合同四十多页，能不能请律师看看"]),
        ("同合", []),
        ("ete cafe", ["L'été, 50% off? ‘Café’ * AND OR NOT"]),
        ("and or not ", ["L'été, 50% off? ‘Café’ * AND OR NOT"]),
        ('"*" and', ["L'été, 50% off? ‘Café’ * AND OR NOT", GREEN]),
        ("agent:ana", [WANTS, GREEN]),
        ("from:0129 ", ["L'été, 50% off? ‘Café’ * AND OR NOT", "合同四十多页，能不能请律师看看"]),
        ('from:"(905) 555-0129" number:0122', ["L'été, 50% off? ‘Café’ * AND OR NOT"]),
        ('number:"front desk" yes', [GREEN]),
        ("group:maple is:opted-out green", [GREEN]),
        ("group:oak blue", []),
        ("from:nobody blue", []),
        ("is:mine green", [GREEN]),
        ("is:closed green", []),
        ("is:waiting", ["L'été, 50% off? ‘Café’ * AND OR NOT", "合同四十多页，能不能请律师看看"]),
        ("stop", ["STOP"]),
        ("after:2026-02-26", ["STOP"]),
        ("before:2026-02-26 green", [GREEN]),
        ("claimed", []),
        ("?", []),
    ],
)
async def test_what_was_said_is_found(tmp_path: Path, written: str, texts: list[str]) -> None:
    async with talked(tmp_path) as (_, finder):
        told = await found(finder, written)
        assert [hit.entry.text for hit in told.hits] == texts
        assert (told.read, told.unindexed) == (0, 0)


async def test_pages_follow_each_other_without_a_hole(tmp_path: Path) -> None:
    async with talked(tmp_path) as (_, finder):
        texts: list[str] = []
        before = 0
        while True:
            told = await found(finder, "blue", before=before, limit=1)
            texts += [hit.entry.text for hit in told.hits]
            before = told.read
            if not before:
                break
        assert texts == [hit.entry.text for hit in (await found(finder, "blue")).hits]


async def test_many_conversations_are_told_apart_too(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        finder = Finder(desk.switchboard, desk.store)
        for place in range(NAMED_AT_MOST + 20):
            texter = f"905555{place:04}"
            await desk.text(f"Hello {place % 2}", key=f"m{place}", texter=texter)
        told = await found(finder, "is:waiting hello 1", limit=200)
        assert len(told.hits) == (NAMED_AT_MOST + 20) // 2


async def test_an_index_goes_on_where_it_was_and_an_older_file_gets_one(tmp_path: Path) -> None:
    async with talked(tmp_path) as (desk, finder):
        assert await desk.store.index_more(2) > 0
        assert len((await found(finder, "blue")).hits) == 3
    async with open_desk(tmp_path) as desk:
        await desk.text("Blue again?", key="m9", texter=KIM)
        finder = Finder(desk.switchboard, desk.store)
        finder.start()
        assert len((await found(finder, "blue")).hits) == 4
        await finder.stop()


async def test_an_index_of_another_form_is_made_anew(tmp_path: Path) -> None:
    async with talked(tmp_path) as (_, finder):
        assert len((await found(finder, "b")).hits) == 3
    with closing(sqlite3.connect(tmp_path / "hub.db")) as db, db:
        db.execute("DROP TABLE said")
        db.execute("CREATE VIRTUAL TABLE said USING fts5(words, who, content = '')")
    async with open_desk(tmp_path) as desk:
        finder = Finder(desk.switchboard, desk.store)
        assert len((await found(finder, "b")).hits) == 3


async def test_every_real_text_is_found_by_its_first_words(tmp_path: Path) -> None:
    real = SAMPLES.parents[1] / "data" / "real-texts.jsonl"
    if not real.exists():
        pytest.skip("the real texts are not beside the repository")
    lines = real.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[::40]]
    async with open_desk(tmp_path, Clock()) as desk:
        finder = Finder(desk.switchboard, desk.store)
        for place, text in enumerate(texts):
            await desk.text(text, key=f"m{place}", texter=f"905{2_000_000 + place}")
        for text in texts:
            asked = parsed(f'"{" ".join(words_of(text)[:6])}"', UTC)
            if not asked.said:
                continue
            told = await finder.find(ANA, Find(asked, limit=200))
            assert text in [hit.entry.text for hit in told.hits]
