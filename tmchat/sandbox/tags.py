"""Lead tags, and what brought a texter or caller (CONTRACT 10); `sessions` opens sessions."""

import hmac
from collections.abc import Callable
from typing import Any

from tmchat.sandbox.dates import plain_time
from tmchat.sandbox.errors import ApiError, Checks
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.store import Row, Store

Attribution = dict[str, Any]

# The documented names; all null for a conversation that nothing is known about.
UNATTRIBUTED: Attribution = {
    "session_tag": None,
    "SessionId": None,
    "RuleDescription": None,
    "LandingPageUrl": None,
    "ReferrerUrl": None,
    "MultisessionFlag": False,
}
_LONGEST_PERIOD = 10**7


class Tags:
    """The lead tags of the account."""

    def __init__(self, store: Store, now: Callable[[], int], lead_key: str) -> None:
        self._store = store
        self._now = now
        self._lead_key = lead_key

    def set_tag(self, values: dict[str, Any]) -> dict[str, Any]:
        """Open a tag on some tracking numbers for `session_match_period` seconds."""
        checks = Checks()
        fields = Fields(values, checks)
        numbers = fields.texts("tracking_numbers", required=True)
        unknown = [
            number
            for number in numbers
            if not self._store.value("SELECT 1 FROM numbers WHERE phone_number = ?", number)
        ]
        if unknown:
            checks.fail("tracking_numbers", "Each must be a tracking number of this account.")
        lead = self.read_lead(fields, checks)
        with self._store.transaction():
            for number in numbers:
                self.insert(number, lead)
        return {"message": "The tag is set."}

    def read_lead(self, fields: Fields, checks: Checks) -> dict[str, Any]:
        """What both lead-tracking calls share, as columns of a tag.

        Raises `ApiError` 400 with all that is wrong, and 401 for another key.
        """
        key = fields.text("key", required=True)
        period = fields.integer("session_match_period", high=_LONGEST_PERIOD, required=True)
        columns = {
            "tag_data": fields.text("tag_data", required=True, limit=4000),
            "landing_page": fields.text("landing_page", limit=4000),
            "referrer": fields.text("referrer", limit=4000),
        }
        fields.text("user_agent", limit=4000)
        checks.finish()
        if not hmac.compare_digest(str(key).encode(), self._lead_key.encode()):
            raise ApiError(401, "The lead-tracking key is not valid.")
        moment = self._now()
        return columns | {"set_at": moment, "open_until": moment + (period or 0) * 1000}

    def insert(self, number: str, lead: dict[str, Any]) -> int:
        """Put a tag on a number; answers its id."""
        return self._store.insert("tags", phone_number=number, **lead)

    def attribution(self, number: str) -> Attribution:
        """What the latest open session or tag of a number says of who texts or calls it now."""
        moment = self._now()
        session = self._store.row(
            "SELECT s.*, t.tag_data, t.set_at FROM sessions s LEFT JOIN tags t ON t.id = s.tag_id"
            " WHERE s.phone_number = ? AND s.open_until >= ? ORDER BY s.id DESC LIMIT 1",
            number,
            moment,
        )
        tag = self._store.row(
            "SELECT * FROM tags WHERE phone_number = ? AND open_until >= ?"
            " ORDER BY id DESC LIMIT 1",
            number,
            moment,
        )
        if session is not None and (tag is None or session["opened"] >= tag["set_at"]):
            return _from_session(session)
        return dict(UNATTRIBUTED) if tag is None else _from_tag(tag)

    def told(
        self, number: str, *, rule: str, tag_data: str, landing_page: str, referrer: str
    ) -> Attribution:
        """The attribution of a texter who comes with one; its tag is for nobody else."""
        attribution = UNATTRIBUTED | {
            "RuleDescription": rule,
            "LandingPageUrl": landing_page,
            "ReferrerUrl": referrer,
        }
        if tag_data:
            moment = self._now()
            tag_id = self._store.insert(
                "tags",
                phone_number=number,
                tag_data=tag_data,
                landing_page=landing_page,
                referrer=referrer,
                set_at=moment,
                open_until=0,
            )
            attribution["session_tag"] = _session_tag(tag_id, tag_data, moment)
        return attribution


def _from_session(row: Row) -> Attribution:
    tag = None
    if row["tag_id"] is not None:
        tag = _session_tag(row["tag_id"], row["tag_data"], row["set_at"])
    return {
        "session_tag": tag,
        "SessionId": row["id"],
        "RuleDescription": row["rule"],
        "LandingPageUrl": row["landing_page"],
        "ReferrerUrl": row["referrer"],
        "MultisessionFlag": bool(row["is_multi"]),
    }


def _from_tag(tag: Row) -> Attribution:
    return UNATTRIBUTED | {
        "session_tag": _session_tag(tag["id"], tag["tag_data"], tag["set_at"]),
        "LandingPageUrl": tag["landing_page"],
        "ReferrerUrl": tag["referrer"],
    }


def _session_tag(tag_id: int, tag_data: str, at: int) -> dict[str, Any]:
    return {"tag_id": tag_id, "tag_data": tag_data, "tag_time": plain_time(at)}
