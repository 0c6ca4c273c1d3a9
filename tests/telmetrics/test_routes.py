"""SMS and call routes to and from JSON: canonical out, any case in, nothing lost on the way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.telmetrics.call_routes import BasicCallRoute, parse_call_route
from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.route_blocks import UnknownRoute
from tmchat.telmetrics.sms_routes import (
    AutoreplyRoute,
    ChatClientRoute,
    NoneRoute,
    SmartNumberRoute,
    SmsRoute,
    WebhookRoute,
    parse_sms_route,
)

GUID = "5b0f3f0e-7f1c-4f55-8a0e-64e7f4a3c911"
KNOWN: list[tuple[dict[str, Any], SmsRoute]] = [
    ({"route_type": "None"}, NoneRoute()),
    (
        {"route_type": "Webhook", "route": {"inbound_webhook_url": "http://a.example"}},
        WebhookRoute("http://a.example"),
    ),
    ({"route_type": "ChatClient", "route": {"chat_client_id": GUID}}, ChatClientRoute(GUID)),
    (
        {
            "route_type": "Autoreply",
            "route": {"autoreply_enabled": False, "autoreply_message": "Phone us."},
        },
        AutoreplyRoute(False, "Phone us."),
    ),
    (
        {
            "route_type": "SmartNumber",
            "route": {
                "autoreply_enabled": True,
                "autoreply_message": "Soon.",
                "alternate_text_termination": "4165550117",
            },
        },
        SmartNumberRoute(True, "Soon.", "4165550117"),
    ),
]


@pytest.mark.parametrize(("block", "route"), KNOWN)
def test_known_types(block: dict[str, Any], route: SmsRoute) -> None:
    assert route.to_json() == block
    assert parse_sms_route(block) == route
    for spelling in (str.lower, str.upper):
        assert parse_sms_route({**block, "route_type": spelling(block["route_type"])}) == route


def test_an_absent_block_is_no_route() -> None:
    assert parse_sms_route(None) == NoneRoute()
    assert parse_sms_route({"route_type": "none"}) == NoneRoute()
    block = {"route_type": "None", "route": None}
    assert isinstance(parse_sms_route(block), NoneRoute)
    assert parse_sms_route(block).to_json() == block


@pytest.mark.parametrize(
    "block",
    [
        {"route_type": "Pigeon", "route": {"loft": 7}},
        {"route_type": "Webhook", "route": {}},
        {"route_type": "Webhook"},
        {"route_type": "ChatClient", "route": {"chat_client_id": None}},
        {"route": {"inbound_webhook_url": "http://a.example"}},
        {},
    ],
)
def test_what_is_not_understood_is_kept_whole(block: dict[str, Any]) -> None:
    route = parse_sms_route(block)
    assert isinstance(route, UnknownRoute)
    assert route.to_json() == block


def test_a_block_that_is_no_object_is_an_error() -> None:
    for parse in (parse_sms_route, parse_call_route):
        with pytest.raises(UnexpectedAnswer):
            parse(["Webhook"])


def test_fields_beyond_the_known_are_kept() -> None:
    block = {
        "route_type": "Webhook",
        "route": {"inbound_webhook_url": "http://a.example", "format": "v2"},
        "revision": 3,
    }
    route = parse_sms_route(block)
    assert isinstance(route, WebhookRoute)
    assert (route.extra, route.beside) == ({"format": "v2"}, {"revision": 3})
    assert route.to_json() == block


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
names = st.sampled_from(
    ["inbound_webhook_url", "chat_client_id", "autoreply_enabled", "autoreply_message", "other"]
)


@given(
    st.sampled_from(["None", "Webhook", "ChatClient", "Autoreply", "SmartNumber", "Pigeon"]),
    st.dictionaries(names, scalars, max_size=4),
)
def test_a_route_restored_says_what_the_route_read_said(
    route_type: str, fields: dict[str, Any]
) -> None:
    route = parse_sms_route({"route_type": route_type, "route": fields})
    again = parse_sms_route(route.to_json())
    assert again.to_json() == route.to_json()
    written = route.to_json().get("route", {})
    for name, value in fields.items():
        if value is not None:
            said = written[name]
            assert said == value or said == str(value)


def test_basic_call_route() -> None:
    block = {
        "route_type": "basic",
        "route": {
            "id": 99,
            "termination_number": "4165550117",
            "features": {"whisper": {"enabled": True}},
            "ring_limit": 4,
        },
    }
    route = parse_call_route(block)
    assert isinstance(route, BasicCallRoute)
    assert (route.id, route.termination_number) == (99, "4165550117")
    assert route.to_json() == {
        "route_type": "Basic",
        "route": {
            "termination_number": "4165550117",
            "features": {"whisper": {"enabled": True}},
            "ring_limit": 4,
        },
    }


def test_other_call_routes_are_kept_whole() -> None:
    for block in (
        {"route_type": "KeyPress", "route": {"menu": 5}},
        {"route_type": "KeyPress", "route": {"keys": ["1"]}},
        {"route_type": "Agentic", "route": {"skill": 2}},
        {"route_type": "Basic"},
    ):
        route = parse_call_route(block)
        assert isinstance(route, UnknownRoute)
        assert route.to_json() == block
