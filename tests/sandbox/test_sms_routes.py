"""Tests of what becomes of a consumer's text on each SMS route (CONTRACT 7, 12)."""

import re

from tests.sandbox.rig import DAY, HOOK, TEXTER, Rig, rig

BUSINESS = "4165550217"
AWAY = "This line takes voice calls only. Please phone us."


async def test_none_records_and_forwards_nothing(desk: Rig) -> None:
    number = (await desk.number())["phone_number"]
    ids = await desk.text(number, "Hello?")
    book = (await desk.call("GET", "/sandbox/books"))["texts"]
    assert [(entry["id"], entry["text"], entry["pushes"]) for entry in book] == [
        (ids["MessageId"], "Hello?", [])
    ]
    assert await desk.heard() == []


async def test_webhook_pushes_every_text_in_the_documented_form(desk: Rig) -> None:
    made = await desk.number(
        sms_routes={"route_type": "Webhook", "route": {"inbound_webhook_url": HOOK}}
    )
    about = {"name": "Sam Reed", "city": "Peoria", "state": "IL", "zip": "61602"}
    media = ["http://media.example/1.jpg"]
    ids = await desk.text(made["phone_number"], "In blue?", media=media, texter=about)
    envelope = (await desk.pushed(1))[0]
    assert re.fullmatch("[0-9a-f]{32}", envelope["Id"])
    assert envelope["Attempt"] == 1
    assert envelope["Properties"] == {
        "CollectionType": "SmsDetails",
        "UTC": "2026-03-01T17:16:01.147",
        "Organization": "4099",
        "RequestId": envelope["Properties"]["RequestId"],
    }
    assert envelope["Notifications"] == [
        {
            "Action": "SmsDetails.SmsMessageReceived",
            "MessageId": ids["MessageId"],
            "ConversationId": ids["ConversationId"],
            "MessageDate": "2026-03-01T17:16:01.147",
            "TelmetricsStudyID": made["id"],
            "TexterNumber": TEXTER,
            "TextedNumber": made["phone_number"],
            "ConversationType": "Webhook",
            "Message": "In blue?",
            "MediaUrls": media,
            "TexterName": "Sam Reed",
            "TexterAddress": "",
            "TexterCity": "Peoria",
            "TexterState": "IL",
            "TexterZip": "61602",
            "AttributionDetails": {
                "session_tag": None,
                "SessionId": None,
                "RuleDescription": None,
                "LandingPageUrl": None,
                "ReferrerUrl": None,
                "MultisessionFlag": False,
            },
            "Reply": {
                "Url": f"http://127.0.0.1:8070/sms/conversations/{ids['ConversationId']}/messages",
                "MessageField": "Message",
            },
        }
    ]
    assert desk.receiver.urls == [HOOK]


async def test_a_text_survives_byte_for_byte(desk: Rig) -> None:
    number = await desk.hooked()
    texts = ["\ud83d", "\ude00 half", "\x1b[2J\x00\u2028\u202e", "  \n", "你好" * 700]
    for text in texts:
        await desk.text(number, text)
    await desk.pushed(len(texts))
    assert desk.receiver.bodies() == texts
    sent = await desk.call("GET", f"/sandbox/phones/{TEXTER}")
    assert [entry["text"] for entry in sent] == texts


async def test_a_conversation_ends_after_the_quiet_period(desk: Rig) -> None:
    number = await desk.hooked()
    first = await desk.text(number, "One")
    desk.clock.seconds += DAY - 1
    second = await desk.text(number, "Two")
    desk.clock.seconds += DAY - 1
    await desk.reply(first["ConversationId"], "Still here")
    desk.clock.seconds += DAY - 1
    third = await desk.text(number, "Three")
    desk.clock.seconds += DAY + 1
    fourth = await desk.text(number, "Four")
    other = await desk.text(number, "Other", sender="9055550129")
    ids = [ids["ConversationId"] for ids in (first, second, third, fourth, other)]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids)) == 3


async def test_an_auto_reply_comes_once_in_24_hours_per_texter(desk: Rig) -> None:
    number = await desk.line("Autoreply", autoreply_enabled=True, autoreply_message=AWAY)
    other = await desk.line("Autoreply", autoreply_enabled=True, autoreply_message="Other line")
    await desk.text(number, "One")
    desk.clock.seconds += DAY - 1
    await desk.text(number, "Two")
    assert await desk.heard() == [AWAY]
    await desk.text(other, "Three")
    await desk.text(number, "Four", sender="9055550129")
    assert await desk.heard() == [AWAY, "Other line"]
    assert await desk.heard("9055550129") == [AWAY]
    desk.clock.seconds += 1
    await desk.text(number, "Five")
    assert await desk.heard() == [AWAY, "Other line", AWAY]


async def test_an_auto_reply_can_be_switched_off(desk: Rig) -> None:
    number = await desk.line("Autoreply", autoreply_enabled=False)
    await desk.text(number, "One")
    assert await desk.heard() == []


async def test_smart_number_notifies_the_business_and_bridges_its_answer(desk: Rig) -> None:
    number = await desk.line("SmartNumber", autoreply_enabled=True, autoreply_message=AWAY)
    ids = await desk.text(number, "Are you open?")
    [notice] = await desk.heard(BUSINESS)
    assert TEXTER in notice
    link = re.search(r"http://127\.0\.0\.1:8070(/sandbox/notices/\S+)", notice)
    assert link is not None
    assert (await desk.client.get(link[1])).text == "Are you open?"
    assert await desk.heard() == [AWAY]
    answer = await desk.text(number, "Until six.", sender=BUSINESS)
    assert answer["ConversationId"] == ids["ConversationId"]
    assert await desk.heard() == [AWAY, "Until six."]
    messages = await desk.call("GET", f"/sms/conversations/{ids['ConversationId']}/messages")
    assert [message["Message"] for message in messages["results"]] == [
        "Are you open?",
        AWAY,
        "Until six.",
    ]


async def test_smart_number_prefers_its_alternate_phone(desk: Rig) -> None:
    number = await desk.line("SmartNumber", alternate_text_termination="4165550299")
    await desk.text(number, "Are you open?")
    assert await desk.heard(BUSINESS) == []
    assert len(await desk.heard("4165550299")) == 1
    await desk.text(number, "I am a consumer too", sender=BUSINESS)
    assert len(await desk.heard("4165550299")) == 2


async def test_chat_client_hands_texts_to_the_configured_client(desk: Rig) -> None:
    path = "/configurations/chatclients"
    body = {
        "name": "Parts Desk",
        "provider": "Slack",
        "webhook_url": HOOK,
        "end_of_chat_text": "Thanks for chatting.",
        "no_agents_text": "Nobody is in.",
    }
    client = await desk.call("POST", path, body)
    number = await desk.line("ChatClient", chat_client_id=client["chat_client_id"])
    ids = await desk.text(number, "Hello")
    await desk.pushed(1)
    [note] = desk.receiver.notifications("SmsMessageReceived")
    assert note["ConversationType"] == "ChatClient"
    await desk.reply(ids["ConversationId"], "Hello yourself")
    await desk.call("POST", f"/sms/conversations/{ids['ConversationId']}/end")
    assert await desk.heard() == ["Hello yourself", "Thanks for chatting."]
    await desk.call("PUT", f"{path}/{client['chat_client_id']}", {"status": "inactive"})
    again = await desk.text(number, "Anyone?")
    assert again["ConversationId"] != ids["ConversationId"]
    assert (await desk.heard())[-1] == "Nobody is in."
    await desk.call("DELETE", f"{path}/{client['chat_client_id']}")
    await desk.text(number, "Hello??")
    assert len(desk.receiver.envelopes) == 1


async def test_a_pools_numbers_follow_the_pools_route(desk: Rig) -> None:
    group = (await desk.call("GET", "/groups"))["results"][0]["id"]
    order = {
        "name": "Paid search",
        "phone_number_request": {"match_type": "Tollfree"},
        "match_period": 30,
        "quantity": 2,
    }
    pool = await desk.call("POST", f"/groups/{group}/numberpools", order)
    await desk.text(pool["numbers"][0]["phone_number"], "Unheard")
    route = {"route_type": "Webhook", "route": {"inbound_webhook_url": HOOK}}
    await desk.call("PUT", f"/numberpools/{pool['id']}", {"sms_routes": route})
    for number in pool["numbers"]:
        await desk.text(number["phone_number"], "Heard")
    await desk.pushed(2)
    assert desk.receiver.bodies() == ["Heard", "Heard"]


async def test_account_webhooks_hear_of_a_conversation_once(desk: Rig) -> None:
    hook = {
        "url": "http://account.example/start",
        "collection_type": "SmsDetails",
        "actions": ["SmsDetails.SmsConversationStart"],
    }
    await desk.call("POST", "/configurations/webhooks", hook)
    number = (await desk.number())["phone_number"]
    about = {"name": "Sam Reed", "address": "9 Quarry Street"}
    ids = await desk.text(number, "First", texter=about)
    await desk.text(number, "Second")
    await desk.text(number, "First", sender="9055550129")
    envelopes = await desk.pushed(2)
    assert len(envelopes) == 2
    note = desk.receiver.notifications("SmsConversationStart")[0]
    assert list(note) == [
        "Action",
        "ConversationId",
        "MessageDate",
        "TelmetricsStudyID",
        "TexterNumber",
        "TextedNumber",
        "ConversationType",
        "SmsToChatProvider",
        "TexterName",
        "TexterAddress",
        "TexterCity",
        "TexterState",
        "TexterZip",
        "AttributionDetails",
    ]
    assert note["ConversationId"] == ids["ConversationId"]
    assert note["TexterAddress"] == "9 Quarry Street"
    assert note["ConversationType"] == "None"
    assert "Message" not in note


async def test_a_lead_tag_goes_with_conversations_that_start_in_its_period() -> None:
    async with rig(lead_key="lead-key") as desk:
        number = await desk.hooked()
        tag = {
            "key": "lead-key",
            "tag_data": "Any text",
            "tracking_numbers": [number],
            "session_match_period": 60,
            "referrer": "https://www.google.com/",
            "landing_page": "http://shop.example?gclid=321",
        }
        del desk.client.headers["x-organization-token"]
        await desk.call("POST", "/leadtracking/setTag", tag)
        await desk.call("POST", "/leadtracking/setTag", tag | {"key": "wrong"}, status=401)
        await desk.call(
            "POST", "/leadtracking/setTag", tag | {"tracking_numbers": ["1"]}, status=400
        )
        desk.clock.seconds += 60
        await desk.text(number, "In time")
        desk.clock.seconds += 1
        await desk.text(number, "Too late", sender="9055550129")
        await desk.text(number, "Still tagged")
        await desk.pushed(3)
        details = [
            note["AttributionDetails"]
            for note in desk.receiver.notifications("SmsMessageReceived")
            if note["TexterNumber"] == TEXTER
        ]
        assert [found["session_tag"]["tag_data"] for found in details] == ["Any text"] * 2
        assert details[0]["session_tag"]["tag_time"] == "2026-03-01T17:16:01.147"
        assert details[0]["LandingPageUrl"] == "http://shop.example?gclid=321"
        assert details[0]["ReferrerUrl"] == "https://www.google.com/"
        late = desk.receiver.notifications("SmsMessageReceived")
        tags = {note["Message"]: note["AttributionDetails"]["session_tag"] for note in late}
        assert tags["Too late"] is None


async def test_a_phone_is_watched_from_its_last_entry_on(desk: Rig) -> None:
    number = await desk.line("Autoreply", autoreply_enabled=True, autoreply_message=AWAY)
    path = f"/sandbox/phones/{TEXTER}"
    assert await desk.call("GET", f"{path}?wait=0.01") == []
    await desk.text(number, "Hello")
    sent, received = await desk.call("GET", path)
    assert list(sent) == ["id", "at", "direction", "peer", "text", "media"]
    assert (sent["direction"], received["direction"]) == ("sent", "received")
    assert await desk.call("GET", f"{path}?after={sent['id']}&wait=60") == [received]
    await desk.call("GET", f"{path}?after=nothing", status=400)
    await desk.call("GET", f"{path}?wait=-1", status=400)
    await desk.call("GET", "/sandbox/phones/12", status=404)


async def test_a_control_request_is_judged_field_by_field(desk: Rig) -> None:
    body = {"from": "12", "to": 5, "text": 7, "media": "x"}
    refusal = await desk.call("POST", "/sandbox/texts", body, status=400)
    assert {error["field"] for error in refusal["errors"]} == {"from", "to", "text", "media"}
    strange = {"from": TEXTER, "to": "2125550199", "text": "Hello"}
    refusal = await desk.call("POST", "/sandbox/texts", strange, status=400)
    assert [error["field"] for error in refusal["errors"]] == ["to"]
