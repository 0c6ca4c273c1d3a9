"""One frame in the making: rows of cells into the fewest bytes; which rows differ is the grid's.

The look in force and the cursor's place stay from one frame to the next.
"""

from collections.abc import Sequence
from operator import attrgetter, ne
from typing import Final

from tmchat.console.terminal.abilities import Abilities
from tmchat.console.terminal.lettering import Cell
from tmchat.console.terminal.look import Look, change
from tmchat.console.terminal.moves import Place, move
from tmchat.console.terminal.scrolling import Scroll

_BRIDGE: Final = 4
"""Bytes of unchanged cells that are written again rather than jumped over."""
_TO_LINE_END: Final = len("\x1b[K")
_ERASED: Final = len("\x1b[99X")
_REACH: Final = attrgetter("reach")
_AGREED: Final = (
    (0x3001, 0x303E),
    (0x3041, 0x3096),
    (0x30A1, 0x30FF),
    (0x3131, 0x318E),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFA6D),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
)
"""Han, kana, hangul and full-width letters: two cells everywhere."""


class Writing:
    """Writes for a terminal of `columns` and `rows`; `pen` and `at` are None when unknown."""

    def __init__(self, columns: int, rows: int, abilities: Abilities) -> None:
        self.abilities = abilities
        self.columns = columns
        self.rows = rows
        self.pen: Look | None = None
        self.at: Place | None = None
        self._written: list[str] = []

    def taken(self) -> str:
        """What was written since last asked."""
        written = "".join(self._written)
        self._written.clear()
        return written

    def clear(self, ground: Look) -> None:
        """Whatever the terminal was left with: its regions, its look; then all of it blank."""
        if self.abilities.scrolls:
            self._written.append("\x1b[?69l\x1b[r" if self.abilities.margins else "\x1b[r")
        self.pen = None
        self._take(ground)
        self._written.append("\x1b[2J")
        self.at = None

    def place(self, row: int, column: int) -> None:
        """Puts the cursor there."""
        self._written.append(move(self.at, row, column, self.abilities.moves))
        self.at = (row, column)

    def scroll(self, scroll: Scroll, ground: Look) -> None:
        """Moves a block; lines that come in are blank on `ground`."""
        self._take(ground)
        narrow = scroll.left > 0 or scroll.right < self.columns
        self._written.append(f"\x1b[{scroll.top + 1};{scroll.bottom}r")
        if narrow:
            self._written.append(f"\x1b[?69h\x1b[{scroll.left + 1};{scroll.right}s")
        self._written.append(move(None, scroll.top, scroll.left, False))
        count = abs(scroll.up)
        letter = "M" if scroll.up > 0 else "L"
        self._written.append(f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}")
        self._written.append("\x1b[?69l\x1b[r" if narrow else "\x1b[r")
        self.at = None

    def row(self, number: int, old: Sequence[Cell], new: Sequence[Cell]) -> None:
        """Writes what differs between the `old` row and the `new` one."""
        marks = _differing(old, new)
        end = 0
        while (start := marks.find(1, end)) >= 0:
            if start and self._bridges(number, end, new[end:start]):
                for cell in new[end:start]:
                    self._written.append(cell.text)
                self.at = (number, start)
            else:
                self.place(number, start)
            end = marks.find(0, start)
            if end < 0:
                end = self.columns
            end = self._stretch(number, new, start, end)
            if end >= self.columns:
                return

    def _bridges(self, number: int, start: int, between: Sequence[Cell]) -> bool:
        """Whether writing the unchanged cells `between` is as short as a jump over them."""
        return (
            len(between) <= _BRIDGE
            and self.at == (number, start)
            and all(cell.reach == 1 and self._in_force(cell) for cell in between)
            and sum(len(cell.text.encode()) for cell in between) <= _BRIDGE
        )

    def _in_force(self, cell: Cell) -> bool:
        pen = self.pen
        return pen is cell.look or (
            pen is not None and cell.text == " " and pen.paints_blank(cell.look)
        )

    def _stretch(self, number: int, new: Sequence[Cell], start: int, end: int) -> int:
        """Writes the cells from `start` to `end`; the column where it stopped."""
        at = start
        while at < end:
            cell = new[at]
            if cell.reach != 1:
                at = self._cluster(number, new, at)
                continue
            count = _run(new, at, end)
            self.place(number, at)
            if cell.text == " ":
                if self._blanks(number, new, at, count, last=at + count >= end):
                    return self.columns
            else:
                self._take(cell.look)
                self._letters(cell.text, count)
                self._arrived(number, at + count)
            at += count
        return at

    def _cluster(self, number: int, new: Sequence[Cell], at: int) -> int:
        """Writes a cluster of doubtful width; the column after it."""
        cell = new[at]
        end = at + 1
        while end < self.columns and not new[end].reach:
            end += 1
        if cell.reach:
            self.place(number, at)
            self._take(cell.look)
            if end - at > 1 and not _agreed(cell.text):
                # A terminal that takes one cell would leave what stood in the second.
                self._written.append(" " * (end - at))
                self._arrived(number, end)
                self.place(number, at)
            self._written.append(cell.text)
            self.at = (number, None) if at + cell.reach < self.columns else None
        return end

    def _blanks(self, number: int, new: Sequence[Cell], at: int, count: int, *, last: bool) -> bool:
        """Writes `count` blank cells, or erases them; whether the whole rest of the row is done.

        `last`: after them there is nothing to write at once.
        """
        wanted = new[at].look
        if not self._in_force(new[at]):
            self._take(wanted if self.pen is None else self.pen.for_blank(wanted))
        coloured = self.abilities.colours_blanks or not wanted.background
        erasable = coloured and not wanted.shows_on_blanks
        if erasable and last and self.columns - at > _TO_LINE_END and _fills(new, at):
            self._written.append("\x1b[K")
            return True
        if erasable and self.abilities.erases and count > (_ERASED if last else 2 * _ERASED):
            self._written.append(f"\x1b[{count}X")
        else:
            self._written.append(" " * count)
            self._arrived(number, at + count)
        return False

    def _letters(self, text: str, count: int) -> None:
        again = f"\x1b[{count - 1}b"
        # tmux and others repeat ASCII alone.
        if self.abilities.repeats and text.isascii() and count - 1 > len(again):
            self._written.append(text + again)
        else:
            self._written.append(text * count)

    def _take(self, wanted: Look) -> None:
        if self.pen is not wanted:
            self._written.append(change(self.pen, wanted))
            self.pen = wanted

    def _arrived(self, number: int, column: int) -> None:
        self.at = (number, column if column < self.columns else None)


def _differing(old: Sequence[Cell], new: Sequence[Cell]) -> bytearray:
    """A byte for each cell: 1 where it has to be written."""
    marks = bytearray(map(ne, old, new))
    if max(map(_REACH, new)) <= 1:
        return marks
    at = -1
    while (at := marks.find(1, at + 1)) >= 0:
        reach = new[at].reach
        if reach > 1:
            # Wherever a terminal draws the cluster wider it covers what stood there.
            end = min(at + reach + 1, len(new))
            marks[at:end] = b"\x01" * (end - at)
    return marks


def _agreed(text: str) -> bool:
    return len(text) == 1 and any(first <= ord(text) <= last for first, last in _AGREED)


def _run(new: Sequence[Cell], at: int, end: int) -> int:
    """How many cells from `at` on are the same, up to `end`."""
    cell = new[at]
    past = at + 1
    while past < end and (new[past] is cell or new[past] == cell):
        past += 1
    return past - at


def _fills(new: Sequence[Cell], at: int) -> bool:
    """Whether the row is the same cell from `at` to its end."""
    cell = new[at]
    return new[-1] == cell and all(one == cell for one in new[at:])
