"""Tests of the line over a hub in memory; real sockets are tested with the wires."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import pytest

from tests.link.memoryhub import MemoryHub
from tests.waiting import until
from tmchat.core import events as ev
from tmchat.core.commands import AddNote, Claim, Granted, Refused, Release, ScheduleReply, SendReply
from tmchat.core.plainform import as_sent
from tmchat.core.questions import CallOf
from tmchat.link.line import UNDECIDED, Connect, Line, LineChanged, LineState
from tmchat.link.updates import EventsCame, StateReplaced, Update, Welcomed
from tmchat.link.wire import Wire, WireBroken
from tmchat.protocol import frames as fr
from tmchat.protocol.hubside import Wanted


class Hasty(Random):
    """No jitter: the shortest delays there are."""

    def random(self) -> float:
        return 0.0


class Following:
    """A line at work and all that was heard on it."""

    def __init__(self, *connects: Connect) -> None:
        self.heard: list[Update | LineChanged] = []
        self.time = 0.0
        self.line = Line(
            list(connects),
            self.heard.append,
            client="test",
            words=as_sent,
            clock=lambda: self.time,
            random=Hasty(),
        )
        self.running = asyncio.ensure_future(self.line.run())

    async def live(self) -> None:
        await until(lambda: self.line.state is LineState.LIVE)

    async def stop(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    def events(self) -> list[int]:
        """The numbers of the events that came, one after another."""
        came = [one for one in self.heard if isinstance(one, EventsCame)]
        return [event.n for one in came for event in one.events]

    def states(self) -> list[LineState]:
        return [one.state for one in self.heard if isinstance(one, LineChanged)]

    def count(self, kind: type) -> int:
        return sum(isinstance(one, kind) for one in self.heard)


@pytest.fixture
def hub() -> MemoryHub:
    hub = MemoryHub()
    hub.text("Do you have this in blue?")
    return hub


@pytest.fixture
async def followed(hub: MemoryHub) -> AsyncIterator[Following]:
    """A line that is live on the hub."""
    following = Following(hub.connect)
    await following.live()
    yield following
    await following.stop()


def reply(about: int, ref: str = "r1", text: str = "Yes") -> SendReply:
    return SendReply(about, text, ref, 3)


def queued(hub: MemoryHub) -> list[str]:
    """The replies that the hub took, in order."""
    return [one.what.text for one in hub.journal.events if isinstance(one.what, ev.ReplyQueued)]


def refs(hub: MemoryHub) -> list[str]:
    """The client_refs of all that the hub took, in order."""
    return [getattr(one.what, "client_ref", "") for one in hub.journal.events]


async def test_a_line_becomes_live_with_a_whole_state(hub: MemoryHub, followed: Following) -> None:
    kinds = [type(one) for one in followed.heard]
    assert kinds == [Welcomed, LineChanged, StateReplaced, LineChanged]
    behind, live = (one for one in followed.heard if isinstance(one, LineChanged))
    assert (behind.state, behind.behind) == (LineState.BEHIND, hub.past.head)
    assert live == LineChanged(LineState.LIVE, "", 0, "memory")


async def test_what_happens_is_heard_and_commands_are_answered(
    hub: MemoryHub, followed: Following
) -> None:
    about = hub.text("or red?")
    await until(lambda: followed.events() == [hub.past.head])
    assert await followed.line.ask(Claim(about)) == Granted(hub.past.head)
    outcome = await followed.line.ask(Claim(99))
    assert isinstance(outcome, Refused)
    assert outcome.code == "unknown"
    page = await followed.line.page(about)
    assert page is not None
    assert (page.entries, page.start, page.end) == hub.journal.page(about)
    first = page.entries[0].id
    page = await followed.line.page(about, after=first, limit=1)
    assert page is not None
    assert page.entries == hub.journal.page(about, after=first, limit=1)[0]


async def test_events_are_heard_before_the_answer_that_caused_them(
    hub: MemoryHub, followed: Following
) -> None:
    outcome = await followed.line.ask(reply(2))
    assert isinstance(outcome, Granted)
    assert outcome.n in followed.events()


async def test_a_broken_line_comes_back_and_misses_nothing(
    hub: MemoryHub, followed: Following
) -> None:
    head = hub.past.head
    hub.cut()
    await until(lambda: followed.line.state is LineState.OFFLINE)
    for _ in range(3):
        hub.text("still there?")
    await followed.live()
    await until(lambda: hub.past.head == head + 3)
    assert followed.events() == [head + 1, head + 2, head + 3]
    assert followed.count(StateReplaced) == 1
    assert followed.states()[-3:] == [LineState.OFFLINE, LineState.BEHIND, LineState.LIVE]


async def test_offline_says_why_and_names_no_wire(hub: MemoryHub, followed: Following) -> None:
    hub.gone = WireBroken("The cable is out.")
    hub.cut()
    await until(lambda: "The cable is out." in repr(followed.heard[-1]))
    assert followed.heard[-1] == LineChanged(LineState.OFFLINE, "The cable is out.")
    assert hub.wire.broken


async def test_a_reply_written_offline_is_asked_when_the_line_is_back(
    hub: MemoryHub, followed: Following
) -> None:
    hub.gone = WireBroken("gone")
    hub.cut()
    await until(lambda: followed.line.state is LineState.OFFLINE)
    asked = [
        asyncio.ensure_future(followed.line.ask(reply(2, f"r{n}", f"text {n}"))) for n in range(5)
    ]
    note = asyncio.ensure_future(followed.line.ask(AddNote(2, "vip", "n1")))
    await until(lambda: hub.tried > 1)
    assert queued(hub) == []
    hub.gone = None
    outcomes = await asyncio.gather(*asked, note)
    assert all(isinstance(one, Granted) for one in outcomes)
    assert queued(hub) == [f"text {n}" for n in range(5)]


@pytest.mark.parametrize(
    "command", [AddNote(2, "vip", "n1"), ScheduleReply(2, "Tomorrow.", "s1", 3, due=1 << 60)]
)
async def test_what_was_asked_as_the_line_broke_is_asked_again_and_happens_once(
    hub: MemoryHub, followed: Following, command: AddNote | ScheduleReply
) -> None:
    hub.mute = True
    asking = asyncio.ensure_future(followed.line.ask(command))
    await until(lambda: command.client_ref in refs(hub))
    hub.gone = WireBroken("gone")
    hub.cut()
    await until(lambda: followed.line.state is LineState.OFFLINE)
    hub.gone, hub.mute = None, False
    assert isinstance(await asking, Granted)
    assert refs(hub).count(command.client_ref) == 1


async def test_an_answer_lost_on_the_way_is_asked_for_again_and_sent_once(
    hub: MemoryHub, followed: Following
) -> None:
    hub.mute = True
    asking = asyncio.ensure_future(followed.line.ask(reply(2)))
    await until(lambda: queued(hub))
    hub.cut()
    hub.mute = False
    outcome = await asking
    assert outcome == Granted(hub.past.head - 1)  # the claim that came with it
    assert queued(hub) == ["Yes"]
    assert len(hub.wires) == 2


@pytest.mark.parametrize("command", [Claim(2), Release(2)])
async def test_what_cannot_be_repeated_is_refused_offline(
    hub: MemoryHub, followed: Following, command: Claim | Release
) -> None:
    hub.mute = True
    asking = asyncio.ensure_future(followed.line.ask(command))
    await asyncio.sleep(0)
    hub.gone = WireBroken("gone")
    hub.cut()
    outcome = await asking
    assert isinstance(outcome, Refused)
    assert outcome.code == UNDECIDED
    outcome = await followed.line.ask(command)
    assert isinstance(outcome, Refused)
    assert outcome.code == "offline"


async def test_a_page_is_none_when_the_line_breaks(hub: MemoryHub, followed: Following) -> None:
    hub.mute = True
    wanting = asyncio.ensure_future(followed.line.page(2))
    await asyncio.sleep(0)
    hub.gone = WireBroken("gone")
    hub.cut()
    assert await wanting is None
    assert await followed.line.page(2) is None


async def test_a_question_is_answered_or_refused_when_the_line_breaks(
    hub: MemoryHub, followed: Following
) -> None:
    assert await followed.line.inquire(CallOf(7)) == Refused("numbers", "There is no account.")
    hub.mute = True
    asking = asyncio.ensure_future(followed.line.inquire(CallOf(7)))
    await asyncio.sleep(0)
    hub.gone = WireBroken("gone")
    hub.cut()
    told = await asking
    assert isinstance(told, Refused)
    assert told.code == "offline"
    assert await followed.line.inquire(CallOf(7)) == told


async def test_another_way_is_tried_where_one_is_unfit(hub: MemoryHub) -> None:
    tried: list[str] = []

    async def blocked() -> Wire:
        tried.append("blocked")
        raise WireBroken("A proxy refuses.", unfit=True)

    following = Following(blocked, hub.connect)
    try:
        await following.live()
        assert tried == ["blocked"]
        hub.cut()
        await until(lambda: len(hub.wires) == 2)
        assert tried == ["blocked", "blocked"]
    finally:
        await following.stop()


async def test_no_other_way_is_tried_while_the_hub_cannot_be_reached(hub: MemoryHub) -> None:
    async def unreachable() -> Wire:
        raise WireBroken("No route.")

    following = Following(unreachable, hub.connect)
    try:
        await until(lambda: following.count(LineChanged) >= 2)
        assert hub.tried == 0
        assert following.line.state is LineState.OFFLINE
    finally:
        await following.stop()


async def test_a_refused_token_ends_the_line(hub: MemoryHub, followed: Following) -> None:
    hub.mute = True
    asked = asyncio.ensure_future(followed.line.ask(reply(2)))
    claimed = asyncio.ensure_future(followed.line.ask(Claim(2)))
    await until(lambda: queued(hub))
    hub.gone = WireBroken("Sign in again.", refused=True)
    hub.cut()
    await until(lambda: followed.line.state is LineState.OFFLINE)
    held = asyncio.ensure_future(followed.line.ask(reply(2, "r2")))
    await asyncio.wait_for(followed.running, 5)
    assert followed.heard[-1] == LineChanged(LineState.REFUSED, "Sign in again.")
    codes = [getattr(await one, "code", "") for one in (asked, claimed, held)]
    assert codes == [UNDECIDED, UNDECIDED, "refused"]
    later = await asyncio.wait_for(followed.line.ask(reply(2, "r3")), 5)
    assert later == Refused("refused", "Sign in again.")
    assert await followed.line.page(2) is None


@pytest.mark.parametrize(
    ("code", "final"), [("revoked", True), ("version", True), ("slow", False), ("role", False)]
)
async def test_what_the_hub_says_at_the_end(
    hub: MemoryHub, followed: Following, code: str, final: bool
) -> None:
    hub.wire.side.say(fr.Bye(code, "Good bye."))
    hub.wire.woken.set()
    wanted = LineState.REFUSED if final else LineState.OFFLINE
    await until(lambda: wanted in followed.states())
    assert LineChanged(wanted, "Good bye.") in followed.heard
    if not final:
        await until(lambda: followed.states()[-1] is LineState.LIVE)


async def test_a_silent_hub_is_left(hub: MemoryHub, followed: Following) -> None:
    hub.mute = True
    first = hub.wire
    followed.time += 26.0
    await until(lambda: LineState.OFFLINE in followed.states())
    assert first.broken
    hub.mute = False
    await followed.live()


async def test_silence_is_noticed_although_nothing_sent_gets_through(
    hub: MemoryHub, followed: Following
) -> None:
    hub.mute = hub.deaf = True
    followed.time += 1.0
    await until(lambda: hub.swallowed)
    followed.time += 26.0
    await until(lambda: LineState.OFFLINE in followed.states())


async def test_a_console_that_says_nothing_else_gives_signs_of_life(
    hub: MemoryHub, followed: Following
) -> None:
    said: list[fr.Up] = []
    receive = hub.wire.side.receive

    def listen(message: str | bytes, now: int) -> list[Wanted]:
        said.extend(fr.decode_up(message))
        return receive(message, now)

    hub.wire.side.receive = listen  # type: ignore[method-assign]
    followed.time += 1.0
    await until(lambda: said)
    assert said == [fr.Beat(hub.past.head, said=1)]


async def test_stopping_leaves_no_connection(hub: MemoryHub) -> None:
    following = Following(hub.connect)
    await following.live()
    await following.stop()
    assert hub.wire.broken


async def test_nobody_is_waited_for_when_the_asker_left(
    hub: MemoryHub, followed: Following
) -> None:
    hub.mute = True
    asking = asyncio.ensure_future(followed.line.ask(reply(2)))
    wanting = asyncio.ensure_future(followed.line.page(2))
    await until(lambda: queued(hub))
    for task in (asking, wanting):
        task.cancel()
    await asyncio.gather(asking, wanting, return_exceptions=True)
    hub.mute = False
    hub.wire.woken.set()
    hub.cut()
    await until(lambda: len(hub.wires) == 2)
    await followed.live()
    assert await followed.line.ask(Claim(2)) == Granted(0)
