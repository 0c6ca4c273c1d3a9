"""The banner over the screen, there only while it has something to say; when, the app knows."""

from textual.geometry import Size
from textual.strip import Strip

from tmchat.console.render.banner import Urgency, banner_lines
from tmchat.console.render.ink import Ink
from tmchat.console.widgets.drawn import DrawnWidget


class Banner(DrawnWidget):
    """One to three lines. Only a change of its height lays the screen out again."""

    DEFAULT_CSS = "Banner { height: auto; width: 1fr; display: none; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.text = ""
        self.urgency = Urgency.NOTICE

    def show(self, text: str, urgency: Urgency = Urgency.NOTICE) -> None:
        """Says `text`; an empty one takes the banner away."""
        if (text, urgency) == (self.text, self.urgency):
            return
        height = self._height(self.size.width)
        self.text, self.urgency = text, urgency
        self.display = bool(text)
        if self._height(self.size.width) != height:
            self.refresh(layout=True)
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that the text takes at `width`."""
        return self._height(width)

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The text in lines."""
        return self._lines_at(cells)[:height]

    def _height(self, width: int) -> int:
        return len(self._lines_at(width))

    def _lines_at(self, cells: int) -> list[Strip]:
        return banner_lines(self.ink, self.text, self.urgency, cells, self.app.size.height)
