"""Answers searches over all that was said and keeps their index up with the journal; the index
itself is the store's."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from tmchat.core.finding import Query, State
from tmchat.core.inbox import Inbox
from tmchat.core.questions import Find, FoundTold, Hit
from tmchat.core.records import Agent, Conversation
from tmchat.hub.store.interface import Store, StoreFailed
from tmchat.hub.store.searching import Match
from tmchat.hub.switchboard import Switchboard

log = logging.getLogger(__name__)

BATCH = 300  # entries indexed at once: about ten milliseconds of the one writer
CATCHING_UP = 3  # batches for which a search waits: tens of milliseconds
REST = 0.3  # seconds between two batches of what just came, so that intake goes first
RETRY = 5.0  # seconds after a failure of the store
MOST = 200  # hits of one answer


class Finder:
    """`start` begins to index what is not yet indexed, from the first entry on."""

    def __init__(self, switchboard: Switchboard, store: Store) -> None:
        self._switchboard = switchboard
        self._store = store
        self._woken = asyncio.Event()
        self._left = 0
        self._task: asyncio.Task[None] | None = None
        self._deaf: Callable[[], None] | None = None

    def start(self) -> None:
        """Begins to follow the journal."""
        self._woken.set()
        self._deaf = self._switchboard.listen(lambda events: self._woken.set())
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Ends that; the index goes on where it was at the next start."""
        if self._deaf is not None:
            self._deaf()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def find(self, agent: Agent, asked: Find) -> FoundTold:
        """The entries that fit; raises `StoreFailed`."""
        await self._catch_up()
        match = matched(self._switchboard.inbox, agent, asked.query, asked.before)
        if match is None:
            return FoundTold((), unindexed=self._left)
        page = await self._store.find(match, max(1, min(asked.limit, MOST)))
        hits = tuple(Hit(about, entry) for about, entry in page.entries)
        return FoundTold(hits, page.read, self._left)

    async def _catch_up(self) -> None:
        """Takes in what came since the last batch, unless a whole desk is still to be indexed."""
        for _ in range(CATCHING_UP):
            if self._left > CATCHING_UP * BATCH:
                return
            self._left = await self._store.index_more(BATCH)
            if not self._left:
                return

    async def _follow(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                while True:
                    self._left = await self._store.index_more(BATCH)
                    if not self._left:
                        break
                    await asyncio.sleep(0)
                await asyncio.sleep(REST)
            except StoreFailed as failure:
                log.warning("the index of what was said stands still: %s", failure)
                self._woken.set()
                await asyncio.sleep(RETRY)


def matched(inbox: Inbox, agent: Agent, query: Query, before: int) -> Match | None:
    """What to ask the index for `query`; None where nothing can fit."""
    if query.empty:
        return None
    wanted: frozenset[int] | None = None
    if query.texters or query.states:
        wanted = frozenset(
            one.id for one in inbox.conversations.values() if _fits(inbox, agent, one, query)
        )
        if not wanted:
            return None
    numbers = _numbers(inbox, query)
    if numbers is not None and not numbers:
        return None
    return Match(
        query.said,
        query.without,
        wanted,
        numbers or (),
        query.agents,
        query.since,
        query.before,
        before,
    )


def _fits(inbox: Inbox, agent: Agent, conv: Conversation, query: Query) -> bool:
    if query.texters and not all(_named(one, conv.name, conv.texter) for one in query.texters):
        return False
    return all(_IS[state](inbox, agent, conv) for state in query.states)


def _numbers(inbox: Inbox, query: Query) -> tuple[str, ...] | None:
    """The tracking numbers that a query narrows to; None where it does not."""
    if not (query.numbers or query.groups):
        return None
    groups = {one.id: one.name.casefold() for one in inbox.groups.values()}
    return tuple(
        number.number
        for number in inbox.numbers.values()
        if all(_named(one, number.name, number.number) for one in query.numbers)
        and all(one in groups.get(number.group, "") for one in query.groups)
    )


def _named(written: str, name: str, number: str) -> bool:
    """Whether what somebody wrote is part of a name or, as digits, of a phone number."""
    digits = written.translate(_AROUND_DIGITS)
    return (digits.isdecimal() and digits in number) or written in name.casefold()


_AROUND_DIGITS = str.maketrans("", "", "+-(). ")


_IS: dict[State, Callable[[Inbox, Agent, Conversation], bool]] = {
    State.WAITING: lambda inbox, agent, conv: conv.waiting_since > 0 and not conv.closed,
    State.MINE: lambda inbox, agent, conv: conv.holder == agent.name,
    State.HELD: lambda inbox, agent, conv: bool(conv.holder),
    State.CLOSED: lambda inbox, agent, conv: conv.closed,
    State.UNREAD: lambda inbox, agent, conv: inbox.unread(agent.name, conv) > 0,
    State.OPTED_OUT: lambda inbox, agent, conv: conv.opted_out,
}
