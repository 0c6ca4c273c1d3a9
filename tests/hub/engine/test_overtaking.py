"""Tests that a reply which may still be on its way is not overtaken by the next of its
conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.hub.engine.listings import CUT, resend, unknown_reply
from tests.hub.engine.rig import (
    ANA,
    Carrier,
    Clock,
    Desk,
    ended,
    open_desk,
    replies,
    running_outbox,
    until,
)
from tmchat.core.records import Delivery
from tmchat.hub.outbox import ON_ITS_WAY
from tmchat.telmetrics.standins import ReplyOutcome

HELD = round(1000 * ON_ITS_WAY)


class TimedCarrier(Carrier):
    """Notes when each reply left, in ms."""

    def __init__(self, clock: Clock, *script: ReplyOutcome | Exception) -> None:
        super().__init__(*script)
        self._clock = clock
        self.left: dict[str, int] = {}

    async def __call__(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        self.left[text] = self._clock.now
        return await super().__call__(url, field, text, client_ref)


class HeldClock(Clock):
    """A clock that stands still in a pause until the pause is cut short by the end of its task."""

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.Event().wait()


@asynccontextmanager
async def killed_while_sending(folder: Path) -> AsyncIterator[tuple[Desk, int]]:
    """A desk whose last hub ended while "one" was being sent and "two" waited behind it."""
    async with open_desk(folder) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = Carrier()
        never = asyncio.Event()

        async def hang() -> None:
            await never.wait()

        carrier.before = hang
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            await until(lambda: bool(carrier.sent))
        assert [one.delivery for one in await replies(desk, conv.id)] == [
            Delivery.SENDING,
            Delivery.QUEUED,
        ]
    async with open_desk(folder, Clock()) as desk:
        yield desk, conv.id


async def test_the_next_reply_leaves_a_moment_after_one_whose_answer_was_lost(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        carrier = TimedCarrier(clock, CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await desk.reply(conv.id, "two", "ref-2")
            first, second = await ended(desk, conv.id)
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert carrier.left["two"] - carrier.left["one"] >= HELD


async def test_what_is_queued_within_the_moment_waits_as_well(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        other = await desk.text("hello", key="m2", texter="9055550199")
        carrier = Carrier(CUT)
        async with running_outbox(desk, carrier):
            await desk.reply(conv.id, "one", "ref-1")
            await until(lambda: ON_ITS_WAY in clock.pauses)
            await desk.reply(conv.id, "two", "ref-2")
            await desk.reply(other.id, "elsewhere", "ref-3")
            await ended(desk, other.id)
        assert carrier.sent == ["one", "elsewhere"]


async def test_a_hub_that_comes_back_holds_the_conversation_it_was_killed_in(
    tmp_path: Path,
) -> None:
    async with killed_while_sending(tmp_path) as (desk, about):
        back = desk.clock.now
        carrier = TimedCarrier(desk.clock)
        async with running_outbox(desk, carrier):
            first, second = await ended(desk, about)
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.SENT)
        assert carrier.left["two"] - back >= HELD


@pytest.mark.parametrize("decided", [False, True])
async def test_one_that_is_killed_within_the_moment_holds_it_again(
    tmp_path: Path, decided: bool
) -> None:
    async with killed_while_sending(tmp_path) as (desk, about):
        desk.clock = held = HeldClock()
        async with running_outbox(desk, Carrier()):
            await unknown_reply(desk, about)
            await until(lambda: ON_ITS_WAY in held.pauses)
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        if decided:
            # Who has it sent again took their time: nothing is on its way any more.
            entry = desk.switchboard.inbox.conversations[about].unknown[0]
            await desk.switchboard.command(ANA, resend(desk, about, entry))
        back = clock.now
        carrier = TimedCarrier(clock)
        async with running_outbox(desk, carrier):
            await ended(desk, about)
        assert (carrier.left["two"] - back >= HELD) is not decided
        assert carrier.sent == (["two", "one"] if decided else ["two"])
