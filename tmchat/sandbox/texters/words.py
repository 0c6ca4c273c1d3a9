"""Finding written words in what an agent said; not a parser of meaning."""

import re
from collections.abc import Iterable

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_OPT_OUT = frozenset({"stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit"})
# Scripts from here on write words without spaces, or glue articles and endings to them.
_FIRST_WITHOUT_WORD_EDGES = "\u0530"


def plain(text: str) -> str:
    """The text for matching: case folded, quotes straight, every run of space one space."""
    return " ".join(text.translate(_STRAIGHT).casefold().split())


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern finding any of the words or phrases in a text made by `plain`.

    A Latin word is found whole ("no" is not in "know"); "$" or a Chinese word anywhere.
    """
    return re.compile("|".join(_edged(plain(word)) for word in words))


def _edged(word: str) -> str:
    before = r"(?<!\w)" if _has_edges(word[0]) else ""
    after = r"(?!\w)" if _has_edges(word[-1]) else ""
    return before + re.escape(word) + after


def _has_edges(character: str) -> bool:
    return character.isalnum() and character < _FIRST_WITHOUT_WORD_EDGES


def is_question(text: str) -> bool:
    """Whether the text asks something, by a question mark in any of the written languages."""
    return any(mark in text for mark in "?？؟")


def is_opt_out(text: str) -> bool:
    """Whether a carrier would take the whole text for an opt-out, as it does with STOP."""
    return plain(text).strip(" .!") in _OPT_OUT
