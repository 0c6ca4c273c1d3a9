"""Calls the agent by the means that are switched on; what calls and when again is `watch`'s."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from tmchat.console.alerts.program import Program
from tmchat.console.alerts.watch import Call, Cause, Watch, concerns
from tmchat.console.alerts.wording import spoken, title
from tmchat.console.desk import Desk
from tmchat.console.news import News
from tmchat.core.hours import Span, within
from tmchat.settings.alerts import AlertSettings

LOOKS: Final = 30.0
"""Seconds at the most between two looks at what calls, while something does."""


class Timer(Protocol):
    """What `later` gives."""

    def cancel(self) -> None:
        """It will not happen."""


@dataclass(frozen=True, slots=True)
class Means:
    """How the agent is reached; None is switched off. `say` shows a sentence on the screen,
    `popup` takes heading and line."""

    say: Callable[[str], None]
    bell: Callable[[], None] | None = None
    title: Callable[[str], None] | None = None
    popup: Callable[[str, str], None] | None = None
    program: Program | None = None


class Alerts:
    """From `start` to `stop` it calls for what comes, and again until somebody looks.

    `attended` says whether the agent looks at this screen; `now` is in seconds of a clock that
    never jumps, `local` the time of the hours' zone; `later` does something after some seconds.
    """

    def __init__(
        self,
        desk: Desk,
        settings: AlertSettings,
        means: Means,
        *,
        hours: tuple[Span, ...],
        attended: Callable[[], bool],
        now: Callable[[], float],
        local: Callable[[], datetime],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._means = means
        self._hours = hours
        self._attended = attended
        self._now = now
        self._local = local
        self._later = later
        self._watch = Watch(settings.again)
        self._timer: Timer | None = None
        self._titled = ""
        self._running: asyncio.Task[None] | None = None
        self._next: dict[str, Any] | None = None
        self._complained = ""

    def heard(self, news: News) -> None:
        """The desk took something in."""
        for conversation, cause in _callers(news):
            if self._calls(conversation, cause):
                self._watch.came(conversation, cause, self._now())
        self.pulse()

    def looked(self) -> None:
        """The agent pressed a key."""
        self._watch.looked()
        self._arm()

    def pulse(self) -> None:
        """Does what is due, and sees to it that the rest comes in its time."""
        self._entitle()
        self._watch.drop(self._is_over)
        if not self._hours or within(self._hours, self._local()):
            calls = self._watch.due(self._now())
            if calls:
                self._call(calls)
        self._arm()

    async def stop(self) -> None:
        """Calls nobody any more, and ends the programs that still run."""
        if self._timer is not None:
            self._timer.cancel()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _calls(self, conversation: int, cause: Cause) -> bool:
        desk = self._desk
        known = desk.inbox.conversations.get(conversation)
        if known is None or self._is_seen(conversation):
            return False
        if cause in (Cause.FAILED, Cause.HELD):
            return True
        number = desk.number_of(known)
        group = desk.inbox.groups.get(number.group)
        settings = self._settings
        return bool(known.waiting_since) and concerns(
            known, desk.agent.name, settings.whose, settings.numbers, number, group
        )

    def _is_seen(self, conversation: int) -> bool:
        return conversation == self._desk.openings.current and self._attended()

    def _is_over(self, call: Call) -> bool:
        desk = self._desk
        known = desk.inbox.conversations.get(call.conversation)
        if known is None or self._is_seen(call.conversation):
            return True
        if desk.company(call.conversation)[0]:
            return True  # a colleague looks
        if call.cause is Cause.TEXT:
            return not known.waiting_since or not desk.unread(known)
        return call.cause is Cause.WOKE and not known.waiting_since

    def _call(self, calls: tuple[Call, ...]) -> None:
        means = self._means
        if means.bell is not None:
            means.bell()
        if means.popup is None and means.program is None:
            return
        words = spoken(self._desk, calls, self._settings.shows)
        if means.popup is not None:
            means.popup("tmchat", words.line)
        if means.program is not None:
            self._next = words.form
            if self._running is None or self._running.done():
                self._running = asyncio.ensure_future(self._run(means.program))

    async def _run(self, program: Program) -> None:
        """One at a time: a slow program gets the newest call once it has ended with the last."""
        while (form := self._next) is not None:
            self._next = None
            failed = await program.run(form)
            if failed and failed != self._complained:
                self._means.say(failed)
            self._complained = failed

    def _entitle(self) -> None:
        if self._means.title is None:
            return
        words = title(self._desk)
        if words != self._titled:
            self._titled = words
            self._means.title(words)

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        at = self._watch.next_at()
        if at is not None:
            wait = min(LOOKS, max(0.05, at - self._now()))
            self._timer = self._later(wait, self.pulse)


def _callers(news: News) -> Iterator[tuple[int, Cause]]:
    """The conversations of `news` and what in them may call."""
    for conversation in news.arrived:
        yield conversation, Cause.TEXT
    for conversation in news.woken:
        yield conversation, Cause.WOKE
    for one in news.returned:
        yield one.conversation, Cause.FAILED
    for one in news.not_sent:
        yield one.conversation, Cause.HELD
