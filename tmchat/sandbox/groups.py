"""Billing groups, group owners and number groups (CONTRACT 4, 15.4); not the numbers in them."""

import json
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.dates import later, resource_time
from tmchat.sandbox.errors import ApiError, Checks, invalid, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.paging import Page, envelope
from tmchat.sandbox.store import Row, Store, dump

# "up to 3 levels" (CONTRACT 4).
DEEPEST_LEVEL = 3
STATUSES = ("active", "inactive")
DNI_TYPES = ("None", "OneToOne", "NumberPool")
_LOOSE = ("group_owner_id", "group_type_id")
_READ_ONLY = ("id", "created_datetime", "modified_datetime")
GROUP_TYPES = ({"id": 1, "name": "Advertiser"}, {"id": 2, "name": "Location"})


class Groups:
    """The tree above the tracking numbers."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now

    def billing_groups(self) -> list[dict[str, Any]]:
        """All billing groups, parents before their children."""
        return [_billing_group(row) for row in self._store.rows("SELECT * FROM billing_groups")]

    def create_billing_group(self, parent_id: int | None, values: dict[str, Any]) -> dict[str, Any]:
        """Add a billing group; `parent_id` is None for the first one alone."""
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("billing_group_name", required=True)
        status = fields.choice("status", STATUSES) or "active"
        checks.finish()
        if parent_id is not None:
            self._check_parent(parent_id)
        new = self._store.insert("billing_groups", parent_id=parent_id, name=name, status=status)
        return {"billing_group_name": name, "billing_group_id": new, "status": status}

    def _check_parent(self, parent_id: int) -> None:
        level, above = 1, self._billing_group(parent_id)
        while above["parent_id"] is not None:
            level, above = level + 1, self._billing_group(above["parent_id"])
        if level >= DEEPEST_LEVEL:
            raise ApiError(400, f"Billing groups go {DEEPEST_LEVEL} levels deep at most.")
        if self._store.value("SELECT 1 FROM number_groups WHERE billing_group_id = ?", parent_id):
            raise ApiError(409, "This billing group holds number groups and stays a leaf.")

    def _billing_group(self, row_id: int) -> Row:
        row = self._store.row("SELECT * FROM billing_groups WHERE id = ?", row_id)
        if row is None:
            raise not_found("billing group")
        return row

    def owners(self, page: Page) -> dict[str, Any]:
        """One page of group owners."""
        rows, total = self._store.page(
            "SELECT id, name, email, status FROM group_owners ORDER BY id",
            (),
            page.offset,
            page.size,
        )
        return envelope([dict(row) for row in rows], page, total)

    def create_owner(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add a group owner."""
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("name", required=True)
        email = fields.text("email")
        status = fields.choice("status", STATUSES) or "active"
        checks.finish()
        new = self._store.insert("group_owners", name=name, email=email, status=status)
        return {"id": new, "name": name, "email": email, "status": status}

    def page(self, page: Page) -> dict[str, Any]:
        """One page of number groups."""
        sql = "SELECT * FROM number_groups ORDER BY id"
        rows, total = self._store.page(sql, (), page.offset, page.size)
        return envelope([_number_group(row) for row in rows], page, total)

    def get(self, group_id: int) -> dict[str, Any]:
        """One number group; `ApiError` 404 without it."""
        return _number_group(self._row(group_id))

    def create(self, values: dict[str, Any], *, trade: str | None = None) -> dict[str, Any]:
        """Add a number group; `trade` names the scripted texters of its numbers."""
        columns = self._read(values, required=True)
        columns.setdefault("status", "active")
        columns.setdefault("dni_type", "None")
        columns.setdefault("billing_group_id", self._first_leaf())
        moment = self._now()
        new = self._store.insert(
            "number_groups", **columns, trade=trade, created=moment, modified=moment
        )
        return self.get(new)

    def update(self, group_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields of a number group."""
        row = self._row(group_id)
        columns = self._read(values, required=False, before=json.loads(row["extra_json"]))
        modified = later(self._now(), row["modified"])
        self._store.change("number_groups", group_id, **columns, modified=modified)
        return self.get(group_id)

    def delete(self, group_id: int) -> None:
        """Remove an empty number group; `ApiError` 409 while numbers or pools are in it."""
        self._row(group_id)
        for table in ("numbers", "pools"):
            if self._store.value(f"SELECT 1 FROM {table} WHERE group_id = ?", group_id):
                raise ApiError(409, f"This group still has {table}; delete them first.")
        self._store.run("DELETE FROM number_groups WHERE id = ?", group_id)

    def _read(
        self, values: dict[str, Any], *, required: bool, before: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        checks = Checks()
        fields = Fields(values, checks)
        columns: dict[str, Any] = {
            "name": fields.text("name", required=required or "name" in values),
            "status": fields.choice("status", STATUSES),
            "dni_type": fields.choice("dni_type", DNI_TYPES),
            "group_owner_id": fields.integer("group_owner_id"),
            "group_type_id": fields.integer("group_type_id", high=len(GROUP_TYPES)),
            "billing_group_id": fields.integer("billing_group_id"),
        }
        checks.finish()
        # An explicit null takes an owner or a type away.
        given = {
            name: value
            for name, value in columns.items()
            if value is not None or (name in _LOOSE and fields.takes_away(name))
        }
        self._check_links(given)
        return given | {"extra_json": dump((before or {}) | fields.rest(*_READ_ONLY))}

    def _check_links(self, columns: dict[str, Any]) -> None:
        for name, table in (
            ("group_owner_id", "group_owners"),
            ("billing_group_id", "billing_groups"),
        ):
            link = columns.get(name)
            if link is not None and not self._store.value(
                f"SELECT 1 FROM {table} WHERE id = ?", link
            ):
                raise invalid(name, "There is no such record.")
        parent = columns.get("billing_group_id")
        if self._store.value("SELECT 1 FROM billing_groups WHERE parent_id = ?", parent):
            raise invalid("billing_group_id", "Number groups hang only from leaf billing groups.")

    def _first_leaf(self) -> int | None:
        leaf: int | None = self._store.value(
            "SELECT min(id) FROM billing_groups"
            " WHERE id NOT IN (SELECT parent_id FROM billing_groups WHERE parent_id NOT NULL)"
        )
        return leaf

    def _row(self, group_id: int) -> Row:
        row = self._store.row("SELECT * FROM number_groups WHERE id = ?", group_id)
        if row is None:
            raise not_found("group")
        return row


def _billing_group(row: Row) -> dict[str, Any]:
    return {
        "billing_group_name": row["name"],
        "billing_group_id": row["id"],
        "status": row["status"],
        "parent_id": row["parent_id"],
    }


def _number_group(row: Row) -> dict[str, Any]:
    names = ("id", "name", "status", "group_owner_id", "group_type_id", "billing_group_id")
    group = {name: row[name] for name in (*names, "dni_type")}
    group["created_datetime"] = resource_time(row["created"])
    group["modified_datetime"] = resource_time(row["modified"])
    extra: dict[str, Any] = json.loads(row["extra_json"])
    return group | extra
