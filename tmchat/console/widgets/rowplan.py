"""Where each row of the conversation list stands, in lines; how a row looks is `render.rows`'."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from tmchat.console.render.rows import Heading

Row = int | Heading
"""A conversation's id, or a heading over those that follow."""


class RowPlan:
    """Rows in order with the line each begins at; headings take one line, conversations `tall`."""

    def __init__(self, rows: Sequence[Row] = (), tall: int = 2) -> None:
        self.rows = rows
        self.tall = tall
        self._tops = list(accumulate((tall if type(row) is int else 1 for row in rows), initial=0))
        self._places = {row: place for place, row in enumerate(rows) if type(row) is int}

    @property
    def height(self) -> int:
        """All lines together."""
        return self._tops[-1]

    def top(self, place: int) -> int:
        """The first line of the row at `place`."""
        return self._tops[place]

    def at(self, line: int) -> int:
        """The place of the row that has `line`, which is within the height."""
        return bisect_right(self._tops, line) - 1

    def beginning(self, line: int) -> int:
        """The first line at or below `line`, within the height, with which a row begins."""
        return self._tops[min(bisect_left(self._tops, line), len(self.rows))]

    def place(self, conversation: int) -> int | None:
        """The place of a conversation's row, or None when it is not listed."""
        return self._places.get(conversation)

    def conversation(self, place: int, step: int) -> int | None:
        """The conversation at `place`, else the first one on, `step` places at a time."""
        while 0 <= place < len(self.rows):
            row = self.rows[place]
            if isinstance(row, int):
                return row
            place += step
        return None
