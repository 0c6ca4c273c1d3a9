"""Pushes notifications to webhooks with retries, in order in a conversation; not their contents."""

import asyncio
import contextlib
import json
import sqlite3
import uuid
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from tmchat.sandbox.faults import AFTER, BEFORE, Fault, Faults
from tmchat.sandbox.notifications import Notification, sealed
from tmchat.sandbox.store import Row, Store, dump

RETRY_SECONDS = (1, 5, 30, 120, 600)
_AT_ONCE = 32
_KEPT = 4  # idle connections: httpx looks through them all for each push
_ACCEPTED = "accepted"


@dataclass(slots=True)
class _Push:
    id: str
    lane: tuple[str, str]
    notification: Notification
    attempts: int

    @property
    def url(self) -> str:
        return self.lane[0]


class Pusher:
    """One lane for each address and conversation: a push waits until the one before is settled.

    Up to `batch` notifications that wait in a lane leave in one envelope, which has the id of the
    first, and stay together until settled (CONTRACT 11.1: expect more than one).
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        new_guid: Callable[[], str],
        faults: Faults,
        *,
        batch: int,
        retry_scale: float,
        answer_seconds: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._store = store
        self._now = now
        self._new_guid = new_guid
        self._faults = faults
        self._batch = batch
        self._retry_seconds = [seconds * retry_scale for seconds in RETRY_SECONDS]
        self._answer_seconds = answer_seconds
        self._transport = transport
        self._lanes: dict[tuple[str, str], deque[_Push]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._client: httpx.AsyncClient | None = None

    def start(self) -> None:
        """Open the client, and take up the pushes that an earlier run left waiting."""
        limits = httpx.Limits(max_connections=_AT_ONCE, max_keepalive_connections=_KEPT)
        self._client = httpx.AsyncClient(
            timeout=self._answer_seconds, limits=limits, transport=self._transport, trust_env=False
        )
        for row in self._store.rows("SELECT * FROM pushes WHERE state = 'waiting' ORDER BY seq"):
            self._enqueue(_push(row))

    async def stop(self) -> None:
        """Stop pushing; what was not accepted stays waiting on disk."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def add(
        self, url: str, *, text_id: str | None, conversation_id: str, notification: Notification
    ) -> None:
        """Journal a push; it leaves once the open transaction is committed.

        About a call there is no `text_id`, and `conversation_id` stands for the call.
        """
        push = _Push(uuid.UUID(self._new_guid()).hex, (url, conversation_id), notification, 0)
        self._store.insert(
            "pushes",
            id=push.id,
            text_id=text_id,
            conversation_id=conversation_id,
            url=url,
            notification_json=dump(notification),
            attempts=0,
            state="waiting",
            outcome="",
        )
        self._store.after_commit(lambda: self._enqueue(push))

    def _enqueue(self, push: _Push) -> None:
        lane = self._lanes.get(push.lane)
        if lane is not None:
            lane.append(push)
            return
        self._lanes[push.lane] = deque([push])
        self._spawn(self._run_lane(push.lane))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_lane(self, key: tuple[str, str]) -> None:
        lane = self._lanes[key]
        while lane:
            together = [lane.popleft()]
            while lane and len(together) < self._batch and lane[0].attempts == together[0].attempts:
                together.append(lane.popleft())
            fault = self._faults.draw("push")
            if fault is not None and fault.kind == "reorder":
                self._spawn(self._later(together, fault))
            else:
                await self._deliver(together, fault)
        del self._lanes[key]

    async def _later(self, together: list[_Push], fault: Fault) -> None:
        await self._faults.pause(fault)
        await self._deliver(together, None)

    async def _deliver(self, together: list[_Push], fault: Fault | None) -> None:
        """Attempt until accepted or the schedule is used up."""
        attempts = together[0].attempts
        while True:
            attempts += 1
            outcome = await self._attempt(together, attempts, fault)
            is_last = attempts > len(self._retry_seconds)
            settled = outcome == _ACCEPTED or is_last
            given_up = "given up" if is_last else "waiting"
            state = _ACCEPTED if outcome == _ACCEPTED else given_up
            # A locked or full disk costs the journal's freshness, not the push.
            with contextlib.suppress(sqlite3.Error):
                self._store.run(
                    "UPDATE pushes SET attempts = ?, state = ?, outcome = ?"
                    " WHERE id IN (SELECT value FROM json_each(?))",
                    attempts,
                    state,
                    outcome,
                    dump([push.id for push in together]),
                )
            if settled:
                return
            await asyncio.sleep(self._retry_seconds[attempts - 1])
            fault = self._faults.draw("push")

    async def _attempt(self, together: list[_Push], attempt: int, fault: Fault | None) -> str:
        """One attempt with its fault: `accepted`, or why not."""
        kind = "" if fault is None else fault.kind
        if fault is not None and kind in ("slow", "lag", "hang-before"):
            await self._faults.pause(fault)
        if kind in BEFORE:
            return f"fault {kind}"
        outcome = await self._post(together, attempt)
        if kind == "duplicate":
            await self._post(together, attempt)
        if fault is not None and kind == "hang-after":
            await self._faults.pause(fault)
        return f"fault {kind}" if kind in AFTER else outcome

    async def _post(self, together: list[_Push], attempt: int) -> str:
        body = sealed(
            [push.notification for push in together],
            push_id=together[0].id,
            request_id=self._new_guid(),
            attempt=attempt,
            at=self._now(),
        )
        assert self._client is not None
        try:
            async with self._turn:
                response = await self._client.post(
                    together[0].url,
                    content=json.dumps(body).encode("ascii"),
                    headers={"Content-Type": "application/json"},
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return type(error).__name__
        return _ACCEPTED if response.is_success else str(response.status_code)


def _push(row: Row) -> _Push:
    lane = (row["url"], row["conversation_id"])
    return _Push(row["id"], lane, json.loads(row["notification_json"]), row["attempts"])
