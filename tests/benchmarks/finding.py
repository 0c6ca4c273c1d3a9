"""Searching a desk on which a million texts were said; whether the right ones are found is tests'.

The texts are made of a vocabulary in which a few words stand in every second text and most in very
few, as in any language.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from random import Random

from tests.benchmarks.figures import Figure, amount, at_most, percentile
from tmchat.core.finding import parsed
from tmchat.core.questions import Find, FoundTold
from tmchat.core.records import Agent, Conversation, Entry, EntryKind, Role
from tmchat.hub.finding import Finder
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.hub.store.writing import body_form
from tmchat.hub.switchboard import Switchboard

TEXTS = 1_000_000
CONVERSATIONS = 10_000
WORDS = 40_000
ROUNDS = 7
ANA = Agent("ana", Role.AGENT)
START = 1_772_000_000_000
STEP = 900  # ms between two texts


def asked() -> dict[str, str]:
    """What is looked for, by what kind of search it is."""
    first, second, third, fourth, rare = map(_word, (0, 1, 2, 3, WORDS - 10))
    return {
        "a word of every second text": f"{first} ",
        "one letter, while typing": first[:1],
        "two letters, while typing": first[:2],
        "a common word of one texter": f"{second} from:9055550007",
        "two common words": f"{second} {third} ",
        "a phrase of common words": f'"{second} {third}"',
        "a rare word": f"{rare} ",
        "a common word, who waits": f"{fourth} is:waiting",
        "a common word without another": f"{second} -{first}",
        "a common word, one day": f"{second} after:2026-02-25 before:2026-02-26",
        "what is not there": f"{second} nothing ",
    }


def figures() -> Iterator[Figure]:
    """How long the index takes, how large it is, and each kind of search."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "hub.db"
        asyncio.run(_prepared(path))
        before = path.stat().st_size
        seconds = asyncio.run(_indexed(path))
        yield Figure(f"indexing {TEXTS:,} texts", amount(TEXTS / seconds, "texts/s"))
        grown = (path.stat().st_size - before) / 1e6
        yield Figure("  the index on disk", amount(grown, "MB"))
        for what, (times, hits) in asyncio.run(_searched(path)).items():
            yield at_most(
                f"first page: {what} ({hits} hits)", percentile(times, 50) * 1000, 100, "ms"
            )


async def _prepared(path: Path) -> None:
    """A desk with its texts, and nothing indexed."""
    SqliteStore(path).close()
    random = Random(7)
    words = [_word(place) for place in range(WORDS)]
    weights = [1 / (place + 1) for place in range(WORDS)]
    with sqlite3.connect(path) as db:
        db.executemany(
            "INSERT INTO conversations VALUES (?, ?, ?)",
            ((one.id, one.number, body_form(one)) for one in map(_conversation, _ids())),
        )
        said = iter(random.choices(words, weights, k=10 * TEXTS))
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", _entries(random, said))
        db.execute("INSERT INTO journal VALUES (1, 1, '{}')")
        db.execute("DELETE FROM journal")
    db.close()


def _word(place: int) -> str:
    """A word of letters; those of neighbours begin otherwise."""
    letters = ""
    rest = place * 7919 + 11
    while rest or len(letters) < 3:
        rest, letter = divmod(rest, 26)
        letters += chr(ord("a") + letter)
    return letters


def _ids() -> range:
    return range(1, CONVERSATIONS + 1)


def _conversation(id: int) -> Conversation:
    waiting = START if id % 3 == 0 else 0
    return Conversation(id, f"+1905555{id:04}", "+12245550121", waiting_since=waiting)


def _entries(random: Random, said: Iterator[str]) -> Iterator[tuple[int, int, int, str]]:
    for place in range(TEXTS):
        id, at = CONVERSATIONS + 1 + place, START + place * STEP
        text = " ".join(next(said) for _ in range(10))
        entry = Entry(id, at, EntryKind.TEXT, text)
        yield id, random.randint(1, CONVERSATIONS), at, body_form(entry)


async def _indexed(path: Path) -> float:
    store = SqliteStore(path)
    begun = time.perf_counter()
    while await store.index_more(2_000):
        pass
    seconds = time.perf_counter() - begun
    store.close()
    return seconds


async def _searched(path: Path) -> dict[str, tuple[list[float], int]]:
    store = SqliteStore(path)
    finder = Finder(Switchboard(store, clock=lambda: START), store)
    found: dict[str, tuple[list[float], int]] = {}
    for what, written in asked().items():
        times: list[float] = []
        told = FoundTold(())
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            told = await finder.find(ANA, Find(parsed(written, UTC)))
            times.append(time.perf_counter() - begun)
        found[what] = (times, len(told.hits))
    store.close()
    return found
