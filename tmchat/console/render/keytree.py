"""A menu of keys as a tree of lines; what is in it and editing it is `setup.keymenu`'s."""

from collections.abc import Sequence

from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.forms import Drawn
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.setup.keymenu import KeyRow
from tmchat.core import phone
from tmchat.core.text import Clean


def tree_lines(
    ink: Ink, greeting: str, asides: Sequence[str], rows: Sequence[KeyRow], place: int, cells: int
) -> Drawn:
    """The greeting as the root, a branch for each key, what is wrong under its key."""
    palette = ink.palette
    root = wrap(ink.line(greeting or "no greeting yet"), max(1, cells - 2))
    lines = [strip(ink, cells, [(SPACE, palette.text), (line, palette.strong)]) for line in root]
    for aside in asides:
        lines.append(strip(ink, cells, [(SPACE, palette.text), (ink.line(aside), palette.faint)]))
    first = last = len(lines)
    for at, row in enumerate(rows):
        drawn = _branch(ink, row, cells, at == place, last=at == len(rows) - 1)
        if at == place:
            first, last = len(lines), len(lines) + len(drawn)
        lines += drawn
    if not rows:
        lines += [blank(ink, cells)]
        none = Clean("   No key yet: a menu needs at least one.")
        lines.append(strip(ink, cells, [(none, palette.trouble)]))
    return Drawn(lines, first, last)


def _branch(ink: Ink, row: KeyRow, cells: int, chosen: bool, *, last: bool) -> list[Strip]:
    palette, signs = ink.palette, ink.signs
    plain = signs.ascii_only
    corner = ("`-" if plain else "└─") if last else ("|-" if plain else "├─")
    stem = " " if last else ("|" if plain else "│")
    label = ink.line(row.label) or Clean("no label")
    rings = ink.line(phone.pretty(row.termination)) or Clean("no phone")
    head: list[Part] = [
        (signs.cursor if chosen else SPACE, palette.strong),
        (Clean(f"{corner} "), palette.faint),
        (Clean(f"{ink.line(row.key)} "), palette.key),
        (Clean(f" {label}"), palette.strong if row.label else palette.trouble),
        (Clean(f"  {rings}"), palette.text if row.termination else palette.trouble),
    ]
    over = palette.cursor if chosen else None
    lines = [strip(ink, cells, head, over=over)]
    below = (Clean(f" {stem}"), palette.faint)
    if row.features:
        words = Clean(f" {signs.between} ".join(ink.line(one) for one in row.features))
        for line in wrap(words, max(1, cells - 8)):
            lines.append(
                strip(ink, cells, [below, (spaces(5), palette.text), (line, palette.faint)])
            )
    for problem in row.problems:
        words = Clean(f"{signs.trouble} {ink.line(problem)}")
        for line in wrap(words, max(1, cells - 8)):
            lines.append(
                strip(ink, cells, [below, (spaces(5), palette.text), (line, palette.trouble)])
            )
    return lines
