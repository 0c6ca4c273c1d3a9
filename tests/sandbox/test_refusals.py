"""Each rule of the contract and the 400 that names its field (CONTRACT 3, 4, 5, 6, 7, 9, 15.4)."""

from typing import Any

import pytest

from tests.sandbox.rig import HOOK, Rig
from tmchat.sandbox.errors import ApiError, Checks
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.provisioning import Provisioning
from tmchat.sandbox.regions import TOLL_FREE_CODES

LOCAL = {"match_type": "LocalToNumber", "local_to_number": "9055550142"}
GB = {"match_type": "Geographic", "number_type": "International", "iso_country": "GB"}
PHONE = "4165550217"
KEY = {"key": "1", "label": "Sales", "termination_number": PHONE}
TEXT = {"notification_text": "Hello."}
GHOST = "5b0f3f0e-7f1c-4f55-8a0e-64e7f4a3c911"


def basic(**route: Any) -> dict[str, Any]:
    """A number's Basic call route."""
    route = {"termination_number": PHONE, **route}
    return {"call_routes": {"route_type": "Basic", "route": route}}


def keys(*choices: Any, **route: Any) -> dict[str, Any]:
    """A number's KeyPress call route."""
    route = {**TEXT, "keys": list(choices), **route}
    return {"call_routes": {"route_type": "KeyPress", "route": route}}


def record(**changes: Any) -> dict[str, Any]:
    """A number's call recording."""
    block = {"enabled": True, "record": True, **changes}
    return basic(features={"call_record": block})


def sms(route_type: str, **route: Any) -> dict[str, Any]:
    """A number's SMS route."""
    return {"sms_routes": {"route_type": route_type, "route": route}}


def verify(**changes: Any) -> dict[str, Any]:
    """A number's call verification."""
    block = {"enabled": True, "key_press": 5, **TEXT, **changes}
    return {"features": {"call_verify": block}}


def replaced(**changes: Any) -> dict[str, Any]:
    """A number's replacement configuration."""
    return {"replacement_configuration": {"replace_all_numbers": True, **changes}}


def source(**changes: Any) -> dict[str, Any]:
    """A replacement with one tracking source."""
    return replaced(tracking_sources=[{"referrer_domain": "any", **changes}])


ROUTE = "call_routes.route"
RECORD = f"{ROUTE}.features.call_record"
SMS = "sms_routes.route"
REPLACEMENT = "replacement_configuration"
SOURCE = f"{REPLACEMENT}.tracking_sources[0]"
BLOCKS: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name"),
    ({"name": None}, "name"),
    ({"name": 7}, "name"),
    ({"sms_routes": "None"}, "sms_routes"),
    ({"sms_routes": {}}, "sms_routes.route_type"),
    (sms("Pigeon"), "sms_routes.route_type"),
    ({"sms_routes": {"route_type": "Webhook"}}, SMS),
    (sms("Webhook"), f"{SMS}.inbound_webhook_url"),
    (sms("Webhook", inbound_webhook_url="ftp://a.example"), f"{SMS}.inbound_webhook_url"),
    (sms("Webhook", inbound_webhook_url="https://"), f"{SMS}.inbound_webhook_url"),
    (sms("ChatClient"), f"{SMS}.chat_client_id"),
    (sms("ChatClient", chat_client_id="front desk"), f"{SMS}.chat_client_id"),
    (sms("ChatClient", chat_client_id=GHOST), f"{SMS}.chat_client_id"),
    (sms("Autoreply", autoreply_enabled=True), f"{SMS}.autoreply_message"),
    (sms("Autoreply", autoreply_enabled="yes"), f"{SMS}.autoreply_enabled"),
    (
        sms("Autoreply", autoreply_enabled=True, autoreply_message="x" * 156),
        f"{SMS}.autoreply_message",
    ),
    (
        sms("SmartNumber", autoreply_enabled=False, autoreply_message="x" * 156),
        f"{SMS}.autoreply_message",
    ),
    (sms("SmartNumber", alternate_text_termination="12"), f"{SMS}.alternate_text_termination"),
    (
        sms("SmartNumber", alternate_text_termination="+442079460018"),
        f"{SMS}.alternate_text_termination",
    ),
    (sms("SmartNumber") | keys(KEY), f"{SMS}.alternate_text_termination"),
    ({"call_routes": {"route_type": "Basic"}}, ROUTE),
    ({"call_routes": {"route_type": "Round robin", "route": {}}}, "call_routes.route_type"),
    (basic(termination_number=None), f"{ROUTE}.termination_number"),
    (basic(termination_number="911"), f"{ROUTE}.termination_number"),
    (keys(), f"{ROUTE}.keys"),
    (keys(KEY, notification_text=None), f"{ROUTE}.notification_text"),
    (keys(KEY, repeat=10), f"{ROUTE}.repeat"),
    (keys(KEY, timeout_seconds=0), f"{ROUTE}.timeout_seconds"),
    (keys("1"), f"{ROUTE}.keys[0]"),
    (keys(KEY, KEY), f"{ROUTE}.keys[1].key"),
    (keys({**KEY, "key": "10"}), f"{ROUTE}.keys[0].key"),
    (keys({**KEY, "key": 1}), f"{ROUTE}.keys[0].key"),
    (keys({**KEY, "label": ""}), f"{ROUTE}.keys[0].label"),
    (keys({**KEY, "termination_number": None}), f"{ROUTE}.keys[0].termination_number"),
    (verify(key_press=0), "features.call_verify.key_press"),
    (verify(key_press=10), "features.call_verify.key_press"),
    (verify(key_press="5"), "features.call_verify.key_press"),
    (verify(key_press=None), "features.call_verify.key_press"),
    (verify(notification_text=None), "features.call_verify.notification_text"),
    (verify() | keys(KEY), "features.call_verify.enabled"),
    ({"features": {"stop_call": {"enabled": True}}}, "features.stop_call.notification_text"),
    (
        {"features": {"stop_call": {"notification_file": "welcome.mp3"}}},
        "features.stop_call.notification_file",
    ),
    (
        {"features": {"stop_call": {"notification_file": GHOST}}},
        "features.stop_call.notification_file",
    ),
    (
        basic(features={"whisper": {"enabled": True}}),
        f"{ROUTE}.features.whisper.notification_text",
    ),
    (record(require_confirmation=True), f"{RECORD}.notification_text"),
    (record(record=False, redaction_enabled=True), f"{RECORD}.redaction_enabled"),
    (
        record(record=False, transcription_settings={"call_scoring_enabled": True}),
        f"{RECORD}.transcription_settings.call_scoring_enabled",
    ),
    (
        record(enabled=False, transcription_settings={"transcript_enabled": True}),
        f"{RECORD}.transcription_settings.transcript_enabled",
    ),
    (record(keyword_spotting={"enabled": True}), f"{RECORD}.keyword_spotting.keywords"),
    (
        record(keyword_spotting={"enabled": True, "keywords": ["a", " "]}),
        f"{RECORD}.keyword_spotting.keywords",
    ),
    (
        record(record=False, keyword_spotting={"enabled": True, "keywords": ["a"]}),
        f"{RECORD}.keyword_spotting.enabled",
    ),
    (replaced(numbers_to_replace=["4165550188"]), f"{REPLACEMENT}.numbers_to_replace"),
    (replaced(replace_all_numbers=False), f"{REPLACEMENT}.numbers_to_replace"),
    *(
        (
            replaced(replace_all_numbers=False, numbers_to_replace=[number]),
            f"{REPLACEMENT}.numbers_to_replace",
        )
        for number in ("416555TIR", "416555TIRES", "416-555-01", "", "+44")
    ),
    (source(referrer_domain=None), f"{SOURCE}.referrer_domain"),
    (source(referrer_domain="all of them"), f"{SOURCE}.referrer_domain"),
    (source(url_triggers="gclid=%"), f"{SOURCE}.url_triggers"),
    (source(url_triggers=["=%"]), f"{SOURCE}.url_triggers"),
    (source(page_variable_triggers=[" "]), f"{SOURCE}.page_variable_triggers"),
    (source(url_trigger_operator="XOR"), f"{SOURCE}.url_trigger_operator"),
    (source(page_trigger_operator="NOT"), f"{SOURCE}.page_trigger_operator"),
    (source(track_organic="no"), f"{SOURCE}.track_organic"),
]


@pytest.mark.parametrize(("change", "field"), BLOCKS)
async def test_a_change_of_a_number(desk: Rig, change: dict[str, Any], field: str) -> None:
    made = await desk.number()
    refusal = await desk.call("PUT", f"/numbers/{made['id']}", change, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert all(error["message"].endswith(".") for error in refusal["errors"])
    assert await desk.call("GET", f"/numbers/{made['id']}") == made


ORDERS: list[tuple[dict[str, Any], str]] = [
    ({}, "match_type"),
    ({"match_type": "nearby"}, "match_type"),
    ({"match_type": "LocalToNumber"}, "local_to_number"),
    ({**LOCAL, "local_to_number": "905555014"}, "local_to_number"),
    ({**LOCAL, "local_to_number": "+442079460018"}, "local_to_number"),
    ({**LOCAL, "number_match_filter": "28"}, "number_match_filter"),
    ({**LOCAL, "number_match_filter": "2895"}, "number_match_filter"),
    ({**LOCAL, "number_match_filter": "2895550"}, "number_match_filter"),
    ({**LOCAL, "number_match_filter": "28A"}, "number_match_filter"),
    ({**LOCAL, "number_match_filter": "128"}, "number_match_filter"),
    ({**LOCAL, "number_type": "Standart"}, "number_type"),
    ({**LOCAL, "number_type": "International", "iso_country": "GB"}, "match_type"),
    ({"match_type": "Tollfree", "number_match_filter": "416"}, "number_match_filter"),
    ({"match_type": "Tollfree", "iso_country": "GB"}, "number_type"),
    ({"match_type": "Region"}, "region"),
    ({"match_type": "Region", "region": "Ontario"}, "region"),
    ({**GB, "number_type": "Standard"}, "number_type"),
    ({**GB, "number_type": None}, "number_type"),
    ({**GB, "city": "London", "iso_country": None}, "iso_country"),
    ({**GB, "city": "London", "iso_country": "XX"}, "iso_country"),
    (GB, "city"),
    ({**GB, "area_code": "2O"}, "area_code"),
    ({**GB, "area_code": "020", "region": 5}, "region"),
    ({**GB, "match_type": "National"}, "owner_address_details"),
    (
        {**GB, "match_type": "National", "owner_address_details": {"city": 5}},
        "owner_address_details.city",
    ),
    (
        {**GB, "match_type": "National", "owner_address_details": {"iso_country": "GBR"}},
        "owner_address_details.iso_country",
    ),
]


async def first_group(desk: Rig) -> int:
    """The id of the first number group."""
    return int((await desk.call("GET", "/groups"))["results"][0]["id"])


@pytest.mark.parametrize(("order", "field"), ORDERS)
async def test_an_order_of_a_number(desk: Rig, order: dict[str, Any], field: str) -> None:
    before = (await desk.call("GET", "/numbers"))["paging"]["total"]
    body = {"name": "Line", "phone_number_request": order}
    path = f"/groups/{await first_group(desk)}/numbers"
    refusal = await desk.call("POST", path, body, status=400)
    named = [error["field"] for error in refusal["errors"]]
    assert named == [f"phone_number_request.{field}"]
    assert (await desk.call("GET", "/numbers"))["paging"]["total"] == before


POOL = {"name": "Pool", "match_period": 30, "quantity": 1, "phone_number_request": LOCAL}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "name"),
        ({"match_period": None}, "match_period"),
        ({"match_period": 0}, "match_period"),
        ({"match_period": "30"}, "match_period"),
        ({"quantity": None}, "quantity"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 501}, "quantity"),
        ({"phone_number_request": None}, "phone_number_request"),
        ({"phone_number_request": {}}, "phone_number_request.match_type"),
        (sms("SmartNumber", alternate_text_termination=PHONE), "sms_routes.route_type"),
        (verify(key_press=0), "features.call_verify.key_press"),
        (replaced(numbers_to_replace=["4165550188"]), f"{REPLACEMENT}.numbers_to_replace"),
    ],
)
async def test_an_order_of_a_pool(desk: Rig, change: dict[str, Any], field: str) -> None:
    path = f"/groups/{await first_group(desk)}/numberpools"
    refusal = await desk.call("POST", path, {**POOL, **change}, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert (await desk.call("GET", "/numberpools"))["results"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": None}, "quantity"),
        ({"quantity": 500}, "quantity"),
        ({"top_up_with_tollfree": "yes"}, "top_up_with_tollfree"),
        ({"phone_number_request": None}, "phone_number_request"),
    ],
)
async def test_more_numbers_for_a_pool(desk: Rig, change: dict[str, Any], field: str) -> None:
    made = await desk.call("POST", f"/groups/{await first_group(desk)}/numberpools", POOL)
    more = {"quantity": 1, "phone_number_request": LOCAL, **change}
    refusal = await desk.call("POST", f"/numberpools/{made['id']}/numbers", more, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert await desk.call("GET", f"/numberpools/{made['id']}") == made


def test_a_pool_is_topped_up_with_tollfree_only_if_asked() -> None:
    checks = Checks()
    order = Fields({**LOCAL, "number_match_filter": "905555"}, checks)
    # As if every number that fits were in use.
    provisioning = Provisioning(1, lambda phone: not phone.startswith("905555"))
    with pytest.raises(ApiError) as caught:
        provisioning.pick(order)
    assert [field for field, _ in caught.value.fields] == ["phone_number_request"]
    found = provisioning.pick(order, top_up=True)
    assert found is not None and found[:3] in TOLL_FREE_CODES
    checks.finish()


@pytest.mark.parametrize("path", ["/groups/1/numbers", "/groups/1/numberpools", "/1/numberpool"])
async def test_the_group_of_an_order_must_exist(desk: Rig, path: str) -> None:
    refusal = await desk.call("POST", path, POOL, status=404)
    assert "group" in refusal["message"]


async def test_names_are_taken_once_in_a_group(desk: Rig) -> None:
    group = await first_group(desk)
    line = {"name": "Twice", "phone_number_request": LOCAL}
    for path, body in (("numbers", line), ("numberpools", {**POOL, "name": "Twice"})):
        await desk.call("POST", f"/groups/{group}/{path}", body)
        refusal = await desk.call("POST", f"/groups/{group}/{path}", body, status=409)
        assert [error["field"] for error in refusal["errors"]] == ["name"]
    pool = await desk.call("POST", f"/groups/{group}/numberpools", {**POOL, "name": "Once"})
    await desk.call("PUT", f"/numberpools/{pool['id']}", {"name": "Twice"}, status=409)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "name"),
        ({"status": "asleep"}, "status"),
        ({"dni_type": "Some"}, "dni_type"),
        ({"group_owner_id": 5}, "group_owner_id"),
        ({"group_type_id": 9}, "group_type_id"),
        ({"billing_group_id": 5}, "billing_group_id"),
    ],
)
async def test_a_group(desk: Rig, change: dict[str, Any], field: str) -> None:
    refusal = await desk.call("POST", "/groups", {"name": "Boats", **change}, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]


async def test_a_group_hangs_from_a_leaf(desk: Rig) -> None:
    root = (await desk.call("GET", "/billinggroups"))[0]["billing_group_id"]
    body = {"name": "Boats", "billing_group_id": root}
    refusal = await desk.call("POST", "/groups", body, status=400)
    assert [error["field"] for error in refusal["errors"]] == ["billing_group_id"]


HOOKED = {
    "url": HOOK,
    "collection_type": "CallDetails",
    "actions": ["CallDetails.CallStart"],
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": None}, "url"),
        ({"url": "desk.example"}, "url"),
        ({"collection_type": "Faxes"}, "collection_type"),
        ({"actions": []}, "actions"),
        ({"actions": ["CallDetails.CallLost"]}, "actions"),
        ({"actions": ["SmsDetails.SmsConversationStart"]}, "actions"),
        ({"collection_type": "SmsDetails"}, "actions"),
        ({"status": "asleep"}, "status"),
    ],
)
async def test_an_account_webhook(desk: Rig, change: dict[str, Any], field: str) -> None:
    path = "/configurations/webhooks"
    refusal = await desk.call("POST", path, {**HOOKED, **change}, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]
    made = await desk.call("POST", path, HOOKED)
    one = f"{path}/{made['webhook_id']}"
    if change != {"url": None}:
        await desk.call("PUT", one, change, status=400)
    assert await desk.call("GET", one) == made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"provider": "Pigeon"}, "provider"),
        ({"provider": None}, "provider"),
        ({"status": "asleep"}, "status"),
        ({"webhook_url": "slack"}, "webhook_url"),
    ],
)
async def test_a_chat_client(desk: Rig, change: dict[str, Any], field: str) -> None:
    body = {"name": "Front desk", "provider": "Slack", **change}
    refusal = await desk.call("POST", "/configurations/chatclients", body, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]


TAG = {
    "key": "4c3b2a19-8f7e-4d6c-9b5a-0e1f2d3c4b5a",
    "tag_data": "REF1",
    "session_match_period": 60,
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": None}, "key"),
        ({"tag_data": None}, "tag_data"),
        ({"session_match_period": "60"}, "session_match_period"),
        ({"session_match_period": 0}, "session_match_period"),
        ({"tracking_numbers": []}, "tracking_numbers"),
        ({"tracking_numbers": ["9995550100"]}, "tracking_numbers"),
        ({"landing_page": 5}, "landing_page"),
    ],
)
async def test_a_lead_tag(desk: Rig, change: dict[str, Any], field: str) -> None:
    number = (await desk.number())["phone_number"]
    body = {**TAG, "tracking_numbers": [number], **change}
    refusal = await desk.call("POST", "/leadtracking/setTag", body, status=400)
    assert [error["field"] for error in refusal["errors"]] == [field]
