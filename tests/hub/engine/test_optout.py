"""Tests of opt-outs where they count: outbox, restart, wider scope, ledger; rules are `core`'s."""

import sqlite3
from pathlib import Path

from tests.hub.engine.rig import ANA, NUMBER, Carrier, Desk, eventually, open_desk, running_outbox
from tmchat.core import commands as cmd
from tmchat.core.events import TexterOptedIn, TexterOptedOut
from tmchat.core.records import Delivery, OptOutScope
from tmchat.hub.store.interface import OptOutChange
from tmchat.hub.store.reading import opt_outs_part
from tmchat.hub.store.schema import OPT_OUT_EVENTS
from tmchat.telmetrics.standins import NotDelivered

BRANCH = "2245550122"
EVERYWHERE = OptOutScope.ACCOUNT


async def ledger(desk: Desk) -> list[OptOutChange]:
    """All of it, newest first."""
    return [change async for change in desk.store.opt_outs()]


async def refusal(desk: Desk, conversation: int) -> str:
    """The code with which a reply is refused, empty when it is accepted."""
    outcome = await desk.reply(conversation, "Hello", f"ref-{desk.switchboard.inbox.head}")
    return outcome.code if isinstance(outcome, cmd.Refused) else ""


async def test_a_stop_on_one_number_stops_a_retry_queued_on_another(tmp_path: Path) -> None:
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        branch = await desk.text("hello", key="m1", number=BRANCH)
        carrier = Carrier(NotDelivered("No line."))

        async def stop() -> None:
            await desk.text("STOP", key="m2")

        carrier.before = stop
        await desk.reply(branch.id, "one", "ref-1")
        await desk.reply(branch.id, "two", "ref-2")
        async with running_outbox(desk, carrier):

            async def both_failed() -> bool:
                page = await desk.store.page(branch.id)
                states = [one.delivery for one in page.entries if one.delivery]
                return states == [Delivery.FAILED] * 2

            await eventually(both_failed)
        assert carrier.sent == ["one"]
        assert await refusal(desk, branch.id) == "opted-out"


async def test_locks_and_open_questions_outlive_the_hub(tmp_path: Path) -> None:
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        await desk.text("STOP", key="m1")
        asked = await desk.text("leave me alone", key="m2", texter="9055550199")
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        branch = await desk.text("Hi", key="m3", number=BRANCH)
        assert await refusal(desk, branch.id) == "opted-out"
        entry = desk.switchboard.inbox.conversations[asked.id].asks_out
        assert entry and not asked.opted_out
        await desk.switchboard.command(ANA, cmd.OptOut(asked.id, entry))
        assert await refusal(desk, asked.id) == "opted-out"


async def test_a_wider_scope_locks_at_the_next_start_and_a_narrower_lifts_nothing(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.text("STOP", key="m1")
        branch = await desk.text("Hi", key="m2", number=BRANCH)
        assert await refusal(desk, branch.id) == ""
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        await desk.switchboard.widen()
        assert await refusal(desk, branch.id) == "opted-out"
        head = desk.switchboard.inbox.head
        await desk.switchboard.widen()
        assert desk.switchboard.inbox.head == head
    async with open_desk(tmp_path) as desk:
        assert await refusal(desk, branch.id) == "opted-out"


async def test_replies_go_to_the_address_of_the_number_texted(tmp_path: Path) -> None:
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        shop = await desk.text("STOP", key="m1")
        branch = await desk.text("START", key="m2", number=BRANCH)
        assert await desk.store.reply_address(shop.id) is not None
        assert await desk.store.reply_address(branch.id) is not None
        lifted = desk.switchboard.inbox.conversations[shop.id]
        assert not lifted.opted_out


async def test_the_ledger_names_each_change_with_its_text(tmp_path: Path) -> None:
    words = 'take me off your list \ud83d "is":"TexterOptedOut"'
    async with open_desk(tmp_path, scope=EVERYWHERE) as desk:
        assert await ledger(desk) == []
        shop = await desk.text(words, key="m1")
        await desk.switchboard.command(ANA, cmd.OptOut(shop.id, shop.asks_out))
        branch = await desk.text("Start!", key="m2", number=BRANCH)
        await desk.text("HELP", key="m3")
        events = {event.n: event for event in await desk.events()}
    async with open_desk(tmp_path) as desk:
        lifted, locked = await ledger(desk)
        assert locked.what == TexterOptedOut(shop.id, "asked in words", shop.asks_out, "ana")
        assert (locked.words, locked.conversation.number) == (words, "+1" + NUMBER)
        assert isinstance(lifted.what, TexterOptedIn) and lifted.what.elsewhere
        assert (lifted.words, lifted.what.conversation) == ("Start!", shop.id)
        assert branch.id != shop.id
        for change in (lifted, locked):
            assert events[change.n].what == change.what
            assert events[change.n].at == change.at


async def test_a_long_ledger_comes_in_pages_that_leave_nothing_out(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        for turn in range(4):
            await desk.text("START" if turn % 2 else "STOP", key=f"m{turn}")
        whole = await ledger(desk)
        assert [change.what.keyword for change in whole] == ["START", "STOP"] * 2
        with sqlite3.connect(tmp_path / "hub.db") as db:
            newest = opt_outs_part(db, 1 << 62, 3)
            assert newest + opt_outs_part(db, newest[-1].n, 3) == whole
        db.close()


async def test_the_ledger_is_read_by_its_index_which_an_older_file_gets(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.text("STOP", key="m1")
    with sqlite3.connect(tmp_path / "hub.db") as db:
        db.execute("DROP INDEX journal_opt_outs")
    db.close()
    async with open_desk(tmp_path) as desk:
        assert len(await ledger(desk)) == 1
    with sqlite3.connect(tmp_path / "hub.db") as db:
        plan = db.execute(
            f"EXPLAIN QUERY PLAN SELECT body FROM journal WHERE {OPT_OUT_EVENTS} AND n < 9"
            " ORDER BY n DESC LIMIT 3"
        ).fetchall()
    db.close()
    assert "journal_opt_outs" in str(plan)
