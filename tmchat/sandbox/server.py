"""The sandbox as one ASGI application and as a listening process; the rules are its parts' own."""

import asyncio
import contextlib
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from tmchat.sandbox.day import Day
from tmchat.sandbox.gates import ControlGate, FaultGate, PathCase, TokenGate
from tmchat.sandbox.parts import Parts
from tmchat.sandbox.routes.calling import CallingRoutes
from tmchat.sandbox.routes.calls import CallRoutes
from tmchat.sandbox.routes.configurations import ConfigurationRoutes
from tmchat.sandbox.routes.control import ControlRoutes
from tmchat.sandbox.routes.groups import GroupRoutes
from tmchat.sandbox.routes.numbers import NumberRoutes, PoolRoutes
from tmchat.sandbox.routes.sms import SmsRoutes
from tmchat.sandbox.texters import Cast, trades
from tmchat.sandbox.web import EXCEPTION_ANSWERS
from tmchat.settings.sandbox import SandboxSettings

API = "/v3/api"
_GRACE_SECONDS = 1


class Sandbox:
    """A Telmetrics V3 account with its consumers, on SQLite.

    `app` serves the API under `/v3/api`, the stand-ins under `/sms` and the control surface
    under `/sandbox`, in process or behind a server. `base_url` (scheme, host and port) goes into
    the addresses that pushes carry. `clock` gives epoch seconds, `random` the ids and the luck
    of faults; pushes leave through `transport` when one is given.
    """

    def __init__(
        self,
        settings: SandboxSettings,
        *,
        clock: Callable[[], float] = time.time,
        random: Random | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = address(settings.host, settings.port)
        self._settings = settings
        self._clock = clock
        self._parts = Parts(
            settings,
            clock=clock,
            # The seed is for numbers and texters: ids must differ between runs, or a desk that
            # outlives the sandbox takes another day's texts for repeats.
            random=random or Random(),
            transport=transport,
            base_url=lambda: self.base_url,
        )
        self._days: list[asyncio.Task[None]] = []
        self._server: uvicorn.Server | None = None
        self.app = self._application()

    async def start(self) -> None:
        """Open the database, seed an empty account, begin pushing. Raises OSError."""
        parts, settings = self._parts, self._settings
        parts.store.open()
        try:
            if parts.account.seed(trades(), settings.inbound_webhook_url):
                if settings.showcase:
                    parts.showcase.set_up()
                parts.call_day.remember(settings.past_calls)
        except sqlite3.Error as error:
            parts.store.close()
            raise OSError(f"cannot write the sandbox database: {error}") from error
        parts.pusher.start()
        parts.outgoing.resume()
        cast = Cast(
            parts.numbers.trades(),
            seed=settings.seed,
            texters=settings.texters,
            rate=settings.rate,
        )
        day = Day(cast, parts.carrier, parts.tags, self._clock)
        parts.outgoing.listeners.append(day.hear)
        parts.call_day.begin()
        self._days = [asyncio.create_task(one.run()) for one in (day, parts.call_day)]

    async def stop(self) -> None:
        """End every task and close the database; pushes that wait are kept in it."""
        self.release()
        for day in self._days:
            day.cancel()
        await asyncio.gather(*self._days, return_exceptions=True)
        await self._parts.outgoing.stop()
        await self._parts.pusher.stop()
        self._parts.store.close()

    def release(self) -> None:
        """Let go all requests that wait for a text or hang in a fault."""
        self._parts.books.close()
        self._parts.faults.clear()

    def advance_calls(self) -> None:
        """Move on the calls whose next step is due, at once instead of within a moment."""
        self._parts.calls.advance()

    def abort(self, client: tuple[str, int] | None) -> bool:
        """Reset a client's connection; False when no server of ours holds it."""
        if self._server is None or client is None:
            return False
        for connection in self._server.server_state.connections:
            if getattr(connection, "client", None) == client:
                connection.transport.abort()
                return True
        return False

    async def listen(
        self, sockets: Sequence[socket.socket], ready: Callable[[str], None] | None = None
    ) -> None:
        """Serve `app` on listening sockets until SIGTERM, SIGINT or cancellation."""
        self._server = _Server(
            uvicorn.Config(
                self.app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            ),
            started=lambda: ready(self.base_url) if ready else None,
            ending=self.release,
        )
        serving = asyncio.create_task(self._server.serve(sockets=list(sockets)))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            self._server.should_exit = True
            await serving
            raise

    def _application(self) -> Starlette:
        parts, settings = self._parts, self._settings
        signed_in = Middleware(TokenGate, settings.token, settings.read_only_token)
        sms = SmsRoutes(
            parts.carrier,
            parts.books,
            parts.listing,
            reference_field=settings.reply_reference_field,
            lookup=settings.reply_lookup,
            reply_gate=Middleware(FaultGate, parts.faults, "reply", self.abort),
            lookup_gate=Middleware(FaultGate, parts.faults, "lookup", self.abort),
        )
        control = ControlRoutes(
            parts.carrier, parts.books, parts.listing, parts.faults, parts.numbers
        )
        calls = CallRoutes(parts.calls)
        calling = CallingRoutes(parts.calls, parts.datastore, lambda: int(self._clock() * 1000))
        api = (
            *GroupRoutes(parts.groups).routes,
            *NumberRoutes(parts.numbers).routes,
            *PoolRoutes(parts.pools, parts.sessions).routes,
            *ConfigurationRoutes(parts.configurations, parts.datastore, parts.tags).routes,
            *calls.routes,
        )
        api_faults = Middleware(FaultGate, parts.faults, "api", self.abort)
        return Starlette(
            routes=[
                Mount(API, routes=api, middleware=[signed_in, api_faults]),
                Mount("/sms", routes=sms.routes, middleware=[signed_in]),
                Mount(
                    "/sandbox",
                    routes=[*control.routes, *calling.routes],
                    middleware=[Middleware(ControlGate, settings.token)],
                ),
                *calls.recordings,
            ],
            middleware=[Middleware(PathCase)],
            exception_handlers=EXCEPTION_ANSWERS,
        )


class _Server(uvicorn.Server):
    """uvicorn that says when it has started, and that outlives the signal which ends it."""

    def __init__(
        self, config: uvicorn.Config, *, started: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._tell_started = started
        self._tell_ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let held requests go first, or the grace would be spent on them."""
        self._tell_ending()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGTERM and SIGINT as a wish to stop; uvicorn would raise them again afterwards."""
        with super().capture_signals():
            try:
                yield
            finally:
                self._captured_signals.clear()


async def serve(
    settings: SandboxSettings,
    *,
    sockets: Sequence[socket.socket] | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Run a sandbox until SIGTERM, SIGINT or cancellation.

    `ready` gets the base URL once requests are taken. Raises OSError when the port is in use or
    the database cannot be used.
    """
    sandbox = Sandbox(settings)
    listening = sockets or [_listening_socket(settings.host, settings.port)]
    try:
        if listening[0].family != socket.AF_UNIX:
            sandbox.base_url = address(settings.host, listening[0].getsockname()[1])
        await sandbox.start()
        try:
            await sandbox.listen(listening, ready)
        finally:
            await sandbox.stop()
    finally:
        for listener in listening:
            listener.close()


def address(host: str, port: int) -> str:
    """The URL under which this machine reaches a server that listens on `host`."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def _listening_socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)
