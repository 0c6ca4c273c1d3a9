"""Small real servers on loopback that wires can be tried against; they are no tests themselves."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.link.memoryhub import MemoryHub, MemoryWire
from tests.waiting import until


@contextlib.asynccontextmanager
async def raw_server(answer: bytes | None) -> AsyncIterator[str]:
    """A server that writes `answer` to whoever connects and hangs up, or says nothing at all."""
    quiet = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if answer is None:
            await quiet.wait()
        else:
            await reader.read(1)
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        quiet.set()
        server.close()
        await server.wait_closed()


class PollDesk:
    """The pages of long poll over a hub in memory; `seen` is every request with its token.

    `refuse` answers everything with that status, `hold` delays the posts that contain it until it
    is cleared.
    """

    def __init__(self, hub: MemoryHub) -> None:
        self.seen: list[tuple[str, str]] = []
        self.posted: list[str] = []
        self.refuse = 0
        self.opening: Response | None = None
        self.hold = ""
        self.silent = False
        self.wires: dict[str, MemoryWire] = {}
        self._hub = hub
        self.app = Starlette(
            routes=[
                Route("/desk/agents/poll", self._checked(self._open), methods=["POST"]),
                Route(
                    "/desk/agents/poll/{session}",
                    self._checked(self._step),
                    methods=["GET", "POST", "DELETE"],
                ),
            ]
        )

    def _checked(
        self, page: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def checked(request: Request) -> Response:
            self.seen.append((request.method, request.headers.get("authorization", "")))
            if self.silent:
                await until(lambda: not self.silent)
            return Response(status_code=self.refuse) if self.refuse else await page(request)

        return checked

    async def _open(self, request: Request) -> Response:
        if self.opening is not None:
            return self.opening
        session = f"s{len(self.wires)}"
        self.wires[session] = await self._hub.connect()
        return JSONResponse({"session": session}, 201)

    async def _step(self, request: Request) -> Response:
        wire = self.wires.get(request.path_params["session"])
        if wire is None:
            return Response(status_code=404)
        if request.method == "DELETE":
            del self.wires[request.path_params["session"]]
            await wire.abort()
        elif request.method == "POST":
            message = (await request.body()).decode()
            if self.hold:
                await until(lambda: self.hold not in message)
            self.posted.append(message)
            await wire.send(message)
        else:
            assert float(request.query_params["wait"]) > 0
            return Response(await wire.receive())
        return JSONResponse({})


@contextlib.asynccontextmanager
async def web_server(app: Starlette) -> AsyncIterator[str]:
    """Serves an application over real HTTP."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, lifespan="off", log_config=None, ws="none")
        server = uvicorn.Server(config)
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        await until(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/desk"
        finally:
            server.should_exit = server.force_exit = True
            await serving
