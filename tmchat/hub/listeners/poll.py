"""A console's line over long poll, for where a proxy refuses WebSockets; frames as in `socket`."""

import asyncio
import secrets
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.hub.fanout import Fanout, Full, Line
from tmchat.hub.listeners.access import signed_in
from tmchat.hub.listeners.answers import Problem, answer, body_of

LARGEST_MESSAGE = 1024 * 1024
LONGEST_WAIT = 60.0
NOTHING = "[]"


class Polls:
    """The pages of long poll: one line a session, and one request at a time waiting for it."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout

    def routes(self) -> list[Route]:
        """The routes of every step of a session."""
        return [
            Route("/agents/poll", self.open, methods=["POST"]),
            Route("/agents/poll/{session}", self.fetch, methods=["GET"]),
            Route("/agents/poll/{session}", self.send, methods=["POST"]),
            Route("/agents/poll/{session}", self.close, methods=["DELETE"]),
        ]

    async def open(self, request: Request) -> Response:
        """Begins a session: `{"session": KEY}`."""
        who = signed_in(request)
        try:
            line = self._fanout.open(secrets.token_urlsafe(16), who.agent, who.token_hash)
        except Full as full:
            raise Problem(503, str(full)) from None
        return answer({"session": line.key}, 201)

    async def fetch(self, request: Request) -> Response:
        """The next message, waited for at most `wait` seconds (20); `[]` when none came.

        A message is handed out once: a console that did not get it begins a session anew.
        """
        line = self._line(request)
        wait = _seconds(request.query_params.get("wait", "20"))
        if line.carried:
            raise Problem(409, "Another request waits for this session's next message.")
        line.carried = True
        line.heard_now()
        message: str | None = NOTHING
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    message = await line.next()
        finally:
            line.carried = False
        line.heard_now()
        if message is None:
            self._fanout.drop(line)
            raise _gone()
        return Response(message, media_type="application/json")

    async def send(self, request: Request) -> Response:
        """Takes a message of the console."""
        line = self._line(request)
        await line.receive(await body_of(request, LARGEST_MESSAGE))
        return answer({}, 202)

    async def close(self, request: Request) -> Response:
        """Ends the session."""
        self._fanout.drop(self._line(request))
        return answer({})

    def _line(self, request: Request) -> Line:
        line = self._fanout.line(request.path_params["session"])
        if line is None or line.token_hash != signed_in(request).token_hash:
            raise _gone()
        return line


def _gone() -> Problem:
    return Problem(404, "There is no such session; begin another with POST /agents/poll.")


def _seconds(written: str) -> float:
    try:
        wait = float(written)
    except ValueError:
        wait = -1.0
    if not 0 <= wait <= LONGEST_WAIT:
        raise Problem(400, f"Wait 0 to {LONGEST_WAIT:.0f} seconds.", "wait")
    return wait
