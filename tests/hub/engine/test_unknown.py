"""Tests of replies of unknown delivery that an agent has sent again or leaves."""

from pathlib import Path

from tests.hub.engine.listings import (
    CUT,
    ListingCarrier,
    resend,
    texted,
    unknown_reply,
)
from tests.hub.engine.rig import (
    ANA,
    Carrier,
    Clock,
    ended,
    kinds,
    open_desk,
    running_outbox,
    states,
)
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Delivery
from tmchat.telmetrics.errors import NotFound


async def test_an_agent_has_an_unknown_reply_sent_again_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            command = resend(desk, about, entry)
            granted = await desk.switchboard.command(ANA, command)
            assert isinstance(granted, cmd.Granted)
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
            assert await desk.switchboard.command(ANA, command) == granted
        assert reply.delivery is Delivery.SENT
        assert carrier.sent == ["one", "one"]
        assert kinds(await desk.events()).count("ReplyResent") == 1
        told = [Delivery.SENDING, Delivery.UNKNOWN, Delivery.SENDING, Delivery.SENT]
        assert await states(desk, entry) == told
        assert desk.switchboard.inbox.conversations[about].unknown == ()


async def test_what_is_sent_again_waits_its_turn_also_over_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
        await desk.reply(about, "two", "ref-2")
        await desk.switchboard.command(ANA, resend(desk, about, entry))
        await desk.reply(about, "three", "ref-3")
    async with open_desk(tmp_path) as desk:
        carrier = Carrier()
        async with running_outbox(desk, carrier):
            await ended(desk, about)
        assert carrier.sent == ["two", "one", "three"]


async def test_nothing_is_sent_again_after_stop(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await texted(desk, "STOP", key="m2")
            refused = await desk.switchboard.command(ANA, resend(desk, about, entry))
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "opted-out"
        assert carrier.sent == ["one"]


async def test_a_stop_before_the_second_attempt_leaves_it_unknown(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
        await desk.switchboard.command(ANA, resend(desk, about, entry))
        await texted(desk, "STOP", key="m2")
        async with running_outbox(desk, carrier):
            (reply,) = await ended(desk, about)
        assert reply.delivery is Delivery.UNKNOWN
        assert "may have arrived" in reply.reason
        assert carrier.sent == ["one"]


async def test_a_day_begins_anew_with_the_wish_to_send_again(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            clock.now += 3 * 24 * 60 * 60 * 1000
            await desk.switchboard.command(ANA, resend(desk, about, entry))
            (reply,) = await ended(desk, about, Delivery.UNKNOWN)
        assert reply.delivery is Delivery.SENT


async def test_what_is_left_stays_unknown_and_holds_nobody_up(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        about = await texted(desk)
        carrier = ListingCarrier(clock, CUT, arrives="n")
        carrier.broken = [NotFound(404, "no such listing")] * 10_000
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.reply(about, "two", "ref-2")
            assert carrier.sent == ["one"]
            await desk.switchboard.command(ANA, cmd.LeaveReply(about, entry))
            first, second = await ended(desk, about)
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert "ana left it at that" in first.reason
    async with open_desk(tmp_path, clock) as desk:
        carrier = ListingCarrier(clock)
        async with running_outbox(desk, carrier, lookup=carrier.lookup):
            await desk.reply(about, "three", "ref-3")
            await ended(desk, about)
        assert carrier.sent == ["three"]
        assert not carrier.looks


async def test_without_a_listing_nothing_can_be_looked_up(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            refused = await desk.switchboard.command(ANA, cmd.LookUpReply(about, entry))
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "no-listing"


async def test_decisions_have_plain_forms_on_disk(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        about = await texted(desk)
        async with running_outbox(desk, Carrier(CUT)):
            await desk.reply(about, "one", "ref-1")
            entry = await unknown_reply(desk, about)
            await desk.switchboard.command(ANA, cmd.LeaveReply(about, entry))
    async with open_desk(tmp_path) as desk:
        left = [event.what for event in await desk.events()]
        assert ev.UnknownLeft(about, entry, "ana") in left
        assert desk.switchboard.inbox.conversations[about].unknown == ()
