"""Tests of ordering, changing and giving back numbers and pools (CONTRACT 5, 6, 9)."""

from typing import Any

import pytest

from tests.sandbox.rig import HOOK, Rig, rig

LOCAL = {"match_type": "localtonumber", "local_to_number": "9055550142"}
WEBHOOK = {"route_type": "webhook", "route": {"inbound_webhook_url": HOOK}}
FIELDS = [
    "id",
    "name",
    "group_id",
    "status",
    "phone_number",
    "created_datetime",
    "modified_datetime",
    "sms_routes",
    "call_routes",
]


async def test_a_number_object_has_the_documented_fields_in_order(desk: Rig) -> None:
    made = await desk.number(phone_number_request={**LOCAL, "number_match_filter": "289"})
    assert list(made) == FIELDS
    assert made["status"] == "Active"
    assert made["phone_number"].startswith("289")
    assert len(str(made["id"])) == 7
    assert made["sms_routes"] == {"route_type": "None"}
    assert list(made["call_routes"]["route"]) == ["id", "termination_number"]
    assert made == await desk.call("GET", f"/numbers/{made['id']}")


@pytest.mark.parametrize(
    ("order", "beginning", "length"),
    [
        (LOCAL, "905", 10),
        ({**LOCAL, "number_match_filter": "289555"}, "289555", 10),
        ({"match_type": "TOLLFREE"}, "8", 10),
        ({"match_type": "tollfree", "number_match_filter": "833"}, "833", 10),
        ({"match_type": "tollfree", "number_type": "Standard"}, "8", 10),
        ({"match_type": "region", "region": "il"}, "312", 10),
        ({"match_type": "region", "region": "IL", "number_match_filter": "217"}, "217", 10),
        (
            {
                "match_type": "geographic",
                "number_type": "international",
                "iso_country": "gb",
                "area_code": "020",
            },
            "+4420",
            13,
        ),
        (
            {
                "match_type": "Geographic",
                "number_type": "International",
                "iso_country": "DE",
                "city": "Berlin",
            },
            "+4930",
            13,
        ),
        (
            {"match_type": "tollfree", "number_type": "international", "iso_country": "FR"},
            "+33800",
            12,
        ),
        (
            {
                "match_type": "national",
                "number_type": "international",
                "iso_country": "GB",
                "owner_address_details": {"first_name": "Ada", "city": "London"},
            },
            "+44330",
            13,
        ),
    ],
)
async def test_every_match_type(
    desk: Rig, order: dict[str, Any], beginning: str, length: int
) -> None:
    made = await desk.number(phone_number_request=order)
    assert made["phone_number"].startswith(beginning)
    assert len(made["phone_number"]) == length
    assert "phone_number_request" not in made


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({}, "match_type"),
        ({"match_type": "nearby"}, "match_type"),
        ({"match_type": "localtonumber"}, "local_to_number"),
        ({"match_type": "localtonumber", "local_to_number": "555"}, "local_to_number"),
        ({**LOCAL, "number_match_filter": "28"}, "number_match_filter"),
        ({"match_type": "tollfree", "number_match_filter": "416"}, "number_match_filter"),
        ({"match_type": "national"}, "number_type"),
        ({"match_type": "region", "region": "XX"}, "region"),
        (
            {"match_type": "tollfree", "number_type": "international", "iso_country": "XX"},
            "iso_country",
        ),
        (
            {"match_type": "national", "number_type": "international", "iso_country": "GB"},
            "owner_address_details",
        ),
    ],
)
async def test_a_faulty_order_names_its_field(desk: Rig, order: dict[str, Any], field: str) -> None:
    groups = await desk.call("GET", "/groups")
    path = f"/groups/{groups['results'][0]['id']}/numbers"
    body = await desk.call("POST", path, {"name": "x", "phone_number_request": order}, status=400)
    assert [error["field"] for error in body["errors"]] == [f"phone_number_request.{field}"]


async def test_all_faults_of_a_body_are_told_at_once(desk: Rig) -> None:
    groups = await desk.call("GET", "/groups")
    body = await desk.call(
        "POST",
        f"/groups/{groups['results'][0]['id']}/numbers",
        {
            "name": " ",
            "phone_number_request": LOCAL,
            "sms_routes": {"route_type": "Webhook", "route": {"inbound_webhook_url": "ftp://x"}},
            "call_routes": {"route_type": "Basic", "route": {"termination_number": "12"}},
        },
        status=400,
    )
    assert {error["field"] for error in body["errors"]} == {
        "name",
        "sms_routes.route.inbound_webhook_url",
        "call_routes.route.termination_number",
    }


async def test_orders_are_the_same_for_the_same_seed_and_never_repeat() -> None:
    async def order(seed: int) -> list[str]:
        async with rig(seed=seed) as desk:
            return [
                str((await desk.number(phone_number_request=LOCAL))["phone_number"])
                for _ in range(12)
            ]

    first, again, other = await order(1), await order(1), await order(2)
    assert first == again != other
    assert len(set(first)) == 12


async def test_orders_go_on_when_the_numbers_kept_for_fiction_are_used_up(desk: Rig) -> None:
    groups = await desk.call("GET", "/groups")
    pool = {
        "name": "Large",
        "match_period": 30,
        "quantity": 150,
        "phone_number_request": {"match_type": "Region", "region": "DC"},
    }
    made = await desk.call("POST", f"/groups/{groups['results'][0]['id']}/numberpools", pool)
    phones = [number["phone_number"] for number in made["numbers"]]
    assert len(set(phones)) == 150
    assert sum(phone.startswith("20255501") for phone in phones) == 100


async def test_put_changes_only_the_block_that_is_given(desk: Rig) -> None:
    made = await desk.number(sms_routes=WEBHOOK)
    path = f"/numbers/{made['id']}"
    desk.clock.seconds += 60
    route = {"autoreply_enabled": True, "autoreply_message": "This line takes calls only."}
    changed = await desk.call(
        "PUT", path, {"sms_routes": {"route_type": "AUTOREPLY", "route": route}}
    )
    assert changed["sms_routes"] == {"route_type": "Autoreply", "route": route}
    for kept in ("name", "call_routes", "created_datetime", "phone_number"):
        assert changed[kept] == made[kept]
    assert changed["modified_datetime"] > made["modified_datetime"]
    none = await desk.call("PUT", path, {"sms_routes": {"route_type": "none"}})
    assert none["sms_routes"] == {"route_type": "None"}


async def test_names_are_unique_within_a_group(desk: Rig) -> None:
    made = await desk.number(name="Twice")
    other = await desk.number(name="Once")
    await desk.call("PUT", f"/numbers/{other['id']}", {"name": "Twice"}, status=409)
    assert (await desk.call("PUT", f"/numbers/{made['id']}", {"name": "Twice"}))["id"]


async def test_a_deleted_number_is_gone(desk: Rig) -> None:
    made = await desk.number()
    await desk.call("DELETE", f"/numbers/{made['id']}")
    await desk.call("GET", f"/numbers/{made['id']}", status=404)
    body = {"from": "9055550128", "to": made["phone_number"], "text": "Hello?"}
    await desk.call("POST", "/sandbox/texts", body, status=400)


async def test_both_printed_paths_create_a_number(desk: Rig) -> None:
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    body = {"name": "By the other path", "phone_number_request": LOCAL}
    made = await desk.call("POST", f"/{group}/numbers", body)
    assert made["group_id"] == group
    assert made in await desk.call("GET", f"/groups/{group}/numbers")


KEYS = [{"key": "1", "label": "Sales", "termination_number": "4165550217"}]


@pytest.mark.parametrize(
    ("blocks", "field"),
    [
        ({"call_routes": {"route_type": "KeyPress", "route": {"keys": KEYS}}}, "notification_text"),
        (
            {
                "call_routes": {
                    "route_type": "KeyPress",
                    "route": {"notification_text": "Press 1", "keys": KEYS * 2},
                }
            },
            "key",
        ),
        ({"features": {"call_verify": {"enabled": True, "key_press": 0}}}, "key_press"),
        ({"features": {"stop_call": {"enabled": True}}}, "notification_text"),
        (
            {"features": {"stop_call": {"notification_file": "not-a-guid"}}},
            "notification_file",
        ),
        ({"sms_routes": {"route_type": "Fax"}}, "route_type"),
        ({"sms_routes": {"route_type": "Webhook"}}, "route"),
        (
            {
                "sms_routes": {
                    "route_type": "Autoreply",
                    "route": {"autoreply_enabled": True, "autoreply_message": "x" * 156},
                }
            },
            "autoreply_message",
        ),
        (
            {
                "sms_routes": {
                    "route_type": "ChatClient",
                    "route": {"chat_client_id": "5b0f3f0e-7f1c-4f55-8a0e-64e7f4a3c911"},
                }
            },
            "chat_client_id",
        ),
    ],
)
async def test_a_faulty_block_names_its_field(
    desk: Rig, blocks: dict[str, Any], field: str
) -> None:
    made = await desk.number()
    body = await desk.call("PUT", f"/numbers/{made['id']}", blocks, status=400)
    assert field in {error["field"].rpartition(".")[2] for error in body["errors"]}
    assert await desk.call("GET", f"/numbers/{made['id']}") == made


async def test_call_blocks_are_kept_as_ordered(desk: Rig) -> None:
    file = (await desk.call("GET", "/datastore?stype=WhisperFiles"))[0]["data_store_id"]
    features = {
        "call_record": {
            "enabled": True,
            "record": True,
            "require_confirmation": False,
            "redaction_enabled": False,
            "notification_text": "Calls are recorded.",
            "transcription_settings": {"transcript_enabled": True, "call_scoring_enabled": True},
            "keyword_spotting": {"enabled": True, "keywords": ["refund"]},
        },
        "whisper": {"enabled": True, "notification_file": file},
    }
    route = {"termination_number": "4165550217", "features": features}
    verify = {"enabled": True, "key_press": 5, "notification_text": "Press 5."}
    made = await desk.number(
        call_routes={"route_type": "basic", "route": route},
        features={"call_verify": verify},
    )
    route_id = made["call_routes"]["route"].pop("id")
    assert made["call_routes"] == {"route_type": "Basic", "route": route}
    assert made["features"] == {"call_verify": verify}
    keys = {"notification_text": "Press 1 for sales.", "repeat": 2, "keys": KEYS}
    advanced = {"call_routes": {"route_type": "keypress", "route": keys}}
    off = {"features": {"call_verify": {"enabled": False}}}
    changed = await desk.call("PUT", f"/numbers/{made['id']}", advanced | off)
    assert changed["call_routes"]["route"] == {"id": route_id, "timeout_seconds": 10, **keys}


async def test_smart_number_wants_a_phone_for_its_notices(desk: Rig) -> None:
    smart: dict[str, Any] = {"route_type": "SmartNumber", "route": {"autoreply_enabled": False}}
    keys = {"route_type": "KeyPress", "route": {"notification_text": "Press 1.", "keys": KEYS}}
    made = await desk.number(sms_routes=smart)
    advanced = await desk.number(call_routes=keys)
    path = f"/numbers/{advanced['id']}"
    await desk.call("PUT", f"/numbers/{made['id']}", {"call_routes": keys}, status=400)
    await desk.call("PUT", path, {"sms_routes": smart}, status=400)
    smart["route"]["alternate_text_termination"] = "4165550199"
    changed = await desk.call("PUT", path, {"sms_routes": smart})
    assert changed["sms_routes"]["route"]["alternate_text_termination"] == "4165550199"
    assert made["sms_routes"]["route_type"] == "SmartNumber"


@pytest.mark.parametrize(
    "path", ["/groups/{}/numberpools", "/groups/{}/numberpool", "/{}/numberpool"]
)
async def test_a_pool_from_order_to_the_last_number(desk: Rig, path: str) -> None:
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    replacement = {
        "numbers_to_replace": ["416555TIRE", "4045550188"],
        "tracking_sources": [{"referrer_domain": "any", "url_triggers": ["gclid=%"]}],
    }
    order = {
        "name": "Paid search",
        "phone_number_request": LOCAL,
        "match_period": 30,
        "quantity": 3,
        "replacement_configuration": replacement,
        "sms_routes": WEBHOOK,
    }
    made = await desk.call("POST", path.format(group), order)
    assert made["status"] == "active"
    assert made["quantity"] == len(made["numbers"]) == 3
    source = made["replacement_configuration"]["tracking_sources"][0]
    assert source == {
        "referrer_domain": "Any",
        "url_triggers": ["gclid=%"],
        "track_organic": False,
    }
    pool = f"/numberpools/{made['id']}"
    assert (await desk.call("GET", "/numberpools"))["results"] == [made]
    changed = await desk.call("PUT", pool, {"match_period": 60})
    assert changed["modified_datetime"] > made["modified_datetime"]
    assert changed == {
        **made,
        "match_period": 60,
        "modified_datetime": changed["modified_datetime"],
    }
    more = {"quantity": 2, "phone_number_request": LOCAL}
    grown = await desk.call("POST", f"{pool}/numbers", more)
    assert grown["quantity"] == 5
    member = grown["numbers"][0]["id"]
    await desk.call("PUT", f"/numbers/{member}", {"name": "Mine"}, status=409)
    left = await desk.call("DELETE", f"{pool}/numbers/{member}")
    assert member not in {number["id"] for number in left["numbers"]}
    await desk.call("DELETE", f"{pool}/numbers/{member}", status=404)


async def test_a_pool_takes_no_smart_number_and_one_kind_of_replacement(desk: Rig) -> None:
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    order = {
        "name": "Paid search",
        "phone_number_request": LOCAL,
        "match_period": 30,
        "quantity": 1,
        "replacement_configuration": {
            "numbers_to_replace": ["4165550188"],
            "replace_all_numbers": True,
        },
        "sms_routes": {
            "route_type": "SmartNumber",
            "route": {"alternate_text_termination": "4165550199"},
        },
    }
    body = await desk.call("POST", f"/groups/{group}/numberpools", order, status=400)
    assert {error["field"] for error in body["errors"]} == {
        "sms_routes.route_type",
        "replacement_configuration.numbers_to_replace",
    }
