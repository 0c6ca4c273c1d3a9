"""The status bar at the bottom; which keys matter and what waits, the app says."""

from textual.strip import Strip

from tmchat.console.render.ink import Ink
from tmchat.console.render.statusbar import Connection, StatusLook, status_line
from tmchat.console.widgets.drawn import DrawnWidget


class StatusBar(DrawnWidget):
    """One line; `show` changes it."""

    DEFAULT_CSS = "StatusBar { height: 1; width: 1fr; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.look = StatusLook(Connection.CONNECTING)

    def show(self, look: StatusLook) -> None:
        """Shows what `look` says."""
        self.look = look
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The one line."""
        return [status_line(self.ink, self.look, cells)]
