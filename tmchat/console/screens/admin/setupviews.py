"""Number groups and number pools as tables, and a pool's members; their settings are forms."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.office import Office
from tmchat.console.screens.admin.carrysheet import CarrySheet
from tmchat.console.screens.admin.manysheet import ManyFormSheet
from tmchat.console.screens.admin.numberview import spelled
from tmchat.console.screens.admin.ordersheet import OrderSheet, release_sheet
from tmchat.console.screens.admin.setupsheet import SetupSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView, selecting
from tmchat.console.setup.bulk import Many
from tmchat.console.setup.table import Column, Table
from tmchat.core import phone, routes
from tmchat.core.commands import ReleaseNumber, RemoveSetup
from tmchat.core.questions import PoolNumber, SetupOf, SetupsOf, SetupsTold, SetupTold
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Setup
from tmchat.core.setup.rules import sms_route
from tmchat.core.setup.trees import at

MOST_PAGES = 100
"""Pages of setups that a table takes; an account with more is narrowed by its groups."""


class SetupView(TableView[Setup]):
    """Every setup of one kind, read from the account when the table is first shown."""

    kind: Kind
    busy = "Reading the account."

    def load(self) -> None:
        """Reads all pages."""
        self.office.run(self._load())

    def open(self) -> None:
        """How it is set up."""
        one = self.table.chosen
        if one is not None:
            sheet = SetupSheet(self.office, one.target, one.label)
            self.sheet.app.push_screen(sheet, self._came_back)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Selecting and changing."""
        return selecting(self, f"{self.kind}s", self._change)

    def order(self) -> None:
        """Makes or orders another."""
        group = self.table.chosen
        known = at(group.tree, "group") if group is not None else 0
        self.sheet.app.push_screen(
            OrderSheet(self.office, self.kind, group=known or 0), self._came_back
        )

    def remove(self) -> None:
        """Removes the one under the cursor, which must be empty."""
        one = self.table.chosen
        if one is None or not self.may(RemoveSetup(one.target, "")):
            return
        told = [f"The number {self.kind} {one.label} is removed; only an empty one can be."]
        sheet = CarrySheet(
            self.office,
            f"Remove {self.kind} {one.label}",
            [("What it means", told), ("What it costs to undo", ["It has to be made anew."])],
            lambda typed: RemoveSetup(one.target, typed.strip()),
            "Removed.",
            typed=one.label,
            typed_name="its name",
        )
        self.sheet.app.push_screen(sheet, self._came_back)

    def _change(self) -> None:
        found = self.table.selection()
        if len(found) == 1:
            self.table.go_to(found[0].target)
            self.open()
            return
        many = [Many(one.target, one.label) for one in found]
        self.sheet.app.push_screen(ManyFormSheet(self.office, self.kind, many), self._came_back)

    def _came_back(self, done: bool | None) -> None:
        if done:
            self.load()

    async def _load(self) -> None:
        lists = await self.office.lists()
        self.named = {one.id: one.name for one in lists.told.owners} if lists.told else {}
        self.types = {one.id: one.name for one in lists.told.types} if lists.told else {}
        rows: dict[object, Setup] = {}
        for page in range(1, MOST_PAGES + 1):
            told = await self.sheet.ask(SetupsOf(self.kind, 0, page), self.busy)
            if not isinstance(told, SetupsTold):
                break
            rows |= {one.target: one for one in told.setups}
            self.table.set_rows(list(rows.values()))
            self.sheet.redraw()
            if page >= told.pages:
                break


class GroupView(SetupView):
    """Number groups with their owners."""

    part = Part.GROUPS
    area = Area.GROUPS
    kind = Kind.GROUP

    def __init__(self, sheet: TableSheet) -> None:
        self.named: dict[str, str] = {}
        self.types: dict[str, str] = {}
        columns: Sequence[Column[Setup]] = (
            Column("Group", lambda one: one.label, 16, 4, 0, lambda one: one.label.casefold()),
            Column("Owner", self._owner, 12, 3, 1),
            Column("Type", self._type, 10, 1, 3),
            Column("Status", lambda one: str(at(one.tree, "status") or ""), 8, 0, 2),
            Column("Numbers", self._numbers, 7, 0, 1, lambda one: -self._count(one), right=True),
        )
        super().__init__(sheet, Table(columns, lambda one: one.target, self._words))
        self._counts: Counter[int] = Counter()
        self._counted = -1

    def title(self) -> str:
        """How many."""
        return f"Number groups: {self.table.count:,}"

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Also making and removing."""
        found = dict(super().does())
        found["groups-make"] = self.order
        if self.table.chosen is not None:
            found["groups-remove"] = self.remove
        return found

    def _owner(self, one: Setup) -> str:
        owner = str(at(one.tree, "owner") or "")
        return self.named.get(owner, owner)

    def _type(self, one: Setup) -> str:
        kind = str(at(one.tree, "type") or "")
        return self.types.get(kind, kind)

    def _count(self, one: Setup) -> int:
        desk = self.office.desk
        if self._counted != desk.numbers_changed:
            self._counted = desk.numbers_changed
            self._counts = Counter(number.group for number in desk.inbox.numbers.values())
        return self._counts[one.target.id]

    def _numbers(self, one: Setup) -> str:
        return f"{self._count(one):,}"

    def _words(self, one: Setup) -> str:
        return f"{one.label}\n{self._owner(one)}\n{self._type(one)}\n{at(one.tree, 'status') or ''}"


class PoolView(SetupView):
    """Number pools."""

    part = Part.POOLS
    area = Area.POOLS
    kind = Kind.POOL

    def __init__(self, sheet: TableSheet) -> None:
        columns: Sequence[Column[Setup]] = (
            Column("Pool", lambda one: one.label, 16, 4, 0, lambda one: one.label.casefold()),
            Column("Group", self._group, 12, 3, 2),
            Column("Numbers", self._quantity, 7, 0, 1, self._size, right=True),
            Column("Match", self._match, 6, 0, 3, right=True),
            Column("SMS route", self._route, 14, 4, 1),
            Column("Replaces", self._replaces, 12, 2, 4),
        )
        super().__init__(sheet, Table(columns, lambda one: one.target, self._words))

    def title(self) -> str:
        """How many."""
        return f"Number pools: {self.table.count:,}"

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Also members and ordering."""
        found = dict(super().does())
        found["pools-order"] = self.order
        if self.table.chosen is not None:
            found["pools-members"] = self._members
            found["pools-remove"] = self.remove
        return found

    def _members(self) -> None:
        one = self.table.chosen
        if one is not None:
            self.sheet.app.push_screen(MembersSheet(self.office, one), lambda _: self.load())

    def _group(self, one: Setup) -> str:
        group = self.office.desk.inbox.groups.get(at(one.tree, "group") or 0)
        return group.name if group is not None else str(at(one.tree, "group") or "")

    def _size(self, one: Setup) -> int:
        return -int(at(one.tree, "quantity") or 0)

    def _quantity(self, one: Setup) -> str:
        return str(at(one.tree, "quantity") or "")

    def _match(self, one: Setup) -> str:
        minutes = at(one.tree, "match_period")
        return f"{minutes} min" if minutes else ""

    def _route(self, one: Setup) -> str:
        if self.office.here(str(at(one.tree, "sms.url") or "")):
            return "this desk"
        return routes.describe(sms_route(at(one.tree, "sms") or {}))

    def _replaces(self, one: Setup) -> str:
        if at(one.tree, "replace.all"):
            return "all numbers"
        return ", ".join(at(one.tree, "replace.numbers") or ())

    def _words(self, one: Setup) -> str:
        return f"{one.label}\n{self._group(one)}\n{self._route(one)}\n{self._replaces(one)}"


class MembersSheet(TableSheet):
    """The numbers of one pool."""

    def __init__(self, office: Office, pool: Setup) -> None:
        super().__init__(office)
        self.views = [MemberView(self, pool)]


class MemberView(TableView[PoolNumber]):
    """A pool's numbers, with what the desk knows of each."""

    part = Part.MEMBERS
    busy = "Reading the pool."

    def __init__(self, sheet: TableSheet, pool: Setup) -> None:
        self._pool = pool
        columns: Sequence[Column[PoolNumber]] = (
            Column(
                "Number", lambda one: phone.pretty(one.number), 16, 2, 0, lambda one: one.number
            ),
            Column("Id", lambda one: str(one.id), 10, 0, 2, lambda one: one.id),
            Column("Waits", self._waits, 6, 0, 1, right=True),
        )
        super().__init__(
            sheet, Table(columns, lambda one: one.id, lambda one: f"{spelled(one.number)} {one.id}")
        )

    def title(self) -> str:
        """How many."""
        return f"Members of pool {self._pool.label}: {self.table.count:,}"

    def load(self) -> None:
        """Reads them."""
        self.office.run(self._load())

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Adding and removing."""
        found: dict[str, Callable[[], None]] = {"members-add": self._add}
        if self.table.chosen is not None:
            found["members-remove"] = self._remove
        return found

    def open(self) -> None:
        """All numbers of a pool are set up alike: the pool's settings."""
        target = self._pool.target
        self.sheet.app.push_screen(SetupSheet(self.office, target, self._pool.label))

    def _add(self) -> None:
        target = self._pool.target
        sheet = OrderSheet(self.office, Kind.POOL, pool=target.id, label=self._pool.label)
        self.sheet.app.push_screen(sheet, self._came_back)

    def _remove(self) -> None:
        one = self.table.chosen
        if one is not None and self.may(ReleaseNumber(one.id, "")):
            number = TrackingNumber(one.number, one.id, self._pool.label, pool=self._pool.target.id)
            self.sheet.app.push_screen(release_sheet(self.office, number), self._came_back)

    def _came_back(self, done: bool | None) -> None:
        if done:
            self.load()

    def _waits(self, one: PoolNumber) -> str:
        return str(self.office.desk.shelf.tally.waiting(one.number) or "")

    async def _load(self) -> None:
        told = await self.sheet.ask(SetupOf(self._pool.target), self.busy)
        if isinstance(told, SetupTold):
            self._pool = told.setup
            self.table.set_rows(told.numbers)
            self.sheet.redraw()
