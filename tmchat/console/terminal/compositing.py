"""Takes what Textual's compositor would write as text for cells of a grid; this module alone knows
how the compositor hands its updates out.

The cells are the same that Textual's own text would paint, in the same places.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Final, Generic

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.screen import Screen
from textual.strip import Strip

from tmchat.console.terminal.grid import Patch
from tmchat.console.terminal.lettering import Cell, cells, joined
from tmchat.console.terminal.look import PLAIN, look_of

RELIED_ON: Final[tuple[Any, ...]] = (
    App._display,
    App._begin_update,
    App._end_update,
    App.post_display_hook,
    LayoutUpdate,
    ChopsUpdate,
    Compositor.render_update,
    Compositor.render_full_update,
    Compositor.render_partial_update,
    Compositor._render_chops,
    Strip.render,
    Strip.render_style,
    Strip.render_ansi,
    Strip.crop,
    Strip.divide,
)
"""What this module repeats or stands behind: another Textual may do it otherwise."""


class Update:
    """An update of the compositor, as patches; `columns` and `rows` are the whole screen's."""

    def __init__(
        self,
        update: LayoutUpdate | ChopsUpdate,
        colours: ColorSystem,
        cursor: tuple[int, int],
        together: bool,
    ) -> None:
        self._update = update
        self._colours = colours
        if isinstance(update, LayoutUpdate):
            self.columns, self.rows = update.region.size
        else:
            self.columns, self.rows = update.chop_ends[0][-1], len(update.chops)
        self.cursor = cursor
        """Column and row."""
        self.together = together
        """Whether the terminal shows what stands between two marks at once."""

    @property
    def whole(self) -> bool:
        """Whether the update has every cell of the screen."""
        return isinstance(self._update, LayoutUpdate)

    def text(self, console: Console) -> str:
        """What Textual would write for it."""
        return self._update.render_segments(console)

    def patches(self, kept: "Kept", *, unicode: bool) -> Iterator[Patch]:
        """The patches that `kept` has not yet, in cells for a terminal with or without Unicode."""
        for row, column, strip in _strips(self._update):
            if kept.has(row, column, strip):
                continue
            found: list[Cell] = []
            for text, style, control in strip:
                if control or not text:
                    continue
                if style is None:
                    look = PLAIN
                else:
                    codes = style._ansi
                    if codes is None:
                        codes = Strip.render_ansi(style, self._colours)
                    look = look_of(codes)
                if unicode and found:
                    text = joined(found, text)
                found += cells(text, look, unicode)
            yield Patch(row, column, found)


class Kept:
    """The strips that were last taken for each row: most updates bring the same ones again."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Strip]] = {}

    def has(self, row: int, column: int, strip: Strip) -> bool:
        """Whether `strip` is what stands there; if not, from now on it is."""
        known = self._rows.setdefault(row, {})
        if known.get(column) is strip:
            return True
        end = column + strip.cell_length
        for at, other in list(known.items()):
            if at < end and column < at + other.cell_length:
                del known[at]
        known[column] = strip
        return False


def _strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """Row, column and strip of all that the update would write, in its order."""
    if isinstance(update, LayoutUpdate):
        for row, strips in enumerate(update.strips, update.region.y):
            column = update.region.x
            for strip in strips:
                yield row, column, strip
                column += strip.cell_length
        return
    for row, first, last in update.spans:
        chops = zip(update.chop_ends[row], update.chops[row].items(), strict=False)
        for end, (column, chop) in chops:
            if chop is None or column > last or end <= first:
                continue
            if last > column >= first and end <= last:
                yield row, column, chop
            else:
                yield row, column, chop.crop(0, min(end, last) - column)


class CellDriver(Driver):
    """A driver that takes cells as well as text."""

    takes_cells = True
    """Whether it wants cells, or Textual's own text."""

    @abstractmethod
    def show(self, update: Update) -> None:
        """Shows `update` as soon as the terminal takes it."""

    def forget(self) -> None:
        """The terminal may show anything now: all of it is painted."""


class CellApp(App[ReturnType], Generic[ReturnType]):
    """An application whose updates go to a `CellDriver` as cells; any other driver gets text."""

    full_output = False
    """Whether every driver gets text."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        if (
            not isinstance(driver, CellDriver)
            or not driver.takes_cells
            or not isinstance(renderable, LayoutUpdate | ChopsUpdate)
            or self._batch_count
            or not self._running
            or self._closed
        ):
            super()._display(screen, renderable)
            return
        try:
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            colours = self.console._color_system or ColorSystem.TRUECOLOR
            driver.show(Update(renderable, colours, cursor, self._sync_available))
            self._previous_cursor_position = cursor
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()


def paint_again(app: App[Any]) -> None:
    """Has all of the screen painted, also what the terminal should show already."""
    if isinstance(app._driver, CellDriver):
        app._driver.forget()
    app.refresh(layout=True)
