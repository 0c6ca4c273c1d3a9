"""The Textual application: theme and screens; the desk and its line are `seat`'s.

It is painted before the desk's modules are loaded, so that nobody looks at an empty terminal.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from tmchat.console.keyorder import KeyOrder
from tmchat.console.render.ink import Ink
from tmchat.console.render.signs import signs_for
from tmchat.console.screens.curtain import Curtain
from tmchat.console.start import Start, clock_now, local_time
from tmchat.console.terminal.compositing import CellApp
from tmchat.console.terminal.driver import TerminalDriver
from tmchat.console.themes import THEMES, palette_for
from tmchat.core.text import clean

if TYPE_CHECKING:
    from textual.command import Provider

    from tmchat.console.desk import Desk
    from tmchat.console.screens.desk import DeskScreen
    from tmchat.console.seat import Seat
    from tmchat.link.line import Connect


def _conversations() -> "type[Provider]":
    """Loaded when the palette is first asked for."""
    from tmchat.console.palette import Conversations

    return Conversations


_SIGNS_OF_LIFE: Final = (events.Key, events.Paste, events.MouseDown, events.AppFocus)


class TmchatApp(CellApp[None]):
    """One agent's console."""

    TITLE = "tmchat"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = []
    COMMANDS = App.COMMANDS | {_conversations}

    def __init__(
        self,
        start: Start,
        *,
        connects: "list[Connect] | None" = None,
        clock: Callable[[], int] = clock_now,
        local: Callable[[int], datetime] = local_time,
        random: Random | None = None,
    ) -> None:
        """`connects` stands in for the network."""
        # Textual chooses its filter for NO_COLOR before a theme is set; with the terminal's own
        # colours that filter would draw black on black.
        super().__init__(driver_class=TerminalDriver, ansi_color=True if start.no_color else None)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "mono" if start.no_color else start.theme
        self.animation_level = "none"
        self.full_output = start.full_output
        self._start = start
        self._connects = connects
        self._clock = clock
        self._local = local
        self._random = random or Random()
        self._ink = Ink(palette_for(start.theme, start.no_color), signs_for(start.unicode))
        self._key_order = KeyOrder(self)

    @cached_property
    def seat(self) -> "Seat":
        """The desk behind the screen, loaded and made when it is first asked for."""
        from tmchat.console.clipboard import Clipboard, load_tmux_buffer
        from tmchat.console.seat import Seat

        clipboard = Clipboard(self.copy_to_clipboard, os.environ, load_tmux_buffer)
        return Seat(
            self._start,
            self._ink,
            connects=self._connects,
            clock=self._clock,
            local=self._local,
            random=self._random,
            copy=clipboard.copy,
            lend=self.lend,
            terminal=self,
            attended=lambda: self.app_focus,
        )

    @property
    def desk(self) -> "Desk":
        """What this console knows."""
        return self.seat.desk

    @property
    def main(self) -> "DeskScreen":
        """The screen that agents work in."""
        return self.seat.main

    def entitle(self, words: str) -> None:
        """Has the terminal's title say `words`."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.entitle(words)

    def call(self, sequence: str) -> None:
        """Writes a sequence that calls whoever looks elsewhere, and paints nothing."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.write(sequence)

    def get_default_screen(self) -> Screen[None]:
        """What is painted first."""
        return Curtain(self._ink)

    def on_mount(self) -> None:
        """Loads the desk after the first paint."""
        self.call_after_refresh(self._take_seat)

    async def on_event(self, event: events.Event) -> None:
        """Hands a key or a paste on once those before it have had their effect."""
        if isinstance(event, _SIGNS_OF_LIFE) and "seat" in self.__dict__:
            self.seat.looked()
        if not self._key_order.holds_back(event):
            await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Copies also what is selected in the composer; controls never get there."""
        super().copy_to_clipboard(clean(text))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers what the desk does and nothing of Textual's own."""
        return self.seat.offers()

    async def lend(self, command: Sequence[str]) -> int:
        """Runs a program on the terminal; its exit code. Raises `OSError`."""
        driver = self._driver
        if isinstance(driver, TerminalDriver):
            return await driver.lend(command)
        process = await asyncio.create_subprocess_exec(*command)
        return await process.wait()

    async def action_quit(self) -> None:
        """Ends the console as the action table does; Textual binds a key of its own to this."""
        self.main.leave()

    async def on_unmount(self) -> None:
        """Lets go of the line."""
        await self.seat.leave()

    async def _take_seat(self) -> None:
        await self.push_screen(self.main)
        self.call_after_refresh(self.seat.follow)
