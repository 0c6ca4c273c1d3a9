"""Tracking numbers (CONTRACT 5): ordering, changing and finding them; not the texts they get."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tmchat.sandbox.blocks import BlockReader, shown
from tmchat.sandbox.dates import later, resource_time
from tmchat.sandbox.errors import ApiError, Checks, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.groups import Groups
from tmchat.sandbox.paging import Page, envelope
from tmchat.sandbox.provisioning import Provisioning
from tmchat.sandbox.store import Row, Store, dump

_LINES = (
    "SELECT n.id, n.name, n.phone_number, n.group_id, n.pool_id, g.group_owner_id, g.trade,"
    " COALESCE(p.blocks_json, n.blocks_json) AS blocks_json"
    " FROM numbers n JOIN number_groups g ON g.id = n.group_id"
    " LEFT JOIN pools p ON p.id = n.pool_id"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What the carrier needs of a tracking number; a pool's number has the pool's blocks."""

    number_id: int
    phone: str
    name: str
    sms_routes: dict[str, Any]
    call_routes: dict[str, Any] | None
    features: dict[str, Any]
    group_id: int
    group_owner_id: int | None
    pool_id: int | None
    trade: str | None


class Numbers:
    """The account's tracking numbers."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        *,
        groups: Groups,
        blocks: BlockReader,
        provisioning: Provisioning,
    ) -> None:
        self._store = store
        self._now = now
        self._groups = groups
        self._blocks = blocks
        self._provisioning = provisioning

    def page(self, page: Page) -> dict[str, Any]:
        """One page of all numbers."""
        sql = "SELECT * FROM numbers ORDER BY id"
        rows, total = self._store.page(sql, (), page.offset, page.size)
        return envelope([_number(row) for row in rows], page, total)

    def of_group(self, group_id: int) -> list[dict[str, Any]]:
        """All numbers of a group that are in no pool; not paged (CONTRACT 3)."""
        self._groups.get(group_id)
        sql = "SELECT * FROM numbers WHERE group_id = ? AND pool_id IS NULL ORDER BY id"
        return [_number(row) for row in self._store.rows(sql, group_id)]

    def get(self, number_id: int) -> dict[str, Any]:
        """One number; `ApiError` 404 without it."""
        return _number(self._row(number_id))

    def create(self, group_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Order a number into a group."""
        self._groups.get(group_id)
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("name", required=True)
        order = fields.part("phone_number_request", required=True)
        phone = None if order is None else self._provisioning.pick(order)
        blocks = self._blocks.read(fields, checks, {}, is_pool=False)
        self._check_name(group_id, str(name))
        return self.get(self.add(group_id, str(name), str(phone), blocks))

    def add(
        self,
        group_id: int,
        name: str,
        phone: str,
        blocks: dict[str, Any],
        *,
        pool_id: int | None = None,
    ) -> int:
        """Put a provisioned number into a group, or into one of its pools; answers its id."""
        moment = self._now()
        return self._store.insert(
            "numbers",
            group_id=group_id,
            pool_id=pool_id,
            name=name,
            phone_number=phone,
            blocks_json=dump(blocks),
            created=moment,
            modified=moment,
        )

    def update(self, number_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields and blocks of a number."""
        row = self._row(number_id)
        if row["pool_id"] is not None:
            raise ApiError(409, "This number follows its number pool; change the pool.")
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("name", required="name" in values) or row["name"]
        blocks = self._blocks.read(fields, checks, json.loads(row["blocks_json"]), is_pool=False)
        if name != row["name"]:
            self._check_name(row["group_id"], name)
        modified = later(self._now(), row["modified"])
        self._store.change(
            "numbers", number_id, name=name, blocks_json=dump(blocks), modified=modified
        )
        return self.get(number_id)

    def delete(self, number_id: int) -> None:
        """Give a number back; texts and calls to it are refused from then on."""
        if self._row(number_id)["pool_id"] is not None:
            raise ApiError(409, "This number belongs to a number pool; remove it from there.")
        self._store.run("DELETE FROM numbers WHERE id = ?", number_id)

    def line(self, phone: str) -> Line | None:
        """The tracking number with this phone number, its routes resolved."""
        row = self._store.row(f"{_LINES} WHERE n.phone_number = ?", phone)
        return None if row is None else _line(row)

    def count(self) -> int:
        """How many tracking numbers there are."""
        return int(self._store.value("SELECT count(*) FROM numbers"))

    def nth(self, place: int) -> Line:
        """The tracking number at a place from 0, of which there must be so many."""
        row = self._store.row(f"{_LINES} ORDER BY n.id LIMIT 1 OFFSET ?", place)
        assert row is not None
        return _line(row)

    def trades(self) -> dict[str, str]:
        """The trade of every number whose group has scripted texters, by phone number."""
        rows = self._store.rows(
            "SELECT n.phone_number, g.trade FROM numbers n"
            " JOIN number_groups g ON g.id = n.group_id WHERE g.trade NOT NULL ORDER BY n.id"
        )
        return {row["phone_number"]: row["trade"] for row in rows}

    def directory(self) -> list[dict[str, Any]]:
        """Every number with the name of its group, for a person who wants to text one."""
        rows = self._store.rows(
            "SELECT n.id, n.name, n.phone_number, g.name AS group_name"
            " FROM numbers n JOIN number_groups g ON g.id = n.group_id ORDER BY n.id"
        )
        return [
            {
                "id": row["id"],
                "phone_number": row["phone_number"],
                "name": row["name"],
                "group": row["group_name"],
            }
            for row in rows
        ]

    def _check_name(self, group_id: int, name: str) -> None:
        """Names are described as unique (CONTRACT 5.1); held here within a group."""
        sql = "SELECT 1 FROM numbers WHERE group_id = ? AND name = ? AND pool_id IS NULL"
        if self._store.value(sql, group_id, name):
            taken = (("name", "Must be unique within the group."),)
            raise ApiError(409, "Another number of this group has this name.", fields=taken)

    def _row(self, number_id: int) -> Row:
        row = self._store.row("SELECT * FROM numbers WHERE id = ?", number_id)
        if row is None:
            raise not_found("number")
        return row


def _line(row: Row) -> Line:
    blocks = json.loads(row["blocks_json"])
    return Line(
        number_id=row["id"],
        phone=row["phone_number"],
        name=row["name"],
        sms_routes=blocks["sms_routes"],
        call_routes=blocks.get("call_routes"),
        features=blocks.get("features", {}),
        group_id=row["group_id"],
        group_owner_id=row["group_owner_id"],
        pool_id=row["pool_id"],
        trade=row["trade"],
    )


def _number(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "group_id": row["group_id"],
        "status": "Active",
        "phone_number": row["phone_number"],
        "created_datetime": resource_time(row["created"]),
        "modified_datetime": resource_time(row["modified"]),
        **shown(json.loads(row["blocks_json"])),
    }
