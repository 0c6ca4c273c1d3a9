"""Routes both ways between Telmetrics and the desk: what is given back is what was found."""

from typing import Any

import pytest

from tmchat.core import routes
from tmchat.hub.translate import (
    number_group,
    pool_number,
    route_given_back,
    route_kept,
    route_shown,
    tracking_number,
)
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool
from tmchat.telmetrics.sms_routes import parse_sms_route

GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"

BLOCKS: list[tuple[dict[str, Any], routes.SmsRoute]] = [
    ({"route_type": "None"}, routes.NoRoute()),
    (
        {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://a.test/x"}},
        routes.WebhookRoute("https://a.test/x"),
    ),
    (
        {"route_type": "ChatClient", "route": {"chat_client_id": GUID}},
        routes.ChatClientRoute(GUID),
    ),
    (
        {
            "route_type": "Autoreply",
            "route": {"autoreply_enabled": True, "autoreply_message": "Back at 9."},
        },
        routes.AutoReplyRoute(True, "Back at 9."),
    ),
    (
        {
            "route_type": "SmartNumber",
            "route": {
                "autoreply_enabled": False,
                "autoreply_message": "",
                "alternate_text_termination": "9055550128",
            },
        },
        routes.ForwardRoute(False, "", "+19055550128"),
    ),
]


@pytest.mark.parametrize(("block", "shown"), BLOCKS)
def test_known_routes_go_both_ways(block: dict[str, Any], shown: routes.SmsRoute) -> None:
    route = parse_sms_route(block)
    assert route_shown(route) == shown
    assert route_given_back(shown).to_json() == block


@pytest.mark.parametrize(
    "block",
    [
        {"route_type": "None", "note": "kept beside"},
        {"route_type": "Autoreply", "route": {"autoreply_message": "no switch"}},
        {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://a", "secret": "s"}},
        {"route_type": "SmartNumber", "route": {"alternate_text_termination": "311"}},
        {"route_type": "SmartNumber"},
        {"route_type": "CarrierPigeon", "route": {"loft": 7, "birds": ["a", None]}},
        *(block for block, _ in BLOCKS),
    ],
)
def test_whatever_it_was_is_given_back_exactly(block: dict[str, Any]) -> None:
    kept = routes.to_plain(route_kept(parse_sms_route(block)))
    assert route_given_back(routes.from_plain(kept)).to_json() == block


def test_a_number_as_the_desk_keeps_it() -> None:
    listed = tracking_number(
        Number.from_json(
            {
                "id": 9462777,
                "name": "Radio ad",
                "group_id": 12345678,
                "status": "Active",
                "phone_number": "2245550121",
                "call_routes": {
                    "route_type": "Basic",
                    "route": {"id": 4, "termination_number": "9055550100"},
                },
            }
        )
    )
    assert (listed.number, listed.id, listed.name) == ("+12245550121", 9462777, "Radio ad")
    assert (listed.group, listed.status) == (12345678, "active")
    assert listed.termination == "+19055550100"
    assert listed.route == {"kind": "none"}
    assert not listed.attached


def test_a_phone_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="10 digits"):
        tracking_number(Number.from_json({"id": 1, "phone_number": "HELLO"}))


def test_a_pools_number_has_the_pools_route() -> None:
    pool = NumberPool.from_json(
        {
            "id": 12345,
            "name": "Site",
            "group_id": 2,
            "status": "active",
            "numbers": [{"id": 7, "phone_number": "2245550121"}],
            "sms_routes": BLOCKS[1][0],
        }
    )
    listed = pool_number(pool, pool.numbers[0])
    assert (listed.number, listed.id, listed.pool) == ("+12245550121", 7, 12345)
    assert listed.route == {"kind": "webhook", "url": "https://a.test/x"}


def test_a_group_has_its_owners_name() -> None:
    group = Group.from_json({"id": 3, "name": "North", "group_owner_id": 9})
    assert number_group(group, {9: "Acme"}).owner == "Acme"
    assert number_group(group, {}).owner == ""
