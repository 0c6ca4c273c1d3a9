"""Tests of replies, opt-out, receipts and the listing (CONTRACT 15.2, 15.3)."""

import json

import pytest

from tests.sandbox.rig import DAY, HOOK, TEXTER, Rig, rig


async def test_a_reply_reaches_the_texter(desk: Rig) -> None:
    number = await desk.hooked()
    ids = await desk.text(number, "In blue?")
    answer = await desk.reply(ids["ConversationId"], "Yes \ud83d, two left.")
    assert list(answer) == ["MessageId", "Status"]
    assert answer["Status"] == "Accepted"
    entries = await desk.call("GET", f"/sandbox/phones/{TEXTER}")
    assert entries[1]["id"] == answer["MessageId"]
    assert entries[1]["peer"] == number
    assert entries[1]["text"] == "Yes \ud83d, two left."


@pytest.mark.parametrize("message", [None, "", " \n", 7, "x" * 1601])
async def test_a_reply_needs_a_message_of_at_most_1600(desk: Rig, message: object) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    path = f"/sms/conversations/{ids['ConversationId']}/messages"
    body = await desk.call("POST", path, {"Message": message}, status=400)
    assert [error["field"] for error in body["errors"]] == ["Message"]
    await desk.reply(ids["ConversationId"], "x" * 1600)


async def test_a_reply_to_nothing_is_not_found(desk: Rig) -> None:
    await desk.reply("5c0e0000-0000-4000-8000-000000000000", "Hello?", status=404)
    made = await desk.number()
    ids = await desk.text(made["phone_number"], "Hello")
    await desk.call("DELETE", f"/numbers/{made['id']}")
    await desk.reply(ids["ConversationId"], "Too late", status=404)


@pytest.mark.parametrize("word", ["STOP", " stop\n", "Unsubscribe", "quit"])
async def test_the_carrier_refuses_replies_after_stop_until_start(desk: Rig, word: str) -> None:
    number, other = await desk.hooked(), await desk.hooked()
    ids = await desk.text(number, word)
    elsewhere = await desk.text(other, "Hello")
    refusal = await desk.reply(ids["ConversationId"], "But", status=400)
    assert "STOP" in refusal["message"]
    await desk.reply(elsewhere["ConversationId"], "Hello")
    assert await desk.heard() == ["Hello"]
    await desk.text(number, "Start")
    await desk.reply(ids["ConversationId"], "Welcome back")


async def test_a_sentence_with_stop_in_it_is_no_opt_out(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "Please stop by at six")
    await desk.reply(ids["ConversationId"], "We will")


async def test_after_stop_no_auto_reply_is_sent_either(desk: Rig) -> None:
    number = await desk.line("Autoreply", autoreply_enabled=True, autoreply_message="Away")
    await desk.text(number, "STOP")
    assert await desk.heard() == []


async def test_a_carrier_that_does_not_block() -> None:
    async with rig(carrier_blocks_opt_out=False) as desk:
        ids = await desk.text(await desk.hooked(), "STOP")
        await desk.reply(ids["ConversationId"], "Sent all the same")


async def test_a_reference_makes_a_repeat_harmless() -> None:
    async with rig(reply_reference_field="Reference") as desk:
        ids = await desk.text(await desk.hooked(), "In blue?")
        path = f"/sms/conversations/{ids['ConversationId']}/messages"
        first = await desk.call("POST", path, {"Message": "Yes", "Reference": "r1"})
        again = await desk.call("POST", path, {"Message": "Yes", "Reference": "r1"})
        other = await desk.call("POST", path, {"Message": "Yes", "Reference": "r2"})
        plain = await desk.call("POST", path, {"Message": "Yes"})
        assert first == again
        assert len({answer["MessageId"] for answer in (first, other, plain)}) == 3
        assert await desk.heard() == ["Yes"] * 3
        await desk.call("POST", path, {"Message": "Yes", "Reference": 5}, status=400)


async def test_without_the_option_a_reference_is_ignored(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    path = f"/sms/conversations/{ids['ConversationId']}/messages"
    for _ in range(2):
        await desk.call("POST", path, {"Message": "Yes", "Reference": "r1"})
    assert await desk.heard() == ["Yes", "Yes"]


async def test_receipts_follow_an_accepted_reply_in_order() -> None:
    async with rig(receipts=True) as desk:
        ids = await desk.text(await desk.hooked(), "In blue?")
        answer = await desk.reply(ids["ConversationId"], "Yes")
        await desk.pushed(4)
        assert desk.receiver.urls == [HOOK] * 4
        assert desk.receiver.notifications("SmsDeliveryUpdate") == [
            {
                "Action": "SmsDetails.SmsDeliveryUpdate",
                "MessageId": answer["MessageId"],
                "ConversationId": ids["ConversationId"],
                "Status": status,
                "ErrorCode": None,
            }
            for status in ("Queued", "Sent", "Delivered")
        ]


async def test_the_listing_shows_both_directions_in_pages(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    desk.clock.seconds += 60
    answer = await desk.reply(ids["ConversationId"], "Yes")
    await desk.text(await desk.hooked(), "Elsewhere", sender="9055550129")
    path = f"/sms/conversations/{ids['ConversationId']}/messages"
    listed = await desk.call("GET", f"{path}?pagesize=1&pagenumber=2")
    assert listed["paging"] == {"pageNumber": 2, "pageSize": 1, "total": 2}
    [message] = listed["results"]
    assert message["MessageId"] == answer["MessageId"]
    assert message["Direction"] == "Outbound"
    assert message["MessageDate"] == "2026-03-01T17:17:01.147"
    since = await desk.call("GET", f"{path}?StartDateUtc=2026-03-01T17:17:00")
    assert [found["Message"] for found in since["results"]] == ["Yes"]
    until = await desk.call("GET", f"{path}?enddateutc=2026-03-01T17:17")
    assert [found["Direction"] for found in until["results"]] == ["Inbound"]
    conversations = await desk.call("GET", "/sms/conversations")
    assert conversations["paging"]["total"] == 2
    assert conversations["results"][0]["ConversationId"] == ids["ConversationId"]
    await desk.call("GET", f"{path}?startdateutc=today", status=400)
    await desk.call("GET", "/sms/conversations/none/messages", status=404)


async def test_the_listing_can_be_switched_off() -> None:
    async with rig(reply_lookup=False) as desk:
        ids = await desk.text(await desk.hooked(), "In blue?")
        await desk.call("GET", "/sms/conversations", status=404)
        path = f"/sms/conversations/{ids['ConversationId']}/messages"
        response = await desk.client.get(path)
        assert response.status_code == 404
        assert json.loads(response.content)["message"]
        await desk.reply(ids["ConversationId"], "Yes")


async def test_the_listing_can_lag_behind(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    await desk.reply(ids["ConversationId"], "Yes")
    path = f"/sms/conversations/{ids['ConversationId']}/messages"
    await desk.fault("lookup", "lag", seconds=30)
    assert (await desk.call("GET", path))["results"] == []
    desk.clock.seconds += 31
    await desk.reply(ids["ConversationId"], "Two left")
    listed = await desk.call("GET", path)
    assert [one["Message"] for one in listed["results"]] == ["In blue?", "Yes"]
    assert listed["paging"]["total"] == 2
    await desk.call("DELETE", "/sandbox/faults")
    assert len((await desk.call("GET", path))["results"]) == 3


async def test_a_fault_of_the_listing_leaves_replies_alone(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    path = f"/sms/conversations/{ids['ConversationId']}/messages"
    await desk.fault("lookup", "500-before", times=1)
    await desk.reply(ids["ConversationId"], "Yes")
    await desk.call("GET", path, status=500)
    assert len((await desk.call("GET", path))["results"]) == 2


async def test_in_process_a_cut_connection_is_an_exception_after_the_delivery(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    await desk.fault("reply", "reset-after", times=1)
    with pytest.raises(ConnectionResetError):
        await desk.reply(ids["ConversationId"], "Yes")
    assert await desk.heard() == ["Yes"]


async def test_an_ended_conversation_still_takes_a_reply(desk: Rig) -> None:
    ids = await desk.text(await desk.hooked(), "In blue?")
    desk.clock.seconds += 3 * DAY
    await desk.reply(ids["ConversationId"], "Sorry for the wait")
    assert await desk.heard() == ["Sorry for the wait"]
