"""Runs one hub on real sockets until it is told to stop; what the hub does is `app`'s."""

import asyncio
import contextlib
import ipaddress
import secrets
import signal
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from random import Random

from starlette.applications import Starlette
from uvicorn import Config, Server

from tmchat.hub.app import Hub
from tmchat.hub.connections import Requests, Sockets
from tmchat.settings.failure import SettingsError
from tmchat.settings.hub import HubSettings

LARGEST_FRAME = 1024 * 1024
GRACE_SECONDS = 1

Ready = Callable[[dict[str, str]], None]


def serve(
    settings: HubSettings,
    ready: Ready,
    *,
    public_socket: socket.socket | None = None,
    agents_socket: socket.socket | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT, then stops within two seconds.

    `ready` is called once both listeners take connections, with their addresses: `agents`,
    `public`, and `webhook`, at which Telmetrics reaches the public one. Sockets that are passed in
    are used instead of the settings' hosts and ports.
    Raises `SettingsError` for a port in use, a setting or a database that cannot be used.
    """
    _check_certificate(settings)
    agents = agents_socket or _bound(settings.host, settings.port, settings, "agents'")
    try:
        public = public_socket or _bound(
            settings.public_host, settings.public_port, settings, "public"
        )
    except SettingsError:
        agents.close()
        raise
    with agents, public, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, ready, agents, public))


async def listen(
    hub: Hub, agents: socket.socket, public: socket.socket, *, ready: Ready, stop: asyncio.Event
) -> None:
    """Serves a started hub on two listening sockets until `stop` is set, and closes them."""
    settings = hub.settings
    servers = [
        _Server(_config(hub.agents, settings), agents),
        _Server(_config(hub.public, settings), public),
    ]
    serving = [asyncio.create_task(server.serve([server.socket])) for server in servers]
    try:
        for server in servers:
            await server.listening.wait()
        ready(
            {
                "agents": _address(settings, agents),
                "public": _address(settings, public),
                "webhook": hub.hook.base,
            }
        )
        await stop.wait()
    finally:
        await hub.stop_lines()
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*serving)


async def _serve(
    settings: HubSettings, ready: Ready, agents: socket.socket, public: socket.socket
) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    hub = Hub(settings, clock=_now, random=Random(secrets.randbits(64)))
    hub.public_port = _port(public)
    await hub.start()
    try:
        await listen(hub, agents, public, ready=ready, stop=stop)
    finally:
        await hub.stop()


class _Server(Server):
    """A uvicorn server that leaves signals alone, as two of them share this process."""

    def __init__(self, config: Config, listener: socket.socket) -> None:
        super().__init__(config)
        self.socket = listener
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


def _config(app: Starlette, settings: HubSettings) -> Config:
    config = Config(
        app,
        http=Requests,
        ws=Sockets,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_ping_timeout=None,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    config.load()
    return config


def _check_certificate(settings: HubSettings) -> None:
    """Raises `SettingsError` for a certificate that cannot be used, before anything is begun."""
    if not settings.tls_cert:
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings.tls_cert, settings.tls_key or None)
    except (OSError, ssl.SSLError) as error:
        broken = isinstance(error, ssl.SSLError)
        reason = "they are no certificate and its key" if broken else error.strerror
        raise SettingsError(f"tls_cert and tls_key cannot be used: {reason}.") from None


def _bound(host: str, port: int, settings: HubSettings, which: str) -> socket.socket:
    """A listening socket; raises `SettingsError`, one sentence, where there is none to be had."""
    if not (settings.tls_cert or settings.allow_plain_http or _is_loopback(host)):
        raise SettingsError(
            f"The {which} listener would speak plain HTTP on {host}, which others can read; set "
            "tls_cert and tls_key, or allow_plain_http behind a TLS proxy."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError(
            f"The {which} listener cannot use {host} port {port}: {error.strerror or error}."
        ) from None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(settings: HubSettings, listener: socket.socket) -> str:
    name = listener.getsockname()
    if not isinstance(name, tuple):
        return f"unix:{name}"
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{name[1]}"


def _port(listener: socket.socket) -> int:
    """The port of a TCP listener, 0 for one that has none."""
    name = listener.getsockname()
    return int(name[1]) if isinstance(name, tuple) else 0


def _now() -> int:
    return time.time_ns() // 1_000_000


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
