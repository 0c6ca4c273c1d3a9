"""A widget that draws its own lines and repaints the changed ones; what they are, others say."""

from itertools import zip_longest

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tmchat.console.render.ink import Ink


class DrawnWidget(Widget):
    """Lines instead of child widgets. A subclass says what `draw` gives and calls `redraw`.

    `redraw` draws again at once and marks for repainting only the lines that differ, so calling it
    too often costs time but no bytes.
    """

    ALLOW_SELECT = False

    def __init__(self, ink: Ink, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.ink = ink
        self._lines: list[Strip] = []
        self._lines_size = Size(0, 0)

    def draw(self, cells: int, height: int) -> list[Strip]:
        """At most `height` lines of exactly `cells` cells, for the visible part."""
        raise NotImplementedError

    def set_ink(self, ink: Ink) -> None:
        """Draws with another palette or other signs, as after a change of theme."""
        self.ink = ink
        self.ink_changed()
        self.redraw()

    def ink_changed(self) -> None:
        """Called when kept drawings are no longer right."""

    def redraw(self) -> None:
        """Draws again and has the changed lines repainted."""
        if not self.size or not self.is_mounted:
            # Hidden: what is kept may not be shown when the same size comes back.
            self._lines_size = Size(0, 0)
            return
        before, size_before = self._lines, self._lines_size
        self._draw_at(self.size)
        if size_before != self.size:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """The line `y` of the visible part, as Textual asks for it."""
        if self._lines_size != self.size:
            self._draw_at(self.size)
        if y < len(self._lines):
            return self._lines[y].apply_style(self.rich_style)
        return Strip.blank(self.size.width, self.rich_style)

    def _draw_at(self, size: Size) -> None:
        self._lines = self.draw(size.width, size.height)
        self._lines_size = size
