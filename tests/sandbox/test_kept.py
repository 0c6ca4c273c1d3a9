"""Tests of what a change leaves alone: unknown fields, other blocks, and when it was made."""

from typing import Any

import httpx
import pytest

from tests.sandbox.rig import Rig, rig

UNKNOWN = {"colour": "blue", "nested": {"deep": [1, None, "x"]}}
NUMBER: dict[str, Any] = {
    **UNKNOWN,
    "sms_routes": {
        "route_type": "Webhook",
        "route": {"inbound_webhook_url": "https://a.example", **UNKNOWN},
        "revision": 3,
    },
    "call_routes": {
        "route_type": "KeyPress",
        "route": {
            "notification_text": "Press 1.",
            "repeat": 0,
            "timeout_seconds": 5,
            "keys": [
                {
                    "key": "1",
                    "label": "Parts",
                    "termination_number": "4165550217",
                    "features": {"whisper": {"enabled": False, **UNKNOWN}, "beep": True},
                    **UNKNOWN,
                }
            ],
            **UNKNOWN,
        },
    },
    "features": {
        "stop_call": {"enabled": False, "notification_text": "Closed.", **UNKNOWN},
        "spam_shield": {"level": 2},
    },
    "replacement_configuration": {
        "numbers_to_replace": ["416555TIRE", "+442079460018"],
        "tracking_sources": [
            {
                "referrer_domain": "google.com",
                "url_triggers": ["gclid=%"],
                "track_organic": True,
                "page_variable_triggers": ["lang=en"],
                "url_trigger_operator": "AND",
                "page_trigger_operator": "OR",
                **UNKNOWN,
            }
        ],
        **UNKNOWN,
    },
}


async def test_what_nobody_knows_is_given_back_at_every_depth(desk: Rig) -> None:
    made = await desk.number(**NUMBER)
    route_id = made["call_routes"]["route"].pop("id")
    assert {name: made[name] for name in NUMBER} == NUMBER
    again = await desk.call("PUT", f"/numbers/{made['id']}", {"name": "Other"})
    assert again["call_routes"]["route"].pop("id") == route_id
    assert {name: again[name] for name in NUMBER} == NUMBER


async def test_a_number_sent_back_whole_changes_nothing_but_its_time(desk: Rig) -> None:
    made = await desk.number(**NUMBER)
    again = await desk.call("PUT", f"/numbers/{made['id']}", made)
    assert again == {**made, "modified_datetime": again["modified_datetime"]}
    assert again["modified_datetime"] > made["modified_datetime"]


async def test_features_come_and_go_one_by_one(desk: Rig) -> None:
    stop = {"enabled": True, "notification_text": "Closed."}
    verify = {"enabled": True, "key_press": 5, "notification_text": "Press 5."}
    made = await desk.number(features={"stop_call": stop})
    path = f"/numbers/{made['id']}"
    both = await desk.call("PUT", path, {"features": {"call_verify": verify}})
    assert both["features"] == {"stop_call": stop, "call_verify": verify}
    one = await desk.call("PUT", path, {"features": {"stop_call": None}})
    assert one["features"] == {"call_verify": verify}
    assert "features" not in await desk.call("PUT", path, {"features": None})


async def test_a_replacement_can_be_taken_away(desk: Rig) -> None:
    made = await desk.number(replacement_configuration={"replace_all_numbers": True})
    gone = await desk.call("PUT", f"/numbers/{made['id']}", {"replacement_configuration": None})
    assert "replacement_configuration" not in gone


async def pool(desk: Rig) -> dict[str, Any]:
    """A new number pool with two numbers."""
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    order = {
        "name": "Paid search",
        "match_period": 30,
        "quantity": 2,
        "phone_number_request": {"match_type": "Tollfree"},
        **UNKNOWN,
    }
    made: dict[str, Any] = await desk.call("POST", f"/groups/{group}/numberpools", order)
    return made


async def test_no_two_changes_share_a_time_even_where_the_clock_stands_still(desk: Rig) -> None:
    group = await desk.call("POST", "/groups", {"name": "Boats", **UNKNOWN})
    chat = await desk.call(
        "POST", "/configurations/chatclients", {"name": "Desk", "provider": "Slack", **UNKNOWN}
    )
    hook = await desk.call(
        "POST",
        "/configurations/webhooks",
        {
            "url": "https://a.example",
            "collection_type": "CallDetails",
            "actions": ["CallDetails.CallStart"],
            **UNKNOWN,
        },
    )
    number, made = await desk.number(), await pool(desk)
    for path, first in (
        (f"/groups/{group['id']}", group),
        (f"/configurations/chatclients/{chat['chat_client_id']}", chat),
        (f"/configurations/webhooks/{hook['webhook_id']}", hook),
        (f"/numbers/{number['id']}", number),
        (f"/numberpools/{made['id']}", made),
    ):
        times = [first["modified_datetime"]]
        for _ in range(3):
            times.append((await desk.call("PUT", path, {}))["modified_datetime"])
        assert times == sorted(set(times)), path
        now = await desk.call("GET", path)
        assert now == {**first, "modified_datetime": times[-1]}


async def test_a_pools_numbers_coming_and_going_are_changes_of_it(desk: Rig) -> None:
    made = await pool(desk)
    path = f"/numberpools/{made['id']}/numbers"
    more = {"quantity": 1, "phone_number_request": {"match_type": "Tollfree"}}
    grown = await desk.call("POST", path, more)
    shrunk = await desk.call("DELETE", f"{path}/{made['numbers'][0]['id']}")
    times = [one["modified_datetime"] for one in (made, grown, shrunk)]
    assert times == sorted(set(times))
    assert shrunk["colour"] == "blue"


async def test_a_pool_is_given_back_with_its_numbers(desk: Rig) -> None:
    made = await pool(desk)
    member = made["numbers"][0]["id"]
    await desk.call("DELETE", f"/numbers/{member}", status=409)
    await desk.call("DELETE", f"/numberpools/{made['id']}")
    await desk.call("GET", f"/numberpools/{made['id']}", status=404)
    await desk.call("GET", f"/numbers/{member}", status=404)
    await desk.call("DELETE", f"/numberpools/{made['id']}", status=404)


async def test_an_owner_can_be_taken_from_a_group(desk: Rig) -> None:
    owner = await desk.call("POST", "/groupowners", {"name": "Ada"})
    made = await desk.call("POST", "/groups", {"name": "Boats", "group_owner_id": owner["id"]})
    assert made["group_owner_id"] == owner["id"]
    changed = await desk.call("PUT", f"/groups/{made['id']}", {"group_owner_id": None})
    assert changed["group_owner_id"] is None


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("PUT", 403), ("DELETE", 403)])
async def test_a_second_token_may_read_and_no_more(method: str, status: int) -> None:
    async with rig(read_only_token="reader") as desk:
        number = await desk.number()
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(desk.sandbox.app),
            base_url="http://sandbox.example/v3/api",
            headers={"x-organization-token": "reader"},
        ) as reader:
            answer = await reader.request(method, f"/numbers/{number['id']}")
            assert answer.status_code == status
            assert (status == 200) == ("id" in answer.json())
        assert await desk.call("GET", f"/numbers/{number['id']}") == number
