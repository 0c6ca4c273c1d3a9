"""A table as lines: its head and the rows in view; rows, order and filter are `setup.table`'s."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import cut, width
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, spaces, strip
from tmchat.core.text import Clean

_GAP: Final = 2
_BETWEEN: Final = spaces(_GAP)
_MARGIN: Final = 3


class ColumnLook(Protocol):
    """What a renderer needs to know of a column."""

    @property
    def title(self) -> str: ...
    @property
    def cell(self) -> Callable[[Any], str]: ...
    @property
    def wide(self) -> int: ...
    @property
    def grows(self) -> int: ...
    @property
    def rank(self) -> int: ...
    @property
    def right(self) -> bool: ...


def widths(columns: Sequence[ColumnLook], cells: int) -> list[int]:
    """The cells of each column, 0 for one that has no room."""
    room = cells - _MARGIN
    kept = list(range(len(columns)))
    while len(kept) > 1 and sum(columns[one].wide + _GAP for one in kept) - _GAP > room:
        worst = max(kept, key=lambda one: (columns[one].rank, one))
        if not columns[worst].rank:
            break
        kept.remove(worst)
    found = [columns[one].wide if one in kept else 0 for one in range(len(columns))]
    free = room - sum(found) - _GAP * (len(kept) - 1)
    shares = sum(columns[one].grows for one in kept)
    for one in kept:
        if free > 0 and shares:
            found[one] += free * columns[one].grows // shares
    return found


def head_line(
    ink: Ink, columns: Sequence[ColumnLook], sorted_by: int | None, backwards: bool, cells: int
) -> Strip:
    """The titles; the one by which rows are sorted has a sign for the direction."""
    palette = ink.palette
    up, down = ("^", "v") if ink.signs.ascii_only else ("▲", "▼")
    parts: list[Part] = [(spaces(_MARGIN), palette.text)]
    for place, (column, wide) in enumerate(zip(columns, widths(columns, cells), strict=True)):
        if wide:
            sign = (down if backwards else up) if place == sorted_by else ""
            title = Clean(f"{column.title}{' ' if sign else ''}{sign}")
            parts += [_cell(ink, title, wide, column, palette.heading), (_BETWEEN, palette.text)]
    return strip(ink, cells, parts[:-1])


def row_line(
    ink: Ink,
    columns: Sequence[ColumnLook],
    wide_of: Sequence[int],
    row: Any,
    cells: int,
    *,
    chosen: bool,
    selected: bool,
    faint: bool = False,
) -> Strip:
    """One row: the cursor's sign, the selection's sign, the cells; `wide_of` is from `widths`."""
    palette, signs = ink.palette, ink.signs
    mark = Clean("x") if signs.ascii_only else Clean("■")
    parts: list[Part] = [
        (signs.cursor if chosen else SPACE, palette.strong),
        (mark if selected else SPACE, palette.fresh),
        (SPACE, palette.text),
    ]
    for place, (column, wide) in enumerate(zip(columns, wide_of, strict=True)):
        if wide:
            style = palette.faint if faint or place else palette.text
            text = ink.line(column.cell(row))
            parts += [_cell(ink, text, wide, column, style), (_BETWEEN, palette.text)]
    return strip(ink, cells, parts[:-1], over=palette.cursor if chosen else None)


def _cell(ink: Ink, text: Clean, wide: int, column: ColumnLook, style: Style) -> Part:
    shown = cut(text, wide, ink.signs.ellipsis)
    free = spaces(wide - width(shown))
    return Clean(f"{free}{shown}" if column.right else f"{shown}{free}"), style
