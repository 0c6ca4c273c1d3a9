"""Consoles over real WebSockets: resume, answers, slow, revoked, silent, the end."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.hub.outside.bench import Bench, frames_of
from tests.hub.outside.running import HELLO, Console, Running, serving
from tests.waiting import until
from tmchat.core.commands import Claim, Granted, RefreshNumbers, Refused, SendReply
from tmchat.core.finding import Query, Sought
from tmchat.core.questions import Find, SetupsOf, SetupsTold
from tmchat.core.records import Role
from tmchat.core.setup.plans import Kind
from tmchat.hub.fanout import ASKED_AT_ONCE, OUTSIDE_AT_ONCE
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import (
    Answered,
    EventsCame,
    Informed,
    LineUseless,
    PageCame,
    StateReplaced,
    Welcomed,
)


async def test_a_console_gets_the_state_and_then_what_happens(running: Running) -> None:
    await running.bench.text("before")
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
        assert [one.last_line for one in console.inbox.conversations.values()] == ["before"]
        await running.bench.text("after")
        await console.hear(line, lambda update: isinstance(update, EventsCame))
    assert [one.last_line for one in console.inbox.conversations.values()] == ["after"]


async def test_a_console_that_comes_back_gets_what_it_missed(running: Running) -> None:
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
    for number in range(5):
        await running.bench.text(f"missed {number}")
    async with running.connect() as line:
        await console.greet(line)
        welcome = await console.hear(line, lambda update: isinstance(update, Welcomed))
        assert isinstance(welcome, Welcomed)
        assert not welcome.fresh
        while console.side.behind:
            await console.hear(line, lambda update: isinstance(update, EventsCame))
    assert console.inbox.head == running.bench.hub.switchboard.past.head
    (conversation,) = console.inbox.conversations.values()
    assert (conversation.last_line, conversation.inbound) == ("missed 4", 5)


async def test_past_the_replay_window_a_console_starts_afresh(tmp_path: Path) -> None:
    async with Bench(tmp_path, replay_events=2) as bench, serving(bench) as running:
        console = Console()
        async with running.connect() as line:
            await console.greet(line)
            await console.hear(line, lambda update: isinstance(update, StateReplaced))
        for number in range(5):
            await bench.text(f"missed {number}")
        async with running.connect() as line:
            await console.greet(line)
            welcome = await console.hear(line, lambda update: isinstance(update, Welcomed))
            assert isinstance(welcome, Welcomed)
            assert welcome.fresh
            await console.hear(line, lambda update: isinstance(update, StateReplaced))
        (conversation,) = console.inbox.conversations.values()
        assert conversation.inbound == 5


async def test_commands_are_answered_in_order_and_pages_come(running: Running) -> None:
    await running.bench.text("Is it in stock?")
    (conversation,) = running.bench.conversations
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
        about = conversation.id
        claim, first = console.side.ask(Claim(about))
        reply, second = console.side.ask(SendReply(about, "Yes.", "ref-1", console.inbox.head))
        page, third = console.side.want_page(about)
        for message in (first, second, third):
            await line.send(message)
        came = await console.hear(line, lambda update: isinstance(update, PageCame))
    answers = [update for update in console.updates if isinstance(update, Answered)]
    assert [answer.id for answer in answers] == [claim, reply]
    assert isinstance(came, PageCame)
    assert came.id == page
    assert [entry.text for entry in came.entries if entry.text][-1] == "Yes."
    assert came.start


async def test_replies_pass_questions_that_telmetrics_does_not_answer(running: Running) -> None:
    bench = running.bench
    await until(lambda: not bench.hub.administration.trouble)
    await bench.text("Is it in stock?")
    about = bench.conversations[0].id
    bench.carrier.hold.clear()
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
        questions = [console.side.inquire(SetupsOf(Kind.GROUP)) for _ in range(ASKED_AT_ONCE + 1)]
        reply = console.side.ask(SendReply(about, "Yes.", "ref-1", console.inbox.head))
        for _, message in (*questions, reply):
            await line.send(message)
        answer = await console.hear(line, lambda update: isinstance(update, Answered))
        told = [update for update in console.updates if isinstance(update, Informed)]
        bench.carrier.hold.set()
        while len(told) <= ASKED_AT_ONCE:
            await console.hear(line, lambda update: isinstance(update, Informed))
            told = [update for update in console.updates if isinstance(update, Informed)]
    assert isinstance(answer, Answered)
    assert isinstance(answer.outcome, Granted)
    busy, *others = told
    assert busy.id == questions[-1][0], "what comes above the most is refused at once"
    assert isinstance(busy.told, Refused)
    assert busy.told.code == "busy"
    assert {one.id for one in others} == {number for number, _ in questions[:-1]}
    assert all(isinstance(one.told, SetupsTold) for one in others)


async def test_a_search_passes_questions_that_telmetrics_does_not_answer(running: Running) -> None:
    bench = running.bench
    await until(lambda: not bench.hub.administration.trouble)
    await bench.text("Is it in stock?")
    bench.carrier.hold.clear()
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, StateReplaced))
        for _ in range(OUTSIDE_AT_ONCE):
            await line.send(console.side.inquire(SetupsOf(Kind.GROUP))[1])
        search, message = console.side.inquire(Find(Query((Sought(("stock",)),))))
        await line.send(message)
        told = await console.hear(line, lambda update: isinstance(update, Informed))
        bench.carrier.hold.set()
    assert isinstance(told, Informed)
    assert told.id == search
    assert not isinstance(told.told, Refused)


async def test_what_waits_for_telmetrics_is_let_go_with_its_console(running: Running) -> None:
    def waiting() -> list[object]:
        return [one for one in asyncio.all_tasks() if "_errand" in repr(one.get_coro())]

    bench = running.bench
    await until(lambda: not bench.hub.administration.trouble)
    bench.carrier.hold.clear()
    bench.carrier.asked.clear()
    console = Console()
    async with running.connect(Role.ADMINISTRATOR) as line:
        await console.greet(line)
        for _ in range(ASKED_AT_ONCE):
            await line.send(console.side.inquire(SetupsOf(Kind.GROUP))[1])
        await line.send(console.side.ask(RefreshNumbers())[1])
        answer = await console.hear(line, lambda update: isinstance(update, Answered))
    assert isinstance(answer, Answered)
    assert isinstance(answer.outcome, Refused)
    assert answer.outcome.code == "busy"
    await until(lambda: len(bench.hub.fanout) == 0)
    bench.carrier.hold.set()
    await until(lambda: not waiting())
    assert bench.carrier.asked.count(("GET", "/groups")) == OUTSIDE_AT_ONCE


async def test_a_page_that_cannot_be_ends_the_line_and_not_the_hub(running: Running) -> None:
    console = Console()
    async with running.connect() as line:
        await console.greet(line)
        await line.send(fr.encode([fr.WantPage(1, 10**30)]))
        useless = await console.hear(line, lambda update: isinstance(update, LineUseless))
    assert isinstance(useless, LineUseless)
    assert useless.code == "unreadable"
    async with running.connect() as line:
        await console.greet(line)
        await console.hear(line, lambda update: isinstance(update, Welcomed))


async def test_both_ways_carry_the_same_frames(running: Running) -> None:
    async def by_socket() -> list[dict[str, Any]]:
        async with running.connect() as line:
            await line.send(HELLO)
            frames: list[dict[str, Any]] = []
            while not frames or not frames[-1].get("last"):
                frames += frames_of(str(await asyncio.wait_for(line.recv(), 5)))
            return frames

    async def by_poll() -> list[dict[str, Any]]:
        token = running.bench.tokens[Role.AGENT]
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=running.http, headers=headers) as client:
            session = (await client.post("/agents/poll")).json()["session"]
            await client.post(f"/agents/poll/{session}", content=HELLO)
            frames: list[dict[str, Any]] = []
            while not frames or not frames[-1].get("last"):
                frames += (await client.get(f"/agents/poll/{session}")).json()
            return frames

    await until(lambda: not running.bench.hub.administration.trouble)
    await running.bench.text("Hello!")
    for one, other in zip(await by_socket(), await by_poll(), strict=True):
        one.pop("now", None)
        other.pop("now", None)
        assert one == other


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_without_a_good_token_there_is_no_socket(running: Running, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with pytest.raises(InvalidStatus) as refused:
        async with connect(running.address, additional_headers=headers, proxy=None):
            pass
    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body or b"{}")["message"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("nonsense", 4003),
        (fr.encode([fr.Ask(1, Claim(1))]), 4003),
        (fr.encode([fr.Hello(99, "a test")]), 4002),
    ],
)
async def test_a_line_that_begins_wrongly_is_ended(
    running: Running, message: str, code: int
) -> None:
    async with running.connect() as line:
        await line.send(message)
        (bye,) = frames_of(str(await line.recv()))
        assert bye["is"] == "Bye"
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert line.close_code == code


async def test_a_revoked_token_ends_its_line_at_once_and_no_other(running: Running) -> None:
    async with AsyncExitStack() as stack:
        lines = {role: await stack.enter_async_context(running.connect(role)) for role in Role}
        for line in lines.values():
            await line.send(HELLO)
        await running.bench.revoke("agent-ann")
        frames: list[dict[str, Any]] = []
        with pytest.raises(ConnectionClosed):
            while True:
                frames += frames_of(str(await asyncio.wait_for(lines[Role.AGENT].recv(), 3)))
        assert (frames[-1]["is"], frames[-1]["code"]) == ("Bye", "revoked")
        assert lines[Role.AGENT].close_code == 4001
        assert len(running.bench.hub.fanout) == 2
    with pytest.raises(InvalidStatus):
        async with running.connect(Role.AGENT):
            pass


async def test_another_role_ends_the_line_and_the_next_one_has_it(running: Running) -> None:
    async with running.connect(Role.AGENT) as line:
        await line.send(HELLO)
        await running.bench.promote("agent-ann", Role.SUPERVISOR)
        frames: list[dict[str, Any]] = []
        with pytest.raises(ConnectionClosed):
            while True:
                frames += frames_of(str(await asyncio.wait_for(line.recv(), 3)))
        assert frames[-1] == {
            "is": "Bye",
            "code": "role",
            "sentence": "Your role is now supervisor.",
        }
        assert line.close_code == 4005
    async with running.connect(Role.AGENT) as line:
        await line.send(HELLO)
        (welcome,) = [one for one in frames_of(str(await line.recv())) if one["is"] == "Welcome"]
        assert welcome["agent"] == {"name": "agent-ann", "role": "supervisor"}


async def test_a_slow_console_is_cut_and_told_why(tmp_path: Path) -> None:
    async with (
        Bench(tmp_path, console_queue=20) as bench,
        serving(bench, send_buffer=4096) as running,
    ):
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.setblocking(False)
        await asyncio.get_running_loop().sock_connect(slow, ("127.0.0.1", running.port))
        quick = Console()
        async with running.connect(sock=slow, max_queue=1) as line, running.connect() as other:
            await line.send(HELLO)
            await quick.greet(other)
            await quick.hear(other, lambda update: isinstance(update, StateReplaced))
            texts = 0
            while not any(one.ended for one in bench.hub.fanout):
                await asyncio.gather(*(bench.text("x" * 1500) for _ in range(10)))
                texts += 10
                while quick.side.head < bench.hub.switchboard.past.head:
                    await quick.hear(other, lambda update: isinstance(update, EventsCame))
                assert texts < 5_000
            with pytest.raises(ConnectionClosed):
                while True:
                    last = await asyncio.wait_for(line.recv(), 5)
            assert list(frames_of(str(last)))[-1]["code"] == "slow"
            assert line.close_code == 4008


async def test_a_silent_console_is_let_go(tmp_path: Path) -> None:
    async with Bench(tmp_path, heartbeat=0.1) as bench, serving(bench) as running:
        async with running.connect() as line:
            await line.send(HELLO)
            frames: list[dict[str, Any]] = []
            with pytest.raises(ConnectionClosed):
                while True:
                    frames += frames_of(str(await asyncio.wait_for(line.recv(), 5)))
            assert line.close_code == 4008
        beats = [frame for frame in frames if frame["is"] == "Beat"]
        assert beats
        assert all(beat["now"] for beat in beats)
        await until(lambda: not len(bench.hub.fanout))


async def test_a_message_too_large_ends_the_line(running: Running) -> None:
    async with running.connect() as line:
        with pytest.raises(ConnectionClosed):
            await line.send(" " * (1024 * 1024 + 1))
            await asyncio.wait_for(line.recv(), 5)
        assert line.close_code == 1009


async def test_no_compression_is_offered(running: Running) -> None:
    async with running.connect() as line:
        assert line.response is not None
        assert "Sec-WebSocket-Extensions" not in line.response.headers


async def test_the_end_is_said_to_every_console(bench: Bench) -> None:
    async with AsyncExitStack() as stack:
        async with serving(bench) as running:
            line = await stack.enter_async_context(running.connect())
            await line.send(HELLO)
            while "Welcome" not in str(await line.recv()):
                pass
            began = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - began < 2
        frames: list[dict[str, Any]] = []
        with pytest.raises(ConnectionClosed):
            while True:
                frames += frames_of(str(await line.recv()))
        assert frames[-1]["code"] == "leaving"
        assert line.close_code == 1001
