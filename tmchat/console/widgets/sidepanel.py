"""The side panel: pages about a conversation and its number; opening it is the app's."""

from textual import events
from textual.strip import Strip

from tmchat.console.areas import PanelPage
from tmchat.console.render.ink import Ink
from tmchat.console.render.panel import panel_lines, tab_line
from tmchat.console.render.panelparts import PanelLook
from tmchat.console.render.strips import blank
from tmchat.console.widgets.drawn import DrawnWidget

_WHEEL = 3
_HEAD = 2


class SidePanel(DrawnWidget):
    """The tabs and the lines of one page, scrolled when there are more than fit."""

    DEFAULT_CSS = "SidePanel { width: 36; height: 1fr; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.look: PanelLook | None = None
        self.page = PanelPage.TEXTER
        self._top = 0

    def show(self, look: PanelLook | None) -> None:
        """Shows another conversation (from the top), a change of this one, or nothing."""
        if look is None or self.look is None or look.conversation.id != self.look.conversation.id:
            self._top = 0
        self.look = look
        self.redraw()

    def turn(self, count: int) -> None:
        """Shows the page `count` further."""
        pages = list(PanelPage)
        self.page = pages[(pages.index(self.page) + count) % len(pages)]
        self._top = 0
        self.redraw()

    def scroll_lines(self, count: int) -> None:
        """Moves down by `count` lines, up when negative, as far as there are lines."""
        self._top += count
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The tabs and the lines in view."""
        if self.look is None:
            return []
        lines = panel_lines(self.ink, self.look, self.page, cells)
        room = max(1, height - _HEAD)
        self._top = max(0, min(self._top, len(lines) - room))
        head = [tab_line(self.ink, self.page, cells), blank(self.ink, cells)]
        return [*head, *lines[self._top : self._top + room]]

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(-_WHEEL)
