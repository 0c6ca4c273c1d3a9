"""A sandbox and a hub listening on loopback in a thread, for commands that run in this one."""

import asyncio
import concurrent.futures
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx

from tests.asking import NO_TLS
from tests.waiting import until_blocking
from tmchat.core.phone import from_telmetrics, to_telmetrics
from tmchat.core.records import Conversation, Role
from tmchat.hub.app import Hub
from tmchat.hub.serve import listen
from tmchat.hub.signin import new_token, token_hash
from tmchat.sandbox.server import Sandbox
from tmchat.settings.hub import HubSettings
from tmchat.settings.sandbox import SandboxSettings

SEGMENT = "a-segment-of-a-test-0123456789"
R = TypeVar("R")


class RunningDesk:
    """A desk with one agent of each role, named `ann` and so on by role.

    `hub` and `sandbox` are addresses, `tokens` hold a token a role, `number` is a tracking number
    in E.164 whose texts come to the desk, known once it has started.
    """

    desk: Hub
    number: str

    def __init__(self, folder: Path, replay_events: int, region: str) -> None:
        self._sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
        self.sandbox, public, self.hub = (
            f"http://127.0.0.1:{one.getsockname()[1]}" for one in self._sockets
        )
        self.tokens = {role: new_token() for role in Role}
        self.names = {Role.AGENT: "ann", Role.SUPERVISOR: "sue", Role.ADMINISTRATOR: "ada"}
        self._sandbox_settings = SandboxSettings(
            rate=0, texters=0, inbound_webhook_url=f"{public}/hook/{SEGMENT}"
        )
        self._hub_settings = HubSettings(
            db=folder / "hub.db",
            public_url=public,
            telmetrics_url=f"{self.sandbox}/v3/api",
            telmetrics_token="sandbox-token",
            hook_segments=(SEGMENT,),
            replay_events=replay_events,
            region=region,
        )
        self._ready: concurrent.futures.Future[asyncio.AbstractEventLoop] = (
            concurrent.futures.Future()
        )
        self._consumers = httpx.Client(base_url=f"{self.sandbox}/sandbox", verify=NO_TLS)

    def start(self) -> threading.Thread:
        """Serves in a thread, which is returned once the account's numbers are on the desk."""
        thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        thread.start()
        self.loop = self._ready.result(30)
        listed = self._consumers.get("/numbers").json()
        self.number = from_telmetrics(listed[0]["phone_number"])
        until_blocking(lambda: self.number in self.desk.switchboard.inbox.numbers)
        self.run(self.desk.switchboard.settled)
        return thread

    def stop(self) -> None:
        """Has the thread end."""
        self._consumers.close()
        self.loop.call_soon_threadsafe(self._stopping.set)

    def run(self, work: Callable[[], Coroutine[Any, Any, R]]) -> R:
        """Runs `work` where hub and sandbox run."""
        return asyncio.run_coroutine_threadsafe(work(), self.loop).result(10)

    def text(self, texter: str, words: str) -> Conversation:
        """A consumer texts the desk; the conversation once the text is on its disk."""
        body = json.dumps({"from": texter, "to": self.number, "text": words})
        before = self._texts(texter)
        sent = self._consumers.post("/texts", content=body.encode("ascii"))
        assert sent.status_code == 202
        until_blocking(lambda: self._texts(texter) > before)
        self.run(self.desk.switchboard.settled)
        return self.conversation(texter)

    def conversation(self, texter: str) -> Conversation:
        """The conversation of a texter (E.164) with the desk's number."""
        found = self.desk.switchboard.inbox.between(texter, self.number)
        assert found is not None
        return found

    def received(self, texter: str) -> list[str]:
        """What the texter's phone has got so far."""
        phone = to_telmetrics(texter)
        entries = self._consumers.get(f"/phones/{phone}").json()
        return [one["text"] for one in entries if one["direction"] == "received"]

    def _texts(self, texter: str) -> int:
        found = self.desk.switchboard.inbox.between(texter, self.number)
        return 0 if found is None else found.inbound

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        at_sandbox, at_public, at_agents = self._sockets
        sandbox = Sandbox(self._sandbox_settings)
        sandbox.base_url = self.sandbox
        await sandbox.start()
        account = asyncio.create_task(sandbox.listen([at_sandbox]))
        try:
            await self._serve_hub(at_agents, at_public)
        except BaseException as fault:
            if not self._ready.done():
                self._ready.set_exception(fault)
            raise
        finally:
            account.cancel()
            await asyncio.gather(account, return_exceptions=True)
            await sandbox.stop()

    async def _serve_hub(self, agents: socket.socket, public: socket.socket) -> None:
        self.desk = Hub(
            self._hub_settings, clock=lambda: time.time_ns() // 1_000_000, random=Random(1)
        )
        await self.desk.start()
        try:
            for role, token in self.tokens.items():
                await self.desk.store.add_agent(self.names[role], role, token_hash(token))
            loop = asyncio.get_running_loop()
            await listen(
                self.desk,
                agents,
                public,
                ready=lambda _: self._ready.set_result(loop),
                stop=self._stopping,
            )
        finally:
            await self.desk.stop()


@contextmanager
def running_desk(
    folder: Path, *, replay_events: int = 1000, region: str = "US"
) -> Iterator[RunningDesk]:
    """A desk whose database is in `folder`, ended afterwards."""
    desk = RunningDesk(folder, replay_events, region)
    thread = desk.start()
    try:
        yield desk
    finally:
        desk.stop()
        thread.join(10)
        assert not thread.is_alive()
