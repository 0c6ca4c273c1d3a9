"""The documented exchanges, sent to the sandbox; skipped where the samples are not beside us."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.rig import HOOK, TEXTER, Rig

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "telmetrics" / "samples"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/telmetrics is not on this machine"
)


def sample(name: str) -> dict[str, Any]:
    """One sample by the beginning of its file name."""
    [path] = SAMPLES.glob(f"{name}-*.json")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def shape(value: object) -> object:
    """The names and JSON types of a value, in order."""
    if isinstance(value, dict):
        return [(name, shape(part)) for name, part in value.items()]
    if isinstance(value, list):
        return [shape(part) for part in value[:1]]
    return type(value).__name__


async def first_group(desk: Rig) -> str:
    """The id of the first number group."""
    return str((await desk.call("GET", "/groups"))["results"][0]["id"])


@pytest.mark.parametrize("name", ["01", "02", "03", "05"])
async def test_documented_orders_are_filled(desk: Rig, name: str) -> None:
    exchange = sample(name)
    request = exchange["request"]
    path = request["path"].format(group_id=await first_group(desk))
    made = await desk.call(request["method"], path, request["body"])
    assert made["name"] == request["body"]["name"]
    if "sms_routes" in request["body"]:
        assert made["sms_routes"] == request["body"]["sms_routes"]
    documented = exchange.get("response", {}).get("body", {})
    assert shape(documented) == shape({name: made[name] for name in documented})


async def test_the_documented_chat_order_wants_an_existing_client(desk: Rig) -> None:
    body = sample("04")["request"]["body"]
    path = f"/groups/{await first_group(desk)}/numbers"
    await desk.call("POST", path, body, status=400)
    client = (await desk.call("GET", "/configurations/chatclients"))[0]
    body["sms_routes"]["route"]["chat_client_id"] = client["chat_client_id"]
    assert (await desk.call("POST", path, body))["sms_routes"] == body["sms_routes"]


async def test_the_documented_update_is_partial(desk: Rig) -> None:
    request = sample("06")["request"]
    made = await desk.number()
    path = request["path"].format(numberid=made["id"])
    changed = await desk.call(request["method"], path, request["body"])
    assert changed["modified_datetime"] > made["modified_datetime"]
    times = {"modified_datetime": changed["modified_datetime"]}
    assert changed == {**made, **request["body"], **times}


async def test_a_documented_billing_group(desk: Rig) -> None:
    exchange = sample("12")
    root = (await desk.call("GET", "/billinggroups"))[0]["billing_group_id"]
    made = await desk.call("POST", f"/billinggroups/{root}", exchange["request"]["body"])
    assert shape(made) == shape(exchange["response"]["body"])


async def test_the_documented_paging(desk: Rig) -> None:
    exchange = sample("13")
    query = "&".join(f"{key}={value}" for key, value in exchange["request"]["query"].items())
    for path in (exchange["request"]["path"], "/numbers", "/groups"):
        page = await desk.call("GET", f"{path}?{query}")
        documented = exchange["response"]["body"]
        assert shape(page["paging"]) == shape(documented["paging"])
        assert list(page) == list(documented)


async def test_the_documented_call(desk: Rig) -> None:
    exchange = sample("14")
    documented = exchange["response"]["body"]["results"][0]
    details = documented["caller_details"]
    desk.clock.seconds = 1_519_900_000
    number = (await desk.number())["phone_number"]
    body = {
        "from": documented["caller_number"],
        "to": number,
        "ring_seconds": documented["ring_duration"],
        "talk_seconds": documented["call_duration"],
        "caller": {
            "zip": details["zip_code"],
            **{name: details[name] for name in ("name", "address", "city", "state")},
        },
    }
    await desk.call("POST", "/sandbox/calls", body, status=202)
    query = "&".join(f"{key}={value}" for key, value in exchange["request"]["query"].items())
    page = await desk.call("GET", f"{exchange['request']['path']}?{query}")
    (call,) = page["results"]
    assert shape({name: call[name] for name in documented}) == shape(
        documented | {"caller_details": call["caller_details"]}
    )
    assert shape({name: call["caller_details"][name] for name in details}) == shape(details)
    assert list(call)[: len(documented)] == list(documented)
    same = ("call_type_id", "call_type", "answer_status_id", "answer_status", "ring_duration")
    for name in (*same, "call_duration", "caller_number"):
        assert call[name] == documented[name]
    for name in ("name", "address", "city", "state", "zip_code", "country"):
        assert call["caller_details"][name] == details[name]


async def test_a_documented_tag_ties_the_next_call(desk: Rig) -> None:
    request = sample("19")["request"]
    number = (await desk.number())["phone_number"]
    body = request["body"] | {"tracking_numbers": [number]}
    await desk.call(request["method"], request["path"], body)
    made = await desk.call("POST", "/sandbox/calls", {"from": TEXTER, "to": number}, status=202)
    call = (await desk.call("GET", f"/calls/{made['id']}"))["results"]
    attribution = call["attribution_details"]
    assert attribution["session_tag"]["tag_data"] == body["tag_data"]
    assert attribution["landing_page_url"] == body["landing_page"]
    assert attribution["referrer_url"] == body["referrer"]
    assert attribution["utm_campaign"] == "winter"


async def test_the_notices_of_a_call_have_the_documented_envelope(desk: Rig) -> None:
    documented = sample("15")["webhook"]["body"]
    hook = {
        "url": HOOK,
        "collection_type": "CallDetails",
        "actions": ["CallDetails.CallPreprocessed"],
    }
    await desk.call("POST", "/configurations/webhooks", hook)
    number = (await desk.number())["phone_number"]
    await desk.call("POST", "/sandbox/calls", {"from": TEXTER, "to": number}, status=202)
    [envelope] = await desk.pushed(1)
    nothing: dict[str, Any] = {"Notifications": []}
    assert shape(envelope | nothing) == shape(documented | nothing)


@pytest.mark.parametrize("name", ["17", "18"])
async def test_the_documented_bare_arrays(desk: Rig, name: str) -> None:
    exchange = sample(name)
    query = "&".join(
        f"{key}={value}" for key, value in exchange["request"].get("query", {}).items()
    )
    listed = await desk.call("GET", f"{exchange['request']['path']}?{query}")
    assert shape(listed) == shape(exchange["response"]["body"])


async def test_the_documented_conversation_start(desk: Rig) -> None:
    documented = sample("15")["webhook"]["body"]
    clients = "/configurations/chatclients"
    client = await desk.call("POST", clients, {"name": "Parts Desk", "provider": "Slack"})
    number = await desk.line("ChatClient", chat_client_id=client["chat_client_id"])
    hook = {
        "url": HOOK,
        "collection_type": "SmsDetails",
        "actions": [documented["Notifications"][0]["Action"]],
    }
    await desk.call("POST", "/configurations/webhooks", hook)
    tag = sample("19")["request"]["body"] | {"tracking_numbers": [number]}
    await desk.call("POST", "/leadtracking/setTag", tag)
    await desk.text(number, "Hello", texter={"name": "Sam Reed"})
    [envelope] = await desk.pushed(1)
    # No lead tag names a rule, which only page replacement gives.
    envelope["Notifications"][0]["AttributionDetails"]["RuleDescription"] = "Google Paid"
    assert shape(envelope) == shape(documented)
