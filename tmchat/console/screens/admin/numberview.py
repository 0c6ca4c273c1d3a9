"""The tracking numbers as a table: on this desk or not, changed one by one or many at once."""

from collections.abc import Callable, Mapping, Sequence

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.render.numbers import route_words
from tmchat.console.screens.admin.manysheet import ManyFormSheet
from tmchat.console.screens.admin.ordersheet import OrderSheet, release_sheet
from tmchat.console.screens.admin.setupsheet import SetupSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView, selecting
from tmchat.console.setup.bulk import Many
from tmchat.console.setup.table import Column, Table
from tmchat.core import phone
from tmchat.core.commands import (
    AttachNumber,
    Command,
    DetachNumber,
    Granted,
    RefreshNumbers,
    ReleaseNumber,
)
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Target

_ATTACH = "Point this number's SMS route at this desk? The route it has is remembered."
_DETACH = "Give this number the SMS route back that it had? Its texts then stay away."


class NumberView(TableView[TrackingNumber]):
    """Every number that the desk knows; none of it is asked of the hub."""

    part = Part.NUMBERS
    area = Area.NUMBERS

    def __init__(self, sheet: TableSheet) -> None:
        ink = sheet.office.ink
        columns: Sequence[Column[TrackingNumber]] = (
            Column("Group", self._group, 22, 3, 4, self._order),
            Column("Name", lambda one: one.name, 20, 5),
            Column(
                "Number", lambda one: phone.pretty(one.number), 14, 0, 0, lambda one: one.number
            ),
            Column("SMS route", self._route, 12, 3, 1),
            Column("Status", lambda one: one.status, 8, 0, 5),
            Column("Waits", self._waits, 5, 0, 2, self._waiting, right=True),
        )
        super().__init__(sheet, Table(columns, lambda one: one.number, self._words))
        self._ink = ink
        self._attached = 0
        self._seen = -1

    def title(self) -> str:
        """How many are on the desk."""
        return f"Tracking numbers: {self._attached:,} of {self.table.count:,} on this desk"

    def enter(self) -> None:
        """Takes the desk's numbers; the cursor begins at the open conversation's."""
        first = not self.entered
        self.entered = True
        self.tick()
        conversation = self.office.desk.open
        if first and conversation is not None:
            self.table.go_to(conversation.number)

    def load(self) -> None:
        """Has the hub read the account."""
        self.sheet.say("Reading the account.")
        self._give(RefreshNumbers(), "Numbers and groups are fresh.")

    def tick(self) -> bool:
        """The numbers anew where one changed; what waits changes oftener."""
        desk = self.office.desk
        if self._seen != desk.numbers_changed:
            self._seen = desk.numbers_changed
            self._attached = sum(one.attached for one in desk.inbox.numbers.values())
            self.table.set_rows(list(desk.inbox.numbers.values()))
        return True

    def open(self) -> None:
        """How the number is set up, or its pool."""
        one = self.table.chosen
        if one is not None:
            self.sheet.app.push_screen(SetupSheet(self.office, target_of(one), label_of(one)))

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Attaching, detaching, changing, ordering, releasing."""
        found: dict[str, Callable[[], None]] = {"numbers-order": self._order_one}
        if self.table.chosen is None:
            return found
        return {
            "numbers-attach": self._attach,
            "numbers-detach": self._detach,
            "numbers-release": self._release,
            "numbers-calls": self._calls,
            **selecting(self, "numbers", self._change),
            **found,
        }

    def is_faint(self, row: TrackingNumber) -> bool:
        """Numbers whose texts go elsewhere stand back."""
        return not row.attached

    def _attach(self) -> None:
        one = self.table.chosen
        if one is not None and self.may(AttachNumber(one.number)):
            self.sheet.confirm(
                _ATTACH,
                "attach",
                lambda: self._give(AttachNumber(one.number), "The number is on the desk."),
            )

    def _detach(self) -> None:
        one = self.table.chosen
        if one is not None and self.may(DetachNumber(one.number)):
            self.sheet.confirm(
                _DETACH,
                "detach",
                lambda: self._give(DetachNumber(one.number), "It has its route back."),
            )

    def _change(self) -> None:
        many = {target_of(one): label_of(one) for one in self.table.selection()}
        kinds = {target.kind for target in many}
        if len(many) == 1:
            self.open()
        elif len(kinds) > 1:
            self.sheet.say("Numbers of pools are changed with their pool: select one kind.")
        else:
            listed = [Many(target, label) for target, label in many.items()]
            self.sheet.app.push_screen(ManyFormSheet(self.office, kinds.pop(), listed))

    def _order_one(self) -> None:
        one = self.table.chosen
        group = one.group if one is not None else 0
        self.sheet.app.push_screen(OrderSheet(self.office, Kind.NUMBER, group=group))

    def _release(self) -> None:
        one = self.table.chosen
        if one is not None and self.may(ReleaseNumber(one.id, "")):
            self.sheet.app.push_screen(release_sheet(self.office, one))

    def _calls(self) -> None:
        one = self.table.chosen
        if one is not None:
            self.office.only_number = one.number
            self.sheet.show_area(Area.CALLS)

    def _give(self, command: Command, done: str) -> None:
        self.office.run(self._carry_out(command, done))

    async def _carry_out(self, command: Command, done: str) -> None:
        outcome = await self.office.order(command)
        self.sheet.say(done if isinstance(outcome, Granted) else outcome.sentence)

    def _group(self, one: TrackingNumber) -> str:
        group = self.office.desk.inbox.groups.get(one.group)
        return group.name if group is not None else ""

    def _order(self, one: TrackingNumber) -> tuple[str, str, str]:
        return (self._group(one), one.name, one.number)

    def _route(self, one: TrackingNumber) -> str:
        return "this desk" if one.attached else route_words(self._ink, one)

    def _waiting(self, one: TrackingNumber) -> int:
        return -self.office.desk.shelf.tally.waiting(one.number)

    def _waits(self, one: TrackingNumber) -> str:
        return str(-self._waiting(one) or "")

    def _words(self, one: TrackingNumber) -> str:
        route = "this desk" if one.attached else ""
        if not one.attached and isinstance(one.route, dict):
            route = str(one.route.get("kind") or "").replace("_", " ")
        return f"{one.name}\n{self._group(one)}\n{spelled(one.number)}\n{one.status}\n{route}"


def spelled(number: str) -> str:
    """A number in the ways in which people look for it."""
    if len(number) == 12 and number.startswith("+1"):
        area, exchange, line = number[2:5], number[5:8], number[8:]
        return f"{number} ({area}) {exchange}-{line} {area}-{exchange}-{line}"
    return number


def target_of(number: TrackingNumber) -> Target:
    """What the settings of a number belong to: itself, or its pool."""
    return Target(Kind.POOL, number.pool) if number.pool else Target(Kind.NUMBER, number.id)


def label_of(number: TrackingNumber) -> str:
    """How people call it."""
    return number.name if number.pool else phone.pretty(number.number)
