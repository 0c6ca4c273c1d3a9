"""Tests of the outbox: at most once, in order, and never after STOP (CONTRACT 15.2)."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.hub.engine.rig import (
    ANA,
    Carrier,
    Clock,
    ended,
    envelope,
    full_disk,
    open_desk,
    payload,
    replies,
    running_outbox,
    states,
    until,
)
from tmchat.core import commands as cmd
from tmchat.core.events import DeliveryChanged
from tmchat.core.records import Delivery
from tmchat.hub.outcomes import DAY
from tmchat.hub.store.interface import Receipt
from tmchat.telmetrics.standins import (
    Accepted,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
)


async def test_a_reply_is_sent_where_the_newest_text_said(tmp_path: Path) -> None:
    asked: list[tuple[str, str, str, str]] = []

    async def send(url: str, field: str, text: str, ref: str) -> ReplyOutcome:
        asked.append((url, field, text, ref))
        return Accepted("c1")

    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        newer = {"Url": "https://carrier.example/newer", "MessageField": "Body"}
        await desk.intake.take(payload("again", key="m2", Reply=newer), {})
        async with running_outbox(desk, send):
            await desk.reply(conv.id, "half \ud83d", "ref-1")
            (reply,) = await ended(desk, conv.id)
        assert asked == [("https://carrier.example/newer", "Body", "half \ud83d", "ref-1")]
        assert reply.delivery is Delivery.SENT
        assert await states(desk, reply.id) == [Delivery.SENDING, Delivery.SENT]


@pytest.mark.parametrize(
    ("outcome", "delivery", "reason"),
    [
        (RefusedForGood(400, "The carrier says no."), Delivery.FAILED, "The carrier says no."),
        (Unknown("The answer was cut."), Delivery.UNKNOWN, "The answer was cut."),
        (RuntimeError("secret"), Delivery.UNKNOWN, "it may have arrived"),
    ],
)
async def test_a_refusal_and_an_unknown_end_are_final(
    tmp_path: Path, outcome: ReplyOutcome | Exception, delivery: Delivery, reason: str
) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier(outcome)
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            first, second = await ended(desk, conv.id)
        assert carrier.sent == ["one", "two"]
        assert (first.delivery, second.delivery) == (delivery, Delivery.SENT)
        assert reason in first.reason
        assert "secret" not in first.reason


async def test_what_did_not_leave_is_tried_again_as_the_carrier_says(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier(NotDelivered("No line."), NotDelivered("Too many.", 90.0))
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            first, second = await ended(desk, conv.id)
        assert carrier.sent == ["one", "one", "one", "two"]
        assert first.delivery is second.delivery is Delivery.SENT
        assert 0.5 <= clock.pauses[0] <= 1.0
        assert clock.pauses[1] == 90.0
        again = [Delivery.SENDING, Delivery.QUEUED]
        assert await states(desk, first.id) == [*again, *again, Delivery.SENDING, Delivery.SENT]


async def test_after_a_day_it_has_failed(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier(*[NotDelivered("No line.")] * 2000)
        began = clock.now
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            (reply,) = await ended(desk, conv.id)
        assert (reply.delivery, reply.reason) == (Delivery.FAILED, "No line.")
        assert DAY - 600_000 < clock.now - began <= DAY
        assert 250 < len(carrier.sent) < 700


async def test_a_hub_that_was_off_for_days_sends_nothing_old(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        await desk.reply(conv.id, "one", "ref-1")
    clock.now += DAY
    async with open_desk(tmp_path, clock) as desk:
        carrier = Carrier()
        async with running_outbox(desk, carrier):
            (reply,) = await ended(desk, conv.id)
        assert reply.delivery is Delivery.FAILED
        assert not carrier.sent


async def test_without_an_address_it_fails_in_a_sentence(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.intake.take(payload("hello", key="m1", Reply=None), {})
        (conv,) = desk.switchboard.inbox.conversations
        carrier = Carrier()
        async with running_outbox(desk, carrier):
            await desk.reply(conv, "one", "ref-1")
            (reply,) = await ended(desk, conv)
        assert reply.delivery is Delivery.FAILED
        assert "where replies go" in reply.reason
        assert not carrier.sent


async def test_nothing_leaves_after_stop(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier(NotDelivered("No line."))

        async def stop() -> None:
            await desk.text("STOP", key="m2")

        carrier.before = stop
        await desk.reply(conv.id, "one", "ref-1")
        await desk.reply(conv.id, "two", "ref-2")
        async with running_outbox(desk, carrier):
            first, second = await ended(desk, conv.id)
        assert carrier.sent == ["one"]
        for reply in (first, second):
            assert reply.delivery is Delivery.FAILED
            assert "opted out" in reply.reason


async def test_one_conversation_never_waits_for_another_and_keeps_its_order(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        slow = await desk.text("hello", key="m1")
        quick = await desk.text("hello", key="m2", texter="9055550199")
        gate = asyncio.Event()
        carrier = Carrier()

        async def wait_for_slow() -> None:
            if carrier.sent[-1].startswith("slow"):
                await gate.wait()

        carrier.before = wait_for_slow
        async with running_outbox(desk, carrier):
            for index in range(3):
                await desk.reply(slow.id, f"slow {index}", f"s{index}")
                await desk.reply(quick.id, f"quick {index}", f"q{index}")
            await ended(desk, quick.id)
            assert [text for text in carrier.sent if text.startswith("slow")] == ["slow 0"]
            gate.set()
            await ended(desk, slow.id)
        for name in ("slow", "quick"):
            told = [text for text in carrier.sent if text.startswith(name)]
            assert told == [f"{name} {index}" for index in range(3)]


@pytest.mark.parametrize("reference", [False, True])
async def test_a_crash_while_sending_leaves_it_unknown(tmp_path: Path, reference: bool) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier()
        never = asyncio.Event()

        async def hang() -> None:
            await never.wait()

        carrier.before = hang
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await until(lambda: bool(carrier.sent))
        (reply,) = await replies(desk, conv.id)
        assert reply.delivery is Delivery.SENDING
    async with open_desk(tmp_path) as desk:
        carrier = Carrier()
        async with running_outbox(desk, carrier, reference=reference):
            (reply,) = await ended(desk, conv.id)
        if reference:
            assert (reply.delivery, carrier.sent) == (Delivery.SENT, ["one"])
        else:
            assert (reply.delivery, carrier.sent) == (Delivery.UNKNOWN, [])


async def test_where_repeats_are_dropped_the_unknown_is_sent_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier(Unknown("Cut."), Unknown("Cut."))
        async with running_outbox(desk, carrier, reference=True):
            await desk.reply(conv.id, "one", "ref-1")
            (reply,) = await ended(desk, conv.id)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"] * 3


@pytest.mark.parametrize("refused", [True, False])
async def test_what_may_have_arrived_never_fails(tmp_path: Path, refused: bool) -> None:
    carrier = Carrier(Unknown("cut"), RefusedForGood(400, "no"))
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")

        async def stop() -> None:
            if not refused:
                await desk.text("STOP", key="m2")

        carrier.before = stop
        async with running_outbox(desk, carrier, reference=True):
            await desk.reply(conv.id, "yes", "ref-1")
            (reply,) = await ended(desk, conv.id)
        assert reply.delivery is Delivery.UNKNOWN
        assert "may have arrived" in reply.reason
        assert len(carrier.sent) == (2 if refused else 1)


async def test_an_outcome_outlasts_a_full_disk(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier()
        failed = asyncio.Event()

        async def fill() -> None:
            with full_disk((tmp_path / "hub.db-wal").stat().st_size):
                note = cmd.AddNote(conv.id, "lost", "n1")
                assert isinstance(await desk.switchboard.command(ANA, note), cmd.Refused)
                failed.set()

        carrier.before = fill
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            (reply,) = await ended(desk, conv.id)
        assert failed.is_set()
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]


def receipt(status: str, message_id: str = "carrier-ref-1") -> bytes:
    """A delivery receipt as the sandbox pushes it (CONTRACT 15.3)."""
    told = {
        "Action": "SmsDetails.SmsDeliveryUpdate",
        "MessageId": message_id,
        "Status": status,
        "ErrorCode": "30003",
    }
    return envelope(told)


async def test_receipts_move_a_reply_forward_only(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        async with running_outbox(desk, Carrier()):
            await desk.reply(conv.id, "one", "ref-1")
            await ended(desk, conv.id)
            seen: list[Delivery | None] = []
            for status in ("Queued", "Sent", "Delivered", "Delivered", "Sent", "Undelivered"):
                assert (await desk.intake.take(receipt(status), {})).status == 200
                (reply,) = await replies(desk, conv.id)
                seen.append(reply.delivery)
        assert seen == [Delivery.SENT] * 2 + [Delivery.DELIVERED] * 4
        ended_as = [Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED]
        assert await states(desk, reply.id) == ended_as


async def test_a_receipt_that_overtakes_the_answer_is_not_lost(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier()

        async def overtake() -> None:
            await desk.intake.take(receipt("Undelivered"), {})

        carrier.before = overtake
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            (reply,) = await ended(desk, conv.id, Delivery.SENT)
        assert reply.delivery is Delivery.FAILED
        assert "30003" in reply.reason


async def test_receipts_that_overtake_the_answer_out_of_order_count_by_the_furthest(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier()

        async def overtake() -> None:
            await desk.intake.take(receipt("Delivered"), {})
            await desk.intake.take(receipt("Sent"), {})

        carrier.before = overtake
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            (reply,) = await ended(desk, conv.id, Delivery.SENT)
        assert reply.delivery is Delivery.DELIVERED


async def test_a_receipt_taken_before_a_crash_counts_after_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        await desk.reply(conv.id, "one", "ref-1")
        (row,) = await desk.store.open_replies()
        sent = replace(row, state=Delivery.SENT, carrier_id="c\ud83d")
        change = DeliveryChanged(conv.id, row.entry, Delivery.SENT)
        told = Receipt("c\ud83d", Delivery.DELIVERED)
        await desk.switchboard.record(lambda inbox: (change,), outbox=(sent,), receipts=(told,))
    async with open_desk(tmp_path) as desk, running_outbox(desk, Carrier()):
        (reply,) = await ended(desk, conv.id, Delivery.SENT)
        assert reply.delivery is Delivery.DELIVERED


async def test_a_status_nobody_knows_is_kept_unread(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        assert (await desk.intake.take(receipt("Teleported"), {})).status == 200
        assert len(await desk.store.inbound_list(10, unread_only=True)) == 1
