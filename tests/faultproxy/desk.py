"""A whole desk in this process whose every line goes through a fault proxy; the tests are beside.

The hub takes consoles, the sandbox pushes, the hub replies: each over real sockets and a proxy.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.faultproxy.proxy import FaultProxy, fault_proxy
from tests.hub.outside.bench import SEGMENT, hub_settings
from tests.torture.books import Books, Followed, Told
from tests.torture.disk import books_of, open_replies, sighting, waiting_pushes
from tests.torture.invariants import findings
from tests.waiting import until
from tmchat.core import commands as cmd
from tmchat.core.events import DeliveryChanged, ReplyQueued
from tmchat.core.inbox import Inbox, Snapshot
from tmchat.core.plainform import as_sent
from tmchat.core.records import Conversation, Delivery, Role
from tmchat.hub.app import Hub
from tmchat.hub.serve import listen
from tmchat.hub.signin import new_token, token_hash
from tmchat.link.line import Line, LineChanged, LineState
from tmchat.link.updates import EventsCame, StateReplaced, Update
from tmchat.link.ways import HubAddress, Transport, ways
from tmchat.sandbox.server import Sandbox, address
from tmchat.settings.sandbox import SandboxSettings

QUIET = 20.0
"""Seconds within which everything has come to rest."""
HEARTBEAT = 0.2
PHONE = "9055550128"


class Hasty(Random):
    """No jitter: the shortest delays there are."""

    def random(self) -> float:
        return 0.0


class Follower:
    """A console without a screen: a real line, and all that came on it.

    `skew` puts its clock forward by so many seconds.
    """

    def __init__(self, agent: str, find: HubAddress, transport: Transport) -> None:
        self.agent = agent
        self.followed = [Followed(agent, Snapshot(0))]
        self.told: list[Told] = []
        self.states: list[LineChanged] = []
        self.came: dict[int, float] = {}
        self.inbox = Inbox()
        self.skew = 0.0
        self._now = asyncio.get_running_loop().time

        async def found() -> HubAddress:
            return find

        self.line = Line(
            ways(found, transport),
            self._hear,
            client="proxied",
            words=as_sent,
            clock=lambda: self._now() + self.skew,
            random=Hasty(),
        )

    @property
    def restarts(self) -> int:
        """How many whole states came although it had events to resume from."""
        return sum(one.snapshot.head + len(one.events) > 0 for one in self.followed[:-1])

    def said(self, words: str) -> bool:
        """Whether the line was ever left with these words."""
        return any(words in one.sentence for one in self.states)

    async def live(self) -> None:
        """Waits until the line is live."""
        await until(lambda: self.line.state is LineState.LIVE, QUIET)

    async def ask(self, command: cmd.Command) -> cmd.Outcome:
        """Gives a command and keeps what was granted."""
        outcome = await self.line.ask(command)
        if isinstance(outcome, cmd.Granted):
            self.told.append(Told(self.agent, command, outcome))
        return outcome

    def _hear(self, update: Update | LineChanged) -> None:
        match update:
            case LineChanged():
                self.states.append(update)
            case StateReplaced(snapshot):
                self.followed.append(Followed(self.agent, snapshot))
                self.inbox = Inbox.of(snapshot, self.agent)
            case EventsCame(events):
                for event in events:
                    self.inbox.apply(event)
                    self.followed[-1].events.append(event)
                    self.came[event.n] = self._now()


class ProxiedDesk:
    """The desk and its proxies: `agents` before consoles, `webhook` before pushes, `carrier`
    before replies."""

    def __init__(self, folder: Path, hub: Hub, sandbox: Sandbox, proxies: list[FaultProxy]) -> None:
        self.hub = hub
        self.agents, self.webhook, self.carrier = proxies
        self._sandbox = sandbox
        self._folder = folder
        self._tokens: dict[str, str] = {}
        self._stack = AsyncExitStack()
        self.followers: list[Follower] = []
        self._phones = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=sandbox.app), base_url="http://sandbox.test"
        )
        self.number = ""

    async def console(self, agent: str, transport: Transport = "websocket") -> Follower:
        """A further console, live; it follows until the desk ends."""
        if agent not in self._tokens:
            self._tokens[agent] = new_token()
            role = Role.AGENT if len(self._tokens) > 1 else Role.SUPERVISOR
            await self.hub.store.add_agent(agent, role, token_hash(self._tokens[agent]))
        find = HubAddress(self.agents.address, self._tokens[agent])
        follower = Follower(agent, find, transport)
        running = asyncio.create_task(follower.line.run())
        self._stack.push_async_callback(_ended, running)
        self.followers.append(follower)
        await follower.live()
        return follower

    async def text(self, words: str, *, phone: str = PHONE) -> None:
        """A consumer texts; the sandbox pushes it when it can."""
        if not self.number:
            listed = (await self._phones.get("/sandbox/numbers")).json()
            self.number = str(listed[0]["phone_number"])
        form = {"from": phone, "to": self.number, "text": words}
        sent = await self._phones.post("/sandbox/texts", json=form)
        assert sent.status_code == 202, sent.text

    async def conversation(self, words: str = "Hello?") -> Conversation:
        """The conversation that a first text opens, once the hub has it."""
        await self.text(words)
        return (await until(lambda: list(self.hub.switchboard.inbox.conversations.values())))[0]

    async def received(self) -> list[str]:
        """The replies on the consumer's phone, oldest first."""
        entries = (await self._phones.get(f"/sandbox/phones/{PHONE}")).json()
        return [one["text"] for one in entries if one["direction"] == "received"]

    def entry_of(self, client_ref: str) -> int:
        """The entry of an accepted reply, as the first console heard of it."""
        return next(
            event.n
            for event in self.followers[0].followed[-1].events
            if isinstance(event.what, ReplyQueued) and event.what.client_ref == client_ref
        )

    def delivery(self, entry: int) -> Delivery | None:
        """How far the reply `entry` has come, as the newest event says."""
        moved = [
            event.what.delivery
            for event in self.followers[0].followed[-1].events
            if isinstance(event.what, DeliveryChanged) and event.what.entry == entry
        ]
        return moved[-1] if moved else None

    async def rest(self) -> None:
        """Waits until nothing is under way and every console has everything."""

        hub, sandbox = self._folder / "hub.db", self._folder / "sandbox.db"

        def quiet() -> bool:
            # In this order: what a reply still under way leads to are pushes.
            if open_replies(hub, lookup=False) or waiting_pushes(sandbox):
                return False
            head, _ = sighting(hub)
            return all(
                one.inbox.head == head and one.line.state is LineState.LIVE
                for one in self.followers
            )

        await until(quiet, QUIET)
        while await self.hub.store.receipts_open():
            # A receipt overtook the carrier's answer; what it says is being written down.
            await until(quiet, QUIET)
        await until(quiet, QUIET)

    async def books(self) -> Books:
        """What was written down by the end, once all is at rest; nothing may be wrong with it."""
        await self.rest()
        written = books_of(self._folder / "hub.db", self._folder / "sandbox.db")
        books = Books(
            written.events,
            written.disk,
            written.pushes,
            written.received,
            tuple(one for follower in self.followers for one in follower.told),
            tuple(one for follower in self.followers for one in follower.followed),
        )
        found = findings(books)
        assert not found, "\n".join(found)
        return books

    async def close(self) -> None:
        """Ends the consoles."""
        await self._stack.aclose()
        await self._phones.aclose()


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def proxied_desk(
    folder: Path, *, send_buffer: int = 0, **changed: Any
) -> AsyncIterator[ProxiedDesk]:
    """A desk, ended afterwards; `changed` are settings of the hub's, `send_buffer` the bytes that
    the kernel holds for one console."""
    async with AsyncExitStack() as stack:
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
        if send_buffer:
            sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        targets = [address("127.0.0.1", one.getsockname()[1]) for one in sockets]
        proxies = [await stack.enter_async_context(fault_proxy(target)) for target in targets]
        _, webhook, carrier = (proxy.address for proxy in proxies)
        sandbox = Sandbox(
            SandboxSettings(
                rate=0,
                texters=0,
                db=str(folder / "sandbox.db"),
                inbound_webhook_url=f"{webhook}/hook/{SEGMENT}",
                retry_scale=0.02,
                push_seconds=0.5,
            )
        )
        sandbox.base_url = carrier
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        answering = asyncio.create_task(sandbox.listen(sockets[2:]))
        stack.push_async_callback(_ended, answering)
        own = {"heartbeat": HEARTBEAT, "reply_timeout": 0.5, "public_url": webhook}
        settings = hub_settings(folder, telmetrics_url=f"{carrier}/v3/api", **{**own, **changed})
        hub = Hub(settings, clock=lambda: time.time_ns() // 1_000_000, random=Hasty())
        await hub.start()
        stack.push_async_callback(hub.stop)
        stop = asyncio.Event()
        ready: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(
            listen(hub, sockets[0], sockets[1], ready=ready.set_result, stop=stop)
        )
        await ready
        desk = ProxiedDesk(folder, hub, sandbox, proxies)
        # What the account holds is news of its own, which must not come after a test is at rest.
        await until(lambda: not hub.administration.trouble, QUIET)
        try:
            yield desk
        finally:
            await desk.close()
            stop.set()
            await serving
