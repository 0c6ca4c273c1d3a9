"""Plays the scripted callers, now and in the week before; how they call is `callers`'."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable

from tmchat.sandbox.callers import Callers, Planned
from tmchat.sandbox.callers.calling import chosen, past_moments, planned
from tmchat.sandbox.calls import Calls, Dialled
from tmchat.sandbox.dates import eastern_midnight
from tmchat.sandbox.errors import ApiError
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.sessions import Sessions
from tmchat.sandbox.store import Store
from tmchat.sandbox.tags import UNATTRIBUTED, Attribution, Tags

_PAST = 1_000_000


class CallDay:
    """One task that makes calls and moves all calls on, also those that a person makes."""

    _callers: Callers

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        *,
        numbers: Numbers,
        calls: Calls,
        sessions: Sessions,
        tags: Tags,
        seed: int,
        rate: float,
    ) -> None:
        self._store = store
        self._clock = clock
        self._numbers = numbers
        self._calls = calls
        self._sessions = sessions
        self._tags = tags
        self._seed = seed
        self._rate = rate
        self._changed = asyncio.Event()

    def remember(self, count: int) -> None:
        """Put `count` calls of the seven days before today into an account without calls."""
        numbers = self._numbers.count()
        if not numbers:
            return
        midnight = eastern_midnight(int(self._clock() * 1000))
        with self._store.transaction():
            for index, at in enumerate(past_moments(self._seed, count, midnight)):
                line = self._numbers.nth(chosen(self._seed, f"past {index}", numbers))
                call = planned(self._seed, _PAST + index, line)
                told = _told(call) if call.source is not None else dict(UNATTRIBUTED)
                self._calls.remember(_dialled(call, line.phone, at, told))

    def begin(self) -> None:
        """Begin the day now; `run` plays it."""
        self._callers = Callers(seed=self._seed, rate=self._rate, first=self._calls.count())
        self._callers.start(self._clock())
        self._calls.listeners.append(self._changed.set)

    async def run(self) -> None:
        """Make calls as they fall due, until cancelled."""
        callers = self._callers
        while True:
            self._changed.clear()
            # A disk in trouble, or a number just given back: the day goes on.
            with contextlib.suppress(ApiError, sqlite3.Error):
                for index, at in callers.due(self._clock()):
                    self._call(index, at)
                    # Others have their turn between two calls, however many there are.
                    await asyncio.sleep(0)
                self._calls.advance()
            await self._wait(callers.next_due())

    async def _wait(self, next_call: float | None) -> None:
        next_step = self._calls.next_due()
        moments = [] if next_call is None else [next_call]
        if next_step is not None:
            moments.append(next_step / 1000)
        # Never less than a moment, so that a step that fails is not tried without pause.
        seconds = max(0.05, min(moments) - self._clock()) if moments else None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def _call(self, index: int, at: float) -> None:
        count = self._numbers.count()
        if not count:
            return
        line = self._numbers.nth(chosen(self._seed, index, count))
        call = planned(self._seed, index, line)
        attribution, to = None, line.phone
        if call.source is not None and line.pool_id is not None:
            to = self._sessions.visit(
                line.pool_id,
                rule=call.source.rule,
                landing_page=call.landing_page,
                referrer=call.source.referrer,
            )
        elif call.source is not None and self._tags.attribution(to) == UNATTRIBUTED:
            attribution = _told(call)
        self._calls.take(_dialled(call, to, int(at * 1000), attribution))


def _dialled(call: Planned, to: str, at: int, attribution: Attribution | None) -> Dialled:
    return Dialled(call.phone, to, at, call.dialling, call.caller, call.talk, attribution)


def _told(call: Planned) -> Attribution:
    """What a caller's source says, without a session or a tag."""
    assert call.source is not None
    return UNATTRIBUTED | {
        "RuleDescription": call.source.rule,
        "LandingPageUrl": call.landing_page,
        "ReferrerUrl": call.source.referrer,
    }
