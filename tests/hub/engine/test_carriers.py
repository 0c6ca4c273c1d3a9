"""Tests of the outbox before a carrier that does not answer, or asks for a pause."""

import asyncio
from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest

from tests.hub.engine.rig import (
    Carrier,
    Clock,
    Desk,
    ended,
    open_desk,
    payload,
    running_outbox,
    until,
)
from tmchat.core.records import Delivery
from tmchat.hub.circuit import SILENCES
from tmchat.hub.outbox import ON_ITS_WAY
from tmchat.telmetrics.standins import Accepted, NotDelivered, RefusedForGood, ReplyOutcome, Unknown

SILENT = NotDelivered("No line.")


async def texters(desk: Desk, count: int, host: str = "carrier.example") -> list[int]:
    """Conversations whose replies go to `host`."""
    reply = {"Url": f"https://{host}/reply", "MessageField": "Message"}
    found = []
    for place in range(count):
        texter = f"90555501{place:02}"
        key = f"{host}-{place}"
        await desk.intake.take(payload("hello", key=key, texter=texter, Reply=reply), {})
        conv = desk.switchboard.inbox.between(f"+1{texter}", "+12245550121")
        assert conv is not None
        found.append(conv.id)
    return found


class Outage(Carrier):
    """Silent until `back`; then it accepts. `outcome` is what silence looks like."""

    def __init__(self, outcome: ReplyOutcome = SILENT) -> None:
        super().__init__()
        self.outcome = outcome
        self.back = False

    async def __call__(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        self.sent.append(text)
        await asyncio.sleep(0)
        return Accepted(f"c-{client_ref}") if self.back else self.outcome


class ParkedClock(Clock):
    """A clock whose pauses end only when `release` is called."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await self._gate.wait()
        self.now += ceil(seconds * 1000)
        await asyncio.sleep(0)

    def release(self) -> None:
        """Lets every pause from now on pass at once."""
        self._gate.set()


@pytest.mark.parametrize("silent", [SILENT, Unknown("Cut."), Unknown("500")])
async def test_an_outage_costs_few_attempts_and_no_reply_its_own(
    tmp_path: Path, silent: ReplyOutcome
) -> None:
    clock = ParkedClock()
    async with open_desk(tmp_path, clock) as desk:
        convs = await texters(desk, 20)
        for place, conv in enumerate(convs):
            await desk.reply(conv, f"reply {place}", f"r{place}")
        carrier = Outage(silent)
        async with running_outbox(desk, carrier, concurrency=1) as outbox:
            await until(lambda: outbox.carriers.trouble.endswith("15 replies wait."))
            assert len(carrier.sent) == SILENCES
            assert outbox.carriers.trouble == "The carrier does not answer; 15 replies wait."
            for row in await desk.store.open_replies():
                assert row.attempts == (1 if row.text in carrier.sent else 0)
            carrier.back = True
            clock.release()
            for conv in convs:
                await ended(desk, conv)
            assert outbox.carriers.trouble == ""
        assert len(carrier.sent) == 20 + (SILENCES if silent is SILENT else 0)


class CarriersClock(Clock):
    """A clock that only waiting for a carrier moves, not what a conversation waits for alone."""

    async def pause(self, seconds: float) -> None:
        if seconds != ON_ITS_WAY:
            await super().pause(seconds)


async def test_only_one_probe_goes_out_with_growing_pauses(tmp_path: Path) -> None:
    clock = CarriersClock()
    async with open_desk(tmp_path, clock) as desk:
        convs = await texters(desk, 12)
        at: list[int] = []
        carrier = Outage(Unknown("Cut."))

        async def send(url: str, field: str, text: str, ref: str) -> ReplyOutcome:
            at.append(clock.now)
            carrier.back = len(at) > 9
            return await carrier(url, field, text, ref)

        for place, conv in enumerate(convs):
            await desk.reply(conv, f"reply {place}", f"r{place}")
        async with running_outbox(desk, send, concurrency=1):
            for conv in convs:
                await ended(desk, conv)
        gaps = [later - earlier for earlier, later in pairwise(at)]
        assert gaps[: SILENCES - 1] == [0] * (SILENCES - 1)
        probes = gaps[SILENCES - 1 : 9]
        assert all(gap >= 1000 for gap in probes)
        assert probes[-1] > probes[0]


async def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        convs = await texters(desk, 2 * SILENCES)
        carrier = Carrier(*[RefusedForGood(400, "No.")] * 2 * SILENCES)
        for place, conv in enumerate(convs):
            await desk.reply(conv, f"reply {place}", f"r{place}")
        async with running_outbox(desk, carrier) as outbox:
            for conv in convs:
                await ended(desk, conv)
            assert outbox.carriers.trouble == ""
        assert len(carrier.sent) == 2 * SILENCES


@pytest.mark.parametrize(
    "asks",
    [
        NotDelivered("Too many.", 50.0, answered=True),
        Unknown("503", 50.0),
    ],
)
async def test_a_pause_that_the_carrier_asks_for_holds_for_every_conversation(
    tmp_path: Path, asks: ReplyOutcome
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        first, second = await texters(desk, 2)
        at: list[int] = []
        carrier = Carrier(asks)

        async def send(url: str, field: str, text: str, ref: str) -> ReplyOutcome:
            at.append(clock.now)
            return await carrier(url, field, text, ref)

        await desk.reply(first, "one", "r1")
        await desk.reply(second, "two", "r2")
        async with running_outbox(desk, send, concurrency=1):
            await ended(desk, first)
            await ended(desk, second)
        assert at[1] - at[0] >= 50_000


async def test_another_carrier_goes_on(tmp_path: Path) -> None:
    clock = ParkedClock()
    async with open_desk(tmp_path, clock) as desk:
        silent = await texters(desk, SILENCES + 1)
        reply = {"Url": "https://other.example/reply", "MessageField": "Message"}
        await desk.intake.take(payload("hi", key="o", texter="9055550199", Reply=reply), {})
        other = desk.switchboard.inbox.between("+19055550199", "+12245550121")
        assert other is not None

        async def send(url: str, field: str, text: str, ref: str) -> ReplyOutcome:
            return Accepted(ref) if "other" in url else Unknown("Cut.")

        async with running_outbox(desk, send, concurrency=1) as outbox:
            for place, conv in enumerate(silent):
                await desk.reply(conv, f"reply {place}", f"r{place}")
            await until(lambda: outbox.carriers.trouble.endswith("1 reply waits."))
            await desk.reply(other.id, "hello", "o1")
            (answered,) = await ended(desk, other.id)
            assert answered.delivery is Delivery.SENT
            assert outbox.carriers.trouble


async def test_a_reply_that_waits_for_the_carrier_grows_old(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        convs = await texters(desk, SILENCES + 1)
        for place, conv in enumerate(convs):
            await desk.reply(conv, f"reply {place}", f"r{place}")
        carrier = Outage()
        async with running_outbox(desk, carrier, concurrency=1):
            for conv in convs:
                (reply,) = await ended(desk, conv)
                assert reply.delivery is Delivery.FAILED
        assert len(carrier.sent) < 2_000


async def test_a_reply_that_waits_for_the_carrier_hears_a_stop(tmp_path: Path) -> None:
    clock = ParkedClock()
    async with open_desk(tmp_path, clock) as desk:
        *silent, waiting = await texters(desk, SILENCES + 1)
        carrier = Outage(Unknown("Cut."))
        async with running_outbox(desk, carrier, concurrency=1) as outbox:
            for place, conv in enumerate(silent):
                await desk.reply(conv, f"reply {place}", f"r{place}")
            await until(lambda: bool(outbox.carriers.trouble))
            await desk.reply(waiting, "late", "late")
            await until(lambda: outbox.carriers.trouble.endswith("1 reply waits."))
            await desk.text("STOP", key="stop", texter=f"90555501{SILENCES:02}")
            carrier.back = True
            clock.release()
            (reply,) = await ended(desk, waiting)
        assert reply.delivery is Delivery.FAILED
        assert "late" not in carrier.sent


async def test_a_carrier_is_not_said_to_hold_up_what_does_not_wait(tmp_path: Path) -> None:
    clock = ParkedClock()
    async with open_desk(tmp_path, clock) as desk:
        convs = await texters(desk, SILENCES)
        async with running_outbox(desk, Outage(Unknown("Cut.")), concurrency=1) as outbox:
            for place, conv in enumerate(convs):
                await desk.reply(conv, f"reply {place}", f"r{place}")
            await until(lambda: bool(outbox.carriers.trouble))
            assert outbox.carriers.trouble.startswith("The carrier did not answer the last replies")
