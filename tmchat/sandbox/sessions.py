"""Visitors' sessions on number pools (CONTRACT 9, 10): who is shown which number, and until when.

What a lead's request is answered with, which number it gets, and that a full pool refuses it, are
inferred; no page is rewritten here.
"""

from collections.abc import Callable
from typing import Any

from tmchat.sandbox.dates import resource_time
from tmchat.sandbox.errors import ApiError, Checks, not_found
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.store import Row, Store
from tmchat.sandbox.tags import Tags

_MINUTE = 60_000


class Sessions:
    """Hands the numbers of pools to visitors, each for one session at a time if it can."""

    def __init__(self, store: Store, now: Callable[[], int], tags: Tags) -> None:
        self._store = store
        self._now = now
        self._tags = tags

    def lead(self, pool_id: int, values: dict[str, Any]) -> dict[str, Any]:
        """A number for a tagged visitor, for `session_match_period` seconds.

        Raises `ApiError` 404 without the pool, 409 where every number is in a session and
        `allow_multi_session` is not set.
        """
        self._pool(pool_id)
        checks = Checks()
        fields = Fields(values, checks)
        allow_multi = fields.flag("allow_multi_session")
        lead = self._tags.read_lead(fields, checks)
        with self._store.transaction():
            member, is_multi = self._choose(pool_id, allow_multi=allow_multi)
            session_id = self._store.insert(
                "sessions",
                pool_id=pool_id,
                phone_number=member["phone_number"],
                tag_id=self._tags.insert(member["phone_number"], lead),
                landing_page=lead["landing_page"],
                referrer=lead["referrer"],
                is_multi=is_multi,
                opened=lead["set_at"],
                open_until=lead["open_until"],
            )
        return {
            "phone_number": member["phone_number"],
            "number_id": member["id"],
            "session_id": session_id,
            "expires_datetime": resource_time(lead["open_until"]),
        }

    def visit(self, pool_id: int, *, rule: str, landing_page: str, referrer: str) -> str:
        """The number that a page shows a visitor, for the pool's match period (minutes)."""
        pool = self._pool(pool_id)
        moment = self._now()
        member, is_multi = self._choose(pool_id, allow_multi=True)
        self._store.insert(
            "sessions",
            pool_id=pool_id,
            phone_number=member["phone_number"],
            rule=rule,
            landing_page=landing_page,
            referrer=referrer,
            is_multi=is_multi,
            opened=moment,
            open_until=moment + pool["match_period"] * _MINUTE,
        )
        return str(member["phone_number"])

    def _choose(self, pool_id: int, *, allow_multi: bool) -> tuple[Row, bool]:
        """The number whose latest session ended first, and whether one is still open on it."""
        member = self._store.row(
            "SELECT n.id, n.phone_number, COALESCE(max(s.open_until), 0) AS busy_until"
            " FROM numbers n LEFT JOIN sessions s ON s.phone_number = n.phone_number"
            " WHERE n.pool_id = ? GROUP BY n.id"
            " ORDER BY busy_until, COALESCE(max(s.id), 0), n.id LIMIT 1",
            pool_id,
        )
        if member is None:
            raise ApiError(409, "This number pool has no numbers; add some first.")
        is_busy = member["busy_until"] >= self._now()
        if is_busy and not allow_multi:
            raise ApiError(
                409, "Every number of this pool is in a session; set allow_multi_session or wait."
            )
        return member, is_busy

    def _pool(self, pool_id: int) -> Row:
        pool = self._store.row("SELECT * FROM pools WHERE id = ?", pool_id)
        if pool is None:
            raise not_found("number pool")
        return pool
