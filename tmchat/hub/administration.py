"""Carries out the commands that reach the account, one at a time, and keeps the list of it fresh.

What each command does is in `attaching` and `setups`; questions are `inquiry`'s.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import TypeVar

from tmchat.core import commands as cmd
from tmchat.core.records import Agent
from tmchat.core.text import clean_line
from tmchat.hub.account import group_news, losses, missing, number_news, read_account
from tmchat.hub.attaching import attach, detach
from tmchat.hub.setups.changing import Shown, change
from tmchat.hub.setups.ledger import Ledger
from tmchat.hub.setups.ordering import order
from tmchat.hub.setups.reach import Reach
from tmchat.hub.setups.removing import release, remove
from tmchat.hub.store.interface import StoreFailed
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.errors import NotFound, TelmetricsError

REFRESH_SECONDS = 600.0
FAREWELL_SECONDS = 0.5  # a hub that is told to stop waits so long for commands
AT_ONCE = 200  # happenings of a refresh put on record together, so that no console is flooded
ASKED_FOR = 50  # of what a listing lacks, asked for one by one in a refresh
T = TypeVar("T")
Replay = Callable[[int], Awaitable[cmd.Outcome]]

log = logging.getLogger(__name__)


class Administration:
    """The one way in for commands about the account; `trouble` says why it cannot be read."""

    def __init__(self, reach: Reach, shown: Shown, replay: Replay, *, random: Random) -> None:
        """`shown` are the states that questions were answered with; `replay` takes a kept payload
        again."""
        self.trouble = "The account has not been read yet."
        self._reach = reach
        self._shown = shown
        self._replay = replay
        self._ledger = Ledger(reach)
        self._random = random
        self._backoff = Backoff(random, first=1.0, longest=120.0)
        self._turn = asyncio.Lock()
        self._due = asyncio.Event()
        self._refreshing: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[cmd.Outcome]] = set()

    async def start(self) -> None:
        """Begins to read the account, at once and then every ten minutes. Raises `StoreFailed`."""
        await self._ledger.load()
        self._refreshing = asyncio.create_task(self._keep_fresh())

    async def stop(self) -> None:
        """Ends that, and commands that do not end by themselves in a moment: what became of one
        broken off is read from the account at the next start."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            with suppress(asyncio.CancelledError):
                await self._refreshing
        running = tuple(self._running)
        if running:
            await asyncio.wait(running, timeout=FAREWELL_SECONDS)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def __call__(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        """Carries out a command that the switchboard has found permitted."""
        if isinstance(command, cmd.ReplayPush):
            return await self._replay(command.id)
        # What was begun is finished and noted, even if whoever asked has gone.
        task = asyncio.create_task(self._in_turn(agent, command))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _in_turn(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        async with self._turn:
            try:
                outcome = await self._carry_out(agent, command)
            except NotFound:
                return cmd.Refused("gone", "The account does not have it any more.")
            except TelmetricsError as error:
                # What became of a request that broke off, only the account can tell.
                self._due.set()
                return cmd.Refused("telmetrics", error.in_full())
            except StoreFailed as failure:
                return cmd.Refused("storage", str(failure))
        if self._ledger.unsettled:
            self._due.set()
        return outcome

    async def _carry_out(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        reach, ledger = self._reach, self._ledger
        match command:
            case cmd.AttachNumber(number):
                return await attach(reach, ledger, self._refresh, agent, number)
            case cmd.DetachNumber(number):
                return await detach(reach, ledger, self._refresh, agent, number)
            case cmd.RefreshNumbers():
                await ledger.settle_all()
                await self._refresh()
                return cmd.Granted()
            case cmd.ChangeSetup():
                return await change(reach, ledger, self._shown, agent, command)
            case cmd.ReleaseNumber():
                return await release(reach, ledger, agent, command)
            case cmd.RemoveSetup():
                return await remove(reach, ledger, agent, command)
            case (
                cmd.OrderNumber()
                | cmd.OrderPool()
                | cmd.GrowPool()
                | cmd.MakeGroup()
                | cmd.MakeOwner()
            ):
                return await order(reach, ledger, agent, command)
        raise TypeError(f"{type(command).__name__} does not reach the account")

    async def _refresh(self) -> None:
        """Reads the account and puts on record what changed."""
        try:
            account = await read_account(self._reach.telmetrics)
        except TelmetricsError as error:
            self.trouble = clean_line(error.in_full())
            raise
        record, hook = self._reach.switchboard.record, self._reach.hook
        for groups in _some(account.groups):
            await record(partial(group_news, groups=groups))
        for numbers in _some(tuple(account.numbers.values())):
            await record(partial(number_news, numbers=numbers, hook=hook))
        lacking = missing(self._reach.switchboard.inbox, account=account)
        # By chance, so that none waits for ever behind those that only the listing lacks.
        asked = self._random.sample(lacking, min(len(lacking), ASKED_FOR))
        await self._reach.record(*await losses(self._reach.telmetrics, asked))
        self.trouble = ""

    async def _keep_fresh(self) -> None:
        while True:
            self._due.clear()
            wait = REFRESH_SECONDS
            try:
                async with self._turn:
                    await self._ledger.settle_all()
                    await self._refresh()
                self._backoff.reset()
            except (TelmetricsError, StoreFailed) as failure:
                wait = self._backoff.next()
                log.warning("the account cannot be read: %s", clean_line(str(failure)))
            with suppress(TimeoutError):
                # `wait_for` of Python 3.11 can swallow a cancellation, `timeout` cannot.
                async with asyncio.timeout(wait):
                    await self._due.wait()


def _some(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]
