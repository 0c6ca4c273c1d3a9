"""The line that counts what the composer holds; when it is counted, the app says."""

from textual.strip import Strip

from tmchat.console.render.ink import Ink
from tmchat.console.render.meter import meter_line, offer_line
from tmchat.console.widgets.drawn import DrawnWidget


class MeterLine(DrawnWidget):
    """One line with a hint at the left and `units/room · encoding · segments` at the right."""

    DEFAULT_CSS = "MeterLine { height: 1; width: 1fr; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self._text = ""
        self._hint = ""
        self._note = False
        self._offer = ""

    def show(self, text: str, hint: str = "", *, note: bool = False, offer: str = "") -> None:
        """Counts `text`, a reply or a note, and puts `hint`, such as the keys, beside it, or
        `offer` in place of both."""
        self._text, self._hint, self._note, self._offer = text, hint, note, offer
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The one line."""
        if self._offer:
            return [offer_line(self.ink, self._offer, cells)]
        return [meter_line(self.ink, self._text, cells, self._hint, note=self._note)]
