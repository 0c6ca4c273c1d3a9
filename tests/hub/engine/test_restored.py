"""Tests that a desk which went back to an older copy sends nothing that may have gone out since."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.hub.engine.rig import (
    ANA,
    Carrier,
    Clock,
    ended,
    open_desk,
    replies,
    running_outbox,
)
from tmchat.core import commands as cmd
from tmchat.core.records import Delivery
from tmchat.hub.waking import Waking

HOUR = 3_600_000


def copied(folder: Path) -> None:
    """Makes a copy of the desk's database, as `tmchat hub backup` does."""
    with (
        closing(sqlite3.connect(folder / "hub.db")) as now,
        closing(sqlite3.connect(folder / "copy.db")) as then,
    ):
        now.backup(then)


def restored(folder: Path) -> None:
    """Puts the copy into the place of the database and leaves the lock, as README says."""
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            (folder / f"hub.db{end}").unlink()
    (folder / "copy.db").replace(folder / "hub.db")


@pytest.mark.parametrize("reference", [False, True])
async def test_what_waited_when_the_copy_was_made_is_not_sent_twice(
    tmp_path: Path, reference: bool
) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        await desk.reply(conv.id, "one", "ref-1")
        copied(tmp_path)
        carrier = Carrier()
        async with running_outbox(desk, carrier):
            await ended(desk, conv.id)
        assert carrier.sent == ["one"]
    restored(tmp_path)
    for _ in range(2):
        async with open_desk(tmp_path) as desk:
            carrier = Carrier()
            async with running_outbox(desk, carrier, reference=reference):
                (reply,) = await ended(desk, conv.id)
            if reference:
                # The carrier drops repeats.
                assert reply.delivery is Delivery.SENT
            else:
                assert reply.delivery is Delivery.UNKNOWN
                assert "older copy" in reply.reason
                assert carrier.sent == []
    async with open_desk(tmp_path) as desk:
        carrier = Carrier()
        async with running_outbox(desk, carrier, reference=reference):
            await desk.reply(conv.id, "two", "ref-2")
            assert (await ended(desk, conv.id))[-1].delivery is Delivery.SENT
        assert carrier.sent == ["two"]


async def test_a_copy_that_runs_elsewhere_sends_nothing_of_before_either(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        await desk.reply(conv.id, "one", "ref-1")
        copied(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "copy.db").rename(elsewhere / "hub.db")
    carrier = Carrier()
    async with open_desk(elsewhere) as desk, running_outbox(desk, carrier):
        (reply,) = await ended(desk, conv.id)
    assert reply.delivery is Delivery.UNKNOWN
    assert carrier.sent == []
    async with open_desk(tmp_path) as desk, running_outbox(desk, carrier):
        await ended(desk, conv.id)
    assert carrier.sent == ["one"]


async def test_a_scheduled_reply_that_may_have_gone_out_is_held(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        conv = await desk.text("hello", key="m1")
        head = desk.switchboard.inbox.head
        for ref, due in (("soon", clock.now + 60_000), ("late", clock.now + HOUR)):
            command = cmd.ScheduleReply(conv.id, ref, ref, head, due)
            assert isinstance(await desk.switchboard.command(ANA, command), cmd.Granted)
            head = desk.switchboard.inbox.head
        copied(tmp_path)
        await desk.text("and more", key="m2")
    restored(tmp_path)
    clock.now += 120_000
    async with open_desk(tmp_path, clock) as desk:
        waking = Waking(desk.switchboard, clock=clock, restored=desk.store.restored)
        for _ in range(3):
            await waking.sweep()
        held = {
            one.text: one.held for one in desk.switchboard.inbox.conversations[conv.id].scheduled
        }
        assert "older copy" in held["soon"]
        assert held["late"] == ""
        assert not [one for one in await replies(desk, conv.id) if one.kind.value == "reply"]
