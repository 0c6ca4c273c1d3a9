"""Tests of replies of unknown delivery that the carrier's listing settles."""

import asyncio
from pathlib import Path

import pytest

from tests.hub.engine.listings import (
    CUT,
    FLIGHT,
    LAG,
    PLACE,
    ListingCarrier,
    resend,
    texted,
    unknown_reply,
)
from tests.hub.engine.rig import (
    ANA,
    BEN,
    Carrier,
    Clock,
    ended,
    kinds,
    open_desk,
    replies,
    running_outbox,
    until,
)
from tmchat.core import commands as cmd
from tmchat.core.records import Delivery
from tmchat.hub.settling import Doubt, match
from tmchat.hub.store.interface import OutboxRow
from tmchat.telmetrics.errors import NotFound
from tmchat.telmetrics.standins import (
    ListedMessage,
    NotDelivered,
    RefusedForGood,
)


async def test_what_the_listing_has_was_sent(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, lag=LAG - 1)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert [place for place, _ in carrier.looks] == [PLACE]
        row = await desk.store.reply(reply.id)
        assert row is not None and row.carrier_id == "m1"


async def test_what_is_listed_late_is_not_sent_again(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, lag=LAG + FLIGHT - 1)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert len(carrier.looks) == 2


async def test_what_the_listing_lacks_is_sent_again_only_when_it_must_have_it(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        began: list[int] = []

        async def note() -> None:
            began.append(clock.now)

        carrier.before = note
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            first, second = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is second.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one", "two"]
        assert began[1] - began[0] > (LAG + FLIGHT) * 1000
        assert len(carrier.looks) == 2
        assert kinds(await desk.events()).count("ReplyMissed") == 1


async def test_a_listing_that_cannot_be_read_proves_nothing(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT)
        carrier.broken = [NotFound(404, "not yet")] * 20
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert len(carrier.looks) == 21


async def test_after_a_day_it_is_a_persons_to_decide(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT)
        carrier.broken = [NotFound(404, "never")] * 5_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            await unknown_reply(desk, about)
            first, second = await ended(desk, about)
            assert first.delivery is Delivery.UNKNOWN
            assert (second.delivery, second.reason) == (
                Delivery.FAILED,
                "It could not be sent within a day.",
            )
            look = cmd.LookUpReply(about, first.id)
            unread = await desk.switchboard.command(BEN, look)
            assert isinstance(unread, cmd.Refused) and unread.code == "listing"
            carrier.broken.clear()
            assert isinstance(await desk.switchboard.command(BEN, look), cmd.Granted)
            first, _ = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is Delivery.SENT
        assert carrier.sent == ["one"]


@pytest.mark.parametrize("arrives", ["yy", "yn", "ny"])
async def test_two_equal_texts_are_told_apart(tmp_path: Path, arrives: str) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, CUT, arrives=arrives)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "yes", "ref-1")
            await desk.reply(about, "yes", "ref-2")
            both = await ended(desk, about, Delivery.UNKNOWN)
        assert [one.delivery for one in both] == [Delivery.SENT] * 2
        rows = [await desk.store.reply(one.id) for one in both]
        names = [row.carrier_id for row in rows if row is not None]
        assert len(set(names)) == 2 and all(names)
        assert len(carrier.sent) == 2 + arrives.count("n")


async def test_a_crash_while_sending_is_settled_at_the_next_start(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock)
        never = asyncio.Event()

        async def hang() -> None:
            await never.wait()

        carrier.before = hang
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await desk.reply(about, "two", "ref-2")
            await until(lambda: bool(carrier.sent))
    async with open_desk(tmp_path, clock) as desk:
        again = ListingCarrier(clock)
        async with running_outbox(desk, again, lookup=again.lookup):
            first, second = await ended(desk, about, Delivery.UNKNOWN)
        assert first.delivery is second.delivery is Delivery.SENT
        assert again.sent == ["one", "two"]
        assert len(again.looks) == 2


async def test_a_stop_while_it_settles_goes_on_at_the_next_start_and_waits_anew(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            await unknown_reply(desk, about)
    async with open_desk(tmp_path, clock) as desk:
        began = clock.now
        carrier = ListingCarrier(clock)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one"]
        assert carrier.looks[-1][1] - began > (LAG + FLIGHT) * 1000


async def test_where_the_carrier_names_no_conversation_a_person_decides(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = ListingCarrier(clock, CUT)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            first, second = await ended(desk, conv.id)
            refused = await desk.switchboard.command(ANA, cmd.LookUpReply(conv.id, first.id))
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert isinstance(refused, cmd.Refused)
        assert not carrier.looks


async def test_after_stop_what_the_listing_lacks_has_failed(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")

        async def stop() -> None:
            await texted(desk, "STOP", key="m2")

        carrier.before = stop
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.FAILED
        assert "opted out" in reply.reason
        assert carrier.sent == ["one"]


async def test_an_agent_does_not_wait_for_the_machine(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        carrier.broken = [NotFound(404, "never")] * 10_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.switchboard.command(ANA, resend(desk, about, entry))
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one"]


async def test_a_refusal_after_the_listing_lacked_it_is_a_failure(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, RefusedForGood(400, "No."), arrives="nn")
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert (reply.delivery, reply.reason) == (Delivery.FAILED, "No.")


async def test_a_refusal_of_what_was_sent_again_is_settled_once(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
        await desk.switchboard.command(ANA, resend(desk, about, entry))
        carrier = ListingCarrier(clock, *[RefusedForGood(400, "No.")] * 9, arrives="n" * 9)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert (reply.delivery, reply.reason) == (Delivery.FAILED, "No.")
        assert carrier.sent == ["one", "one"]


async def test_what_did_not_leave_is_not_looked_up(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, NotDelivered("No line."), arrives="ny")
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            await ended(desk, about)
        assert not carrier.looks
        assert [one.delivery for one in await replies(desk, about)] == [Delivery.SENT]


def row(entry: int, text: str = "yes", **more: object) -> OutboxRow:
    """A reply of conversation 1."""
    found = OutboxRow(entry, 1, f"r{entry}", text, queued_at=0, attempts=1)
    for name, value in more.items():
        object.__setattr__(found, name, value)
    return found


def listed(name: str, text: str = "yes", direction: str | None = "Outbound") -> ListedMessage:
    return ListedMessage(name, text, direction, 0, "Sent")


MINE = row(9, state=Delivery.UNKNOWN)
MATCHES = [
    # what is listed, the other replies, what comes of it
    ([], [], None),
    ([listed("a")], [], "a"),
    ([listed("a", direction=None)], [], "a"),
    ([listed("a", "other words")], [], None),
    ([listed("a", direction="Inbound")], [], None),
    ([listed("a")], [row(5, carrier_id="a", state=Delivery.SENT)], None),
    ([listed("a"), listed("b")], [row(5, carrier_id="a", state=Delivery.SENT)], "b"),
    ([listed("a")], [row(5, state=Delivery.UNKNOWN)], Doubt()),
    ([listed("a")], [row(5, state=Delivery.SENDING)], Doubt()),
    ([listed("a")], [row(5, state=Delivery.FAILED)], "a"),
    ([listed("a")], [row(5, attempts=0)], "a"),
    ([listed("a")], [row(5, "other", state=Delivery.UNKNOWN)], "a"),
    ([listed("a")], [row(5, state=Delivery.SENT)], Doubt()),
    (
        [listed("a"), listed("b")],
        [row(5, carrier_id="a", state=Delivery.SENT, doubtful=True)],
        Doubt(),
    ),
    ([], [row(5, state=Delivery.UNKNOWN)], None),
]


@pytest.mark.parametrize(("messages", "others", "found"), MATCHES)
def test_whose_a_listed_text_is(
    messages: list[ListedMessage], others: list[OutboxRow], found: str | Doubt | None
) -> None:
    assert match(MINE, messages, [*others, MINE]) == found
