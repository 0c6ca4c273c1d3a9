"""A sandbox in process with client, webhook receiver and a clock set by hand; no test itself."""

import contextlib
import json
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response

from tests.waiting import until
from tmchat.sandbox.server import Sandbox
from tmchat.settings.sandbox import SandboxSettings

TOKEN = "a-token-of-the-tests"
TEXTER = "9055550128"
HOOK = "http://desk.example/hook/1"
DAY = 24 * 3600.0


class Clock:
    """A clock that stands still unless moved."""

    def __init__(self) -> None:
        self.seconds = 1_772_385_361.147

    def __call__(self) -> float:
        return self.seconds


class Receiver:
    """What stands behind every webhook address; `statuses` are its next answers, then 200."""

    def __init__(self) -> None:
        self.envelopes: list[dict[str, Any]] = []
        self.urls: list[str] = []
        self.statuses: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one push (ASGI)."""
        request = Request(scope, receive)
        assert request.method == "POST"
        assert request.headers["content-type"] == "application/json"
        self.urls.append(str(request.url))
        self.envelopes.append(json.loads(await request.body()))
        answer = Response(status_code=self.statuses.pop(0) if self.statuses else 200)
        await answer(scope, receive, send)

    def notifications(self, action: str) -> list[dict[str, Any]]:
        """All notifications of an action, in the order in which they came."""
        found = [one for envelope in self.envelopes for one in envelope["Notifications"]]
        return [
            notification
            for notification in found
            if notification["Action"] == f"SmsDetails.{action}"
        ]

    def bodies(self) -> list[str]:
        """The texts that were pushed."""
        return [note["Message"] for note in self.notifications("SmsMessageReceived")]


class Rig:
    """The sandbox's API in the words of the tests."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient, receiver: Receiver) -> None:
        self.sandbox = sandbox
        self.client = client
        self.receiver = receiver
        self.clock = Clock()

    async def call(self, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        """Call the API (paths below its base, others from the root); answers the JSON body."""
        full = path if path.startswith(("/sms/", "/sandbox/")) else f"/v3/api{path}"
        content = None if body is None else json.dumps(body)
        response = await self.client.request(method, full, content=content)
        assert response.status_code == status, response.text
        return response.json()

    async def number(self, **blocks: object) -> dict[str, Any]:
        """A new tracking number with these blocks."""
        groups = await self.call("GET", "/groups")
        count = (await self.call("GET", "/numbers"))["paging"]["total"]
        body = {
            "name": f"Line {count}",
            "phone_number_request": {"match_type": "Tollfree"},
            "call_routes": {"route_type": "Basic", "route": {"termination_number": "4165550217"}},
            **blocks,
        }
        path = f"/groups/{groups['results'][0]['id']}/numbers"
        made: dict[str, Any] = await self.call("POST", path, body)
        return made

    async def line(self, route_type: str, **route: object) -> str:
        """The phone number of a new tracking number with this SMS route."""
        made = await self.number(sms_routes={"route_type": route_type, "route": route})
        return str(made["phone_number"])

    async def hooked(self) -> str:
        """The phone number of a new tracking number that pushes to `HOOK`."""
        return await self.line("Webhook", inbound_webhook_url=HOOK)

    async def text(self, to: str, text: str, *, sender: str = TEXTER, **more: object) -> Any:
        """Be a consumer; answers the ids."""
        body = {"from": sender, "to": to, "text": text, **more}
        return await self.call("POST", "/sandbox/texts", body, status=202)

    async def reply(self, conversation: str, text: str, *, status: int = 200) -> Any:
        """Be an agent."""
        path = f"/sms/conversations/{conversation}/messages"
        return await self.call("POST", path, {"Message": text}, status=status)

    async def heard(self, phone: str = TEXTER) -> list[str]:
        """What a phone has received."""
        entries = await self.call("GET", f"/sandbox/phones/{phone}")
        return [entry["text"] for entry in entries if entry["direction"] == "received"]

    async def fault(self, on: str, kind: str, **more: object) -> None:
        """Order a fault."""
        await self.call("POST", "/sandbox/faults", {"on": on, "kind": kind, **more}, status=201)

    async def pushed(self, count: int) -> list[dict[str, Any]]:
        """The envelopes, once there are `count`."""
        await until(lambda: len(self.receiver.envelopes) >= count)
        return self.receiver.envelopes


@contextlib.asynccontextmanager
async def rig(**settings: Any) -> AsyncIterator[Rig]:
    """A started sandbox with silent texters and quick retries, stopped afterwards."""
    receiver, clock = Receiver(), Clock()
    chosen: dict[str, Any] = {
        "token": TOKEN,
        "rate": 0.0,
        "call_rate": 0.0,
        "past_calls": 0,
        "retry_scale": 0.0001,
        "receipts": False,
    }
    sandbox = Sandbox(
        SandboxSettings(**(chosen | settings)),
        clock=clock,
        random=Random(7),
        transport=httpx.ASGITransport(receiver),
    )
    await sandbox.start()
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(sandbox.app),
            base_url="http://sandbox.example",
            headers={"x-organization-token": TOKEN},
        ) as client:
            made = Rig(sandbox, client, receiver)
            made.clock = clock
            yield made
    finally:
        await sandbox.stop()
