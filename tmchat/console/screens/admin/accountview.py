"""What settings refer to, all in one table: chat clients, integrations, webhooks, files, owners."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.render.pages import page_of_fields
from tmchat.console.screens.admin.pagesheet import PageSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView
from tmchat.console.setup.table import Column, Table
from tmchat.core.commands import Granted, MakeOwner
from tmchat.core.questions import AccountPart

_KINDS: Final = {
    "chat_clients": "chat client",
    "integrations": "integration",
    "webhooks": "account webhook",
    "files": "file",
    "owners": "owner",
    "types": "group type",
    "billing_groups": "billing group",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the account and what it is."""

    kind: str
    part: AccountPart


class AccountView(TableView[PartRow]):
    """Every part that the account tells of."""

    part = Part.ACCOUNT
    area = Area.ACCOUNT
    busy = "Reading the account."

    def __init__(self, sheet: TableSheet) -> None:
        columns: Sequence[Column[PartRow]] = (
            Column("Kind", lambda one: one.kind, 15, 0, 0),
            Column("Name", lambda one: one.part.name, 16, 3, 0),
            Column("More", lambda one: one.part.more, 14, 3, 2),
            Column("Id", lambda one: one.part.id, 10, 3, 1),
        )
        super().__init__(
            sheet,
            Table(
                columns,
                lambda one: (one.kind, one.part.id),
                lambda one: f"{one.kind}\n{one.part.name}\n{one.part.more}\n{one.part.id}",
            ),
        )

    def title(self) -> str:
        """What is listed."""
        return f"The account: {self.table.count:,} chat clients, integrations, files and more"

    def load(self) -> None:
        """Reads them again."""
        self.office.run(self._load())

    def open(self) -> None:
        """The whole row, where columns cut it."""
        one = self.table.chosen
        if one is None:
            return
        fields = (
            ("name", one.part.name),
            ("id", one.part.id),
            ("more", one.part.more),
        )
        title = one.kind.capitalize()
        page = PageSheet(
            self.office,
            f"{title} {one.part.name}",
            lambda ink, cells: page_of_fields(ink, title, fields, cells),
            copied=(one.part.id, "the id"),
        )
        self.sheet.app.push_screen(page)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Copying an id, making an owner."""
        found: dict[str, Callable[[], None]] = {"account-owner": self._owner}
        if self.table.chosen is not None:
            found["account-copy"] = self._copy
        return found

    def _owner(self) -> None:
        refusal = self.office.why_not(MakeOwner(""))
        if refusal:
            self.sheet.say(refusal)
            return
        ref = self.office.new_ref()

        def make(typed: str) -> None:
            name = typed.strip()
            words = f"Make the group owner {name}? It stays: owners are not removed from here."
            self.sheet.confirm(
                words, "make", lambda: self.office.run(self._make(MakeOwner(name, "", ref)))
            )

        self.sheet.write("", "Name of the owner", make)

    async def _make(self, command: MakeOwner) -> None:
        outcome = await self.office.order(command)
        if isinstance(outcome, Granted):
            await self._load()
            self.sheet.say("Made.")
        else:
            self.sheet.say(outcome.sentence)

    def _copy(self) -> None:
        one = self.table.chosen
        if one is not None:
            self.office.copy(one.part.id, "the id", self.sheet.say)

    async def _load(self) -> None:
        lists = await self.office.lists(again=True)
        if lists.told is None:
            self.sheet.say(self.office.refused or "The account tells of none of it.")
            return
        rows = [
            PartRow(words, part)
            for name, words in _KINDS.items()
            for part in getattr(lists.told, name)
        ]
        self.table.set_rows(rows)
        self.sheet.redraw()
