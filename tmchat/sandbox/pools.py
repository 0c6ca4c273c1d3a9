"""Number pools (CONTRACT 9): numbers that share one routing; no page is rewritten with them."""

import json
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.blocks import BlockReader, shown
from tmchat.sandbox.dates import later, resource_time
from tmchat.sandbox.errors import ApiError, Checks, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.groups import Groups
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.paging import Page, envelope
from tmchat.sandbox.provisioning import Provisioning
from tmchat.sandbox.store import Row, Store, dump

LARGEST_POOL = 500


class Pools:
    """The account's number pools."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        *,
        groups: Groups,
        numbers: Numbers,
        blocks: BlockReader,
        provisioning: Provisioning,
    ) -> None:
        self._store = store
        self._now = now
        self._groups = groups
        self._numbers = numbers
        self._blocks = blocks
        self._provisioning = provisioning

    def page(self, page: Page) -> dict[str, Any]:
        """One page of all pools."""
        sql = "SELECT * FROM pools ORDER BY id"
        rows, total = self._store.page(sql, (), page.offset, page.size)
        return envelope([self._pool(row) for row in rows], page, total)

    def of_group(self, group_id: int) -> list[dict[str, Any]]:
        """All pools of a group; not paged, like its numbers."""
        self._groups.get(group_id)
        rows = self._store.rows("SELECT * FROM pools WHERE group_id = ? ORDER BY id", group_id)
        return [self._pool(row) for row in rows]

    def get(self, pool_id: int) -> dict[str, Any]:
        """One pool; `ApiError` 404 without it."""
        return self._pool(self._row(pool_id))

    def create(self, group_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Order a pool with its numbers; nothing remains of an order that cannot be filled."""
        self._groups.get(group_id)
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("name", required=True)
        period = fields.integer("match_period", high=100_000, required=True)
        quantity = fields.integer("quantity", high=LARGEST_POOL, required=True)
        order = fields.part("phone_number_request", required=True)
        blocks = self._blocks.read(fields, checks, {}, is_pool=True)
        self._check_name(group_id, str(name))
        moment = self._now()
        with self._store.transaction():
            pool_id = self._store.insert(
                "pools",
                group_id=group_id,
                name=name,
                match_period=period,
                blocks_json=dump(blocks),
                created=moment,
                modified=moment,
            )
            if order is not None:
                self._order(self._row(pool_id), quantity or 0, order, checks, top_up=False)
        return self.get(pool_id)

    def update(self, pool_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Change the given fields and blocks of a pool."""
        row = self._row(pool_id)
        checks = Checks()
        fields = Fields(values, checks)
        name = fields.text("name", required="name" in values)
        period = fields.integer("match_period", high=100_000)
        blocks = self._blocks.read(fields, checks, json.loads(row["blocks_json"]), is_pool=True)
        if name is not None and name != row["name"]:
            self._check_name(row["group_id"], name)
        self._store.change(
            "pools",
            pool_id,
            name=name or row["name"],
            match_period=period or row["match_period"],
            blocks_json=dump(blocks),
            modified=later(self._now(), row["modified"]),
        )
        return self.get(pool_id)

    def delete(self, pool_id: int) -> None:
        """Give a pool and all its numbers back (inferred from the numbers' DELETE)."""
        self._row(pool_id)
        with self._store.transaction():
            self._store.run("DELETE FROM numbers WHERE pool_id = ?", pool_id)
            self._store.run("DELETE FROM pools WHERE id = ?", pool_id)

    def add_numbers(self, pool_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """Order more numbers into a pool; nothing remains of an order that cannot be filled."""
        row = self._row(pool_id)
        checks = Checks()
        fields = Fields(values, checks)
        quantity = fields.integer("quantity", high=LARGEST_POOL, required=True)
        top_up = fields.flag("top_up_with_tollfree")
        order = fields.part("phone_number_request", required=True)
        checks.finish()
        with self._store.transaction():
            if order is not None:
                self._order(row, quantity or 0, order, checks, top_up=top_up)
            self._touch(row)
        return self.get(pool_id)

    def remove_number(self, pool_id: int, number_id: int) -> dict[str, Any]:
        """Give one of the pool's numbers back."""
        row = self._row(pool_id)
        sql = "DELETE FROM numbers WHERE id = ? AND pool_id = ?"
        with self._store.transaction():
            if not self._store.run(sql, number_id, pool_id):
                raise not_found("number in this pool")
            self._touch(row)
        return self.get(pool_id)

    def _order(
        self, pool: Row, quantity: int, order: Fields, checks: Checks, *, top_up: bool
    ) -> None:
        held = self._store.value("SELECT count(*) FROM numbers WHERE pool_id = ?", pool["id"])
        if held + quantity > LARGEST_POOL:
            checks.fail("quantity", f"A pool holds {LARGEST_POOL} numbers at most.")
            checks.finish()
        for _ in range(quantity):
            phone = self._provisioning.pick(order, top_up=top_up)
            checks.finish()
            self._numbers.add(pool["group_id"], pool["name"], str(phone), {}, pool_id=pool["id"])

    def _touch(self, row: Row) -> None:
        self._store.change("pools", row["id"], modified=later(self._now(), row["modified"]))

    def _check_name(self, group_id: int, name: str) -> None:
        """Pools take the numbers' fields, and so a unique name too (CONTRACT 5.1, 9)."""
        if self._store.value("SELECT 1 FROM pools WHERE group_id = ? AND name = ?", group_id, name):
            taken = (("name", "Must be unique within the group."),)
            raise ApiError(409, "Another pool of this group has this name.", fields=taken)

    def _pool(self, row: Row) -> dict[str, Any]:
        numbers = self._store.rows(
            "SELECT id, phone_number FROM numbers WHERE pool_id = ? ORDER BY id", row["id"]
        )
        return {
            "id": row["id"],
            "name": row["name"],
            "group_id": row["group_id"],
            "status": "active",
            "match_period": row["match_period"],
            "quantity": len(numbers),
            "numbers": [dict(number) for number in numbers],
            **shown(json.loads(row["blocks_json"])),
            # No page shows these two for pools; numbers have them.
            "created_datetime": resource_time(row["created"]),
            "modified_datetime": resource_time(row["modified"]),
        }

    def _row(self, pool_id: int) -> Row:
        row = self._store.row("SELECT * FROM pools WHERE id = ?", pool_id)
        if row is None:
            raise not_found("number pool")
        return row
