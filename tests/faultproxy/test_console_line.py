"""Tests of the line between console and hub under attack, over WebSocket and over long poll.

Whatever befalls it, the console ends level with the hub without a hole, and replies happen once.
"""

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.faultproxy.desk import QUIET, Follower, ProxiedDesk, proxied_desk
from tests.faultproxy.trouble import Harm, Order, Way
from tests.waiting import until
from tmchat.core.commands import AddNote, Granted, SendReply
from tmchat.link.line import LineState
from tmchat.link.ways import Transport
from tmchat.protocol.consoleside import SILENCE

WIRES: list[Transport] = ["websocket", "poll"]
both = pytest.mark.parametrize("wire", WIRES)


async def texts(desk: ProxiedDesk, count: int, words: str = "text") -> None:
    for place in range(count):
        await desk.text(f"{words} {place}")


def reply(console: Follower, ref: str) -> SendReply:
    """A reply to the one conversation, whatever came meanwhile."""
    (about,) = console.inbox.conversations.values()
    return SendReply(about.id, f"reply {ref}", ref, about.last_entry, anyway=True)


@both
async def test_a_line_gone_silent_is_noticed_in_time_and_resumes_without_a_hole(
    tmp_path: Path, wire: Transport
) -> None:
    async with proxied_desk(tmp_path) as desk:
        console = await desk.console("ana", wire)
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        swallowed = desk.agents.trouble
        swallowed.swallowing = True
        desk.agents.calm()
        heard = asyncio.get_running_loop().time()
        await texts(desk, 3)
        console.skew = SILENCE - 5
        # The hub lets it go by its own clock, three heartbeats after the last word.
        await until(lambda: not len(desk.hub.fanout))
        assert console.line.state is LineState.LIVE
        console.skew = SILENCE - (asyncio.get_running_loop().time() - heard)
        await until(lambda: console.said("silent for too long"))
        await desk.books()
        assert console.restarts == 0
        assert swallowed.swallowing


@both
@pytest.mark.parametrize("way", Way)
async def test_cuts_in_the_middle_of_a_frame_lose_nothing(
    tmp_path: Path, wire: Transport, way: Way
) -> None:
    random = Random(5)
    async with proxied_desk(tmp_path) as desk:
        console = await desk.console("ana", wire)
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        asked = []
        for cut in range(4):
            desk.agents.trouble.cut_in[way] = random.randint(1, 900)
            asked.append(asyncio.create_task(console.ask(reply(console, f"r{cut}"))))
            await texts(desk, 3, f"cut {cut}:")
            await until(lambda: way not in desk.agents.trouble.cut_in, QUIET)
        outcomes = await asyncio.gather(*asked)
        books = await desk.books()
        assert all(isinstance(one, Granted) for one in outcomes)
        assert len(books.received) == len(outcomes)
        assert console.restarts == 0
        assert desk.agents.connections > 4


@both
async def test_an_answer_lost_after_the_hub_acted_is_asked_for_again_and_the_reply_happens_once(
    tmp_path: Path, wire: Transport
) -> None:
    async with proxied_desk(tmp_path) as desk:
        console = await desk.console("ana", wire)
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        trouble = desk.agents.trouble
        trouble.loses = lambda way, frame: way is Way.DOWN and b'"Answer"' in frame
        trouble.orders.append(Order("POST /agents/poll/", Harm.ANSWERED_AFTER, 502))
        asking = asyncio.create_task(console.ask(reply(console, "r1")))
        await until(lambda: LineState.OFFLINE in [one.state for one in console.states], QUIET)
        trouble.loses = lambda way, frame: False
        assert isinstance(await asking, Granted)
        books = await desk.books()
        assert [one.text for one in books.received] == ["reply r1"]


@both
async def test_frames_swallowed_one_here_and_one_there_are_missed_and_made_good(
    tmp_path: Path, wire: Transport
) -> None:
    """Nothing ends and nothing is silent: only the count of frames tells."""
    random = Random(3)
    async with proxied_desk(tmp_path) as desk:
        console = await desk.console("ana", wire)
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        trouble = desk.agents.trouble
        trouble.loses = lambda way, frame: random.random() < 0.2
        for line in ("GET /agents/poll/", "POST /agents/poll/"):
            trouble.orders.append(Order(line, Harm.ANSWERED_AFTER, 200, b"[]"))
            trouble.orders.append(Order(line, Harm.ANSWERED_BEFORE, 200, b"[]"))
        asked = []
        for place in range(8):
            asked.append(asyncio.create_task(console.ask(reply(console, f"r{place}"))))
            note = AddNote(next(iter(console.inbox.conversations)), "note", f"n{place}")
            asked.append(asyncio.create_task(console.ask(note)))
            await texts(desk, 2, f"{place}:")
            await until(lambda: console.line.state is LineState.LIVE, QUIET)
        trouble.loses = lambda way, frame: False
        outcomes = await asyncio.wait_for(asyncio.gather(*asked), QUIET)
        assert all(isinstance(one, Granted) for one in outcomes)
        books = await desk.books()
        assert len(books.received) == len(outcomes) / 2


@both
async def test_a_line_that_is_half_open_is_let_go_by_the_hub(
    tmp_path: Path, wire: Transport
) -> None:
    async with proxied_desk(tmp_path) as desk:
        await desk.console("ana", wire)
        desk.agents.trouble.swallowing = True
        await until(lambda: not len(desk.hub.fanout))
        desk.agents.calm()
        for follower in desk.followers:
            follower.skew = 2 * SILENCE
        await desk.books()


@pytest.mark.parametrize("status", [429, 500, 502])
@pytest.mark.parametrize("line", ["POST /agents/poll ", "GET /agents/poll/", "POST /agents/poll/"])
async def test_long_poll_comes_back_through_a_proxy_that_answers_for_the_hub(
    tmp_path: Path, status: int, line: str
) -> None:
    async with proxied_desk(tmp_path) as desk:
        console = await desk.console("ana", "poll")
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        order = Order(line, Harm.ANSWERED_BEFORE, status, times=2)
        desk.agents.trouble.orders.append(order)
        # A cut has it begin anew where what is refused is the beginning.
        desk.agents.trouble.cut_in[Way.DOWN] = 1
        await texts(desk, 2)
        assert isinstance(await console.ask(reply(console, "r1")), Granted)
        await until(lambda: not order.times, QUIET)
        books = await desk.books()
        assert [one.text for one in books.received] == ["reply r1"]
        assert console.restarts == 0


async def test_a_websocket_that_is_refused_or_hangs_gives_way_to_long_poll(tmp_path: Path) -> None:
    async with proxied_desk(tmp_path) as desk:
        upgrades = Order("GET /agents/socket", Harm.ANSWERED_BEFORE, 502, times=99)
        desk.agents.trouble.orders.append(upgrades)
        console = await desk.console("ana", "auto")
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        assert isinstance(await console.ask(reply(console, "r1")), Granted)
        await desk.books()
        assert console.states[-1].wire == "poll"


@both
async def test_through_latency_all_is_level_and_commands_are_answered(
    tmp_path: Path, wire: Transport
) -> None:
    async with proxied_desk(tmp_path, heartbeat=0.5) as desk:
        desk.agents.trouble.latency = 0.1
        console = await desk.console("ana", wire)
        await desk.conversation()
        await until(lambda: console.inbox.conversations)
        assert isinstance(await console.ask(reply(console, "r1")), Granted)
        await texts(desk, 5)
        await desk.books()
        assert console.restarts == 0


async def test_a_slow_console_is_dropped_and_resumes_and_never_slows_another(
    tmp_path: Path,
) -> None:
    async with proxied_desk(tmp_path, send_buffer=4096, console_queue=40, heartbeat=2.0) as desk:
        slow = await desk.console("ana")
        slowed = desk.agents.trouble
        desk.agents.calm()
        quick = await desk.console("ben")
        slowed.rate = 10_000.0
        waits = []
        for _ in range(100):
            head = desk.hub.switchboard.past.head + 5
            await asyncio.gather(
                *(desk.text("x" * 1_500, phone=f"90555501{one:02}") for one in range(5))
            )
            await _hub_has(desk, head)
            waits.append(await _seconds_behind(desk, quick))
            if any(one.ended == "slow" for one in desk.hub.fanout):
                break
        slowed.rate = 200_000.0
        await until(lambda: slow.said("too slow"), QUIET)
        assert not quick.said("too slow")
        assert sorted(waits)[len(waits) // 2] < 0.5
        await desk.books()
        assert (slow.restarts, quick.restarts) == (0, 0)


async def _hub_has(desk: ProxiedDesk, head: int) -> None:
    await until(lambda: desk.hub.switchboard.past.head >= head, QUIET)


async def _seconds_behind(desk: ProxiedDesk, console: Follower) -> float:
    """How long it takes until the console has what the hub has now."""
    now = asyncio.get_running_loop().time
    head, began = desk.hub.switchboard.past.head, now()
    await until(lambda: console.inbox.head >= head)
    return now() - began
