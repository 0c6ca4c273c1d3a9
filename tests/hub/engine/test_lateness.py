"""Late texts on their way through the intake: reordered, repeated, undated, kept unread."""

from pathlib import Path
from typing import Any

import pytest

from tests.hub.engine.rig import START, Clock, Desk, envelope, notification, open_desk, payload
from tmchat.core.records import Entry
from tmchat.telmetrics.standins import Mapping

DAY = 86_400_000
DATES = {name: f"2026-03-01T17:16:0{name}.000" for name in "1234"}


async def entries(desk: Desk) -> list[Entry]:
    """The texts of the one conversation, as a page has them."""
    (conversation,) = desk.switchboard.inbox.conversations
    page = await desk.store.page(conversation, before=0, after=0, limit=50)
    return [one for one in page.entries if one.kind.value == "text"]


async def push(desk: Desk, name: str, **more: Any) -> int:
    """Pushes the text of one second; how many were new."""
    more = {"MessageDate": DATES.get(name), **more}
    body = payload(name, key=f"key-{name}", **more)
    taken = await desk.intake.take(body, {})
    assert taken.status == 200
    return taken.texts


async def test_reordered_and_repeated_pushes(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        for name, new in (("1", 1), ("3", 1), ("2", 1), ("2", 0), ("3", 0), ("4", 1)):
            assert await push(desk, name) == new
        found = await entries(desk)
        assert [(one.text, one.late) for one in found] == [
            ("1", False),
            ("3", False),
            ("2", True),
            ("4", False),
        ]
        assert found[2].overtaken_by == found[1].sent_at
    async with open_desk(tmp_path) as again:
        assert await entries(again) == found


async def test_one_payload_is_taken_in_the_order_in_which_its_texts_were_sent(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        body = envelope(*(notification(one, key=one, MessageDate=DATES[one]) for one in "3124"))
        assert (await desk.intake.take(body, {})).texts == 4
        found = await entries(desk)
        assert [one.text for one in found] == ["1", "2", "3", "4"]
        assert not any(one.late for one in found)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "soon", None, 7])
async def test_a_date_that_is_none_says_nothing(tmp_path: Path, date: object) -> None:
    async with open_desk(tmp_path) as desk:
        await push(desk, "x", MessageDate=date)
        (text,) = await entries(desk)
        assert (text.sent_at, text.late) == (0, False)


@pytest.mark.parametrize(("skew", "late"), [(0, False), (300_000, True), (DAY, False)])
async def test_the_hubs_clock_tells_what_was_long_on_its_way(
    tmp_path: Path, skew: int, late: bool
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await push(desk, "1")
        (text,) = await entries(desk)
        clock.now = text.sent_at + skew
        await push(desk, "2", MessageDate=DATES["1"])
        assert (await entries(desk))[1].late is late
        clock.now = text.sent_at - DAY
        await push(desk, "3", MessageDate=DATES["1"])
        assert not (await entries(desk))[2].late


async def test_a_payload_read_days_later_is_late(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        body = payload("", key="1", Message=None, Words="Hello?", MessageDate=None)
        assert (await desk.intake.take(body, {})).texts == 0
        (raw,) = await desk.store.inbound_list(5, unread_only=True)
        clock.now += 3 * DAY
        desk.intake = desk.reading(Mapping(message=("/Words",)))
        assert (await desk.intake.replay(raw.id)).texts == 1
        (text,) = await entries(desk)
        assert (text.text, text.late, text.received_at) == ("Hello?", True, START)


async def test_a_payload_read_days_later_does_not_say_where_replies_go_now(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        old = {"Url": "https://carrier.example/old", "MessageField": "Message"}
        await desk.intake.take(payload("", key="1", Message=None, Words="Hello?", Reply=old), {})
        (raw,) = await desk.store.inbound_list(5, unread_only=True)
        await push(desk, "2")
        (conversation,) = desk.switchboard.inbox.conversations
        newest = await desk.store.reply_address(conversation)
        desk.intake = desk.reading(Mapping(message=("/Words",)))
        assert (await desk.intake.replay(raw.id)).texts == 1
        assert await desk.store.reply_address(conversation) == newest
        assert newest is not None and newest.url.endswith("/reply")


async def test_where_nothing_else_told_it_an_old_payload_says_where_replies_go(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.intake.take(payload("", key="1", Message=None, Words="Hello?"), {})
        (raw,) = await desk.store.inbound_list(5, unread_only=True)
        desk.intake = desk.reading(Mapping(message=("/Words",)))
        assert (await desk.intake.replay(raw.id)).texts == 1
        (conversation,) = desk.switchboard.inbox.conversations
        assert await desk.store.reply_address(conversation) is not None
