"""Text from outside made fit to be shown; what is stored or exported never passes through here.

`clean` and `clean_line` alone turn outside text into `Clean`, and drawing accepts nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NewType

Clean = NewType("Clean", str)
"""Text that can move no cursor, hide nothing and break no row, whoever wrote it."""

MARKS_A_BASE: Final = 4
TAB: Final = "    "
REPLACEMENT: Final = "\ufffd"

_JOINERS: Final = "\u200c\u200d"
_SURROGATES: Final = "\ud800-\udfff"
_CONTROLS: Final = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029"
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FILLERS: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSEEN_SET: Final = _BIDI + _FILLERS + _NONCHARACTERS

# Hangul vowels and finals are letters, yet like marks they share the cell of what stands before.
_CONJOINING: Final = "\u1161-\u11ff\ud7b0-\ud7ff"
# Every mark is outside \w, so five in a row of such characters is a cheap sign of a crowded base.
_CROWDED: Final = rf"(?:[^\w\x00-\u02ff]|[{_CONJOINING}]){{{MARKS_A_BASE + 1}}}|[{_JOINERS}]{{2}}"

_SURROGATE: Final = re.compile(f"[{_SURROGATES}]")
_SUSPECT: Final = re.compile(f"[{_CONTROLS}{_SURROGATES}{_UNSEEN_SET}]|{_CROWDED}")
# Tag characters are invisible, but spell the flags of England, Scotland and Wales.
_UNSEEN: Final = re.compile(
    rf"(\U0001f3f4[\U000e0020-\U000e007e]{{1,7}}\U000e007f)|[{_UNSEEN_SET}]"
)
_RIDING_LETTER: Final = re.compile(f"[{_CONJOINING}\U0001f3fb-\U0001f3ff]")
# Python's own tables end at some Unicode version; below the emoji, what they do not know may well
# be a mark that the terminal does know.
_EMOJI_START: Final = "\U0001f000"

_SHOWN: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code != 0x0A},
    **dict.fromkeys(range(0x80, 0xA0), REPLACEMENT),
    0x09: TAB,
    0x7F: "\u2421",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def clean(raw: str) -> Clean:
    """Make `raw` fit to be drawn; newlines stay. Cleaning twice changes nothing more.

    Controls become their visible pictures, C1 and lone surrogates U+FFFD, every kind of line end a
    newline, a tab four spaces. Bidi controls and invisible fillers go. A base keeps four combining
    marks. Joiners and variation selectors stay.
    """
    if raw.isascii() and raw.isprintable():
        return Clean(raw)
    if _SUSPECT.search(raw) is None:
        return Clean(raw)
    return Clean(_scrub(raw))


def clean_line(raw: str) -> Clean:
    """Like `clean`, on one line for names and labels: each run of white space is one space."""
    return Clean(" ".join(clean(raw).split()))


def join_pairs(raw: str) -> str:
    """Join surrogates written as two halves into the character they mean; lone ones stay."""
    if raw.isascii() or _SURROGATE.search(raw) is None:
        return raw
    return raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def join_halves(parts: Sequence[str]) -> list[str]:
    """Mend characters that were split over consecutive texts, as carriers do with long emoji.

    The first text gets the whole character and the next loses its half, so there are as many texts
    as before. Nothing else is changed.
    """
    mended = list(parts)
    for index in range(len(mended) - 1):
        first, second = mended[index], mended[index + 1]
        if "\ud800" <= first[-1:] <= "\udbff" and "\udc00" <= second[:1] <= "\udfff":
            mended[index] = first[:-1] + join_pairs(first[-1] + second[0])
            mended[index + 1] = second[1:]
    return mended


def _scrub(raw: str) -> str:
    text = _SURROGATE.sub(REPLACEMENT, join_pairs(raw))
    text = text.replace("\r\n", "\n").translate(_SHOWN)
    return _thin(_UNSEEN.sub(r"\1", text))


def _thin(text: str) -> str:
    """Drop what crowds one base: marks after the fourth, joiners after a joiner."""
    kept: list[str] = []
    riding = 0
    before = ""
    for character in text:
        if character in _JOINERS:
            if before and before in _JOINERS:
                continue
        elif _rides(character):
            riding += 1
            if riding > MARKS_A_BASE:
                continue
        else:
            riding = 0
        kept.append(character)
        before = character
    return "".join(kept)


def _rides(character: str) -> bool:
    """Whether `character` shares the cell of its base instead of taking one of its own."""
    if character.isascii():
        return False
    category = unicodedata.category(character)
    return (
        category[0] == "M"
        or (category == "Cn" and character < _EMOJI_START)
        or _RIDING_LETTER.match(character) is not None
    )
