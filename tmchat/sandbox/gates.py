"""What a request passes before its route: path case, sign-in and faults; no route's own rules."""

import hmac
import ipaddress
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tmchat.sandbox.errors import ApiError
from tmchat.sandbox.faults import AFTER, BEFORE, Fault, Faults
from tmchat.sandbox.web import Answer

FAULT_KEY = "sandbox.fault"
_LEAD_TRACKING = re.compile(r"/leadtracking(/settag)?\Z")
# Aborts the connection of a client address; False where the server has no such connection.
Abort = Callable[[tuple[str, int] | None], bool]


class PathCase:
    """Matches paths case-insensitively by lowering them (CONTRACT 1); no id has capitals."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            scope = {**scope, "path": scope["path"].lower()}
        await self._app(scope, receive, send)


class TokenGate:
    """Wants the organisation's token on every request but those of lead tracking.

    These carry a key of their own (CONTRACT 2). `read_only`, if it is not empty, is a token that
    may read and no more, like the successor's for advertisers.
    """

    def __init__(self, app: ASGIApp, token: str, read_only: str = "") -> None:
        self._app = app
        self._token = token
        self._read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401 or 403."""
        request = Request(scope)
        is_lead = bool(_LEAD_TRACKING.search(scope["path"]))
        if is_lead or has_token(request, self._token):
            await self._app(scope, receive, send)
            return
        refusal = ApiError(401, "The header x-organization-token is missing or not valid.")
        if self._read_only and has_token(request, self._read_only):
            if request.method in ("GET", "HEAD"):
                await self._app(scope, receive, send)
                return
            refusal = ApiError(403, "This token may only read.")
        await Answer(refusal.body(), refusal.status)(scope, receive, send)


class ControlGate:
    """Lets this machine's own processes in, and others with the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if _is_local(scope) or has_token(Request(scope), self._token):
            await self._app(scope, receive, send)
            return
        answer = Answer({"message": "The control surface is for this machine alone."}, 403)
        await answer(scope, receive, send)


class FaultGate:
    """Strikes requests with the faults that stand on `on`.

    Faults about a text itself (duplicate, reorder, lag) are handed to the route in the scope.
    """

    def __init__(self, app: ASGIApp, faults: Faults, on: str, abort: Abort) -> None:
        self._app = app
        self._faults = faults
        self._on = on
        self._abort = abort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, before, after or instead of its fault."""
        fault = self._faults.draw(self._on)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind in BEFORE:
            await self._strike(fault, scope, receive, send)
        elif fault.kind in AFTER:
            await self._app(scope, receive, _swallow)
            await self._strike(fault, scope, receive, send)
        else:
            if fault.kind == "slow":
                await self._faults.pause(fault)
            await self._app({**scope, FAULT_KEY: fault}, receive, send)

    async def _strike(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind == "429":
            headers = {"Retry-After": str(max(1, round(fault.seconds)))}
            await Answer({"message": "Too many requests."}, 429, headers)(scope, receive, send)
        elif fault.kind.startswith("500"):
            await Answer({"message": "Internal error."}, 500)(scope, receive, send)
        else:
            if fault.kind.startswith("hang"):
                await self._faults.pause(fault)
            await self._cut(scope, receive)

    async def _cut(self, scope: Scope, receive: Receive) -> None:
        """End the connection without an answer; in process that is an exception."""
        if not self._abort(scope.get("client")):
            raise ConnectionResetError("the sandbox cut the connection on purpose")
        while (await receive())["type"] != "http.disconnect":
            pass


def has_token(request: Request, token: str) -> bool:
    """Whether the request carries the token; compared in constant time."""
    given = request.headers.get("x-organization-token", "")
    return hmac.compare_digest(given.encode(), token.encode())


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    if client is None:
        # A Unix socket has no client address.
        return True
    try:
        return ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


async def _swallow(_: Message) -> None:
    """Drop an answer that its client will not see."""
