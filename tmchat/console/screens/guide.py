"""What explains the screen: help, palette, tour, what a key sends; what they say is theirs."""

from collections.abc import Callable

from textual.screen import Screen

from tmchat.console.actions.action import Part
from tmchat.console.actions.table import Keymap
from tmchat.console.render.ink import Ink
from tmchat.console.screens.sheet import help_sheet


class Guide:
    """Shows explanations over `screen`, each loaded when it is asked for."""

    def __init__(self, screen: Screen[None], keymap: Keymap, ink: Ink) -> None:
        self._screen = screen
        self._keymap = keymap
        self._ink = ink

    def help(self, part: Part) -> None:
        """What the keys do, those of `part` first."""
        self._screen.app.push_screen(help_sheet(self._ink, self._keymap, part))

    def palette(self) -> None:
        """The command palette: every action and every conversation by name."""
        self._screen.app.action_command_palette()

    def probe(self) -> None:
        """What the terminal sends for a key."""
        from tmchat.console.screens.keyprobe import KeyProbe

        self._screen.app.push_screen(KeyProbe(self._ink, self._keymap))

    def tour(self, seen: Callable[[], None] = lambda: None) -> None:
        """The tour of the screen; `seen` is called once it was seen or left."""
        from tmchat.console.screens.tour import Tour

        tour = Tour(self._ink, self._keymap, self._screen)
        self._screen.app.push_screen(tour, lambda _: seen())
