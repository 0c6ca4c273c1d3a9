"""A fault proxy on real sockets, in the event loop of the test; what it does is `passage`'s."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from tests.faultproxy.passage import Cut, End, Passage, Send, Step
from tests.faultproxy.trouble import Trouble, Way

_READ = 16 * 1024


class FaultProxy:
    """Passes connections on to the server at `target` and harms them as `trouble` says.

    A connection keeps the `Trouble` it began with; another one put in its place concerns later
    connections. `requests` are the request lines that came, in order.
    """

    def __init__(self, target: str) -> None:
        self.trouble = Trouble()
        self.address = ""
        parts = urlsplit(target)
        self._target = (str(parts.hostname), int(parts.port or 80))
        self._passages: list[Passage] = []
        self._carriers: set[asyncio.Task[None]] = set()
        self._stopped = False

    @property
    def requests(self) -> list[str]:
        """Every request line so far."""
        return [line for passage in self._passages for line in passage.requests]

    @property
    def connections(self) -> int:
        """How many connections were made so far."""
        return len(self._passages)

    def calm(self) -> None:
        """No more harm to anything that begins now."""
        self.trouble = Trouble()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carries one connection to its end."""
        task = asyncio.current_task()
        if task is None or self._stopped:
            writer.transport.abort()
            return
        self._carriers.add(task)
        try:
            with suppress(OSError):
                server, out = await self._dial()
                passage = Passage(self.trouble)
                self._passages.append(passage)
                ends = {Way.UP: (reader, out), Way.DOWN: (server, writer)}
                try:
                    await _Carriage(passage, ends).run()
                finally:
                    out.transport.abort()
        except asyncio.CancelledError:
            # The proxy ends. Streams would call a cancelled connection an error.
            return
        finally:
            writer.transport.abort()
            self._carriers.discard(task)

    async def _dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which the kernel keeps little, so that slow reading is felt behind it."""
        dialled = socket.socket()
        try:
            dialled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _READ)
            dialled.setblocking(False)
            await asyncio.get_running_loop().sock_connect(dialled, self._target)
            return await asyncio.open_connection(sock=dialled, limit=_READ)
        except BaseException:
            dialled.close()
            raise

    async def stop(self) -> None:
        """Cuts every connection."""
        self._stopped = True
        carriers = tuple(self._carriers)
        for task in carriers:
            task.cancel()
        await asyncio.gather(*carriers, return_exceptions=True)
        # What was accepted a moment ago begins now and ends at once; what was cut is let go.
        for _ in range(3):
            await asyncio.sleep(0)


class _Carriage:
    """The sockets of one passage: each way has the end it is read from and the end it goes to."""

    def __init__(
        self,
        passage: Passage,
        ends: dict[Way, tuple[asyncio.StreamReader, asyncio.StreamWriter]],
    ) -> None:
        self._passage = passage
        self._ends = ends
        self._now = asyncio.get_running_loop().time
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._over: set[Way] = set()

    async def run(self) -> None:
        reading = [asyncio.create_task(self._read(way)) for way in Way]
        try:
            await self._carry()
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)

    async def _read(self, way: Way) -> None:
        reader, _ = self._ends[way]
        while True:
            while self._passage.crowded(way):
                self._room.clear()
                await self._room.wait()
            try:
                taken = await reader.read(_READ)
            except OSError:
                taken = b""
            if taken:
                self._passage.receive(way, taken, self._now())
            else:
                self._passage.ended(way, self._now())
            self._news.set()
            if not taken:
                return

    async def _carry(self) -> None:
        """Does what the passage says until both ways are over or all is cut."""
        while len(self._over) < len(Way):
            self._news.clear()
            for step in self._passage.take(self._now()):
                if isinstance(step, Cut):
                    return
                await self._do(step)
            self._room.set()
            due = self._passage.due()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(due):
                    await self._news.wait()

    async def _do(self, step: Step) -> None:
        match step:
            case Send(way, sent):
                writer = self._ends[way][1]
                with suppress(OSError):
                    writer.write(sent)
                    await writer.drain()
            case End(way):
                self._over.add(way)
                with suppress(OSError):
                    self._ends[way][1].write_eof()


@asynccontextmanager
async def fault_proxy(target: str) -> AsyncIterator[FaultProxy]:
    """A proxy on loopback before the server at `target`, ended afterwards."""
    proxy = FaultProxy(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=_READ)
    proxy.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
        await server.wait_closed()
