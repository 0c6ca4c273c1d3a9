"""The lines at the foot of a sheet: what was said last, and the keys; both are passed in."""

from collections.abc import Sequence

from textual.strip import Strip

from tmchat.console.render.cells import width, wrap_most
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.core.text import Clean

Keys = Sequence[tuple[str, str]]
"""Pairs of a key and what it does, dearest first."""


def keys_line(ink: Ink, keys: Keys, cells: int) -> Strip:
    """The keys in one line; what does not fit goes whole, the last first."""
    palette = ink.palette
    parts: list[Part] = []
    room = cells
    for key, does in keys:
        pair: list[Part] = [
            (Clean(f" {ink.line(key)}"), palette.key),
            (Clean(f" {ink.line(does)} "), palette.bar),
        ]
        room -= sum(width(text) for text, _ in pair)
        if room < 0:
            break
        parts += pair
    return strip(ink, cells, parts).apply_style(palette.bar)


def said_lines(ink: Ink, said: str, cells: int, most: int = 3) -> list[Strip]:
    """What was said last, in at most `most` lines; none when nothing was."""
    if not said:
        return []
    palette = ink.palette
    lines = wrap_most(ink.lines(said), max(1, cells - 2), most, ink.signs.ellipsis)
    return [strip(ink, cells, [(SPACE, palette.text), (line, palette.fresh)]) for line in lines]
