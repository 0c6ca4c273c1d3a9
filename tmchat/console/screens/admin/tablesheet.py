"""A sheet of one or several tables: tabs, filter, rows; what each table holds is its view's."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.areas import AREAS, Area
from tmchat.console.office import Office
from tmchat.console.render.cells import cut, width
from tmchat.console.render.ink import Part as Piece
from tmchat.console.render.strips import SPACE, strip
from tmchat.console.render.tables import head_line, row_line, widths
from tmchat.console.screens.admin.worksheet import WorkSheet
from tmchat.console.screens.once import once
from tmchat.console.setup.table import Table
from tmchat.core.commands import Command
from tmchat.core.text import Clean

R = TypeVar("R")
TICK_SECONDS = 0.5
PREPARE_SECONDS = 0.02
PREPARED = 500
_HEAD = 3


class TableView(Generic[R]):
    """One table and what its keys do; `sheet` is where it stands and by what it asks the hub."""

    part: Part
    area: Area | None = None
    busy = ""
    """What is said in an empty table while its rows are read."""

    def __init__(self, sheet: "TableSheet", table: Table[R]) -> None:
        self.sheet = sheet
        self.office = sheet.office
        self.table = table
        self.top = 0
        self.entered = False

    def title(self) -> str:
        """What is listed, in a few words."""
        raise NotImplementedError

    def load(self) -> None:
        """Reads the rows (again)."""

    def tick(self) -> bool:
        """Takes in what changed on the desk; whether there is something to draw."""
        return False

    def open(self) -> None:
        """Enter on a row."""

    def does(self) -> Mapping[str, Callable[[], None]]:
        """What further actions do."""
        return {}

    def empty(self) -> str:
        """Why there is no row."""
        return "Nothing fits the filter." if self.table.query else "There is none."

    def is_faint(self, row: R) -> bool:
        """Whether a row is set back, such as a number that is not on the desk."""
        return False

    def may(self, command: Command) -> bool:
        """Whether a command would be granted as far as can be told here; says why not."""
        refusal = self.office.why_not(command)
        if refusal:
            self.sheet.say(refusal)
        return not refusal

    def enter(self) -> None:
        """The table comes on screen."""
        if not self.entered:
            self.entered = True
            self.load()


class TableSheet(WorkSheet[None]):
    """The first of `views` is shown; the others by their digit and by Tab."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.views: list[TableView[Any]] = []
        self.at = 0
        self._preparing = False

    @property
    def view(self) -> TableView[Any]:
        """The table on screen."""
        return self.views[self.at]

    def on_mount(self) -> None:
        """Enters the first table and follows the desk."""
        self.view.enter()
        self.set_interval(TICK_SECONDS, self._tick)
        once(self, PREPARE_SECONDS, self._prepare)

    @property
    def part(self) -> Part:  # type: ignore[override]
        """The keys are those of the table on screen."""
        return self.view.part

    def show(self, place: int) -> None:
        """Another table."""
        self.at = place % len(self.views)
        self.view.enter()
        self.redraw()

    def show_area(self, area: Area) -> None:
        """The table of an area."""
        self.show([one.area for one in self.views].index(area))

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self.view.table.move(count)
        self.redraw()

    def point(self, line: int) -> None:
        """A click on a row: the cursor goes there."""
        table, place = self.view.table, self.view.top + line - _HEAD
        if line >= _HEAD and place < len(table.rows):
            table.move(place - table.place)
            self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """What all tables do, and what this one does."""
        view = self.view
        found: dict[str, Callable[[], None]] = {
            "table-filter": self._filter,
            "table-sort": self._sort,
            "table-turn": self._turn,
            "table-refresh": view.load,
        }
        if view.table.chosen is not None:
            found["table-open"] = view.open
        if len(self.views) > 1:
            found["area-next"] = lambda: self.show(self.at + 1)
            found["area-close"] = self.leave
            for place, one in enumerate(self.views):
                found[f"go-{one.area}"] = partial(self.show, place)
        return {**found, **view.does()}

    def back(self) -> None:
        """Out of selection and filter first, then out."""
        table = self.view.table
        if table.selected:
            table.selected.clear()
        elif table.query:
            table.seek("")
        else:
            self.leave()

    def leave(self) -> None:
        """Out, whatever is filtered or selected."""
        self.dismiss(None)

    def heading(self) -> str:
        """What is listed."""
        return self.view.title()

    def head(self, cells: int) -> list[Strip]:
        """Tabs, title with what is filtered and selected, titles of the columns."""
        ink, table = self.office.ink, self.view.table
        lines = [self._tabs(cells)] if len(self.views) > 1 else [self._rule(cells)]
        told = []
        if table.query:
            told.append(f"filter “{table.query}”: {len(table.rows):,}")
        if table.selected:
            told.append(f"{len(table.selected):,} selected")
        elif table.rows:
            told.append(f"{table.place + 1:,} of {len(table.rows):,}")
        right: list[Piece] = [(ink.line(f" {', '.join(told)} "), ink.palette.fresh)]
        room = max(1, cells - width(right[0][0]) - 1)
        title = cut(ink.line(self.heading()), room, ink.signs.ellipsis)
        left: list[Piece] = [(SPACE, ink.palette.text), (title, ink.palette.heading)]
        lines.append(strip(ink, cells, left, right))
        lines.append(head_line(ink, table.columns, table.sorted_by, table.backwards, cells))
        return lines

    def body(self, cells: int, height: int) -> list[Strip]:
        """The rows in view."""
        ink, view = self.office.ink, self.view
        table = view.table
        if not table.rows:
            words = (self.waits and view.busy) or view.empty()
            return [
                strip(
                    ink,
                    cells,
                    [(Clean("   "), ink.palette.text), (ink.line(words), ink.palette.faint)],
                )
            ]
        view.top = max(table.place - height + 1, min(view.top, table.place))
        view.top = max(0, min(view.top, len(table.rows) - height))
        wide = widths(table.columns, cells)
        return [
            row_line(
                ink,
                table.columns,
                wide,
                row,
                cells,
                chosen=view.top + at == table.place,
                selected=table.is_selected(row),
                faint=view.is_faint(row),
            )
            for at, row in enumerate(table.rows[view.top : view.top + height])
        ]

    def _tabs(self, cells: int) -> Strip:
        ink, palette = self.office.ink, self.office.ink.palette
        digits = cells >= 66
        parts: list[Piece] = [(SPACE, palette.text)]
        for place, one in enumerate(self.views, start=1):
            title = AREAS[one.area].title if one.area is not None else ""
            words = f"{place} {title}" if digits else title
            here = one is self.view
            shown = Clean(f"[{words}]") if here else Clean(f" {words} ")
            parts.append((shown, palette.heading if here else palette.faint))
        return strip(ink, cells, parts)

    def _rule(self, cells: int) -> Strip:
        return strip(self.office.ink, cells, ())

    def _filter(self) -> None:
        table = self.view.table

        def seek(text: str) -> None:
            table.seek(text.strip())

        self.write(table.query, "Filter", seek, leave=lambda text: seek(""), written=seek)

    def _sort(self) -> None:
        table = self.view.table
        place = -1 if table.sorted_by is None else table.sorted_by
        table.order_by((place + 1) % len(table.columns))

    def _turn(self) -> None:
        if self.view.table.sorted_by is not None:
            self.view.table.order_by(self.view.table.sorted_by)

    def _prepare(self) -> None:
        """Reads rows for the filter, a few at a time, while nobody waits for it."""
        self._preparing = self.view.table.prepare(PREPARED)
        if self._preparing:
            once(self, PREPARE_SECONDS, self._prepare)

    def _tick(self) -> None:
        if not self._preparing:
            self._prepare()
        if self.view.tick():
            self.redraw()


def selecting(
    view: TableView[Any], name: str, change: Callable[[], None]
) -> dict[str, Callable[[], None]]:
    """What the actions of selection do in a table whose scope is called `name`."""

    def select() -> None:
        view.table.toggle()
        view.table.move(1)

    if view.table.chosen is None:
        return {}
    return {
        f"{name}-select": select,
        f"{name}-all": view.table.toggle_all,
        f"{name}-change": change,
    }


Views = Sequence[TableView[Any]]
