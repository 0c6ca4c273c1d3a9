"""Signs that only look like those of GSM 03.38, and what stands for them; counting is `segments`'.

A keyboard or a web page makes them unasked, and one of them more than halves what a segment holds.
What would change a spelling is no look-alike: an `ê` stays an `ê`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Final

from tmchat.core.segments import forcing, is_gsm


@dataclass(frozen=True, slots=True)
class Swap:
    """`what` was replaced by `by`, so many times; an empty `by`: it was left out."""

    what: str
    by: str
    count: int


def _each(signs: str, by: str) -> dict[str, str]:
    return dict.fromkeys(signs, by)


# Names in the order of the signs: single and double quotation marks with primes and accents that
# are typed in their place, dashes and hyphens, dots, bullets, spaces, what takes no room at all.
_PLAIN: Final[dict[str, str]] = {
    **_each("\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u0060\u00b4\u2039", "'"),
    **_each("\u203a\u275b\u275c\ua78c", "'"),
    **_each("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u02ba\u275d\u275e\u301d\u301e", '"'),
    **_each("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63", "-"),
    **_each("\u2022\u2023\u25e6\u2219\u00b7", "-"),
    **_each("\u2044\u2215", "/"),
    **_each("\u2217\u204e", "*"),
    **_each("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
    **_each("\u202f\u205f\t", " "),
    **_each("\u200b\u2060\ufeff\u00ad\u180e", ""),
    **_each("\u2028\u2029\u0085", "\n"),
    "\u2026": "...",
    "\u2025": "..",
    "\u2024": ".",
    "\u203c": "!!",
    "\u2049": "!?",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    # The Greek capitals that GSM 03.38 has no place for, since those of Latin look the same.
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    "\u2126": "Ω",
    "\u212b": "Å",
}
# Right in other scripts: what is as wide as Chinese characters, what joins or turns letters.
_OF_SCRIPTS: Final = {
    **_each("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u061c\ufe0e\ufe0f", ""),
    **_each("\u2066\u2067\u2068\u2069", ""),
    "\u3000": " ",
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u3001": ",",
    "\u3002": ".",
    "\u300c": '"',
    "\u300d": '"',
    "\uff61": ".",
    "\uff64": ",",
    "\uffe5": "¥",
    "\uffe1": "£",
}
_BOTH: Final = {**_PLAIN, **_OF_SCRIPTS}
# A sign that is written as a letter and a mark, where GSM 03.38 has the two as one letter.
_APART: Final = re.compile("[A-Za-z][\u0300-\u036f]")
_NAMED: Final = 6  # swaps that a sentence names
_INSTEAD: Final = {"\n": "line end", " ": "space", "": "nothing"}


def plainer(text: str) -> tuple[str, tuple[Swap, ...]]:
    """`text` with GSM-7 signs for those that look like them, and what was replaced, in the order in
    which it first stood there.

    Signs of other scripts are replaced only where the whole then is GSM-7: in a Chinese text a
    wide comma is right.
    """
    whole, swaps = _swapped(text, _BOTH)
    return (whole, swaps) if is_gsm(whole) else _swapped(text, _PLAIN)


def swapped_words(swaps: tuple[Swap, ...], text: str) -> str:
    """What `plainer` did as one sentence, with what still keeps `text`, its outcome, from GSM-7."""
    rest = rest_words(text)
    if not swaps:
        return f"No look-alikes to replace; {rest}." if rest else "All of it is GSM-7."
    named = [_swap_words(one) for one in swaps[:_NAMED]]
    if len(swaps) > _NAMED:
        named.append(f"{len(swaps) - _NAMED} kinds more")
    return f"Replaced {', '.join(named)}" + (f"; still {rest}." if rest else ": now GSM-7.")


def rest_words(text: str) -> str:
    """What keeps `text` from GSM-7, each sign once and three at most; empty when nothing does."""
    left = tuple(dict.fromkeys(text[offset] for offset in forcing(text)))
    if not left:
        return ""
    more = f" and {len(left) - 3} more" if len(left) > 3 else ""
    return f"UCS-2 by {', '.join(map(shown, left[:3]))}{more}"


def name_of(character: str) -> str:
    """What Unicode calls a character, in small letters, or its code where it has no name."""
    name = unicodedata.name(character, "")
    return name.lower() if name else f"U+{ord(character):04X}"


def shown(character: str) -> str:
    """A character as a sentence shows it: itself, or its name where there is nothing to see."""
    seen = character.isprintable() and not character.isspace()
    marks = unicodedata.category(character) in ("Mn", "Me", "Cf")
    return character if seen and not marks else name_of(character)


def _swapped(text: str, table: dict[str, str]) -> tuple[str, tuple[Swap, ...]]:
    counted: Counter[tuple[str, str]] = Counter()

    def joined(match: re.Match[str]) -> str:
        whole = unicodedata.normalize("NFC", match[0])
        if len(whole) > 1 or not is_gsm(whole):
            return match[0]
        counted[match[0], whole] += 1
        return whole

    kept: list[str] = []
    for character in _APART.sub(joined, text):
        by = table.get(character)
        kept.append(character if by is None else by)
        if by is not None:
            counted[character, by] += 1
    swaps = (Swap(what, by, count) for (what, by), count in counted.items())
    return "".join(kept), tuple(swaps)


def _swap_words(swap: Swap) -> str:
    times = "" if swap.count == 1 else f" ({swap.count} times)"
    what = shown(swap.what) if len(swap.what) == 1 else f"{swap.what} of two parts"
    return f"{what} by {_INSTEAD.get(swap.by, swap.by)}{times}"
