"""A whole hub in process, its carrier a sandbox in process; no socket is opened by it."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

import httpx

from tmchat.core.records import Conversation, Role, TrackingNumber
from tmchat.hub.app import Hub
from tmchat.hub.signin import new_token, token_hash
from tmchat.hub.store.interface import AgentRefused
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.sandbox.server import Sandbox
from tmchat.settings.hub import HubSettings
from tmchat.settings.sandbox import SandboxSettings

CARRIER = "http://127.0.0.1:8070"
SEGMENT = "a-segment-of-a-test-0123456789"
START = 1_772_385_361_000  # 2026-03-01T17:16:01Z


class Clock:
    """Milliseconds UTC that go up by one with every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        self.now += 1
        return self.now


def hub_settings(folder: Path, **changed: Any) -> HubSettings:
    """Settings of a hub on a database in `folder`, with the sandbox as its Telmetrics."""
    values: dict[str, Any] = {
        "db": folder / "hub.db",
        "port": 0,
        "public_port": 0,
        "public_url": "http://desk.test",
        "telmetrics_url": f"{CARRIER}/v3/api",
        "telmetrics_token": "sandbox-token",
        "hook_segments": (SEGMENT,),
        "heartbeat": 10.0,
    }
    return HubSettings(**{**values, **changed})


class Pushes(httpx.AsyncBaseTransport):
    """Brings the sandbox's pushes to the hub that is there by then."""

    hub: httpx.ASGITransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self.hub.handle_async_request(request)


Fault = Callable[[httpx.Request], httpx.Response | None]
Rewrite = Callable[[httpx.Request, httpx.Response], httpx.Response | None]


def no_fault(request: httpx.Request) -> httpx.Response | None:
    """Lets every request pass."""
    return None


def as_it_came(request: httpx.Request, answer: httpx.Response) -> httpx.Response | None:
    """Changes no answer."""
    return None


class Carrier(httpx.AsyncBaseTransport):
    """Brings the hub's requests to a sandbox; `down` answers them as an unreachable host.

    `fault` may answer a request itself, or raise; `after` does so once the sandbox has answered.
    `asked` are the methods and paths so far; none is answered while `hold` is not set.
    """

    def __init__(self) -> None:
        self.pushes = Pushes()
        self.sandbox = Sandbox(SandboxSettings(rate=0, texters=0), transport=self.pushes)
        self.network = httpx.ASGITransport(app=self.sandbox.app)
        self.down = False
        self.fault: Fault = no_fault
        self.after: Rewrite = as_it_came
        self.asked: list[tuple[str, str]] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused")
        self.asked.append((request.method, request.url.path.removeprefix("/v3/api")))
        answer = self.fault(request)
        if answer is not None:
            return answer
        await self.hold.wait()
        real = await self.network.handle_async_request(request)
        await real.aread()
        return self.after(request, real) or real


class Bench:
    """A running hub with one agent of each role; use it as an async context.

    With a `carrier` its hub is at that one's account, which goes on after it.
    """

    def __init__(self, folder: Path, *, carrier: Carrier | None = None, **changed: Any) -> None:
        self.clock = Clock()
        self._is_guest = carrier is not None
        self.carrier = carrier or Carrier()
        self._db = folder / "hub.db"
        self.hub = Hub(
            hub_settings(folder, **changed),
            clock=self.clock,
            random=Random(1),
            transport=self.carrier,
        )
        self.tokens = {role: new_token() for role in Role}
        self._ids = (f"{number:032x}" for number in range(1, 1 << 30))

    async def __aenter__(self) -> Self:
        if not self._is_guest:
            await self.carrier.sandbox.start()
        await self.hub.start()
        for role, token in self.tokens.items():
            await self._sign_up(f"{role}-ann", role, token_hash(token))
        self.carrier.pushes.hub = httpx.ASGITransport(app=self.hub.public)
        self.public = httpx.AsyncClient(
            transport=self.carrier.pushes.hub, base_url="http://desk.test"
        )
        self.account = httpx.AsyncClient(
            transport=self.carrier.network,
            base_url=f"{CARRIER}/v3/api",
            headers={"x-organization-token": "sandbox-token"},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.public.aclose()
        await self.account.aclose()
        await self.hub.stop()
        if not self._is_guest:
            await self.carrier.sandbox.stop()

    async def _sign_up(self, name: str, role: Role, hashed: str) -> None:
        try:
            await self.hub.store.add_agent(name, role, hashed)
        except AgentRefused:
            await self.hub.store.set_token(name, hashed)

    def client(self, role: Role | None = Role.AGENT, token: str = "") -> httpx.AsyncClient:
        """A client of the agents' listener, signed in as the agent of `role` or by `token`."""
        token = token or (self.tokens[role] if role else "")
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.hub.agents),
            base_url="http://hub.test",
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    async def revoke(self, name: str) -> None:
        """Disables an agent as `tmchat agents` does, from beside the hub."""
        beside = SqliteStore.open_beside(self._db)
        try:
            await beside.disable_agent(name)
        finally:
            beside.close()

    async def promote(self, name: str, role: Role) -> None:
        """Gives an agent another role as `tmchat agents` does, from beside the hub."""
        beside = SqliteStore.open_beside(self._db)
        try:
            await beside.set_role(name, role)
        finally:
            beside.close()

    async def text(
        self, words: str, *, texter: str = "9055550128", number: str = "2245550121"
    ) -> httpx.Response:
        """Has the carrier push one text, in the form of CONTRACT 15.1."""
        return await self.public.post(
            f"/hook/{SEGMENT}", content=push_body(next(self._ids), words, texter, number)
        )

    @property
    def conversations(self) -> list[Conversation]:
        """All conversations, oldest first."""
        return list(self.hub.switchboard.inbox.conversations.values())

    def number(self, number: str) -> TrackingNumber:
        """What the desk knows of a tracking number."""
        return self.hub.switchboard.inbox.numbers[number]


def push_body(message_id: str, words: str, texter: str, number: str) -> bytes:
    """The body of a push of one text (CONTRACT 15.1)."""
    notification = {
        "Action": "SmsDetails.SmsMessageReceived",
        "MessageId": message_id,
        "ConversationId": f"{texter}-{number}",
        "MessageDate": "2026-03-01T17:16:01.147",
        "TelmetricsStudyID": 9462777,
        "TexterNumber": texter,
        "TextedNumber": number,
        "ConversationType": "Webhook",
        "Message": words,
        "MediaUrls": [],
        "TexterName": "Sam Reed",
        "Reply": {
            "Url": f"{CARRIER}/sms/conversations/{texter}-{number}/messages",
            "MessageField": "Message",
        },
    }
    envelope = {
        "Id": message_id,
        "Attempt": 1,
        "Properties": {"CollectionType": "SmsDetails", "UTC": "2026-03-01T17:16:01.765"},
        "Notifications": [notification],
    }
    return json.dumps(envelope).encode("ascii")


def frames_of(message: str) -> Iterator[dict[str, Any]]:
    """The plain frames of one message."""
    yield from json.loads(message)
