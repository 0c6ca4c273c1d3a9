"""What stands on the screen while the desk is still being loaded: the status bar, nothing to do."""

from textual.app import ComposeResult
from textual.screen import Screen

from tmchat.console.render.ink import Ink
from tmchat.console.widgets.statusbar import StatusBar


class Curtain(Screen[None]):
    """An empty desk; its modules are few, so that it is painted before the others are loaded."""

    CSS = "Curtain StatusBar { dock: bottom; }"

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self._ink = ink

    def compose(self) -> ComposeResult:
        """The status bar where the desk's own will stand."""
        yield StatusBar(self._ink)
