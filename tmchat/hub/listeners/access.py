"""Lets nobody past without a good token; what each role may then do is `core.roles`' table."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from tmchat.core.roles import Permission, may
from tmchat.hub.listeners.answers import Problem, problem
from tmchat.hub.signin import SignedIn, SignIn
from tmchat.hub.store.interface import StoreFailed

_KEY = "tmchat.signed_in"

Endpoint = Callable[[Request], Awaitable[Response]]


class Gate:
    """Middleware that answers 401 to every request, whatever its path, without a good token."""

    def __init__(self, app: ASGIApp, signin: SignIn) -> None:
        self._app = app
        self._signin = signin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            who = await self._signin.who(HTTPConnection(scope).headers.get("authorization", ""))
        except StoreFailed as failure:
            await _deny(Problem(503, str(failure)), scope, receive, send)
            return
        if who is None:
            fault = Problem(
                401, "Sign in with a token of this hub.", headers={"WWW-Authenticate": "Bearer"}
            )
            await _deny(fault, scope, receive, send)
            return
        scope[_KEY] = who
        await self._app(scope, receive, send)


def signed_in(connection: HTTPConnection) -> SignedIn:
    """Who is behind a request that the gate let through."""
    who: SignedIn = connection.scope[_KEY]
    return who


def permitted(permission: Permission, endpoint: Endpoint) -> Endpoint:
    """`endpoint` for those whose role may, a `Problem` (403) for others."""

    async def checked(request: Request) -> Response:
        role = signed_in(request).agent.role
        if not may(role, permission):
            raise Problem(403, f"Your role, {role}, may not {permission}.")
        return await endpoint(request)

    return checked


async def _deny(fault: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    response = problem(fault)
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(response)
    else:
        await response(scope, receive, send)
