"""The side panel: texter, attribution and tracking number; opening and closing it is the app's."""

from textual import events
from textual.strip import Strip

from tmchat.console.render.ink import Ink
from tmchat.console.render.panel import PanelLook, panel_lines
from tmchat.console.widgets.drawn import DrawnWidget

_WHEEL = 3


class SidePanel(DrawnWidget):
    """Lines about one conversation, scrolled when there are more than fit."""

    DEFAULT_CSS = "SidePanel { width: 36; height: 1fr; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.look: PanelLook | None = None
        self._top = 0

    def show(self, look: PanelLook | None) -> None:
        """Shows another conversation (from the top), a change of this one, or nothing."""
        if look is None or self.look is None or look.conversation.id != self.look.conversation.id:
            self._top = 0
        self.look = look
        self.redraw()

    def scroll_lines(self, count: int) -> None:
        """Moves down by `count` lines, up when negative, as far as there are lines."""
        self._top += count
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The lines in view."""
        if self.look is None:
            return []
        lines = panel_lines(self.ink, self.look, cells)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(-_WHEEL)
