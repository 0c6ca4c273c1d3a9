"""Settings read, changed and written again: nothing that Telmetrics sent is dropped or altered."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telmetrics.account import Account
from tmchat.telmetrics.call_routes import (
    BasicCallRoute,
    KeyPressCallRoute,
    PressedKey,
    parse_call_route,
)
from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.features import (
    CallRecord,
    CallVerify,
    KeywordSpotting,
    NumberFeatures,
    RouteFeatures,
    StopCall,
    TranscriptionSettings,
    Whisper,
)
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool
from tmchat.telmetrics.replacement import Replacement, TrackingSource
from tmchat.telmetrics.sms_routes import WebhookRoute, parse_sms_route

SOURCE = {
    "referrer_domain": "google.com",
    "url_triggers": [],
    "track_organic": None,
    "page_variable_triggers": ["lang=en"],
    "url_trigger_operator": "AND",
    "page_trigger_operator": "OR",
    "weight": 3,
}
RECORD = {
    "enabled": True,
    "record": True,
    "require_confirmation": False,
    "redaction_enabled": True,
    "notification_text": "Calls are recorded.",
    "notification_file": None,
    "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": False, "x": []},
    "keyword_spotting": {"enabled": True, "keywords": ["refund"], "language": "en"},
    "retention_days": 90,
}
NUMBER: dict[str, Any] = {
    "id": 9462001,
    "name": "Front desk",
    "group_id": 11623999,
    "status": "Active",
    "phone_number": "2895550163",
    "created_datetime": "2018-07-12T18:30:39.059Z",
    "modified_datetime": "2018-07-12T18:30:39.059Z",
    "replacement_configuration": {
        "numbers_to_replace": ["416555TIRE"],
        "replace_all_numbers": False,
        "tracking_sources": [SOURCE],
        "mode": {"soft": [1, None]},
    },
    "features": {
        "call_verify": {"enabled": True, "key_press": 5, "notification_text": "Press 5.", "y": 1},
        "stop_call": {"enabled": False, "notification_file": None},
        "spam_shield": {"level": 2},
    },
    "sms_routes": {
        "route_type": "Autoreply",
        "route": {"autoreply_enabled": False, "autoreply_message": None, "per_day": 1},
        "revision": 3,
    },
    "call_routes": {
        "route_type": "Basic",
        "route": {
            "termination_number": "4165550217",
            "features": {"call_record": RECORD, "whisper": {"enabled": False}, "beep": True},
            "ring_limit": 4,
        },
    },
    "colour": "blue",
}
BLOCKS = ("replacement_configuration", "features", "sms_routes", "call_routes")
KEYS: dict[str, Any] = {
    "route_type": "KeyPress",
    "route": {
        "notification_text": "Press 1 for parts.",
        "repeat": 2,
        "timeout_seconds": 8,
        "invalid_text": None,
        "keys": [
            {"key": "1", "label": "Parts", "termination_number": "4165550217", "icon": "cog"},
            {
                "key": "#",
                "label": "Service",
                "termination_number": "4165550218",
                "features": {"whisper": {"enabled": True, "notification_text": "Service"}},
            },
        ],
        "language": "en",
    },
    "draft": True,
}


def test_a_numbers_settings_are_what_came() -> None:
    number = Number.from_json(NUMBER)
    assert number.settings() == {"name": "Front desk", **{name: NUMBER[name] for name in BLOCKS}}
    assert number.raw == NUMBER
    assert number.extra == {"colour": "blue"}


def test_a_pools_settings_are_what_came() -> None:
    pool = NumberPool.from_json({**NUMBER, "match_period": 30, "quantity": 1, "numbers": []})
    assert pool.settings() == {
        "name": "Front desk",
        "match_period": 30,
        **{name: NUMBER[name] for name in BLOCKS},
    }
    assert pool.modified_datetime is not None
    assert pool.raw["colour"] == "blue"


def test_every_documented_field_has_its_type() -> None:
    number = Number.from_json(NUMBER)
    assert number.features == NumberFeatures(
        CallVerify(True, 5, "Press 5.", extra={"y": 1}),
        StopCall(False, extra={"notification_file": None}),
        extra={"spam_shield": {"level": 2}},
    )
    assert isinstance(number.call_routes, BasicCallRoute)
    features = number.call_routes.features
    assert isinstance(features, RouteFeatures)
    assert features.whisper == Whisper(False)
    record = features.call_record
    assert isinstance(record, CallRecord)
    assert (record.record, record.redaction_enabled, record.extra["retention_days"]) == (
        True,
        True,
        90,
    )
    assert record.transcription_settings == TranscriptionSettings(True, False, extra={"x": []})
    assert record.keyword_spotting == KeywordSpotting(True, ("refund",), extra={"language": "en"})
    assert number.replacement_configuration == Replacement(
        ("416555TIRE",),
        False,
        (
            TrackingSource(
                "google.com",
                page_variable_triggers=("lang=en",),
                url_trigger_operator="AND",
                page_trigger_operator="OR",
                extra={"url_triggers": [], "track_organic": None, "weight": 3},
            ),
        ),
        extra={"mode": {"soft": [1, None]}},
    )


async def test_changing_one_field_keeps_all_others() -> None:
    number = Number.from_json(NUMBER)
    features = number.features
    assert features is not None and features.call_verify is not None
    changed = replace(features, call_verify=replace(features.call_verify, key_press=7))
    account = Account({})
    async with account.client() as client:
        assert await client.numbers.update(number.id, features=changed) is None
    verify = {**NUMBER["features"]["call_verify"], "key_press": 7}
    assert account.body == {"features": {**NUMBER["features"], "call_verify": verify}}


async def test_a_change_answers_the_number_where_telmetrics_does() -> None:
    account = Account(NUMBER)
    async with account.client() as client:
        changed = await client.numbers.change(9462001, {"name": "Front desk"})
        assert (account.asked, account.body) == ("PUT /numbers/9462001", {"name": "Front desk"})
        pool = await client.number_pools.change(50101, {"match_period": 45})
        assert (account.asked, account.body) == ("PUT /numberpools/50101", {"match_period": 45})
    assert changed == Number.from_json(NUMBER)
    assert pool is not None


def test_a_menu_is_typed_and_comes_back_as_it_came() -> None:
    route = parse_call_route(KEYS)
    assert isinstance(route, KeyPressCallRoute)
    assert [key.key for key in route.keys] == ["1", "#"]
    assert route.keys[0] == PressedKey("1", "Parts", "4165550217", extra={"icon": "cog"})
    assert (route.repeat, route.timeout_seconds) == (2, 8)
    assert route.to_json() == KEYS
    assert parse_call_route({**KEYS, "route": {**KEYS["route"], "id": 7}}).to_json() == KEYS


def test_a_block_of_another_type_is_left_among_the_rest() -> None:
    number = Number.from_json({**NUMBER, "features": "none", "replacement_configuration": [1]})
    assert (number.features, number.replacement_configuration) == (None, None)
    assert number.extra == {"colour": "blue", "features": "none", "replacement_configuration": [1]}


def test_what_must_be_there_is_demanded_by_name() -> None:
    wrong: tuple[object, ...] = (None, [], {"enabled": "yes"})
    for value in wrong:
        with pytest.raises(UnexpectedAnswer, match="a check"):
            StopCall.demand(value, "a check", "enabled")


scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5)
unknown = st.dictionaries(st.text("xyz", min_size=3, max_size=5), scalars | st.lists(scalars))


@given(unknown, unknown, unknown)
def test_no_unknown_field_is_lost_at_any_depth(
    outer: dict[str, Any], inner: dict[str, Any], deep: dict[str, Any]
) -> None:
    record = {**deep, "enabled": True}
    route = {**inner, "termination_number": "4165550217", "features": {"call_record": record}}
    call = {**outer, "route_type": "Basic", "route": route}
    assert parse_call_route(call).to_json() == call
    text = {**outer, "route_type": "Webhook", "route": {**inner, "inbound_webhook_url": "http://a"}}
    parsed = parse_sms_route(text)
    assert isinstance(parsed, WebhookRoute)
    assert parsed.to_json() == text
    sources = {**outer, "replace_all_numbers": True, "tracking_sources": [{**deep}]}
    read = Replacement.read(sources)
    assert read is not None
    assert read.to_json() == sources
