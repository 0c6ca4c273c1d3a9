"""JSON answers and errors of both listeners; what is answered is each page's matter.

Everything leaves in ASCII: a lone half of a surrogate pair has no other form in JSON.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tmchat.core.plainform import plain
from tmchat.hub.store.interface import StoreFailed

RETRY_SECONDS = "5"
_PHRASES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
}

log = logging.getLogger(__name__)


class Problem(Exception):
    """An answer that is an error: `field` names the part of the request that is wrong, if one."""

    def __init__(
        self, status: int, message: str, field: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field
        self.headers = dict(headers or {})


def answer(value: Any, status: int = 200) -> Response:
    """A record, or lists and dicts of records, in plain form."""
    return Response(json.dumps(plain(value)), status, media_type="application/json")


def problem(fault: Problem) -> Response:
    """The answer that `fault` is: `{"message", "errors": [{"field", "message"}]}`."""
    errors = [{"field": fault.field, "message": fault.message}] if fault.field else []
    body = json.dumps({"message": fault.message, "errors": errors})
    return Response(body, fault.status, fault.headers, media_type="application/json")


async def body_of(request: Request, limit: int) -> bytes:
    """The request's body of at most `limit` bytes; raises `Problem` (413) for more."""
    too_large = Problem(413, f"The body is larger than {limit // 1024} KiB.")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared[:20]) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def whole(written: str, name: str) -> int:
    """A whole number from a path or query; raises `Problem` (400) for anything else."""
    if written.isascii() and written.isdigit() and len(written) < 19:
        return int(written)
    raise Problem(400, "Write a whole number.", name)


def application(routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = ()) -> Starlette:
    """An application of `routes` whose every error is JSON and no fault of which reaches a log
    with what it was about."""
    app = Starlette(
        routes=list(routes),
        middleware=[Middleware(_Guard), *middleware],
        exception_handlers={
            HTTPException: _routing_error,
            Problem: _problem,
            StoreFailed: _storage_error,
        },
    )
    app.router.redirect_slashes = False
    return app


class _Guard:
    """Answers 500 for a fault of the hub's own; a traceback's message may quote a texter."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as fault:
            log.error("a request failed: %s%s", type(fault).__name__, _place(fault))
            if scope["type"] == "http" and not begun:
                await problem(Problem(500, "The hub failed at this by a fault of its own."))(
                    scope, receive, send
                )


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


async def _problem(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Problem)
    return problem(fault)


async def _routing_error(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    sentence = _PHRASES.get(fault.status_code, str(fault.detail))
    return problem(Problem(fault.status_code, sentence, headers=fault.headers))


async def _storage_error(request: Request, fault: Exception) -> Response:
    return problem(Problem(503, str(fault), headers={"Retry-After": RETRY_SECONDS}))
