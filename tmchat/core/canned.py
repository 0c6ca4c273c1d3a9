"""Canned replies: which there are, how they are found, what their variables stand for.

Keeping them is the hub's (the team's set) or the console's (an agent's own); both have these rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from tmchat.core import phone
from tmchat.core.records import Agent, CannedReply, Conversation, NumberGroup, TrackingNumber
from tmchat.core.routes import Problem
from tmchat.core.text import clean_line

LONGEST_TITLE: Final = 60
LONGEST_TEXT: Final = 1600
"""Characters, as many as a reply has."""
MOST: Final = 1000
"""Canned replies that a set holds."""

VARIABLES: Final[Mapping[str, str]] = {
    "texter.first_name": "first name",
    "texter.name": "name",
    "texter.number": "texter's number",
    "texter.place": "place",
    "number.name": "number's name",
    "number.number": "tracking number",
    "group.name": "group",
    "agent.name": "agent",
    "desk.name": "desk",
}
"""Each variable and what the blank is called that stands where it has no value."""

_VARIABLE: Final = re.compile(r"\{([a-z]+\.[a-z_]+)\}")
_BLANK: Final = re.compile(r"\[\? [^\[\]\n]{1,40}\]")
_NO_WORD: Final = re.compile(r"\W+")


class _Sought(NamedTuple):
    """A text folded for searching, and its words alone with a space before each."""

    whole: str
    words: str


def problems(canned: CannedReply) -> tuple[Problem, ...]:
    """All that is wrong with a canned reply, by field."""
    found: list[Problem] = []
    title = canned.title
    if not title or title != clean_line(title):
        found.append(Problem("title", "A canned reply needs a title of one line."))
    elif len(title) > LONGEST_TITLE:
        found.append(Problem("title", f"The title is longer than {LONGEST_TITLE} characters."))
    if not canned.text.strip():
        found.append(Problem("text", "A canned reply needs a text."))
    elif len(canned.text) > LONGEST_TEXT:
        over = len(canned.text) - LONGEST_TEXT
        found.append(Problem("text", f"The text is {over} characters over {LONGEST_TEXT}."))
    for name in _VARIABLE.findall(canned.text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            found.append(Problem("text", f"There is no {{{name}}}; there are {known}."))
    return tuple(found)


def values(
    conversation: Conversation,
    number: TrackingNumber,
    group: NumberGroup | None,
    agent: Agent,
    desk: str,
) -> dict[str, str]:
    """What each variable stands for in a conversation; empty where nothing is known."""
    return {
        "texter.first_name": conversation.name.split()[0] if conversation.name.split() else "",
        "texter.name": conversation.name,
        "texter.number": phone.pretty(conversation.texter),
        "texter.place": conversation.place,
        "number.name": number.name,
        "number.number": phone.pretty(number.number),
        "group.name": group.name if group is not None else "",
        "agent.name": agent.name,
        "desk.name": desk,
    }


def filled(text: str, known: Mapping[str, str]) -> str:
    """`text` with values for its variables, and a blank such as `[? first name]` for each that has
    none. A value is put in as it is: braces in a texter's name are no variable."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return known.get(name, "").strip() or f"[? {VARIABLES.get(name, name)}]"

    return _VARIABLE.sub(value, text)


def blank_in(text: str) -> tuple[int, int] | None:
    """Where the first blank of `text` begins and ends; None when there is none.

    A variable that nobody filled in is one too.
    """
    spans = [one.span() for one in _BLANK.finditer(text)]
    spans += [one.span() for one in _VARIABLE.finditer(text) if one[1] in VARIABLES]
    return min(spans, default=None)


def ranked(
    replies: Iterable[CannedReply], wanted: str, uses: Mapping[str, int]
) -> list[CannedReply]:
    """The replies in which every word of `wanted` is found, best match first.

    Words match in the title by their beginning, anywhere, or letter by letter in order, and in the
    text by a word's beginning or anywhere; accents and capitals do not count. Equal matches go by
    `uses` (by title), then by title.
    """
    words = [_folded(word) for word in wanted.split()]
    scored = []
    for one in replies:
        score = _score(one, words)
        if score is not None:
            scored.append((-score, -uses.get(one.title, 0), _folded(one.title), one))
    return [one for *_, one in sorted(scored, key=lambda row: row[:3])]


def _score(canned: CannedReply, words: list[str]) -> int | None:
    """How well all of `words` match, None where one of them does not."""
    title, text = _sought(canned.title), _sought(canned.text)
    total = 0
    for word in words:
        points = _points(word, title, text)
        if not points:
            return None
        total += points
    return total


def _points(word: str, title: _Sought, text: _Sought) -> int:
    if title.whole.startswith(word):
        return 6
    if f" {word}" in title.words:
        return 5
    if word in title.whole:
        return 4
    if f" {word}" in text.words:
        return 3
    if word in text.whole:
        return 2
    return 1 if len(word) > 1 and _in_order(word, title.whole) else 0


def _in_order(letters: str, title: str) -> bool:
    rest = iter(title)
    return all(letter in rest for letter in letters)


# Each letter that is typed asks for all of them again.
@lru_cache(maxsize=4 * MOST)
def _sought(text: str) -> _Sought:
    folded = _folded(text)
    return _Sought(folded, f" {_NO_WORD.sub(' ', folded)}")


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
