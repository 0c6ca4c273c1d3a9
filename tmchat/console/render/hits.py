"""The hits of a search as lines: who, when, and the words around what was looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, spaces, strip
from tmchat.core.finding import Query, marks
from tmchat.core.text import Clean

_BEFORE = 24  # characters of a text that stand before the first word looked for
LINES = 2
"""Lines of one hit."""


@dataclass(frozen=True, slots=True)
class HitLook:
    """One hit: whose conversation, who wrote, when (in words), what."""

    texter: str
    by: str
    when: str
    text: str


def hit_lines(ink: Ink, look: HitLook, query: Query, cells: int, *, selected: bool) -> list[Strip]:
    """Two lines: the heading and the text where it mentions the query, its words set off."""
    palette, signs = ink.palette, ink.signs
    over = palette.cursor if selected else None
    mark: Part = (signs.cursor if selected else SPACE, palette.strong)
    head: list[Part] = [mark, (SPACE, palette.text), (ink.line(look.texter), palette.strong)]
    if look.by:
        head.append((Clean(f"  {ink.line(look.by)}"), palette.faint))
    when: list[Part] = [(Clean(f" {ink.line(look.when)} "), palette.faint)]
    text = ink.line(look.text)
    words: list[Part] = [mark, (spaces(2), palette.text), *_excerpt(ink, text, query)]
    return [strip(ink, cells, head, when, over=over), strip(ink, cells, words, over=over)]


def _excerpt(ink: Ink, text: Clean, query: Query) -> list[Part]:
    """The text from a little before the first word looked for, those words set off by style and,
    where there is no colour, by the style's own weight."""
    palette = ink.palette
    spans = marks(text, query)
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    parts: list[Part] = [(ink.signs.ellipsis, palette.faint)] if start else []
    at = start
    for begin, end in _within(spans, start):
        parts += [(Clean(text[at:begin]), palette.text), (Clean(text[begin:end]), palette.key)]
        at = end
    parts.append((Clean(text[at:]), palette.text))
    return parts


def _within(spans: Sequence[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    return [(begin, end) for begin, end in spans if begin >= start]
