"""The next frame in bytes: what the terminal lacks of the newest updates; when one may be written
is `driver`'s to say.

Updates that come while the terminal takes nothing are laid over each other, so that it gets the
newest picture alone.
"""

from collections.abc import Mapping
from typing import Final

from textual._ansi_sequences import SYNC_END, SYNC_START

from tmchat.console.terminal.abilities import abilities
from tmchat.console.terminal.choice import speaks_unicode
from tmchat.console.terminal.compositing import Kept, Update
from tmchat.console.terminal.grid import Grid

_TORN: Final = 100
"""Bytes from which on a frame could be seen half drawn."""


class Painting:
    """What should be on the terminal that `environment` describes, and what is."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._abilities = abilities(environment)
        self._unicode = speaks_unicode(environment)
        self._grid: Grid | None = None
        self._kept = Kept()
        self._margins = False
        self._cursor = (0, 0)
        self._together = False

    def take(self, update: Update) -> bool:
        """Lays `update` over what should be shown. False when it is a part of a screen of which
        nothing is known: then the whole has to be asked for."""
        grid = self._grid
        if grid is None or (grid.columns, grid.rows) != (update.columns, update.rows):
            if not update.whole:
                return False
            grid = self._grid = Grid(update.columns, update.rows, self._abilities)
            if self._margins:
                grid.allow_margins()
            self._kept = Kept()
        grid.take(update.patches(self._kept, unicode=self._unicode))
        self._cursor = update.cursor
        self._together = update.together
        return True

    def allow_margins(self) -> None:
        """The terminal has answered that it knows left and right margins."""
        self._margins = True
        if self._grid is not None:
            self._grid.allow_margins()

    def forget(self) -> None:
        """The terminal may show anything now: the next frame paints all of it."""
        if self._grid is not None:
            self._grid.forget()

    def frame(self, size: tuple[int, int] | None = None) -> bytes:
        """What the terminal has to get now, nothing when it shows all.

        With `size`, the columns and rows that it has now, nothing either until an update of that
        size has come: lines of another length would only be in the way.
        """
        if self._grid is None or (size and size != (self._grid.columns, self._grid.rows)):
            return b""
        written = self._grid.frame(self._cursor)
        if self._together and len(written) > _TORN:
            written = f"{SYNC_START}{written}{SYNC_END}"
        return written.encode("utf-8", "replace")
