"""The demo's child process: sandbox and hub on loopback in one event loop; `demo` starts it."""

import asyncio
import contextlib
import getpass
import json
import secrets
import signal
import socket
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

from tmchat.core import routes
from tmchat.core.commands import AttachNumber, RefreshNumbers, Refused
from tmchat.core.records import Agent, Role, TrackingNumber
from tmchat.hub.app import Hub
from tmchat.hub.serve import listen
from tmchat.sandbox.server import serve
from tmchat.settings.failure import SettingsError
from tmchat.settings.hub import HubSettings
from tmchat.settings.sandbox import SandboxSettings
from tmchat.settings.source import load

LOOPBACK = "127.0.0.1"
NOTICE = "servers.json"
"""The file of the kept folder that says where sandbox and hub listen, while texts arrive."""


class NotReady(Exception):
    """The demo cannot come up; the sentence says why."""


def main(arguments: list[str]) -> int:
    """Runs until standard input ends; prints one line of JSON when the hub listens."""
    folder, seed, texters, rate = arguments
    try:
        asyncio.run(_run(Path(folder), seed=seed, texters=texters, rate=rate))
    except (SettingsError, NotReady, OSError) as failure:
        print(json.dumps({"trouble": str(failure)}), flush=True)
        return 2
    return 0


async def _run(folder: Path, **flags: str) -> None:
    stop = asyncio.Event()
    await _watch_parent(stop)
    account_token = secrets.token_urlsafe(32)
    carrier = socket.create_server((LOOPBACK, 0))
    agents = socket.create_server((LOOPBACK, 0))
    public = socket.create_server((LOOPBACK, 0))
    port = str(carrier.getsockname()[1])
    sandbox = _sandbox_settings(folder, port, account_token, flags)
    hub = Hub(
        HubSettings(
            db=folder / "hub.db",
            telmetrics_url=f"http://{LOOPBACK}:{port}/v3/api",
            telmetrics_token=account_token,
        ),
        clock=lambda: time.time_ns() // 1_000_000,
        random=Random(secrets.randbits(64)),
    )
    hub.public_port = public.getsockname()[1]
    await hub.start()
    texting = asyncio.create_task(serve(sandbox, sockets=[carrier]))
    texting.add_done_callback(lambda task: stop.set())
    try:
        await _serve_hub(hub, agents, public, stop, f"http://{LOOPBACK}:{port}", folder / NOTICE)
    finally:
        await hub.stop()
        texting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await texting


async def _serve_hub(
    hub: Hub,
    agents: socket.socket,
    public: socket.socket,
    stop: asyncio.Event,
    sandbox: str,
    notice: Path,
) -> None:
    token = secrets.token_urlsafe(32)
    agent = await _administrator(hub, token)
    readying: list[asyncio.Task[None]] = []

    async def take_numbers(told: dict[str, str]) -> None:
        """Every number that texters know onto the desk, as `numbers attach` would, before the
        first of them writes; then tells the console where everything is, or why it is not."""
        await hub.switchboard.command(agent, RefreshNumbers())
        for number, known in list(hub.switchboard.inbox.numbers.items()):
            if not _is_texted(known):
                continue
            outcome = await hub.switchboard.command(agent, AttachNumber(number))
            if isinstance(outcome, Refused):
                stop.set()
                raise NotReady(outcome.sentence)
        await asyncio.to_thread(_leave_addresses, notice, told)
        print(json.dumps(told), flush=True)

    def ready(addresses: dict[str, str]) -> None:
        told = {"hub": addresses["agents"], "token": token, "sandbox": sandbox}
        readying.append(asyncio.ensure_future(take_numbers(told)))

    try:
        await listen(hub, agents, public, ready=ready, stop=stop)
    finally:
        stop.set()
        await asyncio.gather(*readying)
        await asyncio.to_thread(notice.unlink, missing_ok=True)


def _is_texted(number: TrackingNumber) -> bool:
    """False for the showcase's pool and for its numbers that show another SMS route."""
    route = routes.from_plain(number.route)
    return not number.pool and isinstance(route, routes.NoRoute | routes.WebhookRoute)


def _leave_addresses(notice: Path, told: dict[str, str]) -> None:
    """Writes where everything listens, for commands in a second terminal; for this user alone."""
    beside = notice.with_suffix(".new")
    beside.touch(0o600)
    beside.write_text(json.dumps(told), "utf-8")
    beside.replace(notice)


def _sandbox_settings(
    folder: Path, port: str, token: str, flags: dict[str, str]
) -> SandboxSettings:
    return load(
        SandboxSettings,
        toml=None,
        section="sandbox",
        environment={},
        prefix="TMCHAT_SANDBOX",
        flags={
            "port": port,
            "db": str(folder / "sandbox.db"),
            "token": token,
            "showcase": "true",
            **flags,
        },
    )


async def _administrator(hub: Hub, token: str) -> Agent:
    """Whoever sits at this machine; a kept desk knows them and gives them another token."""
    name = getpass.getuser()
    hashed = sha256(token.encode()).hexdigest()
    if any(known.name == name for known in await hub.store.agents()):
        await hub.store.set_token(name, hashed)
    else:
        await hub.store.add_agent(name, Role.ADMINISTRATOR, hashed)
    return Agent(name, Role.ADMINISTRATOR)


async def _watch_parent(stop: asyncio.Event) -> None:
    """Standard input ends when the console does, however it ends."""
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(sign, stop.set)
    await loop.connect_read_pipe(lambda: _Parent(stop), sys.stdin)


class _Parent(asyncio.Protocol):
    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        """The other end is gone."""
        self._stop.set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
