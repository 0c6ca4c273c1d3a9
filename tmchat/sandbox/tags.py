"""Lead tags (CONTRACT 10), tied to conversations that start in time; no call is ever tagged."""

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
        key = fields.text("key", required=True)
        numbers = fields.texts("tracking_numbers", required=True)
        period = fields.integer("session_match_period", high=10**7, required=True)
        tag_data = fields.text("tag_data", required=True, limit=4000)
        landing_page = fields.text("landing_page", limit=4000)
        referrer = fields.text("referrer", limit=4000)
        unknown = [
            number
            for number in numbers
            if not self._store.value("SELECT 1 FROM numbers WHERE phone_number = ?", number)
        ]
        if unknown:
            checks.fail("tracking_numbers", "Each must be a tracking number of this account.")
        checks.finish()
        if not hmac.compare_digest(str(key).encode(), self._lead_key.encode()):
            raise ApiError(401, "The lead-tracking key is not valid.")
        moment = self._now()
        with self._store.transaction():
            for number in numbers:
                self._store.insert(
                    "tags",
                    phone_number=number,
                    tag_data=tag_data,
                    landing_page=landing_page,
                    referrer=referrer,
                    set_at=moment,
                    open_until=moment + (period or 0) * 1000,
                )
        return {"message": "The tag is set."}

    def attribution(self, number: str) -> Attribution:
        """What the latest open tag of a tracking number says of a conversation that starts."""
        tag = self._store.row(
            "SELECT * FROM tags WHERE phone_number = ? AND open_until >= ?"
            " ORDER BY id DESC LIMIT 1",
            number,
            self._now(),
        )
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


def _from_tag(tag: Row) -> Attribution:
    return UNATTRIBUTED | {
        "session_tag": _session_tag(tag["id"], tag["tag_data"], tag["set_at"]),
        "LandingPageUrl": tag["landing_page"],
        "ReferrerUrl": tag["referrer"],
    }


def _session_tag(tag_id: int, tag_data: str, at: int) -> dict[str, Any]:
    return {"tag_id": tag_id, "tag_data": tag_data, "tag_time": plain_time(at)}
