"""Blocks to trees and back: nothing is lost, whatever Telmetrics puts into them."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.setup.plans import Kind
from tmchat.core.setup.shapes import setting
from tmchat.core.setup.trees import Difference, changed, differences, tidy
from tmchat.hub.hook import Hook
from tmchat.hub.setups.blocks import (
    calls_block,
    calls_tree,
    features_block,
    features_trees,
    replaced_block,
    replaced_tree,
    setting_of,
    sms_block,
    sms_tree,
)
from tmchat.hub.setups.translate import (
    group_body,
    group_setup,
    number_body,
    number_setup,
    pool_setup,
    settled,
)
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool

SEGMENT = "a-segment-of-a-test-0123456789"
HOOK = Hook("https://desk.test", (SEGMENT,))
FILE = "0f8fad5b-d9cb-469f-a165-70867728950e"
FEATURES = {
    "call_record": {
        "enabled": True,
        "record": True,
        "require_confirmation": False,
        "redaction_enabled": True,
        "notification_text": "This call is recorded.",
        "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": True},
        "keyword_spotting": {"enabled": True, "keywords": ["price", "refund"]},
    },
    "whisper": {"enabled": True, "notification_file": FILE},
}
BASIC = {"route_type": "Basic", "route": {"termination_number": "9055550128", "features": FEATURES}}
MENU = {
    "route_type": "KeyPress",
    "route": {
        "notification_text": "Press 2 for parts, 1 for sales.",
        "repeat": 2,
        "timeout_seconds": 8,
        "invalid_text": "No such key.",
        "keys": [
            {"key": "2", "label": "Parts", "termination_number": "9055550129"},
            {"key": "1", "label": "Sales", "termination_number": "+442071838750", "new": None},
        ],
    },
}
NUMBER: dict[str, Any] = {
    "id": 9462777,
    "name": "Front desk",
    "group_id": 11623001,
    "status": "Active",
    "phone_number": "2245550121",
    "created_datetime": "2026-03-01T18:30:39.059Z",
    "modified_datetime": "2026-03-01T18:30:39.059Z",
    "sms_routes": {"route_type": "Autoreply", "route": {"autoreply_message": "Back at 9."}},
    "call_routes": {**BASIC, "route": {"id": 5, **BASIC["route"]}},  # type: ignore[dict-item]
    "features": {
        "call_verify": {"enabled": True, "key_press": 5, "notification_text": "Press 5."},
        "stop_call": {"enabled": False},
    },
    "replacement_configuration": {
        "numbers_to_replace": ["416555TIRE"],
        "tracking_sources": [{"referrer_domain": "Any", "url_triggers": ["gclid=%"]}],
    },
    "billing_code": {"cost": 1.5, "until": None},
}

unknown = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
more = st.dictionaries(st.text(min_size=1).map("x-".__add__), unknown, max_size=3)


def test_every_setting_has_its_place_in_the_tree() -> None:
    tree = calls_tree(deepcopy(BASIC))
    assert tree == {
        "kind": "basic",
        "termination": "+19055550128",
        "record": {
            "enabled": True,
            "record": True,
            "confirm": False,
            "redact": True,
            "text": "This call is recorded.",
            "transcript": True,
            "score": True,
            "keywords": {"enabled": True, "words": ["price", "refund"]},
        },
        "whisper": {"enabled": True, "file": FILE},
    }
    keys = calls_tree(MENU)["keys"]
    assert list(keys) == ["2", "1"]
    assert keys["1"] == {
        "label": "Sales",
        "termination": "+442071838750",
        "other": {"new": None},
    }


@pytest.mark.parametrize("block", [BASIC, MENU, {"route_type": "Queue", "route": {"q": [1, None]}}])
def test_call_routes_come_back_as_they_were(block: dict[str, Any]) -> None:
    assert calls_block(calls_tree(deepcopy(block))) == block


@given(more, more, more)
def test_unknown_fields_of_a_call_route_come_back(
    beside: dict[str, Any], inside: dict[str, Any], deep: dict[str, Any]
) -> None:
    block: dict[str, Any] = deepcopy(BASIC)
    block |= beside
    block["route"] |= inside
    block["route"]["features"]["call_record"]["keyword_spotting"] |= deep
    assert calls_block(calls_tree(deepcopy(block))) == block


@given(more, more)
def test_unknown_fields_of_the_other_blocks_come_back(
    inside: dict[str, Any], deep: dict[str, Any]
) -> None:
    sms = {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://a.test", **deep}}
    sms |= inside
    assert sms_block(sms_tree(deepcopy(sms))) == sms
    features: dict[str, Any] = deepcopy(NUMBER["features"]) | inside
    features["stop_call"] |= deep
    assert features_block(features_trees(deepcopy(features))) == features
    replaced: dict[str, Any] = deepcopy(NUMBER["replacement_configuration"]) | inside
    replaced["tracking_sources"][0] |= deep
    assert replaced_block(replaced_tree(deepcopy(replaced))) == replaced


def test_a_value_of_another_form_is_kept_as_it_came() -> None:
    odd = {"route_type": "Basic", "route": {"termination_number": "ext. 5", "features": "none"}}
    tree = calls_tree(odd)
    assert tree == {
        "kind": "basic",
        "other": {"route": {"termination_number": "ext. 5", "features": "none"}},
    }
    assert calls_block(tree) == odd


def test_a_menu_whose_keys_cannot_be_told_apart_is_kept_as_it_came() -> None:
    twice = {
        "route_type": "KeyPress",
        "route": {"keys": [{"key": "1"}, {"key": "1", "label": "x"}]},
    }
    assert calls_block(calls_tree(twice)) == twice
    bare = {"route_type": "KeyPress", "route": {"keys": [{"key": "1"}]}}
    assert calls_block(calls_tree(bare)) == bare


def test_every_leaf_is_a_setting_that_forms_know() -> None:
    def paths(above: str, tree: dict[str, Any]) -> list[str]:
        found = []
        for name, value in tree.items():
            here = f"{above}{name}"
            found += paths(f"{here}.", value) if isinstance(value, dict) else [here]
        return found

    for number in (NUMBER, {**NUMBER, "call_routes": MENU}):
        for path in paths("", number_setup(Number.from_json(number), HOOK).tree):
            assert setting(Kind.NUMBER, path), path


def test_only_the_blocks_that_change_are_put() -> None:
    tree = number_setup(Number.from_json(NUMBER), HOOK).tree
    assert number_body(tree, tree, HOOK) == {}
    after = changed(tree, (Difference("verify.key", 5, 7),))
    features = deepcopy(NUMBER["features"])
    features["call_verify"]["key_press"] = 7
    assert number_body(tree, after, HOOK) == {"features": features}
    after = changed(
        tree, (Difference("calls.record.score", True, False), Difference("name", "", "x"))
    )
    body = number_body(tree, after, HOOK)
    assert list(body) == ["name", "call_routes"]
    wanted = deepcopy(BASIC)
    made = wanted["route"]["features"]["call_record"]["transcription_settings"]  # type: ignore[index]
    made["call_scoring_enabled"] = False
    assert body["call_routes"] == wanted


def test_a_route_of_another_kind_leaves_nothing_behind() -> None:
    number = deepcopy(NUMBER)
    number["sms_routes"]["route"]["promise"] = 3
    tree = number_setup(Number.from_json(number), HOOK).tree
    assert tree["sms"] == {
        "kind": "auto_reply",
        "text": "Back at 9.",
        "other": {"route": {"promise": 3}},
    }
    moved = (Difference("sms.kind", "", "webhook"), Difference("sms.url", None, "https://a.test/x"))
    after = settled(tree, changed(tree, moved))
    assert after["sms"] == {"kind": "webhook", "url": "https://a.test/x"}
    assert number_body(tree, after, HOOK)["sms_routes"] == {
        "route_type": "Webhook",
        "route": {"inbound_webhook_url": "https://a.test/x"},
    }
    back = changed(after, differences(after, tidy(tree)))
    assert number_body(after, back, HOOK)["sms_routes"] == number["sms_routes"]


def test_the_secret_of_the_webhook_address_stays_at_the_hub() -> None:
    number = deepcopy(NUMBER)
    number["sms_routes"] = {"route_type": "Webhook", "route": {"inbound_webhook_url": HOOK.address}}
    tree = number_setup(Number.from_json(number), HOOK).tree
    assert SEGMENT not in repr(tree)
    assert tree["sms"]["url"] == "https://desk.test/hook/"
    after = changed(tree, (Difference("sms.other", None, {"x": 1}),))
    assert number_body(tree, after, HOOK, "https://desk.test/hook/older")["sms_routes"] == {
        "x": 1,
        "route_type": "Webhook",
        "route": {"inbound_webhook_url": "https://desk.test/hook/older"},
    }
    elsewhere = changed(tree, (Difference("sms.url", "", "https://a.test"),))
    to_here = number_body(elsewhere, tree, HOOK, "https://a.test")["sms_routes"]
    assert to_here["route"]["inbound_webhook_url"] == HOOK.address


def test_a_version_tells_states_apart_and_times_do_not_count() -> None:
    one = number_setup(Number.from_json(NUMBER), HOOK)
    later = {**NUMBER, "modified_datetime": "2026-04-01T00:00:00Z"}
    assert number_setup(Number.from_json(later), HOOK).version == one.version
    moved = number_setup(Number.from_json({**NUMBER, "billing_code": {"until": 5}}), HOOK)
    assert moved.tree["other"] != one.tree["other"]
    assert moved.version == one.version
    deep = deepcopy(NUMBER)
    deep["call_routes"]["route"]["features"]["call_record"]["x"] = None
    for changed_field in ({"name": "x"}, {"call_routes": deep["call_routes"]}):
        other = number_setup(Number.from_json({**NUMBER, **changed_field}), HOOK)
        assert other.version != one.version


def test_what_only_pools_have() -> None:
    pool = {**NUMBER, "id": 50101, "match_period": 30, "quantity": 2, "numbers": []}
    setup = pool_setup(NumberPool.from_json(pool), HOOK)
    assert (setup.tree["match_period"], setup.tree["quantity"]) == (30, 2)
    after = changed(setup.tree, (Difference("match_period", 30, 45),))
    assert number_body(setup.tree, after, HOOK) == {"match_period": 45}


def test_a_group_both_ways() -> None:
    raw = {"id": 5, "name": "Tyres", "status": "active", "group_owner_id": 7, "x": [None]}
    raw |= {"group_type_id": None, "modified_datetime": None}
    setup = group_setup(Group.from_json({**raw, "global_snippet_id": 3}))
    assert setup.tree == {
        "name": "Tyres",
        "status": "active",
        "owner": 7,
        "other": {"x": [None], "global_snippet_id": 3},
    }
    after = changed(setup.tree, (Difference("owner", 7, None), Difference("dni", None, "None")))
    assert group_body(setup.tree, after) == {"group_owner_id": None, "dni_type": "None"}


def test_a_field_in_a_refusal_is_told_as_the_setting_it_is() -> None:
    tree = number_setup(Number.from_json(NUMBER), HOOK).tree
    for field, path in {
        "sms_routes.route.autoreply_message": "sms.text",
        "sms_routes.route_type": "sms.kind",
        "call_routes.route.features.call_record.transcription_settings": "calls",
        "call_routes.route.termination_number": "calls.termination",
        "features.call_verify.key_press": "verify.key",
        "replacement_configuration.tracking_sources[0].referrer_domain": "replace.sources",
        "name": "name",
        "phone_number_request": "",
    }.items():
        assert setting_of(field, tree) == path
