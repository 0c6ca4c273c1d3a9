"""The client on the sandbox: every resource, there and back; each alone is tried on the samples."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from tmchat.sandbox.server import Sandbox
from tmchat.settings.sandbox import SandboxSettings
from tmchat.telmetrics.call_routes import BasicCallRoute, KeyPressCallRoute, PressedKey
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthorized
from tmchat.telmetrics.features import CallVerify, NumberFeatures, StopCall
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
from tmchat.telmetrics.sms_routes import AutoreplyRoute, SmartNumberRoute, WebhookRoute

SETTINGS = SandboxSettings(rate=0.0, call_rate=0.0, past_calls=40, read_only_token="reader")
KEY = SETTINGS.lead_key


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox with silent consumers and a week behind it."""
    made = Sandbox(SETTINGS)
    await made.start()
    yield made
    await made.stop()


def client_of(sandbox: Sandbox, token: str = SETTINGS.token) -> Telmetrics:
    """A client of it, without a socket."""
    transport = httpx.ASGITransport(sandbox.app)
    return Telmetrics(token, base_url="http://sandbox.example/v3/api", transport=transport)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Telmetrics]:
    """A client with the token."""
    async with client_of(sandbox) as made:
        yield made


async def number_of(client: Telmetrics, **settings: object) -> Number:
    """A new tracking number."""
    group = await anext(client.groups.list())
    made: Number = await client.numbers.create(
        group.id,
        name="Front desk",
        phone_number_request=LocalToNumber("9055550142"),
        call_routes=BasicCallRoute("4165550217"),
        **settings,  # type: ignore[arg-type]
    )
    return made


async def test_the_tree_above_the_numbers(client: Telmetrics) -> None:
    root, *_ = await client.billing_groups.list()
    assert root.billing_group_id is not None and root.parent_id is None
    leaf = await client.billing_groups.create(root.billing_group_id, "Harbour")
    owner = await client.groups.create_owner("Ada", email="ada@example.net")
    kind, *_ = await client.groups.types()
    group = await client.groups.create(
        "Boats",
        billing_group_id=leaf.billing_group_id or 0,
        group_owner_id=owner.id,
        group_type_id=kind.id or 0,
    )
    assert (group.group_owner_id, group.group_type_id) == (owner.id, kind.id)
    changed = await client.groups.update(group.id, group_owner_id=None, name="Ships")
    assert changed is not None and (changed.name, changed.group_owner_id) == ("Ships", None)
    assert changed.modified_datetime and changed.modified_datetime > (group.modified_datetime or 0)
    same = await client.groups.update(group.id, **changed.settings())
    assert same is not None and same.settings() == changed.settings()
    assert owner in [one async for one in client.groups.owners()]
    await client.groups.delete(group.id)
    with pytest.raises(NotFound):
        await client.groups.get(group.id)


async def test_a_number_goes_there_and_back_without_loss(client: Telmetrics) -> None:
    keys = (PressedKey("1", "Parts", "4165550217", extra={"icon": "cog"}),)
    menu = KeyPressCallRoute(notification_text="Press 1.", keys=keys, extra={"language": "en"})
    number = await number_of(
        client,
        other={"colour": "blue"},
        sms_routes=WebhookRoute("https://a.example/hook", extra={"format": "v2"}),
        features=NumberFeatures(stop_call=StopCall(True, "Closed.", extra={"x": [1, None]})),
        replacement_configuration=Replacement(
            ("416555TIRE",),
            tracking_sources=(
                TrackingSource("google.com", ("gclid=%",), url_trigger_operator="OR"),
            ),
        ),
    )
    changed = await client.numbers.update(number.id, call_routes=menu)
    assert changed is not None and isinstance(changed.call_routes, KeyPressCallRoute)
    assert changed.call_routes.keys == keys
    assert changed.call_routes.extra == {"language": "en"}
    again = await client.numbers.change(number.id, changed.settings())
    assert again is not None and again.settings() == changed.settings()
    got = await client.numbers.get(number.id)
    assert got == again
    assert got.features == number.features
    assert got in [one async for one in client.numbers.list(page_size=3)]
    assert got in await client.numbers.in_group(got.group_id or 0)
    assert got.extra == {"colour": "blue"}


async def test_every_form_of_an_order(client: Telmetrics) -> None:
    group = await anext(client.groups.list())
    orders: tuple[NumberRequest, ...] = (
        LocalToNumber("9055550142", "289"),
        Tollfree("833"),
        International("Geographic", "GB", area_code="020"),
        International("Tollfree", "FR"),
        International("National", "DE", owner_address_details=OwnerAddress(city="Ulm")),
        OtherMatch("Region", {"region": "ON"}),
    )
    for place, order in enumerate(orders):
        made = await client.numbers.create(
            group.id, name=f"Order {place}", phone_number_request=order
        )
        assert made.phone_number
        await client.numbers.delete(made.id)


async def test_a_pool_and_its_visitors(client: Telmetrics) -> None:
    group = await anext(client.groups.list())
    pool = await client.number_pools.create(
        group.id,
        name="Paid search",
        phone_number_request=Tollfree(),
        quantity=2,
        match_period=30,
        replacement_configuration=Replacement(replace_all_numbers=True),
        call_routes=BasicCallRoute("4165550217"),
    )
    grown = await client.number_pools.add_numbers(
        pool.id, 1, LocalToNumber("9055550142"), top_up_with_tollfree=True
    )
    assert grown is not None and grown.quantity == 3
    shrunk = await client.number_pools.remove_number(pool.id, grown.numbers[0].id)
    assert shrunk is not None and shrunk.numbers == grown.numbers[1:]
    changed = await client.number_pools.update(pool.id, match_period=45)
    assert changed is not None and changed.settings()["match_period"] == 45
    lead = await client.lead_tracking.pool_number(
        KEY, pool.id, tag_data="REF1", session_match_period=60
    )
    assert lead.number_id in {one.id for one in shrunk.numbers}
    assert lead.expires_datetime is not None
    assert await client.number_pools.in_group(group.id) == (changed,)
    await client.number_pools.delete(pool.id)
    assert [one async for one in client.number_pools.list()] == []


async def test_calls_with_what_was_made_of_them(client: Telmetrics) -> None:
    far = 4_000_000_000_000
    calls = [one async for one in client.calls.list(0, far, page_size=7)]
    assert len(calls) == 40
    assert all(one.start_time_utc and one.conversation_analytics for one in calls)
    # What has no value yet is left as it came; beside that no field is unknown.
    assert {value for one in calls for value in one.extra.values()} <= {None}
    spoken = [one async for one in client.calls.list(0, far, include_transcription=True)]
    recorded = next(
        one
        for one in spoken
        if one.conversation_analytics and one.conversation_analytics.transcription
    )
    assert await client.calls.get(recorded.id, include_transcription=True) == recorded
    assert recorded.attribution_details is not None


async def test_the_settings_of_the_account(client: Telmetrics) -> None:
    chat = await client.chat_clients.create("Parts", "Slack", channel="#parts")
    assert chat.extra["channel"] == "#parts"
    assert await client.chat_clients.get(chat.chat_client_id) == chat
    changed = await client.chat_clients.update(chat.chat_client_id, status="inactive")
    assert changed is not None and (changed.status, changed.extra) == ("inactive", chat.extra)
    hook = await client.webhooks.create(
        "https://a.example", collection_type="CallDetails", actions=["CallDetails.CallStart"]
    )
    assert await client.webhooks.get(hook.webhook_id) == hook
    assert await client.webhooks.list() == (hook,)
    await client.webhooks.delete(hook.webhook_id)
    (integration,) = await client.integrations.list()
    assert integration.type == "AdWords"
    stored = await client.datastore.upload("StopCallFiles", "closed.mp3", b"ID3" + bytes(9))
    assert stored in await client.datastore.list("StopCallFiles")
    closed = StopCall(True, notification_file=stored.data_store_id)
    number = await number_of(client, features=NumberFeatures(stop_call=closed))
    await client.lead_tracking.set_tag(
        KEY, [number.phone_number], tag_data="REF1", session_match_period=60
    )


async def test_refusals_name_their_fields(client: Telmetrics) -> None:
    number = await number_of(client)
    with pytest.raises(BadRequest) as caught:
        await client.numbers.update(
            number.id,
            sms_routes=AutoreplyRoute(True, "x" * 156),
            features=NumberFeatures(CallVerify(True, 12, "Press.")),
        )
    assert [fault.field for fault in caught.value.fields] == [
        "sms_routes.route.autoreply_message",
        "features.call_verify.key_press",
    ]
    assert str(caught.value).startswith("Telmetrics finds the request wrong (400): ")
    smart = SmartNumberRoute(False, alternate_text_termination="4165550199")
    with pytest.raises(BadRequest, match=r"sms_routes\.route_type"):
        await client.number_pools.create(
            number.group_id or 0,
            name="Pool",
            phone_number_request=Tollfree(),
            quantity=1,
            match_period=30,
            replacement_configuration=Replacement(replace_all_numbers=True),
            sms_routes=smart,
        )
    with pytest.raises(Conflict, match="name"):
        await number_of(client)


async def test_each_refusal_is_its_own_error(sandbox: Sandbox, client: Telmetrics) -> None:
    number = await number_of(client)
    with pytest.raises(NotFound):
        await client.numbers.get(1)
    async with client_of(sandbox, "another") as stranger:
        with pytest.raises(Unauthorized):
            await stranger.numbers.get(number.id)
    async with client_of(sandbox, "reader") as reader:
        assert await reader.numbers.get(number.id) == number
        with pytest.raises(Forbidden):
            await reader.numbers.update(number.id, name="Mine")


async def test_two_who_change_see_it_by_the_time_of_change(client: Telmetrics) -> None:
    number = await number_of(client)
    first, second = await asyncio.gather(
        client.numbers.update(number.id, name="One"), client.numbers.update(number.id, name="Two")
    )
    assert first is not None and second is not None
    times = {one.modified_datetime for one in (number, first, second)}
    assert len(times) == 3
    assert replace(first, name="", raw={}).phone_number == number.phone_number
