"""Tests of lead tracking on number pools and of the sessions it opens (CONTRACT 9, 10)."""

from typing import Any

import pytest

from tests.sandbox.rig import HOOK, TEXTER, Rig

KEY = "4c3b2a19-8f7e-4d6c-9b5a-0e1f2d3c4b5a"
LEAD = {"key": KEY, "tag_data": "REF1", "session_match_period": 60}


async def pool(desk: Rig, quantity: int = 2) -> dict[str, Any]:
    """A new number pool whose texts are pushed."""
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    order = {
        "name": "Paid search",
        "match_period": 30,
        "quantity": quantity,
        "phone_number_request": {"match_type": "Tollfree"},
        "call_routes": {"route_type": "Basic", "route": {"termination_number": "4165550217"}},
        "sms_routes": {"route_type": "Webhook", "route": {"inbound_webhook_url": HOOK}},
    }
    made: dict[str, Any] = await desk.call("POST", f"/groups/{group}/numberpools", order)
    return made


async def lead(desk: Rig, made: dict[str, Any], *, status: int = 200, **changes: Any) -> Any:
    """Ask for a number of the pool."""
    path = f"/numberpools/{made['id']}/leadtracking"
    return await desk.call("POST", path, {**LEAD, **changes}, status=status)


async def test_each_visitor_has_a_number_alone_until_the_period_is_over(desk: Rig) -> None:
    made = await pool(desk)
    first, second = await lead(desk, made), await lead(desk, made)
    phones = {number["phone_number"] for number in made["numbers"]}
    assert {first["phone_number"], second["phone_number"]} == phones
    assert first["number_id"] in {number["id"] for number in made["numbers"]}
    assert first["expires_datetime"] == "2026-03-01T17:17:01.147Z"
    refusal = await lead(desk, made, status=409, allow_multi_session=False)
    assert "allow_multi_session" in refusal["message"]
    shared = await lead(desk, made, allow_multi_session=True)
    assert shared["phone_number"] == first["phone_number"]
    assert shared["session_id"] != first["session_id"]
    desk.clock.seconds += 61
    again = await lead(desk, made)
    assert again["phone_number"] == second["phone_number"]


async def test_a_text_and_a_call_are_tied_to_the_session(desk: Rig) -> None:
    made = await pool(desk)
    page = "http://shop.example?utm_campaign=winter"
    found = await lead(desk, made, landing_page=page, referrer="https://www.google.com/")
    await desk.text(found["phone_number"], "Hello")
    note = (await desk.pushed(1))[0]["Notifications"][0]
    attribution = note["AttributionDetails"]
    assert attribution["SessionId"] == found["session_id"]
    assert attribution["session_tag"]["tag_data"] == "REF1"
    assert (attribution["LandingPageUrl"], attribution["MultisessionFlag"]) == (page, False)
    await desk.call(
        "POST", "/sandbox/calls", {"from": TEXTER, "to": found["phone_number"]}, status=202
    )
    (book,) = await desk.call("GET", "/sandbox/calls")
    tied = book["call"]["attribution_details"]
    assert (tied["session_id"], tied["utm_campaign"]) == (found["session_id"], "winter")
    assert tied["session_identifier"] == f"S{found['session_id']}"


async def test_the_later_of_tag_and_session_counts(desk: Rig) -> None:
    made = await pool(desk, quantity=1)
    found = await lead(desk, made)
    desk.clock.seconds += 1
    numbers = {"tracking_numbers": [found["phone_number"]], "tag_data": "REF2"}
    await desk.call("POST", "/leadtracking/setTag", {**LEAD, **numbers})
    await desk.text(found["phone_number"], "Hello")
    attribution = (await desk.pushed(1))[0]["Notifications"][0]["AttributionDetails"]
    assert (attribution["session_tag"]["tag_data"], attribution["SessionId"]) == ("REF2", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": None}, "key"),
        ({"session_match_period": None}, "session_match_period"),
        ({"session_match_period": 0}, "session_match_period"),
        ({"tag_data": " "}, "tag_data"),
        ({"allow_multi_session": "no"}, "allow_multi_session"),
    ],
)
async def test_a_faulty_lead_names_its_field(
    desk: Rig, changes: dict[str, Any], field: str
) -> None:
    made = await pool(desk)
    refusal = await lead(desk, made, status=400, **changes)
    assert [error["field"] for error in refusal["errors"]] == [field]


async def test_leads_are_signed_by_their_key_and_not_by_the_token(desk: Rig) -> None:
    made = await pool(desk)
    path = f"/v3/api/NumberPools/{made['id']}/leadTracking"
    bare = await desk.client.post(path, json=LEAD, headers={"x-organization-token": ""})
    assert bare.status_code == 200
    await lead(desk, made, status=401, key="another")
    await desk.call("POST", "/numberpools/1/leadtracking", LEAD, status=404)


async def test_a_pool_without_numbers_hands_out_none(desk: Rig) -> None:
    made = await pool(desk, quantity=1)
    await desk.call("DELETE", f"/numberpools/{made['id']}/numbers/{made['numbers'][0]['id']}")
    await lead(desk, made, status=409, allow_multi_session=True)
