"""What was intended at Telmetrics and what came of it, both durable: the outcome is read again.

The intent is on disk before Telmetrics is asked. A hub that ends in between, and a request whose
answer never comes, are settled by reading the account: what it holds is what happened.
"""

import logging
from collections.abc import Awaitable, Callable

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.routes import Problem
from tmchat.core.setup.trees import Tree
from tmchat.core.text import clean_line
from tmchat.hub.setups.blocks import setting_of
from tmchat.hub.setups.outcomes import read_outcome
from tmchat.hub.setups.reach import Reach
from tmchat.hub.store.changes import OUTCOMES
from tmchat.hub.store.crashpoints import crash
from tmchat.telmetrics.errors import Conflict, Refused, TelmetricsError

log = logging.getLogger(__name__)

_LOOKED_BACK = 1_000  # changes among which those without an outcome are looked for at a start
Send = Callable[[], Awaitable[object]]


class Ledger:
    """Intends, sends, settles. Its methods raise `StoreFailed`; only `send` may fail otherwise."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._open: dict[int, ev.ChangeIntended] = {}

    async def load(self) -> None:
        """Finds what a hub before this one left without an outcome."""
        recent = await self._reach.store.changes(before=0, limit=_LOOKED_BACK, target=None)
        settled = {event.what.intent for event in recent if isinstance(event.what, OUTCOMES)}
        for event in recent:
            if isinstance(event.what, ev.ChangeIntended) and event.n not in settled:
                self._open[event.n] = event.what

    @property
    def unsettled(self) -> bool:
        """Whether there is something of which nobody knows what became."""
        return bool(self._open)

    async def settle_all(self) -> None:
        """Reads what became of everything still open; what cannot be read stays so."""
        for n in sorted(self._open):
            await self._read_again(n, self._open[n], "The desk was cut off from the answer.")

    async def again(self, client_ref: str) -> cmd.Outcome | None:
        """The answer to a command given before under this `client_ref`; None to carry it out.

        What certainly failed may be tried again.
        """
        n = await self._reach.store.reply_by_ref(client_ref) if client_ref else None
        if n is None:
            return None
        if n in self._open:
            return await self._read_again(n, self._open[n], "This was asked before.")
        outcome = await self._reach.store.outcome_of(n)
        if outcome is not None and isinstance(outcome.what, ev.ChangeFailed):
            certain = outcome.what.certain
            return None if certain else cmd.Refused("unknown", outcome.what.words)
        return cmd.Granted(n if outcome is None else outcome.n)

    async def carry_out(
        self, intent: ev.ChangeIntended, send: Send, wish: Tree, *beside: ev.Happening
    ) -> cmd.Outcome:
        """Has `send` ask Telmetrics, with the intent durable before and the outcome after.

        `wish` is the tree wanted, in whose words a refusal is told. `beside` becomes durable with
        the intent.
        """
        crash("administration.before-intent")
        n = await self._reach.record(intent, *beside)
        self._open[n] = intent
        crash("administration.intent-durable")
        try:
            result = await send()
        except TelmetricsError as error:
            # Each intent is asked once, so that nothing can clash with an earlier attempt.
            if isinstance(error, Conflict) or not error.may_have_arrived:
                return await self._failed(n, intent, error, wish)
            return await self._read_again(n, intent, error.in_full())
        crash("administration.after-request")
        return await self._read_again(n, intent, "", result)

    async def _read_again(
        self, n: int, intent: ev.ChangeIntended, said: str, result: object = None
    ) -> cmd.Outcome:
        try:
            return await self._settle(n, intent, said, result)
        except TelmetricsError as error:
            known = said or "Telmetrics took it, and cannot be read again."
            log.warning("the outcome of change %d is not known: %s", n, clean_line(f"{error}"))
            return cmd.Refused(
                "unknown",
                f"{known} What became of it is not known yet: the desk reads the account again and "
                "notes the outcome in the audit log.",
            )

    async def _settle(
        self, n: int, intent: ev.ChangeIntended, said: str, result: object = None
    ) -> cmd.Outcome:
        outcome = await read_outcome(self._reach, n, intent, said, result)
        first = await self._reach.record(*outcome.happenings)
        del self._open[n]
        crash("administration.outcome-durable")
        if outcome.refused is not None:
            return outcome.refused
        return cmd.Granted(first)

    async def _failed(
        self, n: int, intent: ev.ChangeIntended, error: TelmetricsError, wish: Tree
    ) -> cmd.Refused:
        words = error.in_full()
        await self._reach.record(
            ev.ChangeFailed(n, intent.target, intent.label, intent.by, clean_line(words))
        )
        del self._open[n]
        return cmd.Refused("telmetrics", words, _problems(error, wish))


def _problems(error: TelmetricsError, wish: Tree) -> tuple[Problem, ...]:
    """The settings that a refusal names, where it names fields."""
    faults = error.fields if isinstance(error, Refused) else ()
    return tuple(Problem(setting_of(fault.field, wish), fault.message) for fault in faults)
