"""Tests of the switchboard: numbers without gaps, answers once, nothing shown before its time."""

import asyncio
import random
from pathlib import Path

import pytest

from tests.hub.engine.rig import ANA, BEN, START, Clock, Desk, full_disk, kinds, open_desk, until
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.records import Agent, CannedReply, NumberGroup, Role, TrackingNumber
from tmchat.hub.store.interface import StoreFailed, Write
from tmchat.hub.switchboard import Switchboard


def state(inbox: Inbox) -> object:
    """All that an inbox holds, comparable."""
    marks = sorted((agent, mark.conversation, mark) for agent, mark in inbox.marks())
    kept = (dict(inbox.groups), dict(inbox.numbers), dict(inbox.canned))
    return inbox.head, kept, dict(inbox.conversations), marks


def numbers_heard(desk: Desk) -> list[int]:
    return [event.n for event in desk.heard]


async def busy_day(desk: Desk) -> None:
    """Many texters and agents at once, in an order that a seed decides."""
    dice = random.Random(7)

    async def talk(index: int) -> None:
        texter = f"905555{index:04d}"
        conv = await desk.text("hello", key=f"{index}-a", texter=texter)
        agent = dice.choice((ANA, BEN))
        await desk.reply(conv.id, "hi", f"ref-{index}", agent)
        await desk.switchboard.command(agent, cmd.AddNote(conv.id, "a note", f"note-{index}"))
        await desk.switchboard.command(agent, cmd.MarkRead(conv.id, conv.last_entry, 1))
        if dice.random() < 0.5:
            await desk.switchboard.command(agent, cmd.Close(conv.id))
        await desk.text(dice.choice(("thanks", "STOP")), key=f"{index}-b", texter=texter)

    await asyncio.gather(*(talk(index) for index in range(150)))


async def test_a_busy_day_has_no_gap_and_a_restart_changes_nothing(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await busy_day(desk)
        await desk.switchboard.record(
            lambda inbox: (
                ev.GroupListed(NumberGroup(5, "North")),
                ev.NumberListed(TrackingNumber("+12245550177", 8, group=5)),
                ev.NumberListed(TrackingNumber("+12245550178", 9, group=5)),
                ev.NumberUnlisted("+12245550178"),
            )
        )
        journal = await desk.events()
        assert [event.n for event in journal] == list(range(1, len(journal) + 1))
        assert numbers_heard(desk) == [event.n for event in journal]
        memory = state(desk.switchboard.inbox)
        assert state(desk.store.load()) == memory
        assert state(desk.switchboard.past.inbox()) == memory
    async with open_desk(tmp_path) as desk:
        assert state(desk.switchboard.inbox) == memory
        folded = Inbox()
        for event in await desk.events():
            folded.apply(event)
        assert state(folded) == memory


async def test_what_is_gone_is_gone_for_who_comes_and_after_the_store_failed(
    tmp_path: Path,
) -> None:
    came = (
        ev.GroupListed(NumberGroup(5, "North")),
        ev.NumberListed(TrackingNumber("+12245550178", 9, group=5)),
        ev.CannedKept(CannedReply("hours", "From 9 to 5."), "sue"),
    )
    gone = (
        ev.GroupUnlisted(5),
        ev.NumberUnlisted("+12245550178"),
        ev.CannedRemoved("hours", "sue"),
    )
    async with open_desk(tmp_path) as desk:
        board = desk.switchboard
        await board.record(lambda inbox: came)
        await board.record(lambda inbox: gone)
        snapshot = board.past.snapshot(ANA.name)
        assert (snapshot.groups, snapshot.numbers, snapshot.canned) == ((), (), ())
        with full_disk(0), pytest.raises(StoreFailed):
            await board.record(lambda inbox: came)
        await until(lambda: board.healthy)
        assert state(board.inbox) == state(desk.store.load())


async def test_a_console_resumes_over_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await desk.text("one", key="m1")
        lines = [(event.n, event.text) for event in desk.heard]
        run, epoch = desk.switchboard.past.run, desk.switchboard.past.epoch
    clock.now += 1
    async with open_desk(tmp_path, clock) as desk:
        past = desk.switchboard.past
        assert (past.epoch, past.head) == (epoch, 3)
        assert past.run != run
        known = past.since(1)
        assert known is not None
        assert [(event.n, event.text) for event in known] == lines[1:]
        assert past.since(3) == []
        assert past.since(4) is None
        small = Switchboard(desk.store, clock=clock, replay=2)
        assert small.past.since(0) is None
        assert len(small.past.since(1) or ()) == 2


async def test_a_repeat_gets_the_first_answer_and_happens_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        answers = await asyncio.gather(*(desk.reply(conv.id, "hi", "ref-1") for _ in range(5)))
        note = cmd.AddNote(conv.id, "a note", "half \ud83d")
        noted = [await desk.switchboard.command(ANA, note) for _ in range(2)]
        assert set(answers) == {cmd.Granted(conv.last_entry + 1)}
        assert len(set(noted)) == 1
    async with open_desk(tmp_path) as desk:
        assert await desk.reply(conv.id, "hi", "ref-1") == answers[0]
        assert await desk.switchboard.command(ANA, note) == noted[0]
        happened = kinds(await desk.events())
        assert happened.count("ReplyQueued") == 1
        assert happened.count("NoteAdded") == 1


async def test_a_refused_reply_may_come_again_under_its_reference(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        held = cmd.SendReply(conv.id, "hi", "ref-1", seen=0)
        refusal = await desk.switchboard.command(ANA, held)
        assert isinstance(refusal, cmd.Refused)
        assert refusal.code == "held"
        anyway = cmd.SendReply(conv.id, "hi", "ref-1", seen=0, anyway=True)
        assert isinstance(await desk.switchboard.command(ANA, anyway), cmd.Granted)


async def test_two_agents_claim_at_once_and_one_gets_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        claim = cmd.Claim(conv.id)
        first, second, again = await asyncio.gather(
            desk.switchboard.command(ANA, claim),
            desk.switchboard.command(BEN, claim),
            desk.switchboard.command(ANA, claim),
        )
        assert isinstance(first, cmd.Granted)
        assert isinstance(second, cmd.Refused)
        assert again == cmd.Granted(0)
        assert kinds(await desk.events()).count("ConversationClaimed") == 1


async def test_a_cancelled_caller_leaves_no_hole(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        task = asyncio.ensure_future(desk.switchboard.command(ANA, cmd.Claim(conv.id)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await desk.text("more", key="m2")
        assert numbers_heard(desk) == list(range(1, desk.switchboard.past.head + 1))
        assert "ConversationClaimed" in kinds(await desk.events())


async def test_number_commands_go_to_the_administration_of_those_allowed(tmp_path: Path) -> None:
    asked: list[cmd.Command] = []

    async def administration(agent: Agent, command: cmd.Command) -> cmd.Outcome:
        asked.append(command)
        return cmd.Granted(7)

    async with open_desk(tmp_path) as desk:
        command = cmd.AttachNumber("+12245550121")
        admin = Agent("root", Role.ADMINISTRATOR)
        refused = await desk.switchboard.command(admin, command)
        assert isinstance(refused, cmd.Refused)
        desk.switchboard.administration = administration
        forbidden = await desk.switchboard.command(ANA, command)
        assert isinstance(forbidden, cmd.Refused)
        assert forbidden.code == "forbidden"
        assert await desk.switchboard.command(admin, command) == cmd.Granted(7)
        assert asked == [command]


async def test_who_leaves_hears_nothing_more(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        count = 0

        def hear(events: object) -> None:
            nonlocal count
            count += 1

        leave = desk.switchboard.listen(hear)
        await desk.text("one", key="m1")
        leave()
        leave()
        await desk.text("two", key="m2")
        assert count == 1


async def test_on_a_full_disk_all_is_refused_nothing_is_seen_and_it_recovers(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        board = desk.switchboard
        memory, heard = state(board.inbox), numbers_heard(desk)
        size = (tmp_path / "hub.db-wal").stat().st_size
        with full_disk(size):
            answers = await asyncio.gather(
                *(board.command(ANA, cmd.AddNote(conv.id, f"{n}", f"n{n}")) for n in range(20))
            )
            assert {type(answer) for answer in answers} == {cmd.Refused}
            assert isinstance(answers[0], cmd.Refused)
            assert answers[0].code == "storage"
            assert "disk" in answers[0].sentence
            assert not board.healthy
            with pytest.raises(StoreFailed):
                await board.record(lambda inbox: ())
            assert state(board.past.inbox()) == memory
            assert state(desk.store.load()) == memory
            assert numbers_heard(desk) == heard
        await until(lambda: board.healthy)
        assert state(board.inbox) == memory
        assert isinstance(await board.command(ANA, cmd.AddNote(conv.id, "0", "n0")), cmd.Granted)
        assert numbers_heard(desk) == list(range(1, board.past.head + 1))


async def test_behind_a_failed_write_every_later_one_fails(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        board = desk.switchboard
        # The same message key a second time is what the database itself refuses.
        note = ev.NoteAdded(conv.id, "good", ANA.name)
        results = await asyncio.gather(
            board.record(lambda inbox: (note,)),
            board.record(lambda inbox: (note,), message_keys=("m1",)),
            board.record(lambda inbox: (note,)),
            return_exceptions=True,
        )
        assert isinstance(results[0], tuple)
        assert isinstance(results[1], StoreFailed)
        assert isinstance(results[2], StoreFailed)
        await until(lambda: board.healthy)
        assert board.inbox.head == board.past.head == results[0][0].n
        assert kinds(await desk.events()).count("NoteAdded") == 1


@pytest.mark.parametrize("late", [0.0, 0.05])
async def test_a_durable_commit_that_reported_failure_leaves_no_hole(
    tmp_path: Path, late: float
) -> None:
    """Also where the failure is told `late` seconds after the success of the commit behind it."""
    async with open_desk(tmp_path) as desk:
        first = await desk.text("hello", key="m1")
        commit, lies = desk.store.commit, 1

        def lying(write: Write) -> asyncio.Future[None]:
            nonlocal lies
            done = commit(write)
            if not lies:
                return done
            lies -= 1
            loop = asyncio.get_running_loop()
            told: asyncio.Future[None] = loop.create_future()
            bad = StoreFailed("It looks bad.")
            done.add_done_callback(lambda _: loop.call_later(late, told.set_exception, bad))
            return told

        desk.store.commit = lying  # type: ignore[method-assign]
        outcomes = await asyncio.gather(
            desk.switchboard.command(ANA, cmd.Claim(first.id)),
            desk.switchboard.command(BEN, cmd.AddNote(first.id, "a note", "note-1")),
        )
        assert isinstance(outcomes[0], cmd.Refused)
        await until(lambda: desk.switchboard.healthy)
        assert numbers_heard(desk) == list(range(1, len(await desk.events()) + 1))
        await desk.text("again", key="m2")
        assert desk.switchboard.inbox.conversations[first.id].holder == "ana"
        assert state(desk.store.load()) == state(desk.switchboard.inbox)


async def test_a_snapshot_never_shows_what_is_not_durable(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        conv = await desk.text("hello", key="m1")
        task = asyncio.ensure_future(desk.switchboard.command(ANA, cmd.Claim(conv.id)))
        await asyncio.sleep(0)
        assert desk.switchboard.inbox.conversations[conv.id].holder == ANA.name
        snapshot = desk.switchboard.past.snapshot(ANA.name)
        assert (snapshot.head, snapshot.conversations[0].holder) == (conv.last_entry, "")
        await desk.switchboard.settled()
        snapshot = desk.switchboard.past.snapshot(ANA.name)
        assert (snapshot.head, snapshot.conversations[0].holder) == (conv.last_entry + 1, "ana")
        await task


async def test_events_carry_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    async with open_desk(tmp_path, clock) as desk:
        await desk.text("one", key="m1")
        clock.now += 5
        await desk.text("two", key="m2")
        assert [event.at - START for event in await desk.events()] == [0, 0, 0, 5]
