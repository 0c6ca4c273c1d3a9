"""A desk's engine on a file of its own with a clock set by hand; it asserts nothing."""

import asyncio
import json
import resource
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.records import Agent, Conversation, Delivery, Entry, OptOutScope, Role
from tmchat.hub.attempts import Send
from tmchat.hub.intake import Intake
from tmchat.hub.outbox import Outbox
from tmchat.hub.settling import Lookup
from tmchat.hub.store.schema import Opened
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.hub.switchboard import Switchboard
from tmchat.protocol.hubside import EncodedEvent
from tmchat.telmetrics.standins import Accepted, Mapping, ReplyOutcome

ANA = Agent("ana", Role.AGENT)
BEN = Agent("ben", Role.AGENT)
TEXTER = "9055550128"
NUMBER = "2245550121"
START = 1_772_000_000_000


class Clock:
    """Milliseconds UTC that move only when told to, or by pausing."""

    def __init__(self) -> None:
        self.now = START
        self.pauses: list[float] = []

    def __call__(self) -> int:
        return self.now

    async def pause(self, seconds: float) -> None:
        """Lets `seconds` pass at once."""
        self.pauses.append(seconds)
        self.now += ceil(seconds * 1000)
        await asyncio.sleep(0)


class Desk:
    """The parts of one engine and what its listeners heard."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        scope: OptOutScope = OptOutScope.NUMBER,
        opened: Opened = sqlite3.connect,
    ) -> None:
        self.clock = clock
        self.store = SqliteStore(path, clock=clock, opened=opened)
        self.switchboard = Switchboard(self.store, clock=clock, retry=0.01, scope=scope)
        self.intake = self.reading(Mapping())
        self.heard: list[EncodedEvent] = []
        self.switchboard.listen(self.heard.extend)

    def reading(self, mapping: Mapping) -> Intake:
        """An intake that reads payloads by `mapping`."""
        return Intake(self.switchboard, self.store, mapping=mapping, region="US", clock=self.clock)

    async def text(
        self, words: str, *, key: str, texter: str = TEXTER, number: str = NUMBER
    ) -> Conversation:
        """A text comes; the conversation that it belongs to."""
        body = payload(words, key=key, texter=texter, TextedNumber=number)
        taken = await self.intake.take(body, {})
        assert taken.status == 200, taken
        found = self.switchboard.inbox.between("+1" + texter, "+1" + number)
        assert found is not None
        return found

    async def reply(self, conversation: int, words: str, ref: str, by: Agent = ANA) -> cmd.Outcome:
        """An agent who has seen everything replies."""
        command = cmd.SendReply(conversation, words, ref, seen=self.switchboard.inbox.head)
        return await self.switchboard.command(by, command)

    async def events(self) -> list[ev.Event]:
        """Every durable event."""
        return await self.store.since(0, 1_000_000)


@asynccontextmanager
async def open_desk(
    folder: Path, clock: Clock | None = None, *, scope: OptOutScope = OptOutScope.NUMBER
) -> AsyncIterator[Desk]:
    """The desk kept in `folder`; `scope` is how far an opt-out reaches."""
    desk = Desk(folder / "hub.db", clock or Clock(), scope)
    try:
        yield desk
    finally:
        await desk.switchboard.close()
        desk.store.close()


class Carrier:
    """A `send` that answers by script, in order, and then accepts everything."""

    def __init__(self, *script: ReplyOutcome | Exception) -> None:
        self.script: list[ReplyOutcome | Exception] = list(script)
        self.sent: list[str] = []
        self.before: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        self.sent.append(text)
        if self.before:
            await self.before()
        outcome = self.script.pop(0) if self.script else Accepted(f"carrier-{client_ref}")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@asynccontextmanager
async def running_outbox(
    desk: Desk,
    carrier: Send,
    *,
    reference: bool = False,
    lookup: Lookup | None = None,
    concurrency: int = 32,
) -> AsyncIterator[Outbox]:
    """An outbox that sends by `carrier` and waits by the desk's clock."""
    outbox = Outbox(
        desk.switchboard,
        desk.store,
        carrier,
        clock=desk.clock,
        random=Random(1),
        concurrency=concurrency,
        reference=reference,
        lookup=lookup,
        monotonic=lambda: desk.clock.now / 1000,
        pause=desk.clock.pause,
    )
    outbox.start()
    try:
        yield outbox
    finally:
        await outbox.stop()


async def replies(desk: Desk, conversation: int) -> list[Entry]:
    """The replies of a conversation as they are durable."""
    page = await desk.store.page(conversation, limit=500)
    return [entry for entry in page.entries if entry.delivery is not None]


async def ended(desk: Desk, conversation: int, *open_states: Delivery) -> list[Entry]:
    """The replies once none is queued or being sent, nor in one of `open_states`."""
    waiting = {Delivery.QUEUED, Delivery.SENDING, *open_states}
    found: list[Entry] = []

    async def all_ended() -> bool:
        found[:] = await replies(desk, conversation)
        return all(entry.delivery not in waiting for entry in found)

    await eventually(all_ended)
    return found


async def states(desk: Desk, entry: int) -> list[Delivery]:
    """Every state that a reply went through."""
    happened = [event.what for event in await desk.events()]
    changes = [what for what in happened if isinstance(what, ev.DeliveryChanged)]
    return [change.delivery for change in changes if change.entry == entry]


def notification(words: str, *, key: str | None, texter: str = TEXTER, **more: Any) -> Any:
    """One text as the sandbox pushes it (CONTRACT 15.1)."""
    return {
        "Action": "SmsDetails.SmsMessageReceived",
        "MessageId": key,
        "MessageDate": "2026-03-01T17:16:01.147",
        "TexterNumber": texter,
        "TextedNumber": NUMBER,
        "Message": words,
        "Reply": {"Url": "https://carrier.example/reply", "MessageField": "Message"},
        **more,
    }


def envelope(*notifications: Any, id: str = "7d1f0c2ab3e94f6d8c5b4a3928170654") -> bytes:
    """A pushed body."""
    return json.dumps({"Id": id, "Attempt": 1, "Notifications": notifications}).encode()


def payload(words: str, *, key: str | None, texter: str = TEXTER, **more: Any) -> bytes:
    """A pushed body with one text."""
    return envelope(notification(words, key=key, texter=texter, **more))


def kinds(events: Sequence[ev.Event]) -> list[str]:
    """The names of what happened."""
    return [type(event.what).__name__ for event in events]


async def until(true: Callable[[], bool]) -> None:
    """Waits for a condition, half a minute at most."""

    async def check() -> bool:
        return true()

    await eventually(check)


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Waits for a condition that itself has to be waited for, half a minute at most."""
    deadline = time.monotonic() + 30
    while not await true():
        assert time.monotonic() < deadline, "the condition never came true"
        await asyncio.sleep(0.002)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process can grow beyond `room` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
