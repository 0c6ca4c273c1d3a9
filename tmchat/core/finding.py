"""What somebody looks for in all that was ever said, and where a text mentions it; keeping an index
is the store's.

Texts and queries are cut into the same words: folded to lower case, without accents, a word a run
of letters and digits. Scripts written without spaces, and signs such as emoji, count character by
character, so that a part of a Chinese sentence is found too.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import Final

LONGEST: Final = 500
"""Characters of a query that are looked at."""
MOST_WORDS: Final = 20

_APART: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # Han, Hiragana, Katakana and what goes with them
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


class State(StrEnum):
    """What a conversation has to be: `is:waiting`."""

    WAITING = "waiting"
    MINE = "mine"
    HELD = "held"
    CLOSED = "closed"
    UNREAD = "unread"
    OPTED_OUT = "opted-out"


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that must stand side by side in this order; `begun`: the last may go on."""

    words: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Everything must hold. Texters, numbers, groups and agents are as somebody wrote them, folded;
    `since` and `before` are ms UTC, 0 for no bound; `without` are words that must not be there."""

    said: tuple[Sought, ...] = ()
    without: tuple[Sought, ...] = ()
    texters: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    since: int = 0
    before: int = 0

    @property
    def empty(self) -> bool:
        """Whether it names nothing to be found."""
        narrowed = self.texters or self.numbers or self.groups or self.agents or self.states
        return not (self.said or narrowed or self.since or self.before)


class NoQuery(ValueError):
    """A query that cannot be meant; the text is one sentence."""


def words_of(text: str) -> list[str]:
    """The words of a text as the index holds them."""
    return [word for _, _, word in _cut(text)]


def parsed(written: str, zone: tzinfo) -> Query:
    """The query that somebody wrote; a day is one of `zone`.

    Words, "phrases", -words; `from:`, `number:`, `group:`, `agent:`, `is:`, `before:`, `after:`.
    The last word may be unfinished. Raises `NoQuery`.
    """
    found: dict[str, list[str]] = {name: [] for name in _FILTERS}
    said: list[Sought] = []
    without: list[Sought] = []
    parts = list(_parts(written[:LONGEST]))
    if len(parts) > MOST_WORDS:
        raise NoQuery(f"Look for at most {MOST_WORDS} words at once.")
    for place, (text, quoted, name, minus) in enumerate(parts):
        if name:
            found[name].append(text)
            continue
        words = tuple(words_of(text))
        if not words:
            continue
        last = place == len(parts) - 1 and not quoted and not written[-1:].isspace()
        (without if minus else said).append(Sought(words, begun=last and not minus))
    if without and not said:
        raise NoQuery("Say what to look for beside what must not be there.")
    since = max((_day(day, zone) for day in found["after"]), default=0)
    before = min((_day(day, zone) for day in found["before"]), default=0)
    texters, numbers, groups, agents = (
        tuple(one.casefold() for one in found[name] if one) for name in _NAMED
    )
    return Query(
        tuple(said),
        tuple(without),
        texters,
        numbers,
        groups,
        agents,
        tuple(map(_state, found["is"])),
        since,
        before,
    )


def marks(text: str, query: Query) -> list[tuple[int, int]]:
    """Where `text` mentions the words of the query: starts and ends, in order, none overlapping."""
    cut = list(_cut(text))
    marked: set[int] = set()
    for sought in query.said:
        length = len(sought.words)
        for at in range(len(cut) - length + 1):
            here = [word for _, _, word in cut[at : at + length]]
            if _fits(here, sought):
                marked.update(range(at, at + length))
    spans: list[tuple[int, int]] = []
    for place in sorted(marked):
        start, end, _ = cut[place]
        if spans and spans[-1][1] >= start:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


_NAMED: Final = ("from", "number", "group", "agent")
_FILTERS: Final = (*_NAMED, "is", "before", "after")


def _parts(written: str) -> Iterator[tuple[str, bool, str, bool]]:
    """Each part: its text, whether it was quoted, its filter's name, whether it had a minus."""
    at, end = 0, len(written)
    while at < end:
        if written[at].isspace():
            at += 1
            continue
        minus = written[at] == "-" and at + 1 < end and not written[at + 1].isspace()
        at += minus
        name = ""
        for one in _FILTERS:
            if written[at : at + len(one) + 1].casefold() == f"{one}:":
                name, at = one, at + len(one) + 1
                break
        text, quoted, at = _value(written, at)
        yield text, quoted, name, minus


def _value(written: str, at: int) -> tuple[str, bool, int]:
    """The quoted or plain value that begins at `at`, and where it ends."""
    if written[at : at + 1] in ('"', "\u201c", "\u201d"):
        close = min(
            (place for sign in '"\u201c\u201d' if (place := written.find(sign, at + 1)) >= 0),
            default=len(written),
        )
        return written[at + 1 : close], True, close + 1
    stop = at
    while stop < len(written) and not written[stop].isspace():
        stop += 1
    return written[at:stop], False, stop


def _state(word: str) -> State:
    try:
        return State(word.casefold())
    except ValueError:
        raise NoQuery(f"is: takes {', '.join(State)}.") from None


def _day(written: str, zone: tzinfo) -> int:
    """The beginning of a day, or a moment, in ms UTC."""
    try:
        day = datetime.fromisoformat(written)
    except ValueError:
        raise NoQuery("Write a day as 2026-11-28.") from None
    if day.tzinfo is None:
        day = day.replace(tzinfo=zone)
    try:
        return max(1, round((day - _EPOCH) / timedelta(milliseconds=1)))
    except OverflowError:
        raise NoQuery("Write a day as 2026-11-28.") from None


_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _fits(here: list[str], sought: Sought) -> bool:
    *firsts, last = sought.words
    if here[:-1] != firsts:
        return False
    return here[-1].startswith(last) if sought.begun else here[-1] == last


def _cut(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word of a text with where it starts and ends."""
    begin = 0
    letters: list[str] = []
    for place, character in enumerate(text):
        kind = _kind(character)
        if kind is _Kind.LETTER:
            if not letters:
                begin = place
            letters.append(character)
            continue
        if letters and kind is _Kind.MARK:
            letters.append(character)
            continue
        if letters:
            yield begin, place, folded("".join(letters))
            letters = []
        if kind is _Kind.ALONE:
            yield place, place + 1, folded(character)
    if letters:
        yield begin, len(text), folded("".join(letters))


def folded(word: str) -> str:
    """A word in the form in which words are compared: lower case, without accents."""
    low = word.casefold()
    if low.isascii():
        return low
    plain = unicodedata.normalize("NFKD", low)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    # Half of a surrogate pair is no character of any index.
    return "".join(one for one in bare if not "\ud800" <= one <= "\udfff" and one not in ' "')


class _Kind(Enum):
    """What a character does to the word before it."""

    LETTER = auto()
    MARK = auto()
    ALONE = auto()
    BETWEEN = auto()


@lru_cache(maxsize=8192)
def _kind(character: str) -> _Kind:
    if character.isascii():
        return _Kind.LETTER if character.isalnum() else _Kind.BETWEEN
    category = unicodedata.category(character)
    if any(low <= ord(character) <= high for low, high in _APART):
        return _Kind.ALONE if character.isalnum() or category[0] == "M" else _Kind.BETWEEN
    if character.isalnum():
        return _Kind.LETTER
    if category[0] == "M":
        return _Kind.MARK
    return _Kind.ALONE if category == "So" else _Kind.BETWEEN
