"""The cells that should be on the terminal beside those that are; how they are written is
`writing`'s, where they come from is not known here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tmchat.console.terminal.abilities import Abilities
from tmchat.console.terminal.lettering import BLANK, Cell
from tmchat.console.terminal.look import PLAIN, Look
from tmchat.console.terminal.scrolling import find_scroll, scrolled
from tmchat.console.terminal.writing import Writing


class Patch(NamedTuple):
    """Cells that should stand in `row` from `column` on."""

    row: int
    column: int
    cells: Sequence[Cell]


class Grid:
    """What a terminal of `columns` and `rows` should show, and what it shows.

    It begins, and after `forget` goes on, with not knowing what the terminal shows; the next
    `frame` then paints all of it.
    """

    def __init__(self, columns: int, rows: int, abilities: Abilities) -> None:
        self.columns = columns
        self.rows = rows
        self._abilities = abilities
        self._wanted = [[BLANK] * columns for _ in range(rows)]
        self._shown: list[list[Cell]] | None = None
        self._writing = Writing(columns, rows, abilities)
        self._dirty: set[int] = set()
        self._blocks: dict[tuple[int, int], int] = {}

    def allow_margins(self) -> None:
        """The terminal has answered that it can move blocks narrower than a row."""
        self._abilities = self._writing.abilities = self._abilities._replace(margins=True)

    def take(self, patches: Iterable[Patch]) -> None:
        """Lays `patches` over what should be shown; what lies outside is dropped."""
        for row, column, cells in patches:
            if not (0 <= row < self.rows and 0 <= column < self.columns):
                continue
            line = self._wanted[row]
            fitting = list(cells[: self.columns - column])
            end = column + len(fitting)
            if line[column:end] == fitting:
                continue
            _lay(line, column, fitting)
            self._dirty.add(row)
            self._blocks[column, end] = self._blocks.get((column, end), 0) + 1

    def forget(self) -> None:
        """The terminal may show anything now."""
        self._shown = None

    def frame(self, cursor: tuple[int, int]) -> str:
        """What makes the terminal show it all, with the cursor at `cursor` (column and row); empty
        when nothing has to be written."""
        writing = self._writing
        if self._shown is None:
            ground = self._ground(self._wanted)
            writing.clear(ground)
            self._shown = [[Cell(" ", ground, 1)] * self.columns for _ in range(self.rows)]
            self._dirty = set(range(self.rows))
        elif self._abilities.scrolls:
            self._scroll(self._shown)
        for row in sorted(self._dirty):
            if self._shown[row] != self._wanted[row]:
                writing.row(row, self._shown[row], self._wanted[row])
                self._shown[row] = self._wanted[row].copy()
        self._dirty.clear()
        self._blocks.clear()
        column, row = cursor
        writing.place(min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1))
        return writing.taken()

    def _scroll(self, shown: list[list[Cell]]) -> None:
        """Lets the terminal move the blocks that only moved."""
        whole_rows = not self._abilities.margins
        for (left, right), changed in sorted(self._blocks.items()):
            if changed < 3:
                continue
            narrow = right - left < self.columns
            found = find_scroll(shown, self._wanted, left, right, whole_rows=whole_rows and narrow)
            if found is None:
                continue
            coming = range(found.bottom - found.up, found.bottom)
            if found.up < 0:
                coming = range(found.top, found.top - found.up)
            ground = self._ground([self._wanted[y][found.left : found.right] for y in coming])
            self._writing.scroll(found, ground)
            moved = scrolled(shown, found, Cell(" ", ground, 1))
            shown[found.top : found.bottom] = moved
            self._dirty.update(range(found.top, found.bottom))

    def _ground(self, rows: Iterable[Sequence[Cell]]) -> Look:
        """The look of most blanks in `rows`, where the terminal erases in it."""
        if not self._abilities.colours_blanks:
            return PLAIN
        looks = Counter(
            cell.look
            for row in rows
            for cell in row
            if cell.text == " " and not cell.look.shows_on_blanks
        )
        return max(looks, key=lambda one: looks[one], default=PLAIN)


def _lay(line: list[Cell], column: int, cells: Sequence[Cell]) -> None:
    """Puts `cells` into `line`; what is left of a cluster that they cover in part turns blank."""
    if not line[column].reach:
        before = column - 1
        while before >= 0:
            cell = line[before]
            line[before] = Cell(" ", cell.look.blank, 1)
            if cell.reach:
                break
            before -= 1
    end = column + len(cells)
    line[column:end] = cells
    for edge in (column, end):
        while edge < len(line) and not line[edge].reach:
            line[edge] = Cell(" ", line[edge].look.blank, 1)
            edge += 1
