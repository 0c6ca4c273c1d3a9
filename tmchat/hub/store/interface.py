"""What the hub asks of a store and the rows that go in and out; how they are kept is `sqlite`'s.

Texts are kept exactly as they came, lone surrogates and control characters included.
"""

from asyncio import Future
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tmchat.core.events import Event, TexterOptedIn, TexterOptedOut
from tmchat.core.inbox import Inbox
from tmchat.core.records import (
    Agent,
    CannedReply,
    Conversation,
    Delivery,
    Entry,
    NumberGroup,
    ReadMark,
    Role,
    TrackingNumber,
)
from tmchat.core.setup.plans import Target

if TYPE_CHECKING:
    from tmchat.hub.store.searching import FoundPage, Match


class StoreFailed(Exception):
    """The store could not read or write; the text is one sentence for people."""


class StoreFull(StoreFailed):
    """The store could not write because there is no room left."""


class AgentRefused(Exception):
    """An agent cannot be added or changed as asked; the text is one sentence for people."""


class Reading(StrEnum):
    """What became of a raw payload."""

    TAKEN = "taken"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RawPayload:
    """A webhook's body as it came. `id` is 0 until the store gave one; `note` says what is wrong.

    Committed with an id, it changes only the status and note of the payload kept under that id.
    """

    at: int
    body: bytes
    headers: Mapping[str, str]
    status: Reading
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Where replies of one conversation go, as its newest text told (CONTRACT 15.1).

    `conversation` is what the carrier calls the conversation, empty where it did not say.
    """

    url: str
    field: str
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply on its way out: `entry` is its number, times are ms UTC.

    `state` is what is durable: `SENDING` is written before an attempt, its outcome after.
    `carrier_id` is the carrier's name for the text, known once it was accepted. `doubtful`: an
    attempt before this one may have arrived, so that the reply cannot be said to have failed.
    `place` is what the carrier calls the conversation that the last attempt went to. `decided` is
    as in `DeliveryChanged`; `resent` is the event by which an agent had it sent again, 0 for none.
    """

    entry: int
    conversation: int
    client_ref: str
    text: str
    queued_at: int
    state: Delivery = Delivery.QUEUED
    attempts: int = 0
    next_at: int = 0
    carrier_id: str = ""
    doubtful: bool = False
    place: str = ""
    decided: int = 0
    resent: int = 0

    @property
    def turn(self) -> int:
        """The number of the event that queued it last; in this order replies leave."""
        return max(self.entry, self.resent)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the carrier said of the text that it calls `carrier_id` (CONTRACT 15.3)."""

    carrier_id: str
    delivery: Delivery
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """All that becomes durable together.

    `lines` are the `events` in the form that consoles get, one each. Conversations, marks (with the
    agent's name), numbers, groups and canned replies are rows as they are after the events; `gone`,
    `gone_groups` and `gone_canned` name those that are no more. `address` belongs to the
    conversation of the text among the events.
    """

    events: tuple[Event, ...] = ()
    lines: tuple[str, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    marks: tuple[tuple[str, ReadMark], ...] = ()
    numbers: tuple[TrackingNumber, ...] = ()
    gone: tuple[str, ...] = ()
    groups: tuple[NumberGroup, ...] = ()
    gone_groups: tuple[int, ...] = ()
    canned: tuple[CannedReply, ...] = ()
    gone_canned: tuple[str, ...] = ()
    message_keys: tuple[str, ...] = ()
    inbound: RawPayload | None = None
    address: ReplyAddress | None = None
    outbox: tuple[OutboxRow, ...] = ()
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Entries in order of id; `start`: the first is the conversation's first; `end`: its last."""

    entries: tuple[Entry, ...]
    start: bool
    end: bool


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent as an administrator sees one; `created_at` in ms UTC."""

    name: str
    role: Role
    disabled: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class OptOutChange:
    """One line of the opt-out ledger: event `n` at `at` (ms UTC), its conversation as it is.

    `words` is the text that caused it, exactly as it was sent; empty where it is not known.
    """

    n: int
    at: int
    conversation: Conversation
    what: TexterOptedOut | TexterOptedIn
    words: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """The newest event that an older copy of the database held when a hub first ran on it, and when
    that was, in ms UTC; what it holds as due may have gone out since it was made."""

    head: int = 0
    at: int = 0


NEVER = Restored()


class Store(Protocol):
    """The journal and its tables. Every method that reads or writes may raise `StoreFailed`.

    Methods that read see only what is durable.
    """

    @property
    def epoch(self) -> str:
        """Random, the same as long as event numbers go on; a restored backup gets another."""

    @property
    def restored(self) -> Restored:
        """When the desk last went back to an older copy of its database for certain."""

    def load(self) -> Inbox:
        """The whole state at the last event; blocks, and may be called from any thread."""

    def commit(self, write: Write) -> Future[None]:
        """Done when all of `write` is durable; writes become durable in the order of the calls.

        Events must continue the journal: behind a write that failed every later one fails, until
        one comes that starts from what is durable.
        """

    async def page(
        self, conversation: int, *, before: int = 0, after: int = 0, limit: int = 50
    ) -> StoredPage:
        """The newest entries below `before` (0: the newest of all), or the oldest above `after`."""

    async def since(self, n: int, limit: int) -> list[Event]:
        """At most `limit` events after number `n`, in order."""

    def recent(self, limit: int) -> list[tuple[int, str]]:
        """The newest `limit` events, oldest first, as number and line; blocks like `load`."""

    async def known_message(self, key: str) -> bool:
        """Whether a text with this key was taken before."""

    async def reply_by_ref(self, client_ref: str) -> int | None:
        """The event number granted to the command that first carried `client_ref`, or None."""

    async def reply_address(self, conversation: int) -> ReplyAddress | None:
        """Where replies of the conversation go, None when no text ever said."""

    async def open_replies(self, *, after: int = 0) -> list[OutboxRow]:
        """Replies with a turn after `after` that are queued or were being sent, in turn."""

    async def unknown_replies(self) -> list[OutboxRow]:
        """Every reply whose delivery is unknown, in turn."""

    async def reply(self, entry: int) -> OutboxRow | None:
        """The reply with this entry."""

    async def replies_of(self, conversation: int) -> list[OutboxRow]:
        """Every reply of a conversation, oldest first."""

    async def reply_by_carrier(self, carrier_id: str) -> OutboxRow | None:
        """The reply that the carrier calls `carrier_id`."""

    async def receipt(self, carrier_id: str) -> Receipt | None:
        """The furthest receipt for the text that the carrier calls `carrier_id`."""

    async def receipts_open(self) -> list[str]:
        """The carrier's ids of recent replies that are no further than sent and have a receipt."""

    async def inbound_list(
        self, limit: int, *, before: int = 0, unread_only: bool = False
    ) -> list[RawPayload]:
        """The newest raw payloads below id `before` (0: the newest of all), newest first;
        `unread_only`: those that are unreadable."""

    async def inbound_one(self, inbound_id: int) -> RawPayload | None:
        """The raw payload with this id."""

    def export(
        self, *, number: str = "", conversation: int = 0, since: int = 0
    ) -> AsyncIterator[tuple[Conversation, Entry]]:
        """Every entry in order of id with its conversation as it is.

        Narrowed to one tracking number, one conversation, entries made since `since` (ms UTC).
        """

    async def changes(self, *, before: int, limit: int, target: Target | None) -> list[Event]:
        """The newest events below `before` of what was set up, intended or attached, newest first.

        Narrowed to those about `target` unless it is None.
        """

    async def outcome_of(self, intent: int) -> Event | None:
        """The event that says what came of the change intended as event `intent`."""

    async def event(self, n: int) -> Event | None:
        """The event with this number."""

    def opt_outs(self) -> AsyncIterator[OptOutChange]:
        """Every opt-out and every return, newest first, as the journal has them."""

    async def index_more(self, limit: int) -> int:
        """Takes the next `limit` entries into the index of all that was said; how many are left."""

    async def find(self, match: "Match", limit: int) -> "FoundPage":
        """At most `limit` entries that fit, newest first, out of those that are indexed."""

    async def agents(self) -> list[AgentRow]:
        """Every agent by name."""

    async def agent_by_token(self, token_hash: str) -> Agent | None:
        """Who signs in with the token of this hash; None for nobody and for a disabled agent."""

    async def add_agent(self, name: str, role: Role, token_hash: str) -> None:
        """Adds an agent; raises `AgentRefused` for a name that is taken or cannot be shown."""

    async def disable_agent(self, name: str) -> None:
        """Voids the agent's token; raises `AgentRefused` when there is no such agent."""

    async def set_role(self, name: str, role: Role) -> None:
        """Gives the agent another role; raises `AgentRefused` when there is no such agent."""

    async def set_token(self, name: str, token_hash: str) -> None:
        """Replaces the token, which also enables the agent again; raises `AgentRefused`."""

    async def revision(self) -> int:
        """A number that changes when another process wrote to the store."""

    async def setting(self, key: str) -> str | None:
        """A value that the hub keeps for itself."""

    async def keep_setting(self, key: str, value: str) -> None:
        """Keeps a value, durable when this returns."""

    def close(self) -> None:
        """Finishes what was begun and lets go of the files."""
