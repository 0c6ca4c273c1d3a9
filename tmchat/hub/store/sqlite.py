"""The store on SQLite: one thread that writes in groups, one that reads; rows are `writing`'s.

WAL with a sync of every group: what a caller was told is durable survives a power cut.
"""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from tmchat.core.events import Event
from tmchat.core.inbox import Inbox
from tmchat.core.records import Agent, Conversation, Entry, Role
from tmchat.core.setup.plans import Target
from tmchat.hub.store import changes, people, reading, searching, writing
from tmchat.hub.store.interface import (
    AgentRow,
    OptOutChange,
    OutboxRow,
    RawPayload,
    Receipt,
    ReplyAddress,
    Restored,
    StoredPage,
    StoreFailed,
    Write,
)
from tmchat.hub.store.lock import PositionLock
from tmchat.hub.store.schema import Opened, connect, failure, prepare
from tmchat.hub.store.searching import FoundPage, Match
from tmchat.hub.store.threads import DatabaseThread

T = TypeVar("T")
_EXPORTED = 500  # entries read at once: a few milliseconds in which pages wait


def _wall_clock() -> int:
    return time.time_ns() // 1_000_000


def _random_name() -> str:
    return secrets.token_hex(8)


class SqliteStore:
    """A `Store` in one file. Must be made where an event loop runs, and be closed."""

    def __init__(
        self,
        path: Path,
        *,
        beside: bool = False,
        clock: Callable[[], int] = _wall_clock,
        new_epoch: Callable[[], str] = _random_name,
        opened: Opened = sqlite3.connect,
    ) -> None:
        """Opens or makes the file; `beside` shares it with the hub that may run on it.

        `clock` is in ms UTC. Raises `StoreFailed`: another hub has the file, or it is no use.
        """
        prepare(path, new_epoch(), opened)
        self._path = path
        self._opened = opened
        self._clock = clock
        self._lock = None if beside else PositionLock(path)
        self._head = self._noted = 0
        try:
            db = connect(path, opened)
            try:
                self.epoch = _epoch(db, self._lock, new_epoch, clock)
                head, at = (reading.setting(db, "restored") or "0 0").split()
                self.restored = Restored(int(head), int(at))
            except sqlite3.Error as error:
                db.close()
                raise failure(error) from error
            self._reader = DatabaseThread("tmchat-read", connect(path, opened), transactions=False)
            # Its own, so that no page waits for somebody's search.
            self._finder = DatabaseThread("tmchat-find", connect(path, opened), transactions=False)
            self._writer = DatabaseThread("tmchat-write", db, transactions=True)
        except StoreFailed:
            if self._lock:
                self._lock.release()
            raise

    @classmethod
    def open_beside(cls, path: Path) -> "SqliteStore":
        """The store of a hub that may be running, for what does not touch events."""
        return cls(path, beside=True)

    def load(self) -> Inbox:
        """See `Store`."""
        return self._at_once(reading.load)

    def recent(self, limit: int) -> list[tuple[int, str]]:
        """See `Store`."""
        return self._at_once(partial(reading.recent, limit=limit))

    def commit(self, write: Write) -> asyncio.Future[None]:
        """See `Store`."""
        future = self._writer.run(partial(writing.put, write=write))
        if write.events:
            future.add_done_callback(partial(self._durable, write.events[-1].n))
        return future

    async def page(
        self, conversation: int, *, before: int = 0, after: int = 0, limit: int = 50
    ) -> StoredPage:
        """See `Store`."""
        return await self._reader.run(
            lambda db: reading.page(db, conversation, before, after, limit)
        )

    async def since(self, n: int, limit: int) -> list[Event]:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.since(db, n, limit))

    async def known_message(self, key: str) -> bool:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.known_message(db, key))

    async def reply_by_ref(self, client_ref: str) -> int | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.reply_by_ref(db, client_ref))

    async def reply_address(self, conversation: int) -> ReplyAddress | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.reply_address(db, conversation))

    async def open_replies(self, *, after: int = 0) -> list[OutboxRow]:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.open_replies(db, after))

    async def unknown_replies(self) -> list[OutboxRow]:
        """See `Store`."""
        return await self._reader.run(reading.unknown_replies)

    async def reply(self, entry: int) -> OutboxRow | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.reply(db, entry))

    async def replies_of(self, conversation: int) -> list[OutboxRow]:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.replies_of(db, conversation))

    async def reply_by_carrier(self, carrier_id: str) -> OutboxRow | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.reply_by_carrier(db, carrier_id))

    async def receipt(self, carrier_id: str) -> Receipt | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.receipt(db, carrier_id))

    async def receipts_open(self) -> list[str]:
        """See `Store`."""
        return await self._reader.run(reading.receipts_open)

    async def inbound_list(
        self, limit: int, *, before: int = 0, unread_only: bool = False
    ) -> list[RawPayload]:
        """See `Store`."""
        return await self._reader.run(
            lambda db: reading.inbound_list(db, limit, before, unread_only)
        )

    async def inbound_one(self, inbound_id: int) -> RawPayload | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.inbound_one(db, inbound_id))

    async def export(
        self, *, number: str = "", conversation: int = 0, since: int = 0
    ) -> AsyncIterator[tuple[Conversation, Entry]]:
        """See `Store`. Pages are read in between, so that a long export holds nobody up."""
        after = 0
        while True:
            part = await self._reader.run(
                partial(
                    reading.export_part,
                    number=number,
                    conversation=conversation,
                    since=since,
                    after=after,
                    limit=_EXPORTED,
                )
            )
            for line in part:
                yield line
            if len(part) < _EXPORTED:
                return
            after = part[-1][1].id

    async def opt_outs(self) -> AsyncIterator[OptOutChange]:
        """See `Store`. Pages are read in between, as with `export`."""
        before = 1 << 62
        while True:
            part = await self._reader.run(
                partial(reading.opt_outs_part, before=before, limit=_EXPORTED)
            )
            for change in part:
                yield change
            if len(part) < _EXPORTED:
                return
            before = part[-1].n

    async def index_more(self, limit: int) -> int:
        """See `Store`."""
        return await self._writer.run(lambda db: searching.index_more(db, limit))

    async def find(self, match: Match, limit: int) -> FoundPage:
        """See `Store`."""
        return await self._finder.run(lambda db: searching.find(db, match, limit))

    async def changes(self, *, before: int, limit: int, target: Target | None) -> list[Event]:
        """See `Store`."""
        return await self._reader.run(partial(changes.part, before, limit, target))

    async def outcome_of(self, intent: int) -> Event | None:
        """See `Store`."""
        return await self._reader.run(partial(changes.outcome_of, intent))

    async def event(self, n: int) -> Event | None:
        """See `Store`."""
        return await self._reader.run(partial(changes.event, n))

    async def agents(self) -> list[AgentRow]:
        """See `Store`."""
        return await self._reader.run(people.agents)

    async def agent_by_token(self, token_hash: str) -> Agent | None:
        """See `Store`."""
        return await self._reader.run(lambda db: people.agent_by_token(db, token_hash))

    async def add_agent(self, name: str, role: Role, token_hash: str) -> None:
        """See `Store`."""
        row = AgentRow(name, role, disabled=False, created_at=self._clock())
        await self._writer.run(lambda db: people.add_agent(db, row, token_hash))

    async def disable_agent(self, name: str) -> None:
        """See `Store`."""
        await self._writer.run(lambda db: people.disable_agent(db, name))

    async def set_role(self, name: str, role: Role) -> None:
        """See `Store`."""
        await self._writer.run(lambda db: people.set_role(db, name, role))

    async def set_token(self, name: str, token_hash: str) -> None:
        """See `Store`."""
        await self._writer.run(lambda db: people.set_token(db, name, token_hash))

    async def revision(self) -> int:
        """See `Store`. Asked where this process writes: for that connection, only others count."""
        return await self._writer.run(
            lambda db: int(db.execute("PRAGMA data_version").fetchone()[0])
        )

    async def setting(self, key: str) -> str | None:
        """See `Store`."""
        return await self._reader.run(lambda db: reading.setting(db, key))

    async def keep_setting(self, key: str, value: str) -> None:
        """See `Store`."""
        await self._writer.run(lambda db: writing.keep_setting(db, key, value))

    def close(self) -> None:
        """See `Store`."""
        self._writer.close()
        self._reader.close()
        self._finder.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def _at_once(self, read: Callable[[sqlite3.Connection], T]) -> T:
        db = connect(self._path, self._opened)
        try:
            return read(db)
        except sqlite3.Error as error:
            raise failure(error) from error
        finally:
            db.close()

    def _durable(self, head: int, future: asyncio.Future[None]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        if self._head == self._noted:
            # Once for all that one group made durable.
            asyncio.get_running_loop().call_soon(self._note)
        self._head = head

    def _note(self) -> None:
        self._noted = self._head
        if self._lock:
            self._lock.note(self.epoch, self._head)


def _epoch(
    db: sqlite3.Connection,
    lock: PositionLock | None,
    new_epoch: Callable[[], str],
    clock: Callable[[], int],
) -> str:
    """The epoch to go on with: another one where the file is an older copy of itself."""
    epoch = reading.setting(db, "epoch") or ""
    if lock is None:
        return epoch
    head = reading.head(db)
    if not lock.continues(epoch, head):
        if lock.is_older(epoch, head):
            writing.keep_setting(db, "restored", f"{head} {clock()}")
        epoch = new_epoch()
        writing.keep_setting(db, "epoch", epoch)
    lock.note(epoch, head)
    return epoch
