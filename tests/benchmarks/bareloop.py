"""The hub's libraries with none of its rules, as a process to measure the hub beside.

A text is read as JSON, stored by a thread that commits in groups, told to every socket, answered.
"""

import asyncio
import json
import queue
import socket
import sqlite3
import sys
import threading
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn import Config, Server

TOGETHER = 512


class Writer:
    """One thread that stores bodies, all that wait in one transaction."""

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("CREATE TABLE texts (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        self._jobs: queue.SimpleQueue[tuple[str, asyncio.Future[None]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    async def store(self, body: str) -> None:
        """Returns when `body` is durable."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._jobs.put((body, done))
        await done

    def _work(self) -> None:
        while True:
            batch = [self._jobs.get()]
            while len(batch) < TOGETHER and not self._jobs.empty():
                batch.append(self._jobs.get())
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT INTO texts (body) VALUES (?)", [(b,) for b, _ in batch])
            self._db.execute("COMMIT")
            self._loop.call_soon_threadsafe(partial(_tell, [done for _, done in batch]))


def _tell(done: list["asyncio.Future[None]"]) -> None:
    for one in done:
        if not one.done():
            one.set_result(None)


class Sockets:
    """Everyone who listens; what waits for one goes out as one message."""

    def __init__(self) -> None:
        self._waiting: dict[WebSocket, list[str]] = {}
        self._woken: dict[WebSocket, asyncio.Event] = {}

    async def serve(self, websocket: WebSocket) -> None:
        """One listener until it leaves."""
        await websocket.accept()
        self._waiting[websocket], self._woken[websocket] = [], asyncio.Event()
        writing = asyncio.create_task(self._write(websocket))
        try:
            while (await websocket.receive())["type"] != "websocket.disconnect":
                pass
        finally:
            del self._waiting[websocket]
            writing.cancel()

    def tell(self, text: str) -> None:
        """Puts `text` behind what waits for each."""
        for websocket, waiting in self._waiting.items():
            waiting.append(text)
            self._woken[websocket].set()

    async def _write(self, websocket: WebSocket) -> None:
        woken = self._woken[websocket]
        while True:
            await woken.wait()
            woken.clear()
            texts = self._waiting[websocket]
            self._waiting[websocket] = []
            await websocket.send_text("[" + ",".join(texts) + "]")


async def serve(path: Path, port: int) -> None:
    """Serves on loopback until the process is ended; prints one line when it listens."""
    writer, sockets = Writer(path), Sockets()

    async def push(request: Request) -> JSONResponse:
        text = json.loads(await request.body())["Notifications"][0]["Message"]
        body = json.dumps(text)
        await writer.store(body)
        sockets.tell(body)
        return JSONResponse({"texts": 1})

    app = Starlette(
        routes=[
            Route("/hook", push, methods=["POST"]),
            WebSocketRoute("/agents/socket", sockets.serve),
        ]
    )
    listener = socket.create_server(("127.0.0.1", port))
    config = Config(
        app,
        http="h11",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    print("It listens; stop it with Ctrl+C.", flush=True)
    await Server(config).serve([listener])


def run(path: Path, port: int) -> None:
    """`serve` on the loop that the hub runs on, too."""
    factory = None
    try:
        import uvloop

        factory = uvloop.new_event_loop
    except ImportError:
        pass
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serve(path, port))


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
