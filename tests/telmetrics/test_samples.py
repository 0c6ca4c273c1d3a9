"""Every documented exchange: what the client asks equals the sample, what it reads is in it.

Samples are only read, never copied; what lies past a cut is not asserted.
"""

import json
from typing import Any

import pytest

from tests.telmetrics.account import TOKEN, Account
from tests.telmetrics.samples import caseless, sample
from tmchat.telmetrics.call_routes import BasicCallRoute, parse_call_route
from tmchat.telmetrics.calls import Call
from tmchat.telmetrics.moments import parse_moment
from tmchat.telmetrics.number_requests import LocalToNumber, NumberRequest, Tollfree
from tmchat.telmetrics.replacement import Replacement, TrackingSource
from tmchat.telmetrics.sms_routes import (
    AutoreplyRoute,
    ChatClientRoute,
    SmsRoute,
    WebhookRoute,
    parse_sms_route,
)
from tmchat.telmetrics.standins import Mapping, parse_inbound

NUMBER = {"id": 8661207, "phone_number": "2895550163"}


def assert_asked(account: Account, documented: dict[str, Any], **ids: str) -> None:
    """The last request is the documented one, field for field."""
    path = documented["path"].format(**ids)
    assert account.asked == f"{documented['method']} {path}"
    assert account.requests[-1].headers["x-organization-token"] == TOKEN
    if "body" in documented:
        assert caseless(account.body) == caseless(documented["body"])
        assert account.requests[-1].headers["content-type"] == "application/json"


ORDERS: list[tuple[str, NumberRequest, SmsRoute | None, str]] = [
    ("01-number-create-localtonumber", LocalToNumber("9055550142", "289"), None, "4165550117"),
    (
        "02-number-create-sms-webhook",
        Tollfree(),
        WebhookRoute("https://hooks.example.net/#/3c1d7a54-6f0e-4f6e-9c1b-2d7be14b90aa"),
        "4075550158",
    ),
    (
        "04-number-create-sms-chatclient",
        Tollfree(),
        ChatClientRoute("5b0f3f0e-7f1c-4f55-8a0e-64e7f4a3c911"),
        "4075550158",
    ),
    (
        "05-number-create-sms-autoreply",
        Tollfree(),
        AutoreplyRoute(True, "This line takes voice calls only. Please phone us and we will help."),
        "4075550158",
    ),
]


@pytest.mark.parametrize(("name", "request_", "route", "termination"), ORDERS)
async def test_number_create(
    name: str, request_: NumberRequest, route: SmsRoute | None, termination: str
) -> None:
    documented = sample(name)
    account = Account(documented.get("response", {}).get("body", NUMBER))
    async with account.client() as client:
        number = await client.numbers.create(
            11623999,
            name=documented["request"]["body"]["name"],
            phone_number_request=request_,
            sms_routes=route,
            call_routes=BasicCallRoute(termination),
        )
    assert_asked(account, documented["request"], group_id="11623999")
    assert (number.id, number.phone_number) == (8661207, "2895550163")


async def test_number_create_answer() -> None:
    documented = sample("01-number-create-localtonumber")
    account = Account(documented["response"]["body"])
    async with account.client() as client:
        number = await client.numbers.get(8661207)
    assert (number.name, number.group_id, number.status) == (
        "Maple Auto Parts",
        11623999,
        "Active",
    )
    assert number.created_datetime == parse_moment("2018-07-12T00:00:00Z")
    assert not number.extra


async def test_pool_create() -> None:
    documented = sample("03-numberpool-create-sms-webhook")
    account = Account({"id": 51234, "numbers": [{"id": 1, "phone_number": "2125550111"}]})
    body = documented["request"]["body"]
    async with account.client() as client:
        pool = await client.number_pools.create(
            11623999,
            name=body["name"],
            phone_number_request=LocalToNumber("2125550119"),
            match_period=30,
            quantity=3,
            replacement_configuration=Replacement(
                ("416555TIRE", "4045550188"),
                tracking_sources=(TrackingSource("any", ("gclid=%",)),),
            ),
            sms_routes=WebhookRoute(body["sms_routes"]["route"]["inbound_webhook_url"]),
        )
    assert_asked(account, documented["request"], group_id="11623999")
    assert [number.phone_number for number in pool.numbers] == ["2125550111"]


async def test_number_update_sends_the_changed_block_alone() -> None:
    documented = sample("06-number-update-sms-autoreply")
    account = Account({})
    async with account.client() as client:
        await client.numbers.update(
            8661207,
            sms_routes=AutoreplyRoute(
                True, "This line takes voice calls only. Please phone us and we will help."
            ),
        )
    assert_asked(account, documented["request"], numberid="8661207")


async def test_billing_group_create() -> None:
    documented = sample("12-billinggroup-create")
    account = Account(documented["response"]["body"])
    async with account.client() as client:
        group = await client.billing_groups.create(9412, "Parts")
    assert_asked(account, documented["request"])
    assert (group.billing_group_id, group.billing_group_name, group.status) == (
        9501,
        "Parts",
        "active",
    )


@pytest.mark.parametrize("name", ["13-paging-envelope", "14-calls-list"])
async def test_calls_window(name: str) -> None:
    documented = sample(name)
    page = {"results": [], **documented["response"]["body"]}
    account = Account({**page, "results": [item for item in page["results"] if item]})
    query = documented["request"]["query"]
    async with account.client() as client:
        listed = client.calls.list(
            parse_moment(query["startdateutc"]),
            parse_moment(query["enddateutc"]),
            page_size=int(query["pagesize"]),
        )
        calls = [call async for call in listed]
    assert_asked(account, documented["request"])
    assert account.query == {"pagenumber": "1", **query}
    for call in calls:
        assert (call.id, call.tracking_number, call.call_duration) == (
            1926700123,
            "8005550159",
            34,
        )
        assert call.registered_dnc is False
        assert call.caller_details is not None
        assert (call.caller_details.city, call.caller_details.latitude) == ("OAKLAND", 37.8044)
        assert not call.extra
        assert not call.caller_details.extra


async def test_datastore_list() -> None:
    documented = sample("17-datastore-list")
    account = Account(documented["response"]["body"])
    async with account.client() as client:
        files = await client.datastore.list("CallRecordNotificationFiles")
    assert_asked(account, documented["request"])
    assert account.query == documented["request"]["query"]
    assert files[0].file_name == "welcome.wav"
    assert files[0].created_datetime == parse_moment("2011-04-02T08:29:08.463Z")


async def test_integrations_list() -> None:
    documented = sample("18-integrations-list")
    account = Account(documented["response"]["body"])
    async with account.client() as client:
        (integration,) = await client.integrations.list()
    assert_asked(account, documented["request"])
    assert (integration.type, integration.extra) == ("AdWords", {})


async def test_set_tag() -> None:
    documented = sample("19-leadtracking-settag")
    body = documented["request"]["body"]
    account = Account({})
    async with account.client() as client:
        await client.lead_tracking.set_tag(
            body["key"],
            body["tracking_numbers"],
            tag_data=body["tag_data"],
            session_match_period=60,
            referrer=body["referrer"],
            landing_page=body["landing_page"],
            user_agent=body["user_agent"],
        )
    assert_asked(account, documented["request"])


def test_conversation_start() -> None:
    body = sample("15-webhook-sms-conversation-start")["webhook"]["body"]
    arrived = parse_inbound(json.dumps(body).encode(), Mapping())
    (start,) = arrived.starts
    assert (arrived.texts, arrived.receipts, arrived.unreadable) == ((), (), ())
    assert (start.texter.number, start.tracking_number) == ("9055550128", "2245550121")
    assert (start.texter.name, start.texter.city, start.texter.zip) == (
        "Sam Reed",
        "Peoria",
        "61602",
    )
    assert start.conversation_id == "2f4e6d8c-0b1a-4c3d-9e5f-7a8b9c0d1e2f"
    assert start.sent_at == parse_moment("2019-09-19T17:16:24.147Z")
    assert start.attribution.rule == "Google Paid"
    assert start.attribution.tag == "REF00012345"
    assert (start.attribution.campaign, start.attribution.keyword) == ("fallsale", "used car")


@pytest.mark.parametrize(
    "name",
    [
        "01-number-create-localtonumber",
        "02-number-create-sms-webhook",
        "03-numberpool-create-sms-webhook",
        "04-number-create-sms-chatclient",
        "05-number-create-sms-autoreply",
        "06-number-update-sms-autoreply",
    ],
)
def test_every_documented_block_is_written_as_it_was_read(name: str) -> None:
    body = sample(name)["request"]["body"]
    if "sms_routes" in body:
        assert parse_sms_route(body["sms_routes"]).to_json() == body["sms_routes"]
    if "call_routes" in body:
        assert parse_call_route(body["call_routes"]).to_json() == body["call_routes"]
    if "replacement_configuration" in body:
        replacement = Replacement.read(body["replacement_configuration"])
        assert replacement is not None
        assert replacement.to_json() == body["replacement_configuration"]


def test_the_documented_call_is_written_as_it_was_read() -> None:
    (documented,) = sample("14-calls-list")["response"]["body"]["results"]
    assert Call.from_json(documented).to_json() == documented
