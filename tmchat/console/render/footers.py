"""The lines at the foot of a sheet: what was said last, and the keys; both are passed in."""

from collections.abc import Sequence

from textual.strip import Strip

from tmchat.console.render.cells import width, wrap_most
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.core.text import Clean

Keys = Sequence[tuple[str, str]]
"""Pairs of a key and what it does, dearest first."""


WAYS = ("back", "help")
"""What keys do that stand last and stay where others have to go."""


def keys_line(ink: Ink, keys: Keys, cells: int) -> Strip:
    """The keys in one line; what does not fit goes whole, the last first, but never `WAYS`."""
    return strip(ink, cells, fitted(ink, keys, cells, WAYS)).apply_style(ink.palette.bar)


def fitted(ink: Ink, keys: Keys, cells: int, kept: Sequence[str]) -> list[Part]:
    """The keys that have room, those that do what is `kept` at the end whatever else has to go."""
    staying = [one for does in kept for one in keys if one[1] == does]
    listed: list[tuple[str, str]] = []
    for one in reversed(staying):
        if _cells(ink, [one, *listed]) <= cells:
            listed.insert(0, one)
    place = 0
    for one in keys:
        if one in staying:
            continue
        if _cells(ink, [one, *listed]) > cells:
            break
        listed.insert(place, one)
        place += 1
    return [part for one in listed for part in _pair(ink, one)]


def _cells(ink: Ink, keys: Keys) -> int:
    return sum(width(text) for one in keys for text, _ in _pair(ink, one))


def _pair(ink: Ink, key: tuple[str, str]) -> list[Part]:
    return [
        (Clean(f" {ink.line(key[0])}"), ink.palette.key),
        (Clean(f" {ink.line(key[1])} "), ink.palette.bar),
    ]


def said_lines(ink: Ink, said: str, cells: int, most: int = 3) -> list[Strip]:
    """What was said last, in at most `most` lines; none when nothing was."""
    if not said:
        return []
    palette = ink.palette
    lines = wrap_most(ink.lines(said), max(1, cells - 2), most, ink.signs.ellipsis)
    return [strip(ink, cells, [(SPACE, palette.text), (line, palette.fresh)]) for line in lines]
