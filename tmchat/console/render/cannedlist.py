"""Canned replies as lines: a list of them, and one whole; which are found is passed in."""

from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.core.text import Clean


def canned_line(
    ink: Ink, title: str, text: str, whose: str, cells: int, *, selected: bool
) -> Strip:
    """One reply: its title, the beginning of its text, whose it is."""
    palette, signs = ink.palette, ink.signs
    left: list[Part] = [
        (signs.cursor if selected else SPACE, palette.strong),
        (SPACE, palette.text),
        (ink.line(title), palette.strong),
        (spaces(2), palette.text),
        (ink.line(text), palette.faint),
    ]
    right: list[Part] = [(Clean(f" {whose} "), palette.other)]
    return strip(ink, cells, left, right, over=palette.cursor if selected else None)


def whole_lines(ink: Ink, text: str, cells: int, most: int) -> list[Strip]:
    """The text as it would be inserted, in at most `most` lines; what is cut off is marked."""
    palette = ink.palette
    wrapped = wrap(ink.lines(text), max(1, cells - 4))
    shown = wrapped[:most]
    if len(wrapped) > most:
        shown = [*wrapped[: most - 1], ink.signs.ellipsis]
    lines = [
        strip(
            ink,
            cells,
            [
                (spaces(1), palette.text),
                (ink.signs.margin, palette.faint),
                (SPACE, palette.text),
                (line, palette.text),
            ],
        )
        for line in shown
    ]
    return [blank(ink, cells), *lines]
