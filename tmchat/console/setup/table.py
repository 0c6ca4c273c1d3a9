"""A table of many rows: filter, order, cursor and selection; drawing is `render`'s.

Ten thousand rows are usual: what a letter of the filter costs is looking through the rows left by
the letters before it.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: `wide` cells at least and `grows` shares of what is left over.

    `rank` 0 is never left out; where room is short the highest rank goes first. `order` is what it
    is sorted by, its cell unless given.
    """

    title: str
    cell: Callable[[R], str]
    wide: int
    grows: int = 0
    rank: int = 0
    order: Callable[[R], Any] | None = None
    right: bool = False


class Table(Generic[R]):
    """Rows by a key that stays theirs; `words` of a row are what a filter looks through."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key_of: Callable[[R], Hashable],
        words: Callable[[R], str],
        *,
        sorted_by: int | None = 0,
    ) -> None:
        self.columns = tuple(columns)
        self.query = ""
        self.sorted_by = sorted_by
        self.backwards = False
        self.selected: set[Hashable] = set()
        self.rows: list[R] = []
        self._key_of = key_of
        self._words = words
        self._all: list[R] = []
        self._sought: list[tuple[str, R]] = []
        self._left: list[tuple[str, R]] = []
        self._place = 0

    @property
    def count(self) -> int:
        """How many rows there are, whatever the filter."""
        return len(self._all)

    @property
    def place(self) -> int:
        """Where the cursor is among `rows`."""
        return self._place

    @property
    def chosen(self) -> R | None:
        """The row under the cursor."""
        return self.rows[self._place] if self.rows else None

    def set_rows(self, rows: Sequence[R]) -> None:
        """Takes other rows; cursor and selection stay with their keys."""
        keep = self._key()
        self._all = list(rows)
        self._sought = []
        known = {self._key_of(row) for row in self._all} if self.selected else set()
        self.selected &= known
        self._sort()
        self.rows = self._found(self.query)
        self._go_to(keep)

    def prepare(self, count: int) -> bool:
        """Reads the words of `count` rows more, so that the first letter of a filter finds them
        read; whether there are more to read."""
        start = len(self._sought)
        for row in self._all[start : start + count]:
            self._sought.append((self._words(row).casefold(), row))
        return len(self._sought) < len(self._all)

    def seek(self, query: str) -> None:
        """Narrows to the rows that hold every word of `query`."""
        keep = self._key()
        narrower = bool(self.query) and query.startswith(self.query)
        self.query = query
        self.rows = self._found(query, narrower=narrower)
        self._go_to(keep)

    def order_by(self, column: int) -> None:
        """Sorts by a column, the other way round when it is already so."""
        keep = self._key()
        if column == self.sorted_by:
            self.backwards = not self.backwards
        else:
            self.sorted_by, self.backwards = column, False
        self._sought = []
        self._sort()
        self.rows = self._found(self.query)
        self._go_to(keep)

    def move(self, count: int) -> None:
        """Moves the cursor down by `count` rows, up when negative, as far as there are any."""
        self._place = max(0, min(self._place + count, len(self.rows) - 1))

    def go_to(self, key: Hashable) -> None:
        """Puts the cursor on the row with this key, if it is in view of the filter."""
        self._go_to(key)

    def toggle(self) -> None:
        """Selects the row under the cursor, or no longer."""
        key = self._key()
        if key is not None:
            self.selected ^= {key}

    def toggle_all(self) -> None:
        """Selects all that the filter leaves, or none of them when all are."""
        keys = {self._key_of(row) for row in self.rows}
        if keys <= self.selected:
            self.selected -= keys
        else:
            self.selected |= keys

    def is_selected(self, row: R) -> bool:
        """Whether the row is selected."""
        return self._key_of(row) in self.selected

    def selection(self) -> list[R]:
        """The selected rows in order, whatever the filter; the one under the cursor if none is."""
        if self.selected:
            return [row for row in self._all if self._key_of(row) in self.selected]
        return [self.chosen] if self.chosen is not None else []

    def _key(self) -> Hashable | None:
        return self._key_of(self.rows[self._place]) if self.rows else None

    def _go_to(self, key: Hashable | None) -> None:
        if key is not None:
            for place, row in enumerate(self.rows):
                if self._key_of(row) == key:
                    self._place = place
                    return
        self._place = max(0, min(self._place, len(self.rows) - 1))

    def _sort(self) -> None:
        if self.sorted_by is not None:
            column = self.columns[self.sorted_by]
            self._all.sort(key=column.order or column.cell, reverse=self.backwards)

    def _found(self, query: str, *, narrower: bool = False) -> list[R]:
        words = query.casefold().split()
        if not words:
            return self._all
        if not narrower:
            self.prepare(len(self._all))
            self._left = self._sought
        if len(words) == 1:
            only = words[0]
            self._left = [pair for pair in self._left if only in pair[0]]
        else:
            self._left = [pair for pair in self._left if all(word in pair[0] for word in words)]
        return [row for _, row in self._left]
