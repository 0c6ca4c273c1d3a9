"""A bench whose hub is served on real sockets, and a console that follows it there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.hub.outside.bench import Bench
from tmchat.core.inbox import Inbox
from tmchat.core.records import Role
from tmchat.core.text import clean
from tmchat.hub.serve import listen
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import ConsoleSide, EventsCame, StateReplaced, Update

HELLO = fr.encode([fr.Hello(fr.VERSION, "a test")])


class Running:
    """A bench whose hub is served on loopback."""

    def __init__(self, bench: Bench, addresses: dict[str, str]) -> None:
        self.bench = bench
        self.http = addresses["agents"]
        self.address = addresses["agents"].replace("http", "ws") + "/agents/socket"

    @property
    def port(self) -> int:
        """The port of the agents' listener."""
        return int(self.http.rpartition(":")[2])

    def connect(self, role: Role = Role.AGENT, **options: Any) -> connect:
        """A console's connection, signed in."""
        headers = {"Authorization": f"Bearer {self.bench.tokens[role]}"}
        return connect(self.address, additional_headers=headers, proxy=None, **options)


@asynccontextmanager
async def serving(bench: Bench, send_buffer: int = 0) -> AsyncIterator[Running]:
    """Serves the bench's hub; `send_buffer` bytes are what the kernel holds for a console."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    if send_buffer:
        listeners[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    stop = asyncio.Event()
    ready: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(listen(bench.hub, *listeners, ready=ready.set_result, stop=stop))
    try:
        yield Running(bench, await ready)
    finally:
        stop.set()
        await task


class Console:
    """A console's end of the line with the inbox that it builds up."""

    def __init__(self) -> None:
        self.side = ConsoleSide("a test", clean)
        self.inbox = Inbox()
        self.updates: list[Update] = []

    async def greet(self, line: ClientConnection) -> None:
        """Says Hello with what it has."""
        await line.send(self.side.connected(0.0))

    async def hear(self, line: ClientConnection, wanted: Callable[[Update], bool]) -> Update:
        """Takes messages until an update is `wanted`, which it returns."""
        while True:
            message = await asyncio.wait_for(line.recv(), 5)
            updates = self.side.receive(message, 0.0)
            for update in updates:
                self._take(update)
            found = [update for update in updates if wanted(update)]
            if found:
                return found[0]

    def _take(self, update: Update) -> None:
        self.updates.append(update)
        if isinstance(update, StateReplaced):
            self.inbox = Inbox()
            self.inbox.head = update.snapshot.head
            self.inbox.fill(
                numbers=update.snapshot.numbers, conversations=update.snapshot.conversations
            )
        elif isinstance(update, EventsCame):
            for event in update.events:
                self.inbox.apply(event)
