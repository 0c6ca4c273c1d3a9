"""Finds a block of cells that only moved up or down, so that the terminal can move it itself."""

from collections.abc import Sequence
from operator import ne
from typing import Final, NamedTuple

from tmchat.console.terminal.lettering import Cell

Row = Sequence[Cell]

_FEWEST: Final = 3
"""Rows that must have changed before a move is looked for."""
_WORTH: Final = 60
"""Cells that a move must save: about the bytes that it takes itself."""


class Scroll(NamedTuple):
    """The block's columns and rows, from 0 and without the last; lines go `up`, down if negative.

    What stood in the lines that are pushed out is lost, those that come in are blank.
    """

    left: int
    right: int
    top: int
    bottom: int
    up: int


def find_scroll(
    old: Sequence[Row], new: Sequence[Row], left: int, right: int, *, whole_rows: bool
) -> Scroll | None:
    """The move of rows within the columns from `left` to `right` that saves most, if one does.

    With `whole_rows` the terminal moves nothing narrower than a row: then what that spoils beside
    the columns counts against it.
    """
    before = [tuple(row[left:right]) for row in old]
    after = [tuple(row[left:right]) for row in new]
    changed = [y for y, row in enumerate(after) if row != before[y]]
    if len(changed) < _FEWEST:
        return None
    up = _shift(before, after, changed)
    if not up:
        return None
    kept = [y for y in changed if 0 <= y + up < len(before) and after[y] == before[y + up]]
    if not kept:
        return None
    top, bottom = min(kept[0], kept[0] + up), max(kept[-1], kept[-1] + up) + 1
    if whole_rows:
        left, right = 0, len(new[0])
    found = Scroll(left, right, top, bottom, up)
    if bottom - top <= abs(up) or _splits(old[top:bottom], left, right):
        return None
    return found if _saved(old, new, found) >= _WORTH else None


def scrolled(rows: Sequence[Row], scroll: Scroll, blank: Cell) -> list[list[Cell]]:
    """The rows from `top` to `bottom` as they are after the move."""
    empty = [blank] * (scroll.right - scroll.left)
    moved: list[list[Cell]] = []
    for y in range(scroll.top, scroll.bottom):
        row = list(rows[y])
        came = y + scroll.up
        inside = scroll.top <= came < scroll.bottom
        row[scroll.left : scroll.right] = (
            rows[came][scroll.left : scroll.right] if inside else empty
        )
        moved.append(row)
    return moved


def _shift(before: Sequence[Row], after: Sequence[Row], changed: Sequence[int]) -> int:
    """By how many rows most of what is written there moved up; 0 when nothing did."""
    places: dict[Row, list[int]] = {}
    for y in range(changed[0], changed[-1] + 1):
        places.setdefault(before[y], []).append(y)
    votes: dict[int, int] = {}
    for y in changed:
        found = places.get(after[y])
        if found is None:
            continue
        written = sum(cell.text != " " for cell in after[y])
        for came in found:
            if came != y:
                votes[came - y] = votes.get(came - y, 0) + written
    return max(votes, key=lambda up: votes[up]) if any(votes.values()) else 0


def _splits(rows: Sequence[Row], left: int, right: int) -> bool:
    """Whether an edge of the block stands inside a cluster."""
    return any(not row[left].reach or (right < len(row) and not row[right].reach) for row in rows)


def _saved(old: Sequence[Row], new: Sequence[Row], scroll: Scroll) -> int:
    """How many cells fewer are to be written after the move."""
    place = slice(scroll.top, scroll.bottom)
    moved = scrolled(old, scroll, old[scroll.top][scroll.left])
    return _differing(old[place], new[place]) - _differing(moved, new[place])


def _differing(old: Sequence[Row], new: Sequence[Row]) -> int:
    return sum(sum(map(ne, one, other)) for one, other in zip(old, new, strict=True))
