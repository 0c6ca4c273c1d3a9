"""The smaller resources: paths, bodies and records; the documented ones are in `test_samples`."""

from tests.telmetrics.account import Account
from tmchat.telmetrics.call_details import CallRouting
from tmchat.telmetrics.moments import parse_moment

GROUP = {
    "id": 11623999,
    "name": "Parts",
    "status": "active",
    "dni_type": "None",
    "global_snippet_id": 4,
    "colour": "blue",
    "group_owner_id": None,
    "created_datetime": "2026-01-01T00:00:00Z",
}


async def test_groups() -> None:
    account = Account([GROUP], GROUP, GROUP, {}, {})
    async with account.client() as client:
        (listed,) = [group async for group in client.groups.list()]
        assert account.asked == "GET /groups"
        assert await client.groups.get(11623999) == listed
        assert await client.groups.create("Parts", group_owner_id=3) == listed
        assert account.asked == "POST /groups"
        assert account.body == {"name": "Parts", "group_owner_id": 3}
        await client.groups.update(11623999, status="inactive")
        assert account.asked == "PUT /groups/11623999"
        assert account.body == {"status": "inactive"}
        await client.groups.delete(11623999)
        assert account.asked == "DELETE /groups/11623999"
    assert listed.created_datetime == parse_moment("2026-01-01T00:00Z")
    assert listed.global_snippet_id == 4
    assert listed.extra == {"colour": "blue", "group_owner_id": None}


async def test_owners_and_types() -> None:
    owner = {"id": 3, "name": "North", "email": "north@shop.example"}
    account = Account({"results": [owner], "paging": {"total": 1}}, owner, [{"name": "Standard"}])
    async with account.client() as client:
        (listed,) = [found async for found in client.groups.owners()]
        assert account.asked == "GET /groupowners"
        assert await client.groups.create_owner("North", email="north@shop.example") == listed
        assert account.asked == "POST /groupowners"
        (kind,) = await client.groups.types()
        assert account.asked == "GET /grouptypes"
    assert (listed.email, kind.name, kind.id) == ("north@shop.example", "Standard", None)


async def test_billing_groups_list() -> None:
    account = Account([{"billing_group_name": "Parts"}])
    async with account.client() as client:
        (group,) = await client.billing_groups.list()
    assert account.asked == "GET /billinggroups"
    assert (group.billing_group_name, group.billing_group_id) == ("Parts", None)


async def test_chat_clients() -> None:
    chat = {"chat_client_id": "5b0f", "name": "Desk", "provider": "Slack", "channel": "#sms"}
    account = Account({"results": [chat]}, chat, {}, {})
    async with account.client() as client:
        (listed,) = await client.chat_clients.list()
        assert account.asked == "GET /configurations/chatclients"
        assert await client.chat_clients.create("Desk", "Slack", channel="#sms") == listed
        assert account.body == {"name": "Desk", "provider": "Slack", "channel": "#sms"}
        await client.chat_clients.update("a/b", name="Other")
        assert account.requests[-1].url.raw_path.endswith(b"/chatclients/a%2Fb")
        await client.chat_clients.delete("5b0f")
        assert account.asked == "DELETE /configurations/chatclients/5b0f"
    assert listed.extra == {"channel": "#sms"}


async def test_account_webhooks() -> None:
    hook = {
        "webhook_id": 12,
        "url": "https://desk.example/hook",
        "collection_type": "SmsDetails",
        "actions": ["SmsDetails.SmsConversationStart"],
    }
    account = Account([hook], hook, {}, {})
    async with account.client() as client:
        (listed,) = await client.webhooks.list()
        made = await client.webhooks.create(
            "https://desk.example/hook", actions=["SmsDetails.SmsConversationStart"]
        )
        assert account.asked == "POST /configurations/webhooks"
        assert account.body == {
            "url": "https://desk.example/hook",
            "collection_type": "SmsDetails",
            "actions": ["SmsDetails.SmsConversationStart"],
        }
        await client.webhooks.update("12", actions=[])
        assert (account.asked, account.body) == ("PUT /configurations/webhooks/12", {"actions": []})
        await client.webhooks.delete("12")
        assert account.asked == "DELETE /configurations/webhooks/12"
    assert made == listed
    assert (listed.webhook_id, listed.actions) == ("12", ("SmsDetails.SmsConversationStart",))


async def test_one_call_comes_inside_results() -> None:
    call = {"id": 900000000012, "start_time": "2026-01-01T07:00:00", "routing": {"keypress": "2"}}
    account = Account({"results": call}, {"results": [call]}, call)
    async with account.client() as client:
        found = [await client.calls.get(900000000012) for _ in range(3)]
    assert account.asked == "GET /calls/900000000012"
    assert found[0] == found[1] == found[2]
    assert (found[0].start_time, found[0].routing) == ("2026-01-01T07:00:00", CallRouting("2"))
    assert found[0].extra == {}


async def test_calls_with_transcription() -> None:
    account = Account({"results": []})
    async with account.client() as client:
        assert [
            call async for call in client.calls.list(0, 60_000, include_transcription=True)
        ] == []
    assert account.query["includeTranscription"] == "true"
    assert account.query["enddateutc"] == "1970-01-01T00:01"


async def test_a_pool_hands_back_a_number_for_one_visitor() -> None:
    account = Account({"phone_number": "2125550111", "number_id": 9, "session_id": "88", "x": 1})
    async with account.client() as client:
        lead = await client.lead_tracking.pool_number(
            "4c3b",
            50101,
            tag_data="REF1",
            session_match_period=600,
            allow_multi_session=False,
            referrer="https://www.google.com/",
        )
    assert account.asked == "POST /numberpools/50101/leadtracking"
    assert account.body == {
        "key": "4c3b",
        "tag_data": "REF1",
        "session_match_period": 600,
        "allow_multi_session": False,
        "referrer": "https://www.google.com/",
    }
    assert (lead.phone_number, lead.number_id, lead.session_id) == ("2125550111", 9, 88)
    assert lead.extra == {"x": 1}


async def test_an_upload_is_a_form_with_the_file() -> None:
    account = Account({"data_store_id": "0c9e", "type": "WhisperFiles", "file_name": "hello.mp3"})
    async with account.client() as client:
        stored = await client.datastore.upload("WhisperFiles", "hello.mp3", b"ID3\xff\x00 bytes")
    assert account.asked == "POST /datastore"
    assert account.query == {"stype": "WhisperFiles"}
    request = account.requests[-1]
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="hello.mp3"' in request.content
    assert b"Content-Type: audio/mpeg\r\n\r\nID3\xff\x00 bytes\r\n" in request.content
    assert stored.file_name == "hello.mp3"


async def test_pools_of_a_group_and_a_pool_given_back() -> None:
    account = Account([{"id": 50101}], None)
    async with account.client() as client:
        (pool,) = await client.number_pools.in_group(7)
        assert account.asked == "GET /groups/7/numberpools"
        await client.number_pools.delete(pool.id)
    assert account.asked == "DELETE /numberpools/50101"
