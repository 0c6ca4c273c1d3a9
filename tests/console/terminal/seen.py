"""What a reader sees on an emulator's screen; two screens are equal when that is."""

from typing import Any

import pyte

Seen = list[list[tuple[object, ...]]]


class Screen(pyte.Screen):
    """pyte's screen with what it lacks of xterm: REP, and left and right margins (DEC STD 070)."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self._sides: tuple[int, int] | None = None
        self._last = ""

    def draw(self, data: str) -> None:
        """Text, of which the last letter may be repeated."""
        super().draw(data)
        self._last = data[-1:] or self._last

    def repeat(self, count: int | None = None) -> None:
        """REP."""
        super().draw(self._last * (count or 1))

    def set_sides(self, left: int | None = None, right: int | None = None) -> None:
        """DECSLRM, which takes the cursor home."""
        assert 69 << 5 in self.mode, "without DECLRMM this would keep the cursor's place"
        self._sides = ((left or 1) - 1, right or self.columns)
        self.cursor_position()

    def delete_lines(self, count: int | None = None) -> None:
        """DL, within the margins; what comes in has the background in force."""
        self._move_lines(count or 1)

    def insert_lines(self, count: int | None = None) -> None:
        """IL, likewise."""
        self._move_lines(-(count or 1))

    def erase_in_display(self, how: int = 0, *args: Any, **more: Any) -> None:
        """ED; pyte would colour the cells alone that were written before."""
        super().erase_in_display(how, *args, **more)
        if how == 2:
            for y in range(self.lines):
                for x in range(self.columns):
                    self.buffer[y][x] = self.cursor.attrs

    def _move_lines(self, up: int) -> None:
        if 69 << 5 not in self.mode:
            self._sides = None
        left, right = self._sides or (0, self.columns)
        top, bottom = self.cursor.y, (self.margins.bottom if self.margins else self.lines - 1)
        assert left <= self.cursor.x < right, "outside of the margins nothing moves"
        before = [[self.buffer[y][x] for x in range(left, right)] for y in range(top, bottom + 1)]
        for y in range(top, bottom + 1):
            came = y + up - top
            for x in range(left, right):
                inside = 0 <= came < len(before)
                self.buffer[y][x] = before[came][x - left] if inside else self.cursor.attrs
        self.dirty.update(range(top, bottom + 1))


class Stream(pyte.Stream):
    """Feeds a `Screen`."""

    csi = {  # noqa: RUF012 - pyte declares it so
        **pyte.Stream.csi,
        "b": "repeat",
        "s": "set_sides",
    }
    events = pyte.Stream.events | {"repeat", "set_sides"}


def emulator(columns: int, rows: int) -> tuple[Screen, Stream]:
    """A screen as Textual sets it up, and the stream that feeds it."""
    screen = Screen(columns, rows)
    stream = Stream(screen)
    stream.feed("\x1b[?7l")
    return screen, stream


def seen(screen: pyte.Screen) -> Seen:
    """The screen's cells; of a blank one only what shows."""
    return [
        [_seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)
    ]


def _seen(cell: Any) -> tuple[object, ...]:
    shows = (cell.underscore, cell.strikethrough, cell.reverse)
    if cell.data == " " and not any(shows):
        return (" ", cell.bg)
    return (cell.data, cell.fg, cell.bg, cell.bold, cell.italics, cell.blink, *shows)
