"""Emoji by name, as `:smi` is completed while one writes; drawing them is the console's.

Names are Unicode's own, by Python's tables, with some short ones that people know.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

_BLOCKS: Final = (
    (0x1F300, 0x1F5FF),
    (0x1F600, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F900, 0x1F9FF),
    (0x1FA70, 0x1FAFF),
)
_SHADES: Final = range(0x1F3FB, 0x1F400)
"""Shades of skin, which are nothing by themselves."""
# Signs from before emoji are drawn as such with a variation selector behind them.
_SHORT: Final = {
    "+1": "👍",
    "-1": "👎",
    "angry": "😠",
    "bye": "👋",
    "cake": "🎂",
    "car": "🚗",
    "check": "✅",
    "clap": "👏",
    "clock": "🕒",
    "cry": "😢",
    "fire": "🔥",
    "gift": "🎁",
    "grin": "😁",
    "heart": "❤\ufe0f",
    "house": "🏠",
    "joy": "😂",
    "laugh": "😆",
    "mail": "✉\ufe0f",
    "money": "💰",
    "no": "❌",
    "ok": "👌",
    "party": "🎉",
    "phone": "📞",
    "pin": "📍",
    "please": "🙏",
    "question": "❓",
    "rain": "🌧\ufe0f",
    "sad": "😞",
    "smile": "😄",
    "snow": "❄\ufe0f",
    "sorry": "🙇",
    "star": "⭐",
    "sun": "☀\ufe0f",
    "tada": "🎉",
    "thanks": "🙏",
    "thumbsdown": "👎",
    "thumbsup": "👍",
    "tooth": "🦷",
    "truck": "🚚",
    "warning": "⚠\ufe0f",
    "wave": "👋",
    "wink": "😉",
    "yes": "✅",
}
# Not behind a letter or a digit: "10:30" and "note:this" are no beginning of a name.
_BEGUN: Final = re.compile(r"(?:^|[^\w:]):([a-z+-][a-z0-9_+-]+):?$", re.IGNORECASE)


def begun(before: str) -> tuple[int, str] | None:
    """Where a name begins with its colon at the end of `before`, and its letters; None: nowhere."""
    found = _BEGUN.search(before)
    return (found.start(1) - 1, found[1].casefold()) if found else None


@lru_cache(maxsize=64)
def completions(letters: str, most: int = 8) -> tuple[tuple[str, str], ...]:
    """Names and emoji that `letters` may mean, likeliest first, at most `most`, each emoji once.

    A short name comes before Unicode's, a name's beginning before a word's, a word's before the
    middle of one; then by length and name.
    """
    ranked = sorted(
        (rank, name not in _SHORT, len(name), name)
        for name in _names()
        if (rank := _rank(letters, name)) is not None
    )
    found: dict[str, str] = {}
    for *_, name in ranked:
        found.setdefault(_names()[name], name)
        if len(found) == most:
            break
    return tuple((name, emoji) for emoji, name in found.items())


def _rank(letters: str, name: str) -> int | None:
    if name.startswith(letters):
        return 0
    if letters not in name:
        return None
    return 1 if f"_{letters}" in name else 2


@cache
def _names() -> dict[str, str]:
    """Every name with its emoji; made when it is first asked for, in some milliseconds."""
    found = dict(_SHORT)
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            name = unicodedata.name(chr(code), "")
            if name and code not in _SHADES:
                words = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
                found.setdefault(words, chr(code))
    return found
