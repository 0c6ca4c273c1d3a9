"""A console's line over a WebSocket; the same frames go over long poll in `poll`."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from tmchat.hub.fanout import Fanout, Full, Line
from tmchat.hub.listeners.access import signed_in
from tmchat.hub.listeners.answers import Problem, problem

CLOSE_CODES = {
    "leaving": 1001,
    "revoked": 4001,
    "version": 4002,
    "unreadable": 4003,
    "lost": 4004,
    "role": 4005,
    "slow": 4008,
}

GATHERING_SECONDS = 0.01


def socket(fanout: Fanout) -> Callable[[WebSocket], Awaitable[None]]:
    """The WebSocket endpoint: frames both ways until either side ends the line."""

    async def serve(websocket: WebSocket) -> None:
        who = signed_in(websocket)
        try:
            line = fanout.open(secrets.token_urlsafe(16), who.agent, who.token_hash)
        except Full as full:
            await websocket.send_denial_response(problem(Problem(503, str(full))))
            return
        line.carried = True
        try:
            await websocket.accept()
            await _carry(websocket, line, fanout.patience)
        except WebSocketDisconnect:
            pass
        finally:
            fanout.drop(line)

    return serve


async def _carry(websocket: WebSocket, line: Line, patience: float) -> None:
    """Reads and writes side by side until one of them is done."""
    writing = asyncio.create_task(_write(websocket, line, patience))
    reading = asyncio.create_task(_read(websocket, line))
    try:
        await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (writing, reading):
            task.cancel()
        await asyncio.gather(writing, reading, return_exceptions=True)


async def _write(websocket: WebSocket, line: Line, patience: float) -> None:
    """Sends all that waits as one message, again and again, then closes.

    A console that takes longer than `patience` seconds for one message is gone.
    """
    with suppress(TimeoutError, WebSocketDisconnect):
        while (message := await line.next()) is not None:
            async with asyncio.timeout(patience):
                await websocket.send_text(message)
            # The first message after a pause goes at once; under load, what comes goes together.
            await asyncio.sleep(GATHERING_SECONDS)
        async with asyncio.timeout(patience):
            await websocket.close(CLOSE_CODES[line.ended])


async def _read(websocket: WebSocket, line: Line) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            event = await websocket.receive()
            if event["type"] == "websocket.disconnect":
                return
            message = event.get("text")
            await line.receive(event["bytes"] if message is None else message)
