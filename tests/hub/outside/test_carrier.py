"""A whole hub beside a carrier that fails, lists what it took, or does not answer at all."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.hub.outside.bench import CARRIER, Bench, hub_settings
from tests.hub.outside.running import Console, serving
from tests.waiting import PAUSE, until
from tmchat.core import commands as cmd
from tmchat.core.events import DeliveryChanged, ReplyMissed
from tmchat.core.records import Agent, Delivery, Role
from tmchat.hub.app import Hub
from tmchat.protocol.consoleside import CarrierTold
from tmchat.settings.failure import SettingsError
from tmchat.telmetrics.standins import NotDelivered

ANN = Agent("agent-ann", Role.AGENT)
ADMINISTRATOR = Agent("administrator-ann", Role.ADMINISTRATOR)
SILENT = NotDelivered("No line.")
LISTING = "/sms/conversations/{conversation}/messages"


async def conversation(bench: Bench) -> int:
    """A conversation that the sandbox knows too; its id on the desk."""
    switchboard = bench.hub.switchboard
    await switchboard.command(ADMINISTRATOR, cmd.RefreshNumbers())
    number = next(one for one in switchboard.inbox.numbers.values() if one.id and not one.pool)
    await switchboard.command(ADMINISTRATOR, cmd.AttachNumber(number.number))
    text = {"from": "9055550128", "to": number.number.removeprefix("+1"), "text": "Hello?"}
    sent = await bench.account.post(f"{CARRIER}/sandbox/texts", json=text)
    assert sent.status_code == 202, sent.text
    await until(lambda: bool(bench.conversations))
    return bench.conversations[0].id


async def fault(bench: Bench, on: str, kind: str, **more: object) -> None:
    """Has the sandbox fail so."""
    order = {"on": on, "kind": kind, **more}
    ordered = await bench.account.post(f"{CARRIER}/sandbox/faults", json=order)
    assert ordered.status_code == 201


async def reply(bench: Bench, about: int, words: str, ref: str) -> int:
    """An agent's reply; its entry."""
    switchboard = bench.hub.switchboard
    command = cmd.SendReply(about, words, ref, switchboard.inbox.head)
    assert isinstance(await switchboard.command(ANN, command), cmd.Granted)
    return switchboard.inbox.conversations[about].last_reply


async def delivery(bench: Bench, entry: int, *ends: Delivery) -> None:
    """Waits until a reply is durable as one of `ends`."""
    deadline = time.monotonic() + 20
    while True:
        row = await bench.hub.store.reply(entry)
        if row is not None and row.state in ends:
            return
        assert time.monotonic() < deadline, f"it is {row and row.state}, not one of {ends}"
        await asyncio.sleep(PAUSE)


async def received(bench: Bench) -> list[str]:
    """What the consumer got."""
    listed = (await bench.account.get(f"{CARRIER}/sandbox/phones/9055550128")).json()
    return [one["text"] for one in listed if one["direction"] == "received"]


@pytest.mark.parametrize("kind", ["500-after", "500-before"])
async def test_a_500_is_settled_by_the_listing(tmp_path: Path, kind: str) -> None:
    quick: dict[str, Any] = {"reply_lookup_lag": 0.1, "reply_flight": 1.0, "reply_timeout": 1.0}
    async with Bench(tmp_path, reply_lookup=LISTING, **quick) as bench:
        about = await conversation(bench)
        await fault(bench, "lookup", "500-before", times=1)
        await fault(bench, "reply", kind, times=1)
        entry = await reply(bench, about, "Yes", "ref-1")
        await delivery(bench, entry, Delivery.SENT, Delivery.DELIVERED)
        assert await received(bench) == ["Yes"]
        events = [event.what for event in await bench.hub.store.since(0, 1000)]
        missed = ReplyMissed(about, entry) in events
        assert missed is (kind == "500-before")
        unknown = [what for what in events if isinstance(what, DeliveryChanged)]
        assert Delivery.UNKNOWN in [what.delivery for what in unknown]


async def test_an_agent_looks_up_what_the_listing_does_not_have_yet(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"reply_lookup": LISTING, "reply_lookup_lag": 600.0}
    async with Bench(tmp_path, **settings) as bench:
        about = await conversation(bench)
        await fault(bench, "lookup", "lag", seconds=3600)
        await fault(bench, "reply", "500-after", times=1)
        entry = await reply(bench, about, "Yes", "ref-1")
        await delivery(bench, entry, Delivery.UNKNOWN)
        look = cmd.LookUpReply(about, entry)
        refused = await bench.hub.switchboard.command(ANN, look)
        assert isinstance(refused, cmd.Refused)
        assert refused.code == "not-listed"
        await bench.account.delete(f"{CARRIER}/sandbox/faults")
        assert isinstance(await bench.hub.switchboard.command(ANN, look), cmd.Granted)
        await delivery(bench, entry, Delivery.SENT, Delivery.DELIVERED)
        assert await received(bench) == ["Yes"]


async def test_consoles_and_the_doctor_hear_of_a_carrier_that_is_silent(tmp_path: Path) -> None:
    async with Bench(tmp_path, reply_lookup=LISTING) as bench, serving(bench) as running:
        about = await conversation(bench)
        console = Console()
        async with running.connect() as line, bench.client() as client:
            await console.greet(line)
            await console.hear(line, lambda update: update == CarrierTold(listing=True))
            well = (await client.get("/agents/checks")).json()["carrier"]
            assert well == {"ok": True, "sentence": "Replies leave for the carrier."}
            bench.carrier.down = True
            entry = await reply(bench, about, "Yes", "ref-1")
            trouble = "The carrier does not answer; 1 reply waits."
            told = CarrierTold(listing=True, trouble=trouble)
            for _ in range(5):
                bench.hub.outbox.carriers.end("127.0.0.1:8070", SILENT, probe=False)
            await console.hear(line, lambda update: update == told)
            ill = (await client.get("/agents/checks")).json()["carrier"]
            assert ill == {"ok": False, "sentence": trouble}
            bench.carrier.down = False
            await console.hear(line, lambda update: update == CarrierTold(listing=True))
            await delivery(bench, entry, Delivery.SENT, Delivery.DELIVERED)


@pytest.mark.parametrize("path", ["/sms/messages", "sms/{conversation}", "ftp://x/{conversation}"])
def test_a_listing_without_a_place_for_the_conversation_is_refused(
    tmp_path: Path, path: str
) -> None:
    settings = hub_settings(tmp_path, reply_lookup=path)
    with pytest.raises(SettingsError, match=r"hub\.reply_lookup"):
        Hub(settings, clock=lambda: 0, random=None)  # type: ignore[arg-type]
