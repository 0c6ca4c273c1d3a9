"""Tests that the desk's own auto-reply is kept, sent once, and decided with the text itself."""

from dataclasses import replace
from pathlib import Path

from tests.hub.engine.rig import Carrier, Clock, Desk, open_desk, payload, running_outbox, until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.hours import Answering
from tmchat.core.records import Agent, Delivery, Role
from tmchat.hub.zones import unknown_zone
from tmchat.settings.zones import zone_of

SUE = Agent("sue", Role.SUPERVISOR)
NUMBER = "+12245550121"
CLOSED = Answering(enabled=True, zone="America/Toronto", after_hours="We are closed.")


async def answering(desk: Desk, wanted: Answering = CLOSED) -> cmd.Outcome:
    """Sets it, after a first text has made the number known."""
    desk.switchboard.foresee = unknown_zone
    return await desk.switchboard.command(SUE, cmd.SetAnswering(NUMBER, wanted))


def auto_replies(events: list[ev.Event]) -> list[ev.ReplyQueued]:
    return [one.what for one in events if isinstance(one.what, ev.ReplyQueued) and not one.what.by]


async def test_it_is_sent_once_and_the_texter_still_waits(tmp_path: Path) -> None:
    carrier = Carrier()
    async with open_desk(tmp_path) as desk, running_outbox(desk, carrier):
        await desk.text("Hello?", key="m1")
        assert isinstance(await answering(desk), cmd.Granted)
        conv = await desk.text("Anybody there?", key="m2")
        await until(lambda: carrier.sent == ["We are closed."])
        repeated = await desk.intake.take(payload("Anybody there?", key="m2"), {})
        assert (repeated.status, repeated.texts) == (200, 0)
        await desk.text("Hm.", key="m3")
        (sent,) = auto_replies(await desk.events())
        assert sent.conversation == conv.id
        assert sent.client_ref.startswith("auto-")
        assert desk.switchboard.inbox.conversations[conv.id].waiting_since


async def test_it_is_there_again_after_a_restart_and_a_day_later_sent_again(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await desk.text("Hello?", key="m1")
        await answering(desk)
        await desk.text("Hello?", key="m2")
    clock.now += 24 * 60 * 60 * 1000
    async with open_desk(tmp_path, clock) as desk:
        assert desk.switchboard.inbox.numbers[NUMBER].answering == CLOSED
        await desk.text("Hello again", key="m3")
        assert len(auto_replies(await desk.events())) == 2


async def test_a_stop_while_it_waits_keeps_it_here(tmp_path: Path) -> None:
    carrier = Carrier()
    async with open_desk(tmp_path) as desk:
        await desk.text("Hello?", key="m1")
        await answering(desk)
        await desk.text("Anybody there?", key="m2")
        await desk.text("STOP", key="m3")
        async with running_outbox(desk, carrier):
            await until(lambda: failed(desk))
        assert carrier.sent == []


def failed(desk: Desk) -> bool:
    (conv,) = desk.switchboard.inbox.conversations.values()
    return conv.trouble_is is Delivery.FAILED


async def test_a_zone_that_this_machine_does_not_know_is_refused(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.text("Hello?", key="m1")
        outcome = await answering(desk, replace(CLOSED, zone="Mars/Olympus"))
        assert isinstance(outcome, cmd.Refused)
        assert outcome.code == "setting"
    assert zone_of("Mars/Olympus") is None
    assert zone_of("../../etc/passwd") is None
    assert zone_of("America/Toronto") is not None
