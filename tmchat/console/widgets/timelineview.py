"""The timeline of a conversation: drawing, scrolling, cursor; loading entries is not done here."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from textual import events
from textual.message import Message
from textual.strip import Strip

from tmchat.console.render.entries import LocalTime, Standpoint
from tmchat.console.render.ink import Ink
from tmchat.console.render.items import GapLine, Item, item_lines, key_of, selectable
from tmchat.console.render.strips import blank, strip
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.console.widgets.viewport import Shown, Viewport
from tmchat.core.records import Entry
from tmchat.core.text import Clean

_WHEEL = 3
_KEPT = 4_000


class TimelineView(DrawnWidget, can_focus=True):
    """Shows items bottom up and measures those in view alone, however many there are.

    The view is at the latest, and follows it, until somebody scrolls up; then it stays with what
    is in view and says how much came below. The cursor is an entry's id, or None for the latest.
    """

    DEFAULT_CSS = "TimelineView { width: 1fr; height: 1fr; }"

    class OlderWanted(Message):
        """The view is near the first item and there are older ones; `before` is its entry's id."""

        def __init__(self, before: int) -> None:
            super().__init__()
            self.before = before

    class GapReached(Message):
        """A gap came into view; entries after the entry `after` are missing."""

        def __init__(self, after: int) -> None:
            super().__init__()
            self.after = after

    class AtLatest(Message):
        """The view came back to the latest."""

    class CursorMoved(Message):
        """The cursor came to an entry, or to the latest (None)."""

        def __init__(self, entry: int | None) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, ink: Ink, local: LocalTime, *, me: str = "", id: str | None = None) -> None:
        """`local` gives the local time of a moment, `me` is the name of the agent who looks."""
        super().__init__(ink, id=id)
        self._standpoint = Standpoint(ink, local, me=me)
        self._older = False
        self._asked: Hashable = None
        self._gaps: frozenset[int] = frozenset()
        self._last_seen: Hashable = None
        self._was_latest = True
        self._cursor: int | None = None
        self._view: Viewport[Item] = Viewport(key_of, self._measure)
        self._drawn: dict[Item, list[Strip]] = {}
        self._drawn_cells = 0

    @property
    def items(self) -> Sequence[Item]:
        """What is loaded."""
        return self._view.items

    @property
    def cursor(self) -> int | None:
        """The entry under the cursor, None for the latest."""
        return self._cursor

    @property
    def at_latest(self) -> bool:
        """Whether the newest line is in view and new ones will be."""
        return self._view.anchor is None

    @property
    def gap_in_view(self) -> int | None:
        """The newest gap in view, by the entry it comes after."""
        return max(self._gaps, default=None)

    def open(self, items: Sequence[Item], *, texter: str = "", older: bool = False) -> None:
        """Shows another conversation from its latest; `texter` is what to call whoever texts."""
        self._view = Viewport(key_of, self._measure)
        self._drawn.clear()
        self._standpoint = replace(self._standpoint, texter=texter)
        self._asked, self._gaps, self._was_latest = None, frozenset(), True
        self._move_cursor(None)
        self.set_items(items, older=older)

    def set_items(self, items: Sequence[Item], *, older: bool = False) -> None:
        """Shows what the same conversation has become: more behind, in front, or changed.

        Costs what is in view. `older` says that there is more before the first item; `items` must
        not change afterwards.
        """
        self._older = older
        self._view.set_items(items)
        if self._cursor is not None and self._view.find(self._cursor) is None:
            self._move_cursor(None)
        self._after_move()

    def set_texter(self, texter: str, me: str) -> None:
        """Calls the texter and the agent who looks by other names."""
        standpoint = replace(self._standpoint, texter=texter, me=me)
        if standpoint != self._standpoint:
            self._standpoint = standpoint
            self._drawn.clear()
            self.redraw()

    def scroll_lines(self, count: int) -> None:
        """Moves the view down by `count` lines, up when negative."""
        self._view.scroll(count, self.size.height)
        if count < 0 and self._at_top():
            self._asked = None
        self._after_move()

    def page_up(self) -> None:
        """Moves the view up by a screenful, but for two lines."""
        self.scroll_lines(-max(1, self.size.height - 2))

    def page_down(self) -> None:
        """Moves the view down by a screenful, but for two lines."""
        self.scroll_lines(max(1, self.size.height - 2))

    def to_first(self) -> None:
        """Moves the view to the first loaded line."""
        self._view.to_first(self.size.height)
        self._asked = None
        self._after_move()

    def to_latest(self) -> None:
        """Moves view and cursor to the latest."""
        self._view.anchor = None
        self._move_cursor(None)
        self._after_move()

    def go_to(self, entry: int) -> bool:
        """Moves cursor and view to an entry, with what stands above it in view too; False when it
        is not loaded."""
        place, height = self._view.find(entry), self.size.height
        if place is None or not height:
            return False
        self._cursor_to(place)
        if self._view.shown(height)[0].place == place:
            self.scroll_lines(-(height // 3))
        return True

    def cursor_up(self) -> None:
        """Moves the cursor to the entry above; from the latest, to the newest in view."""
        items = self.items
        if self._cursor is None:
            shown = self._view.shown(self.size.height)
            start = shown[-1].place if shown else -1
        else:
            start = (self._view.find(self._cursor) or 0) - 1
        self._cursor_to(next((p for p in range(start, -1, -1) if selectable(items[p])), None))

    def cursor_down(self) -> None:
        """Moves the cursor to the entry below; under the newest, to the latest."""
        if self._cursor is None:
            return
        items = self.items
        start = (self._view.find(self._cursor) or 0) + 1
        place = next((p for p in range(start, len(items)) if selectable(items[p])), None)
        if place is None:
            self.to_latest()
        else:
            self._cursor_to(place)

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The lines in view, at the bottom when there are few; under them what came below."""
        shown = self._view.shown(height)
        lines = [line for part in shown for line in self._part(part)]
        if not self.at_latest:
            lines = [*lines[: height - 1], self._below(cells)]
        return [blank(self.ink, cells)] * (height - len(lines)) + lines

    def ink_changed(self) -> None:
        """Forgets what was drawn with other colours."""
        self._standpoint = replace(self._standpoint, ink=self.ink)
        self._drawn.clear()

    def on_resize(self) -> None:
        """More or less may be in view than was."""
        self._after_move()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the entry under the pointer."""
        shown = self._view.shown(self.size.height)
        y = self.size.height - sum(part.last - part.first for part in shown)
        if not self.at_latest:
            y -= 1
        for part in shown:
            above, y = y, y + part.last - part.first
            if above <= event.y < y:
                if selectable(self.items[part.place]):
                    self._cursor_to(part.place)
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(-_WHEEL)

    def _lines_of(self, item: Item) -> list[Strip]:
        if self.size.width != self._drawn_cells or len(self._drawn) > _KEPT:
            self._drawn.clear()
            self._drawn_cells = self.size.width
        lines = self._drawn.get(item)
        if lines is None:
            lines = self._drawn[item] = item_lines(self._standpoint, item, self._drawn_cells)
        return lines

    def _measure(self, item: Item) -> int:
        return len(self._lines_of(item))

    def _part(self, part: Shown) -> list[Strip]:
        item = self.items[part.place]
        lines = self._lines_of(item)
        if isinstance(item, Entry) and item.id == self._cursor:
            lines = item_lines(self._standpoint, item, self._drawn_cells, selected=True)
        return lines[part.first : part.last]

    def _below(self, cells: int) -> Strip:
        seen = self._view.find(self._last_seen)
        fresh = 0 if seen is None else sum(map(selectable, self.items[seen + 1 :]))
        words = f"{self.ink.signs.below} {f'{fresh} new' if fresh else 'more'} below "
        palette = self.ink.palette
        return strip(
            self.ink, cells, (), [(Clean(words), palette.fresh if fresh else palette.faint)]
        )

    def _cursor_to(self, place: int | None) -> None:
        if place is None:
            return
        item = self.items[place]
        if isinstance(item, Entry):
            self._move_cursor(item.id)
            self._view.reveal(place, self.size.height)
            self._after_move()

    def _move_cursor(self, entry: int | None) -> None:
        if entry != self._cursor:
            self._cursor = entry
            self.post_message(self.CursorMoved(entry))

    def _after_move(self) -> None:
        """Draws, and says what has come into view."""
        self.redraw()
        shown = self._view.shown(self.size.height)
        items = [self.items[part.place] for part in shown]
        gaps = frozenset(item.after for item in items if isinstance(item, GapLine))
        for after in gaps - self._gaps:
            self.post_message(self.GapReached(after))
        self._gaps = gaps
        if self.at_latest:
            self._last_seen = next(
                (item.id for item in reversed(self.items) if isinstance(item, Entry)), None
            )
            if not self._was_latest:
                self.post_message(self.AtLatest())
        self._was_latest = self.at_latest
        if shown:
            self._want_older(shown[0].place)

    def _want_older(self, first_shown: int) -> None:
        if not self._older or first_shown > self.size.height:
            return
        first = key_of(self.items[0])
        entry = next((item.id for item in self.items if isinstance(item, Entry)), None)
        if first != self._asked and entry is not None:
            self._asked = first
            self.post_message(self.OlderWanted(entry))

    def _at_top(self) -> bool:
        shown = self._view.shown(self.size.height)
        return bool(shown) and shown[0].place == 0 and shown[0].first == 0
