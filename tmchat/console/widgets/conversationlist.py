"""The list of conversations: drawing, cursor, scrolling; what is listed is not decided here."""

from collections.abc import Callable, Collection, Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from tmchat.console.render.ink import Ink
from tmchat.console.render.rows import Heading, RowLook, heading_line, row_lines
from tmchat.console.render.strips import SPACE, blank, centred
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.console.widgets.rowplan import Row, RowPlan

_WHEEL = 3


class ConversationList(DrawnWidget, can_focus=True):
    """Any number of rows, of which only the visible are looked up and drawn.

    The cursor is a conversation's id: it stays on that conversation wherever sorting puts it, and
    the view stays with the cursor. Only from a conversation that its agent has just dealt with does
    it go on to the next, so that neither leaves who waits longest. The first row in view is whole.
    """

    DEFAULT_CSS = "ConversationList { width: 1fr; height: 1fr; }"

    class Highlighted(Message):
        """The cursor came to a conversation, or to none when nothing is listed."""

        def __init__(self, conversation: int | None) -> None:
            super().__init__()
            self.conversation = conversation

    class Chosen(Message):
        """A conversation is to be opened: clicked, or `choose` was called."""

        def __init__(self, conversation: int) -> None:
            super().__init__()
            self.conversation = conversation

    def __init__(
        self,
        ink: Ink,
        look: Callable[[int], RowLook],
        clock: Callable[[], int],
        *,
        compact: bool = False,
        id: str | None = None,
    ) -> None:
        """`look` gives a conversation's row by id, `clock` the time in ms UTC."""
        super().__init__(ink, id=id)
        self.empty = ""
        self._look = look
        self._clock = clock
        self._plan = RowPlan(tall=1 if compact else 2)
        self._top = 0
        self._height = 0
        self._is_wanted = False
        self._cursor: int | None = None

    @property
    def cursor(self) -> int | None:
        """The conversation under the cursor."""
        return self._cursor

    @property
    def rows(self) -> Sequence[Row]:
        """What is listed, in order."""
        return self._plan.rows

    @property
    def compact(self) -> bool:
        """Whether a conversation takes one line instead of two."""
        return self._plan.tall == 1

    def set_compact(self, compact: bool) -> None:
        """One line a conversation, or two."""
        if compact != self.compact:
            self._replan(self._plan.rows, 1 if compact else 2)

    def set_rows(self, rows: Sequence[Row], *, done: int = 0) -> None:
        """Lists other rows, or the same in another order. `rows` must not change afterwards.

        A cursor whose conversation is gone goes to the one behind it, and so does one on `done`,
        with which its agent is done, when that was moved behind it.
        """
        self._replan(rows, self._plan.tall, done)

    def redraw_rows(self, conversations: Collection[int]) -> None:
        """Draws again if one of these conversations is in view."""
        if any(row in conversations for row in self._visible_rows()):
            self.redraw()

    def tick(self) -> None:
        """Lets the ages move on; lines whose text stays are not repainted."""
        self.redraw()

    def move_to(self, conversation: int) -> bool:
        """Puts the cursor on a conversation and shows it; False when it is not listed."""
        if self._plan.place(conversation) is None:
            return False
        self._put(conversation)
        return True

    def cursor_down(self, count: int = 1) -> None:
        """Moves the cursor by `count` conversations, up when negative, as far as there are any."""
        step = 1 if count > 0 else -1
        target = self._cursor
        for _ in range(abs(count)):
            place = None if target is None else self._plan.place(target)
            found = self._plan.conversation(0 if place is None else place + step, step)
            if found is None:
                break
            target = found
        self._put(target)

    def cursor_up(self, count: int = 1) -> None:
        """Moves the cursor up by `count` conversations."""
        self.cursor_down(-count)

    def page_down(self) -> None:
        """Moves the cursor down by about a screenful."""
        self.cursor_down(self._page())

    def page_up(self) -> None:
        """Moves the cursor up by about a screenful."""
        self.cursor_down(-self._page())

    def to_first(self) -> None:
        """Puts the cursor on the first conversation."""
        self._put(self._plan.conversation(0, 1))

    def to_last(self) -> None:
        """Puts the cursor on the last conversation."""
        self._put(self._plan.conversation(len(self._plan.rows) - 1, -1))

    def choose(self) -> None:
        """Opens the conversation under the cursor."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self._cursor))

    def scroll_lines(self, count: int) -> None:
        """Moves the view by `count` lines and leaves the cursor where it is."""
        self._top += count
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The lines in view, with a thumb beside them when there are more."""
        if not self._plan.rows and self.empty and height > 1:
            words = centred(self.ink, cells, self.ink.line(self.empty), self.ink.palette.faint)
            return [blank(self.ink, cells), words]
        self._settle(height)
        if self._plan.height <= height:
            return self._draw_rows(cells, height)
        lines = self._draw_rows(cells - 1, height)
        lines += [blank(self.ink, cells - 1)] * (height - len(lines))
        first, size = self._thumb(height)
        signs, palette = self.ink.signs, self.ink.palette
        for y, line in enumerate(lines):
            sign = signs.thumb if first <= y < first + size else SPACE
            lines[y] = Strip([*line, Segment(sign, palette.faint)], cells)
        return lines

    def on_click(self, event: events.Click) -> None:
        """A click opens the conversation under the pointer."""
        line = self._top + event.y
        if line >= self._plan.height:
            return
        row = self._plan.rows[self._plan.at(line)]
        if isinstance(row, int):
            self._put(row)
            self.choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(-_WHEEL)

    def _draw_rows(self, cells: int, height: int) -> list[Strip]:
        at = self._clock()
        lines: list[Strip] = []
        for row in self._visible_rows():
            if isinstance(row, Heading):
                lines.append(heading_line(self.ink, row, cells, at))
                continue
            selected = row == self._cursor
            look = self._look(row)
            lines += row_lines(self.ink, look, cells, at, selected=selected, compact=self.compact)
        return lines[:height]

    def _visible_rows(self) -> Sequence[Row]:
        plan = self._plan
        if not plan.rows or not self.size:
            return ()
        last = plan.at(min(self._top + self.size.height, plan.height) - 1)
        return plan.rows[plan.at(self._top) : last + 1]

    def _thumb(self, height: int) -> tuple[int, int]:
        """The first line of the thumb and how many it takes."""
        size = max(1, height * height // self._plan.height)
        hidden = self._plan.beginning(self._plan.height - height)
        return round((height - size) * self._top / hidden), size

    def _page(self) -> int:
        return max(1, self.size.height // self._plan.tall - 1)

    def _replan(self, rows: Sequence[Row], tall: int, done: int = 0) -> None:
        before = self._plan
        place = None if self._cursor is None else before.place(self._cursor)
        self._plan = plan = RowPlan(rows, tall)
        here = None if self._cursor is None else plan.place(self._cursor)
        behind = None if place is None else self._behind(before, place)
        if here is None:
            start = 0 if place is None else min(place, len(rows) - 1)
            in_place = plan.conversation(start, 1) or plan.conversation(start, -1)
            self._set_cursor(in_place if behind is None else behind)
        elif self._cursor == done and behind is not None and here > (plan.place(behind) or 0):
            self._set_cursor(behind)
        at = None if self._cursor is None else plan.place(self._cursor)
        if place is not None and at is not None:
            self._follow(before.top(place), at)
        self.redraw()

    def _behind(self, before: RowPlan, place: int) -> int | None:
        """The first conversation that stood behind `place` and is listed still."""
        for row in before.rows[place + 1 :]:
            if isinstance(row, int) and self._plan.place(row) is not None:
                return row
        return None

    def _follow(self, line_before: int, place: int) -> None:
        """Keeps the cursor's row where it was on the screen, if it was there at all."""
        offset = line_before - self._top
        line = self._plan.top(place)
        still_at_top = self._top == 0 and line + self._plan.tall <= self._height
        if 0 <= offset < self._height and not still_at_top:
            self._top = self._plan.beginning(line - offset)

    def _put(self, conversation: int | None) -> None:
        self._set_cursor(conversation)
        self._is_wanted = True
        self.redraw()

    def _settle(self, height: int) -> None:
        """Where the view begins at its height: with a whole row, and with the cursor in it where
        that was moved, or was in view before the height was another."""
        plan = self._plan
        place = None if self._cursor is None else plan.place(self._cursor)
        if place is not None:
            was_seen = self._top <= plan.top(place) < self._top + self._height
            if self._is_wanted or (was_seen and height != self._height):
                self._reveal(place, height)
        self._is_wanted, self._height = False, height
        self._top = max(0, min(self._top, plan.beginning(plan.height - height)))
        if plan.rows:
            self._top = plan.top(min(plan.at(self._top), len(plan.rows) - 1))

    def _reveal(self, place: int, height: int) -> None:
        plan = self._plan
        top = plan.top(place)
        # The heading right above comes into view with the first row below it.
        above = place > 0 and isinstance(plan.rows[place - 1], Heading)
        lowest = min(plan.beginning(top + plan.tall - height), top)
        self._top = max(lowest, min(self._top, top - (1 if above else 0)))

    def _set_cursor(self, conversation: int | None) -> None:
        if conversation != self._cursor:
            self._cursor = conversation
            self.post_message(self.Highlighted(conversation))
