"""One more business in a new account, with one of each setting: for screens that want to show it.

Its group has no scripted texters, so that their day is the same with and without it.
"""

from typing import Any

from tmchat.sandbox.datastore import Datastore
from tmchat.sandbox.groups import Groups
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.pools import Pools

_BUSINESS = "Harbourside Cycles"
_NEAR = "9055550200"
_SHOP, _WORKSHOP, _BILLING, _MOBILE = "9055550200", "9055550201", "9055550202", "9055550203"
_RECORD = {
    "enabled": True,
    "record": True,
    "require_confirmation": True,
    "redaction_enabled": True,
    "notification_text": "This call is recorded. Press 1 to agree.",
    "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": True},
    "keyword_spotting": {"enabled": True, "keywords": ["appointment", "price", "refund"]},
}
_MENU = {
    "route_type": "KeyPress",
    "route": {
        "notification_text": "Press 1 for bikes, 2 for the workshop, 9 for your bill.",
        "repeat": 2,
        "timeout_seconds": 8,
        "invalid_text": "That key leads nowhere.",
        "keys": [
            {
                "key": "1",
                "label": "Bikes",
                "termination_number": _SHOP,
                "features": {"call_record": _RECORD},
            },
            {
                "key": "2",
                "label": "Workshop",
                "termination_number": _WORKSHOP,
                "features": {"whisper": {"enabled": True, "notification_text": "Workshop."}},
            },
            {"key": "9", "label": "Bill", "termination_number": _BILLING},
        ],
    },
}
_PAID = {
    "numbers_to_replace": ["905555BIKE", _SHOP],
    "tracking_sources": [
        {"referrer_domain": "google.com", "url_triggers": ["gclid=%"]},
        {"referrer_domain": "bing.com", "url_triggers": ["msclkid=*"], "track_organic": True},
    ],
}
_ON_PAGES = {
    "numbers_to_replace": [_SHOP],
    "tracking_sources": [
        {
            "referrer_domain": "Any",
            "url_triggers": ["utm_source=newsletter"],
            "url_trigger_operator": "OR",
            "page_variable_triggers": ["section=%"],
            "page_trigger_operator": "AND",
        }
    ],
}


class Showcase:
    """Sets the business up; to be called in a transaction's absence, as pools have their own."""

    def __init__(
        self, *, groups: Groups, numbers: Numbers, pools: Pools, datastore: Datastore
    ) -> None:
        self._groups = groups
        self._numbers = numbers
        self._pools = pools
        self._datastore = datastore

    def set_up(self) -> None:
        """Make the group with its owner, its numbers and its pool."""
        owner = self._groups.create_owner(
            {"name": f"{_BUSINESS} Ltd", "email": "desk@cycles.example"}
        )
        group = self._groups.create(
            {
                "name": _BUSINESS,
                "group_owner_id": owner["id"],
                "group_type_id": 2,
                "dni_type": "NumberPool",
            }
        )
        for name, blocks in self._numbers_wanted():
            order = {"match_type": "LocalToNumber", "local_to_number": _NEAR}
            values = {"name": f"{_BUSINESS} - {name}", "phone_number_request": order, **blocks}
            self._numbers.create(group["id"], values)
        self._pools.create(
            group["id"],
            {
                "name": f"{_BUSINESS} - Paid search",
                "match_period": 30,
                "quantity": 4,
                "phone_number_request": {"match_type": "Tollfree"},
                "replacement_configuration": _PAID,
                "call_routes": _basic(_SHOP),
            },
        )

    def _numbers_wanted(self) -> list[tuple[str, dict[str, Any]]]:
        closed = self._datastore.files("StopCallFiles")[0]["data_store_id"]
        verify = {"enabled": True, "key_press": 5, "notification_text": "Press 5 to go on."}
        autoreply = {
            "autoreply_enabled": True,
            "autoreply_message": "This line takes voice calls only. Please phone us.",
        }
        smart = {"autoreply_enabled": False, "alternate_text_termination": _MOBILE}
        return [
            ("Menu", {"call_routes": _MENU}),
            (
                "Owner's mobile",
                {
                    "call_routes": _basic(_MOBILE),
                    "sms_routes": {"route_type": "SmartNumber", "route": smart},
                    "features": {"call_verify": verify},
                },
            ),
            (
                "Last year's leaflet",
                {
                    "call_routes": _basic(_SHOP),
                    "sms_routes": {"route_type": "Autoreply", "route": autoreply},
                    "features": {"stop_call": {"enabled": True, "notification_file": closed}},
                },
            ),
            (
                "Newsletter",
                {"call_routes": _basic(_SHOP), "replacement_configuration": _ON_PAGES},
            ),
        ]


def _basic(termination: str) -> dict[str, Any]:
    return {"route_type": "Basic", "route": {"termination_number": termination}}
