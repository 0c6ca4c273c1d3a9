"""Numbers and pools: the request forms, partial changes, and answers read without loss."""

import pytest

from tests.telmetrics.account import Account
from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.features import NumberFeatures, StopCall
from tmchat.telmetrics.moments import parse_moment
from tmchat.telmetrics.number_requests import (
    International,
    LocalToNumber,
    NumberRequest,
    OtherMatch,
    OwnerAddress,
    Tollfree,
)
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.replacement import Replacement, TrackingSource
from tmchat.telmetrics.sms_routes import NoneRoute, WebhookRoute

NUMBER = {
    "id": 2179874818123,
    "name": "Front desk",
    "group_id": 11623999,
    "status": "Active",
    "phone_number": "2895550163",
    "created_datetime": "2018-07-12T18:30:39.059Z",
    "modified_datetime": "not a time",
    "sms_routes": {"route_type": "webhook", "route": {"inbound_webhook_url": "http://a.example"}},
    "call_routes": {"route_type": "Basic", "route": {"id": 1, "termination_number": "4165550117"}},
    "features": {"stop_call": {"enabled": False}},
    "colour": "blue",
}


@pytest.mark.parametrize(
    ("request_", "block"),
    [
        (
            LocalToNumber("9055550142"),
            {"match_type": "LocalToNumber", "local_to_number": "9055550142"},
        ),
        (Tollfree("833"), {"match_type": "Tollfree", "number_match_filter": "833"}),
        (
            International("Geographic", "GB", city="London", area_code="020"),
            {
                "match_type": "Geographic",
                "number_type": "International",
                "iso_country": "GB",
                "city": "London",
                "area_code": "020",
            },
        ),
        (
            International(
                "National", "DE", owner_address_details=OwnerAddress(city="Ulm", iso_country="DE")
            ),
            {
                "match_type": "National",
                "number_type": "International",
                "iso_country": "DE",
                "owner_address_details": {"city": "Ulm", "iso_country": "DE"},
            },
        ),
        (OtherMatch("Region", {"region": "ON"}), {"match_type": "Region", "region": "ON"}),
    ],
)
async def test_request_forms(request_: NumberRequest, block: dict[str, object]) -> None:
    account = Account(NUMBER)
    async with account.client() as client:
        await client.numbers.create(7, name="Front desk", phone_number_request=request_)
    assert account.asked == "POST /groups/7/numbers"
    assert account.body == {"name": "Front desk", "phone_number_request": block}


async def test_a_number_is_read_without_loss() -> None:
    account = Account(NUMBER)
    async with account.client() as client:
        number = await client.numbers.get(2179874818123)
    assert account.asked == "GET /numbers/2179874818123"
    assert number.id == 2179874818123
    assert number.created_datetime == parse_moment("2018-07-12T18:30:39.059Z")
    assert number.modified_datetime is None
    assert number.sms_routes == WebhookRoute("http://a.example")
    assert number.features == NumberFeatures(stop_call=StopCall(False))
    assert number.extra == {"colour": "blue", "modified_datetime": "not a time"}


def test_a_number_needs_its_id_and_phone_number() -> None:
    bare = Number.from_json({"id": 1, "phone_number": "2895550163"})
    assert (bare.sms_routes, bare.call_routes, bare.name) == (NoneRoute(), None, None)
    for name in ("id", "phone_number"):
        with pytest.raises(UnexpectedAnswer, match=name):
            Number.from_json({**NUMBER, name: None})


async def test_list_group_and_delete() -> None:
    account = Account(
        {"results": [NUMBER], "paging": {"pageNumber": 1, "pageSize": 1000, "total": 1}},
        [NUMBER, NUMBER],
        {},
    )
    async with account.client() as client:
        listed = [number async for number in client.numbers.list()]
        assert account.asked == "GET /numbers"
        in_group = await client.numbers.in_group(11623999)
        assert account.asked == "GET /groups/11623999/numbers"
        await client.numbers.delete(5)
        assert account.asked == "DELETE /numbers/5"
    assert [number.id for number in listed] == [2179874818123]
    assert len(in_group) == 2


async def test_update_sends_only_what_is_given() -> None:
    account = Account(None)
    async with account.client() as client:
        await client.numbers.update(5, name="Back desk")
        assert (account.asked, account.body) == ("PUT /numbers/5", {"name": "Back desk"})
        await client.number_pools.update(6, match_period=45, sms_routes=NoneRoute())
    assert account.asked == "PUT /numberpools/6"
    assert account.body == {"match_period": 45, "sms_routes": {"route_type": "None"}}


async def test_pool_numbers() -> None:
    account = Account({})
    async with account.client() as client:
        await client.number_pools.add_numbers(6, 2, Tollfree(), top_up_with_tollfree=True)
        assert account.asked == "POST /numberpools/6/numbers"
        assert account.body == {
            "quantity": 2,
            "top_up_with_tollfree": True,
            "phone_number_request": {"match_type": "Tollfree"},
        }
        await client.number_pools.remove_number(6, 77)
    assert account.asked == "DELETE /numberpools/6/numbers/77"


async def test_pool_is_read() -> None:
    replacement = Replacement(
        replace_all_numbers=True,
        tracking_sources=(TrackingSource("Any", ("gclid=*",), track_organic=False),),
        extra={"mode": "soft"},
    )
    answer = {
        "id": 51234,
        "match_period": 30,
        "numbers": [{"id": 1, "phone_number": "2125550111", "weight": 2}],
        "replacement_configuration": replacement.to_json(),
    }
    account = Account(answer)
    async with account.client() as client:
        pool = await client.number_pools.get(51234)
    assert pool.replacement_configuration == replacement
    assert (pool.match_period, pool.numbers[0].extra) == (30, {"weight": 2})


def test_replacing_some_and_all_is_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        Replacement(("416555TIRE",), replace_all_numbers=True).to_json()
