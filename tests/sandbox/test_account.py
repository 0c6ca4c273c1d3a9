"""Tests of groups, chat clients, webhooks, files and the seeded account (CONTRACT 4, 10, 15.4)."""

from typing import Any

import pytest

from tests.sandbox.rig import HOOK, Rig, rig
from tmchat.sandbox.texters import trades


async def test_the_seeded_account_has_every_trade_with_its_lines(desk: Rig) -> None:
    groups = (await desk.call("GET", "/groups"))["results"]
    owners = (await desk.call("GET", "/groupowners"))["results"]
    names = {owner["id"]: owner["name"] for owner in owners}
    assert [(group["name"], names[group["group_owner_id"]]) for group in groups] == [
        (trade.group, trade.owner) for trade in trades()
    ]
    directory = await desk.call("GET", "/sandbox/numbers")
    assert [entry["name"] for entry in directory] == [
        line.name for trade in trades() for line in trade.lines
    ]
    assert set(directory[0]) == {"id", "phone_number", "name", "group"}


async def test_a_new_account_can_push_from_the_start() -> None:
    async with rig(inbound_webhook_url=HOOK) as desk:
        number = (await desk.call("GET", "/numbers"))["results"][0]
        assert number["sms_routes"]["route"] == {"inbound_webhook_url": HOOK}
        await desk.text(number["phone_number"], "Anyone in?")
        await desk.pushed(1)


async def test_billing_groups_go_three_levels_deep(desk: Rig) -> None:
    root = (await desk.call("GET", "/billinggroups"))[0]
    body = {"billing_group_name": "Parts", "status": "Active"}
    second = await desk.call("POST", f"/billinggroups/{root['billing_group_id']}", body)
    assert list(second) == ["billing_group_name", "billing_group_id", "status"]
    assert second["status"] == "active"
    third = await desk.call("POST", f"/billinggroups/{second['billing_group_id']}", body)
    await desk.call("POST", f"/billinggroups/{third['billing_group_id']}", body, status=400)
    await desk.call("POST", "/billinggroups/1", body, status=404)
    listed = await desk.call("GET", "/billinggroups")
    assert [group["billing_group_name"] for group in listed].count("Parts") == 2


async def test_number_groups_hang_only_from_leaves(desk: Rig) -> None:
    billing = await desk.call("GET", "/billinggroups")
    root, leaf = (group["billing_group_id"] for group in billing)
    body = {"name": "New group", "billing_group_id": root}
    await desk.call("POST", "/groups", body, status=400)
    made = await desk.call("POST", "/groups", body | {"billing_group_id": leaf})
    assert made["billing_group_id"] == leaf
    child = {"billing_group_name": "Below groups"}
    await desk.call("POST", f"/billinggroups/{leaf}", child, status=409)


async def test_a_number_group_from_making_to_removal(desk: Rig) -> None:
    owner = await desk.call("POST", "/groupowners", {"name": "Ada", "email": "ada@example.net"})
    made = await desk.call("POST", "/Groups", {"name": "Boats"})
    assert made["status"] == "active"
    assert made["dni_type"] == "None"
    path = f"/groups/{made['id']}"
    change = {"group_owner_id": owner["id"], "dni_type": "onetoone"}
    changed = await desk.call("PUT", path, change)
    assert changed == {
        **made,
        "group_owner_id": owner["id"],
        "dni_type": "OneToOne",
        "modified_datetime": changed["modified_datetime"],
    }
    await desk.call("PUT", path, {"name": ""}, status=400)
    await desk.call("PUT", path, {"group_owner_id": 5}, status=400)
    order = {"name": "Pier", "phone_number_request": {"match_type": "Tollfree"}}
    number = await desk.call("POST", f"{path}/numbers", order)
    await desk.call("DELETE", path, status=409)
    await desk.call("DELETE", f"/numbers/{number['id']}")
    await desk.call("DELETE", path)
    await desk.call("GET", path, status=404)
    assert [kind["name"] for kind in await desk.call("GET", "/grouptypes")]


async def test_a_chat_client_from_making_to_removal(desk: Rig) -> None:
    path = "/configurations/chatclients"
    body = {"name": "Parts Desk", "provider": "livechat", "webhook_url": HOOK}
    made = await desk.call("POST", path, body)
    assert made["provider"] == "LiveChat"
    assert made in await desk.call("GET", path)
    one = f"{path}/{made['chat_client_id'].upper()}"
    changed = await desk.call("PUT", one, {"status": "inactive", "webhook_url": None})
    assert changed == {
        **made,
        "status": "inactive",
        "webhook_url": None,
        "modified_datetime": changed["modified_datetime"],
    }
    assert changed["modified_datetime"] > made["modified_datetime"]
    await desk.call("PUT", one, {"provider": "Pigeon"}, status=400)
    await desk.call("DELETE", one)
    await desk.call("GET", one, status=404)


async def test_an_account_webhook_from_making_to_removal(desk: Rig) -> None:
    path = "/configurations/webhooks"
    body = {
        "url": HOOK,
        "collection_type": "smsdetails",
        "actions": ["smsdetails.smsconversationstart"],
    }
    made = await desk.call("POST", path, body)
    assert made["actions"] == ["SmsDetails.SmsConversationStart"]
    assert made["collection_type"] == "SmsDetails"
    one = f"{path}/{made['webhook_id']}"
    assert (await desk.call("PUT", one, {"status": "inactive"}))["status"] == "inactive"
    await desk.call("PUT", one, {"actions": ["SmsDetails.Nothing"]}, status=400)
    await desk.call("DELETE", one)
    assert await desk.call("GET", path) == []


async def test_files_and_integrations_are_bare_arrays(desk: Rig) -> None:
    integrations = await desk.call("GET", "/configurations/integrations")
    assert list(integrations[0]) == [
        "integration_auth_id",
        "description",
        "type",
        "created_datetime",
    ]
    files = await desk.call("GET", "/datastore?SType=stopcallfiles")
    assert {file["type"] for file in files} == {"StopCallFiles"}
    assert not files[0]["created_datetime"].endswith("Z")
    await desk.call("GET", "/datastore", status=400)
    await desk.call("GET", "/datastore?stype=Songs", status=400)


async def test_labels_keep_what_is_hostile_but_must_be_unicode(desk: Rig) -> None:
    name = "\x1b]0;owned\x07[/] \u202egnp.exe\u2028\x00"
    made = await desk.call("POST", "/groups", {"name": name})
    assert (await desk.call("GET", f"/groups/{made['id']}"))["name"] == name
    await desk.call("POST", "/groups", {"name": "\ud83d"}, status=400)


WRONG: list[tuple[str, Any]] = [
    ("name", 5),
    ("name", None),
    ("name", "x" * 256),
    ("group_type_id", True),
    ("group_type_id", 99),
    ("billing_group_id", "9412"),
    ("status", "asleep"),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
async def test_a_wrong_type_names_its_field(desk: Rig, field: str, value: object) -> None:
    body = await desk.call("POST", "/groups", {"name": "Group", field: value}, status=400)
    assert [error["field"] for error in body["errors"]] == [field]
