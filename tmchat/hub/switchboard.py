"""The one place where commands are decided and events numbered; carrying replies is `outbox`'s.

A decision takes effect in memory at once, so that many can become durable together. Nobody outside
learns of it before it is durable; when it cannot be made durable, it and all that was decided after
it is undone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.decide import asked, decide
from tmchat.core.inbox import Inbox
from tmchat.core.optout import widened
from tmchat.core.questions import Question, Told
from tmchat.core.records import Agent, OptOutScope
from tmchat.hub.past import ReplayWindow
from tmchat.hub.rows import apply
from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import (
    OutboxRow,
    RawPayload,
    Receipt,
    ReplyAddress,
    Store,
    StoreFailed,
    Write,
)
from tmchat.protocol.hubside import EncodedEvent

log = logging.getLogger(__name__)

Hear = Callable[[Sequence[EncodedEvent]], None]
Happens = Callable[[Inbox], tuple[ev.Happening, ...]]
_CAUGHT_UP = 1_000  # events read at once after a failure


async def _no_looking_up(command: cmd.LookUpReply) -> cmd.Outcome:
    return cmd.Refused("no-listing", "This hub's carrier has no listing to look in.")


async def _no_administration(agent: Agent, command: cmd.Command) -> cmd.Outcome:
    return cmd.Refused("numbers", "This hub does not administer tracking numbers.")


async def _no_inquiry(agent: Agent, question: Question) -> Told:
    return cmd.Refused("numbers", "This hub cannot be asked about its account.")


class Switchboard:
    """Decides, numbers, has made durable, and then tells.

    `inbox` is the state to decide on, ahead of the disk; `past` is what is durable. `foresee`
    refuses what the rules alone cannot judge, since it depends on this machine. While the store
    fails, `healthy` is False, `trouble` says why, everything is refused, and the store is tried
    again every `retry` seconds.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], int],
        replay: int = 5_000,
        retry: float = 1.0,
        scope: OptOutScope = OptOutScope.NUMBER,
        run: str = "",
    ) -> None:
        """Loads the desk, which blocks. `clock` is in ms UTC, `scope` is how far an opt-out
        reaches; see `widen` for a desk that had a narrower one. `run` is new with each start: a
        clock that jumps back may tell two starts the same time. Raises `StoreFailed`."""
        self._store = store
        self._clock = clock
        self._retry = retry
        loaded = store.load()
        loaded.scope = scope
        self.past = ReplayWindow(
            loaded,
            store.recent(replay),
            epoch=store.epoch,
            run=run or f"{clock():x}",
            limit=replay,
        )
        self.inbox = self.past.inbox()
        self.trouble = ""
        self.administration: Callable[[Agent, cmd.Command], Awaitable[cmd.Outcome]] = (
            _no_administration
        )
        self.answers: dict[type, Callable[[Agent, Any], Awaitable[Told]]] = {}
        self.inquiry: Callable[[Agent, Question], Awaitable[Told]] = _no_inquiry
        self.foresee: Callable[[cmd.Command], cmd.Refused | None] = lambda command: None
        self.look_up: Callable[[cmd.LookUpReply], Awaitable[cmd.Outcome]] = _no_looking_up
        self.on_reply: Callable[[], None] = lambda: None
        self.on_decision: Callable[[int], None] = lambda entry: None
        self._listeners: list[Hear] = []
        self._in_flight: list[asyncio.Future[None]] = []
        self._answering: dict[str, asyncio.Future[cmd.Outcome]] = {}
        self._recovery: asyncio.Task[None] | None = None

    @property
    def healthy(self) -> bool:
        """Whether the store works as far as is known."""
        return not self.trouble

    def listen(self, hear: Hear) -> Callable[[], None]:
        """Has `hear` called with events as they become durable, in order; returns what ends it."""
        self._listeners.append(hear)

        def leave() -> None:
            with suppress(ValueError):
                self._listeners.remove(hear)

        return leave

    async def command(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        """Carries out `command` or refuses it; a granted one is durable when this returns.

        What has a client_ref that came before gets the first answer and happens once.
        """
        try:
            if isinstance(command, cmd.Repeatable) and command.client_ref:
                return await self._once(agent, command)
            return await self._carry_out(agent, command)
        except StoreFailed as failure:
            return cmd.Refused("storage", str(failure))

    async def inquire(self, agent: Agent, question: Question) -> Told:
        """The answer to `question`, or why `agent` is not told."""
        refusal = asked(question, agent)
        if refusal is not None:
            return refusal
        answer = self.answers.get(type(question), self.inquiry)
        try:
            return await answer(agent, question)
        except StoreFailed as failure:
            return cmd.Refused("storage", str(failure))

    async def record(
        self,
        happens: Happens,
        *,
        message_keys: tuple[str, ...] = (),
        inbound: RawPayload | None = None,
        address: ReplyAddress | None = None,
        outbox: tuple[OutboxRow, ...] = (),
        receipts: tuple[Receipt, ...] = (),
    ) -> tuple[ev.Event, ...]:
        """Makes durable, in one commit, what `happens` answers, and the rows beside it.

        `happens` is asked before this first waits, so calls take effect in the order in which they
        are made. Raises `StoreFailed`: then nothing of it happened. A caller that is cancelled
        undoes nothing.
        """
        if self.trouble:
            raise StoreFailed(self.trouble)
        at = self._clock()
        events = tuple(
            ev.Event(n, at, what) for n, what in enumerate(happens(self.inbox), self.inbox.head + 1)
        )
        changed = apply(self.inbox, events)
        write = replace(
            changed,
            message_keys=message_keys,
            inbound=inbound,
            address=address,
            outbox=(*changed.outbox, *outbox),
            receipts=receipts,
        )
        future = self._store.commit(write)
        self._in_flight.append(future)
        # Told from here, not from the caller's task: a cancelled caller would leave a hole.
        future.add_done_callback(partial(self._committed, write))
        await asyncio.shield(future)
        return events

    async def widen(self) -> None:
        """Locks whom an earlier opt-out locks only in this scope. Raises `StoreFailed`."""
        if widened(self.inbox):
            await self.record(widened)

    async def settled(self) -> None:
        """Waits until all that was decided so far is durable, or has failed."""
        if self._in_flight:
            await asyncio.wait(self._in_flight[-1:])

    async def close(self) -> None:
        """Ends the attempts to get a failing store back."""
        if self._recovery:
            self._recovery.cancel()
            await asyncio.gather(self._recovery, return_exceptions=True)

    async def _once(self, agent: Agent, command: cmd.Repeatable) -> cmd.Outcome:
        running = self._answering.get(command.client_ref)
        if running is not None:
            return await asyncio.shield(running)
        answer = asyncio.ensure_future(self._first(agent, command))
        self._answering[command.client_ref] = answer
        answer.add_done_callback(lambda _: self._answering.pop(command.client_ref))
        # Runs on without its caller: who comes back after a cut line asks for this very answer.
        return await asyncio.shield(answer)

    async def _first(self, agent: Agent, command: cmd.Repeatable) -> cmd.Outcome:
        granted = await self._store.reply_by_ref(command.client_ref)
        if granted is not None:
            return cmd.Granted(granted)
        return await self._carry_out(agent, command)

    async def _carry_out(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        if isinstance(command, cmd.ACCOUNT_COMMANDS):
            refusal = decide(self.inbox, command, agent)
            if isinstance(refusal, cmd.Refused):
                return refusal
            return await self.administration(agent, command)
        # The role counts first: who may not is told that, and not what else is wrong.
        decision = decide(self.inbox, command, agent)
        if not isinstance(decision, cmd.Refused):
            decision = self.foresee(command) or decision
        if isinstance(command, cmd.LookUpReply) and not isinstance(decision, cmd.Refused):
            return await self.look_up(command)
        if isinstance(decision, cmd.Refused) or not decision:
            # The refusal, or "nothing to do", may rest on what is not durable yet.
            await self.settled()
            if self.trouble:
                raise StoreFailed(self.trouble)
            return decision if isinstance(decision, cmd.Refused) else cmd.Granted()
        events = await self.record(lambda inbox: decision)
        return cmd.Granted(events[0].n)

    def _committed(self, write: Write, future: asyncio.Future[None]) -> None:
        self._in_flight.remove(future)
        failure = None if future.cancelled() else future.exception()
        if failure is not None:
            self._fail(str(failure))
        elif write.events and write.events[0].n > self.past.head + 1:
            # What is ahead of it may be durable all the same: recovering tells of both, in order.
            self._fail("A write was answered before the one ahead of it.")
        elif not self.trouble:
            # While in trouble this may stand behind a commit that reported failure and is durable
            # all the same: told from here it would leave a hole, and recovering tells of both.
            crash("switchboard.before-telling")
            self._publish(self.past.take(write))
            self._tell_outbox(write.events)

    def _tell_outbox(self, events: Sequence[ev.Event]) -> None:
        for event in events:
            if isinstance(event.what, ev.ReplyResent | ev.UnknownLeft):
                self.on_decision(event.what.entry)
        if any(isinstance(event.what, ev.ReplyQueued | ev.ReplyResent) for event in events):
            self.on_reply()

    def _publish(self, encoded: Sequence[EncodedEvent]) -> None:
        if encoded:
            for hear in tuple(self._listeners):
                hear(encoded)

    def _fail(self, sentence: str) -> None:
        if not self.trouble:
            log.error("storage fails: %s", sentence)
            self.trouble = sentence
            self._recovery = asyncio.ensure_future(self._recover())

    async def _recover(self) -> None:
        await self.settled()
        self.inbox = self.past.inbox()
        while True:
            try:
                await self._store.keep_setting("recovered_at", str(self._clock()))
                # A commit that reported failure may be durable all the same.
                while events := await self._store.since(self.past.head, _CAUGHT_UP):
                    self._publish(self.past.catch_up(events))
                break
            except StoreFailed as failure:
                self.trouble = str(failure)
                await asyncio.sleep(self._retry)
        self.inbox = self.past.inbox()
        self.trouble = ""
        self.on_reply()
        log.info("storage works again")
