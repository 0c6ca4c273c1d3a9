"""Tests of the intake: every text once, whatever is pushed kept, 200 only for what is durable."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.hub.engine.rig import (
    NUMBER,
    START,
    TEXTER,
    Desk,
    envelope,
    full_disk,
    kinds,
    notification,
    open_desk,
    payload,
    until,
)
from tmchat.core.records import Attribution, Conversation
from tmchat.hub.store.interface import Reading, ReplyAddress
from tmchat.telmetrics.standins import Mapping

LANDING_PAGE = (
    "http://shop.example?utm_source=google&utm_campaign=fall&utm_term=used%20car&utm_medium=web"
)
ATTRIBUTION = {
    "session_tag": {"tag_id": 71720001, "tag_data": "REF00012345"},
    "RuleDescription": "Google Paid",
    "LandingPageUrl": LANDING_PAGE,
    "ReferrerUrl": "https://google.com",
}


def only(desk: Desk) -> Conversation:
    """The one conversation of the desk."""
    (conv,) = desk.switchboard.inbox.conversations.values()
    return conv


def start(**more: Any) -> dict[str, Any]:
    """A conversation start as documented (CONTRACT 11.1)."""
    return {
        "Action": "SmsDetails.SmsConversationStart",
        "TexterNumber": TEXTER,
        "TextedNumber": NUMBER,
        "TexterName": "Sam Reed",
        "TexterCity": "Peoria",
        "TexterState": "IL",
        "TexterZip": "61602",
        "AttributionDetails": ATTRIBUTION,
        **more,
    }


async def words(desk: Desk, conversation: int) -> list[str]:
    """The texts of a conversation in order."""
    page = await desk.store.page(conversation, limit=500)
    return [entry.text for entry in page.entries]


async def test_a_text_opens_a_conversation_with_all_that_is_known(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = {"TexterName": "Sam Reed", "TexterCity": "Peoria", "TexterState": "IL"}
        body = payload("in blue?", key="m1", AttributionDetails=ATTRIBUTION, **about)
        taken = await desk.intake.take(body, {"content-type": "application/json", "cookie": "x"})
        assert (taken.status, taken.texts) == (200, 1)
        conv = only(desk)
        assert (conv.texter, conv.number) == ("+19055550128", "+12245550121")
        assert (conv.name, conv.place, conv.inbound) == ("Sam Reed", "Peoria, IL", 1)
        assert conv.attribution == Attribution(
            rule="Google Paid",
            campaign="fall",
            keyword="used car",
            source="google",
            medium="web",
            landing_page=LANDING_PAGE,
            referrer="https://google.com",
            tag="REF00012345",
        )
        assert await desk.store.reply_address(conv.id) == ReplyAddress(
            "https://carrier.example/reply", "Message"
        )
        (raw,) = await desk.store.inbound_list(10)
        assert (raw.status, raw.body, raw.at) == (Reading.TAKEN, body, START)
        assert raw.headers == {"content-type": "application/json"}
        (entry,) = (await desk.store.page(conv.id)).entries
        assert (entry.text, entry.sent_at) == ("in blue?", 1_772_385_361_147)


async def test_a_repeat_is_answered_and_not_taken_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        body = payload("hello", key="m1")
        taken = await asyncio.gather(*(desk.intake.take(body, {}) for _ in range(5)))
        assert [one.status for one in taken] == [200] * 5
        assert sum(one.texts for one in taken) == 1
    async with open_desk(tmp_path) as desk:
        assert (await desk.intake.take(body, {})).texts == 0
        assert only(desk).inbound == 1
        statuses = [raw.status for raw in await desk.store.inbound_list(10)]
        assert statuses == [Reading.REPEATED] * 5 + [Reading.TAKEN]


async def test_without_message_ids_the_envelope_tells_repeats(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        two = [notification(text, key=None) for text in ("one", "two")]
        for _ in range(2):
            await desk.intake.take(envelope(*two), {})
        await desk.intake.take(envelope(*two, id="another"), {})
        assert await words(desk, only(desk).id) == ["one", "two", "one", "two"]


async def test_texts_that_nothing_tells_apart_are_all_taken(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        bare = json.dumps([notification("ok", key=None)] * 2).encode()
        await desk.intake.take(bare, {})
        assert await words(desk, only(desk).id) == ["ok", "ok"]


async def test_payloads_that_share_texts_do_not_wait_for_each_other_for_ever(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        one, two = (notification(f"text {key}", key=key) for key in ("m1", "m2"))
        taken = await asyncio.gather(
            desk.intake.take(envelope(one, two), {}),
            desk.intake.take(envelope(two, one, two), {}),
        )
        assert [(answer.status, answer.texts) for answer in taken] == [(200, 2), (200, 0)]


async def test_what_cannot_be_read_is_kept_and_replayed_once_it_can(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        odd = json.dumps({"Notifications": [{"From": TEXTER, "To": NUMBER, "Words": "hello"}]})
        for body in (odd.encode(), b"\xff\x00 junk", b""):
            taken = await desk.intake.take(body, {})
            assert (taken.status, taken.texts) == (200, 0)
        kept = await desk.store.inbound_list(10, unread_only=True)
        assert [raw.body for raw in kept] == [b"", b"\xff\x00 junk", odd.encode()]
        assert all("no text was found" in raw.note for raw in kept)
        assert not await desk.events()
        mended = desk.reading(
            Mapping(texter=("/From",), tracking_number=("/To",), message=("/Words",))
        )
        assert (await mended.replay(kept[2].id)).texts == 1
        assert await words(desk, only(desk).id) == ["hello"]
        raw = await desk.store.inbound_one(kept[2].id)
        assert raw is not None
        assert (raw.status, raw.note) == (Reading.TAKEN, "")
        assert len(await desk.store.inbound_list(10, unread_only=True)) == 2
        assert (await desk.intake.replay(99)).status == 404


async def test_numbers_that_are_none_leave_the_payload_unread(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        good = notification("hello", key="m1")
        bad = notification("you won", key="m2", texter="BANK")
        taken = await desk.intake.take(envelope(bad, good), {})
        assert (taken.status, taken.texts) == (200, 1)
        assert "BANK" not in taken.sentence
        (raw,) = await desk.store.inbound_list(10, unread_only=True)
        assert "phone number" in raw.note
        assert await words(desk, only(desk).id) == ["hello"]
        assert (await desk.intake.replay(raw.id)).texts == 0
        assert len(await desk.store.inbound_list(10)) == 1


@pytest.mark.parametrize("first", ["start", "text"])
async def test_a_conversation_start_describes_the_texter(tmp_path: Path, first: str) -> None:
    pushes = [envelope(start(), id="e1"), payload("hello", key="m1")]
    async with open_desk(tmp_path) as desk:
        for body in pushes if first == "start" else pushes[::-1]:
            assert (await desk.intake.take(body, {})).status == 200
        conv = only(desk)
        assert (conv.name, conv.place) == ("Sam Reed", "Peoria, IL 61602")
        assert conv.attribution.tag == "REF00012345"
        count = len(await desk.events())
        await desk.intake.take(envelope(start(), id="e2"), {})
        assert len(await desk.events()) == count


async def test_stop_locks_and_start_unlocks(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        assert (await desk.text("Stop.", key="m1")).opted_out
        assert not (await desk.text("START", key="m2")).opted_out
        happened = kinds(await desk.events())
        assert happened[-1] == "TexterOptedIn"
        assert "TexterOptedOut" in happened


async def test_a_failing_store_is_503_and_the_retry_is_taken_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.text("hello", key="m1")
        body = payload("more", key="m2")
        with full_disk((tmp_path / "hub.db-wal").stat().st_size):
            taken = await asyncio.gather(*(desk.intake.take(body, {}) for _ in range(3)))
            assert {one.status for one in taken} == {503}
            assert all("disk" in one.sentence for one in taken)
            assert not await desk.store.known_message("m2")
        await until(lambda: desk.switchboard.healthy)
        assert (await desk.intake.take(body, {})).texts == 1
        assert await words(desk, only(desk).id) == ["hello", "more"]


async def test_a_cancelled_push_is_finished(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        body = payload("hello", key="m1")
        task = asyncio.ensure_future(desk.intake.take(body, {}))
        await asyncio.sleep(0)
        task.cancel()
        assert (await desk.intake.take(body, {})).status == 200
        assert only(desk).inbound == 1


async def test_logs_hold_neither_words_nor_numbers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with open_desk(tmp_path) as desk:
        await desk.text("the secret word", key="m1")
        await desk.intake.take(b'{"Notifications": ["the secret word"]}', {})
    assert caplog.messages
    assert "secret" not in caplog.text
    assert TEXTER not in caplog.text
    assert NUMBER not in caplog.text
