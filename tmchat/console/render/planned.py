"""A plan as lines: before and after of each setting, and what it means; making it is others'."""

from collections.abc import Sequence

from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.setup.planning import Change
from tmchat.core.text import Clean


def change_lines(ink: Ink, changes: Sequence[Change], cells: int) -> list[Strip]:
    """Each setting with `-` before what it was and `+` before what it is to be, all of it."""
    palette = ink.palette
    lines: list[Strip] = []
    for change in changes:
        lines.append(
            _line(ink, cells, [(spaces(2), palette.text), (ink.line(change.title), palette.strong)])
        )
        lines += _side(ink, cells, "-", change.before, palette.trouble)
        lines += _side(ink, cells, "+", change.after, palette.good)
    return lines


def sentence_lines(
    ink: Ink, sentences: Sequence[str], cells: int, style: object = None
) -> list[Strip]:
    """Sentences, each from a line of its own on."""
    palette = ink.palette
    lines = []
    for sentence in sentences:
        for piece in wrap(ink.lines(sentence), max(1, cells - 4)):
            lines.append(_line(ink, cells, [(spaces(2), palette.text), (piece, palette.text)]))
    return lines


def titled(ink: Ink, title: str, lines: list[Strip], cells: int) -> list[Strip]:
    """Lines under a title and before an empty line; nothing where there are none."""
    if not lines:
        return []
    head = _line(ink, cells, [(SPACE, ink.palette.text), (ink.line(title), ink.palette.heading)])
    return [head, *lines, blank(ink, cells)]


def _side(ink: Ink, cells: int, sign: str, words: str, style: object) -> list[Strip]:
    palette = ink.palette
    marked = palette.trouble if sign == "-" else palette.good
    first: Part = (Clean(f"    {sign} "), marked)
    lines = []
    for piece in wrap(ink.lines(words), max(1, cells - 7)):
        lines.append(_line(ink, cells, [first, (piece, marked)]))
        # Every line says by its sign which side it is on.
        first = (Clean(f"    {sign} "), marked)
    return lines


def _line(ink: Ink, cells: int, parts: list[Part]) -> Strip:
    return strip(ink, cells, parts)
