"""Ordering numbers and pools, and making groups: a form, then all that it means."""

from collections.abc import Sequence

from tmchat.console.office import Office
from tmchat.console.screens.admin.carrysheet import CarrySheet, Make
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.console.screens.admin.menusheet import MenuSheet
from tmchat.console.screens.admin.setupsheet import names_taken
from tmchat.console.setup.asking import (
    group_shape,
    growth_shape,
    known,
    order_shape,
    request_of,
    setup_of_order,
)
from tmchat.console.setup.form import SettingsForm, Shape
from tmchat.console.setup.planning import Change
from tmchat.console.setup.values import Lists
from tmchat.core import phone
from tmchat.core.commands import Command, GrowPool, MakeGroup, OrderNumber, OrderPool, ReleaseNumber
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Target
from tmchat.core.setup.trees import Tree

_FOR_GOOD = (
    "An order cannot be taken back. A number is given back by releasing it, which asks for its "
    "digits: it is then gone for good.",
)


class OrderSheet(FormSheet):
    """One form for what can be ordered or made; `kind` says which, `pool` is the one that grows."""

    needs_changes = False

    def __init__(
        self, office: Office, kind: Kind, *, group: int = 0, pool: int = 0, label: str = ""
    ) -> None:
        super().__init__(office)
        self._kind = kind
        self._group = group
        self._pool = pool
        self._label = label
        self._ref = office.new_ref()

    def on_mount(self) -> None:
        """Reads what settings may name."""
        self.office.run(self._load())

    def heading(self) -> str:
        """What is ordered or made."""
        if self._pool:
            return f"Add numbers to pool {self._label}"
        words = {
            Kind.NUMBER: "Order a number",
            Kind.POOL: "Order a pool",
            Kind.GROUP: "Make a group",
        }
        return words[self._kind]

    def go_on(self, form: SettingsForm) -> None:
        """All that it means, to be agreed to."""
        tree = form.after()
        wanted = [
            Change(row.setting.title, "", form.words(row))
            for row in form.rows()
            if row.value is not None
        ]
        told = [f"{one.title}: {one.after}" for one in wanted]
        count = tree.get("quantity") or 1
        first = "Makes a number group." if self._kind is Kind.GROUP and not self._pool else ""
        first = first or f"Orders {count} {'number' if count == 1 else 'numbers'} from Telmetrics."
        sections: list[tuple[str, Sequence[str]]] = [
            ("What is ordered" if "Orders" in first else "What is made", [first, *told])
        ]
        if "Orders" in first:
            sections.append(("What it costs to undo", _FOR_GOOD))
        self.app.push_screen(
            CarrySheet(
                self.office,
                self.heading(),
                sections,
                self._make(tree),
                "Carried out.",
                blame=form.blame,
            ),
            self._carried,
        )

    def open_menu(self, form: SettingsForm) -> None:
        """The key-press menu."""
        self.app.push_screen(MenuSheet(self.office, form, "the new one"))

    def _carried(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)

    def _make(self, tree: Tree) -> Make:
        def make(typed: str) -> Command:
            if self._pool:
                return GrowPool(
                    self._pool,
                    int(tree["quantity"]),
                    request_of(tree),
                    bool(tree.get("tollfree")),
                    self._ref,
                )
            if self._kind is Kind.GROUP:
                return MakeGroup(dict(tree), self._ref)
            group, setup = int(tree["group"]), setup_of_order(tree)
            if self._kind is Kind.POOL:
                count = int(tree["quantity"])
                return OrderPool(group, count, request_of(tree), setup, self._ref)
            return OrderNumber(group, request_of(tree), setup, self._ref)

        return make

    def _shape(self, lists: Lists | None) -> Shape:
        knowledge = known(lists, names_taken(self.office, Target(self._kind, 0), ""))
        if self._pool:
            return growth_shape()
        if self._kind is Kind.GROUP:
            return group_shape(knowledge)
        return order_shape(self._kind, knowledge)

    async def _load(self) -> None:
        lists = await self.office.lists()
        start: dict[str, object] = {}
        if self._kind is not Kind.GROUP or self._pool:
            start = {"request": {"match": "local"}}
            if not self._pool:
                start |= {"sms": {"kind": "none"}, "calls": {"kind": "basic"}}
            if self._group and not self._pool:
                start["group"] = self._group
        locked = self.office.why_not(self._probe())
        self.form = SettingsForm(self._shape(lists), start, locked=locked, lists=lists)
        self.redraw()

    def _probe(self) -> Command:
        if self._kind is Kind.GROUP and not self._pool:
            return MakeGroup({})
        return OrderNumber(0, {}, {})


def release_sheet(office: Office, number: TrackingNumber) -> CarrySheet:
    """Releasing a number, which asks for its digits."""
    digits = phone.to_telmetrics(number.number).removeprefix("+")
    written = phone.pretty(number.number)
    told = [
        f"{written} ({number.name or 'no name'}) is given back to Telmetrics for good.",
        "Who calls or texts it afterwards reaches nobody, or whoever gets it next.",
        "Its conversations stay on this desk.",
    ]
    if number.pool:
        told.append("It is taken out of its pool.")

    def make(typed: str) -> Command:
        return ReleaseNumber(number.id, digits, number.pool)

    return CarrySheet(
        office,
        f"Release {written}",
        [("What it means", told), ("What it costs to undo", ["It cannot be had back."])],
        make,
        "Released.",
        typed=digits,
        typed_name="its digits",
    )
