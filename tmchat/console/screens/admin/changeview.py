"""The audit log: who changed what, when, before and after; and taking a change back from there."""

from collections.abc import Callable, Mapping, Sequence

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.render.ink import Ink
from tmchat.console.render.pages import page_of_fields
from tmchat.console.render.planned import change_lines, titled
from tmchat.console.screens.admin.pagesheet import PageSheet
from tmchat.console.screens.admin.plansheet import PlanSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView
from tmchat.console.setup.carrying import Carrying, Stage
from tmchat.console.setup.planning import change_words, short_words
from tmchat.console.setup.table import Column, Table
from tmchat.core import phone
from tmchat.core.commands import ChangeSetup
from tmchat.core.questions import ChangeMade, ChangesMade, ChangesTold, SetupOf, SetupTold
from tmchat.core.setup.plans import reverse

PAGE = 100


class ChangeView(TableView[ChangeMade]):
    """One page of the log, newest first."""

    part = Part.CHANGES
    area = Area.CHANGES
    busy = "Reading the log."

    def __init__(self, sheet: TableSheet) -> None:
        columns: Sequence[Column[ChangeMade]] = (
            Column("When", self._when, 12, 0, 0, lambda one: -one.n),
            Column("Who", lambda one: one.by, 8, 1, 0),
            Column("What", self._label, 16, 3, 1),
            Column("Change", words_of, 20, 6, 0),
        )
        super().__init__(sheet, Table(columns, lambda one: one.n, self._words, sorted_by=None))
        self._before: list[int] = [0]

    def title(self) -> str:
        """Which page."""
        return f"Change log, page {len(self._before)}"

    def load(self) -> None:
        """Reads the page."""
        self.office.run(self._load())

    def enter(self) -> None:
        """The newest page is read again each time: what was changed meanwhile stands in it."""
        if self.entered and len(self._before) == 1:
            self.load()
        super().enter()

    def open(self) -> None:
        """Before and after."""
        one = self.table.chosen
        if one is None:
            return
        at = f"{self.office.local(one.at):%A %d %B %Y, %H:%M:%S}"
        self.sheet.app.push_screen(
            PageSheet(
                self.office, f"Change {one.n}", lambda ink, cells: lines_of(ink, one, at, cells)
            )
        )

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Pages and taking back."""
        found: dict[str, Callable[[], None]] = {}
        if self.table.count >= PAGE:
            found["changes-later"] = self._older
        if len(self._before) > 1:
            found["changes-sooner"] = self._newer
        one = self.table.chosen
        if one is not None and one.plan is not None:
            found["changes-undo"] = lambda: self._undo(one)
        return found

    def _older(self) -> None:
        self._before.append(min(one.n for one in self.table.rows))
        self.load()

    def _newer(self) -> None:
        self._before.pop()
        self.load()

    def _undo(self, one: ChangeMade) -> None:
        plan = one.plan
        refusal = self.office.why_not(ChangeSetup(plan)) if plan is not None else ""
        if refusal:
            self.sheet.say(refusal)
        else:
            self.office.run(self._take_back(one))

    async def _take_back(self, one: ChangeMade) -> None:
        if one.plan is None:
            return
        told = await self.sheet.ask(SetupOf(one.plan.target), "Reading how it is set up now.")
        if not isinstance(told, SetupTold):
            return
        back = Carrying(told.setup, reverse(one.plan, told.setup), one.n, await self.office.lists())
        if back.stage is Stage.NOTHING:
            self.sheet.say("Nothing is left to take back: it was changed again since.")
        elif self.sheet.is_attached:
            self.sheet.app.push_screen(PlanSheet(self.office, back), self._came_back)

    def _came_back(self, done: bool | None) -> None:
        if done:
            self._before = [0]
            self.load()

    async def _load(self) -> None:
        told = await self.sheet.ask(ChangesMade(self._before[-1], None, PAGE), self.busy)
        if isinstance(told, ChangesTold):
            self.table.set_rows(told.changes)
            self.sheet.redraw()

    def _when(self, one: ChangeMade) -> str:
        return f"{self.office.local(one.at):%d %b %H:%M}"

    def _label(self, one: ChangeMade) -> str:
        return label_of(one)

    def _words(self, one: ChangeMade) -> str:
        return f"{one.by}\n{label_of(one)}\n{words_of(one)}\n{self._when(one)}"


def label_of(one: ChangeMade) -> str:
    """What was changed, as people call it."""
    if one.plan is None:
        return phone.pretty(one.label)
    return f"{one.plan.target.kind} {phone.pretty(one.plan.label)}"


def words_of(one: ChangeMade) -> str:
    """The change on one line."""
    back = f"takes back {one.undoes}: " if one.undoes else ""
    failed = "" if one.carried_out else "not carried out: "
    if one.plan is not None and one.carried_out:
        return back + short_words(one.plan)
    planned = short_words(one.plan) if one.plan is not None else ""
    return f"{failed}{back}{one.words or planned}"


def lines_of(ink: Ink, one: ChangeMade, at: str, cells: int) -> list[Strip]:
    """The change whole."""
    fields = (
        ("when", at),
        ("who", one.by),
        ("what", label_of(one)),
        ("takes back", f"change {one.undoes}" if one.undoes else ""),
        ("carried out", "yes" if one.carried_out else "no"),
        ("in short", one.words),
    )
    lines = page_of_fields(ink, f"Change {one.n}", fields, cells)
    if one.plan is not None:
        changes = [change_words(one.plan.target.kind, each) for each in one.plan.changes]
        lines += titled(ink, "Before and after", change_lines(ink, changes, cells), cells)
    return lines
