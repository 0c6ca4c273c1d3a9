"""The commands of the plain console that put something off until a time; the rest are `verbs`'."""

from collections.abc import Awaitable, Callable
from typing import Final

from tmchat.console.plain.errands import Errands
from tmchat.console.plain.talk import Talk
from tmchat.core.commands import Command, Snooze, Wake
from tmchat.core.moments import moment_of, when_words
from tmchat.core.text import Clean

USAGES: Final = {
    "snooze": ("snooze [WHEN]", "puts it off until 15:30, 2h, tomorrow 9:00, or the next text"),
    "wake": ("wake", "takes a snooze back"),
}
"""What `help` prints of each."""


class PutOff:
    """Carries the commands out, each to its end."""

    def __init__(self, talk: Talk, errands: Errands) -> None:
        self._talk = talk
        self._desk = talk.desk
        self._errands = errands
        self.doing: dict[str, Callable[[str], Awaitable[None]]] = {
            "snooze": self._snooze,
            "wake": self._wake,
        }

    async def _snooze(self, rest: str) -> None:
        until = self._moment(rest) if rest else 0
        if until is None:
            return
        seen = self._desk.seen()
        words = self._words(until) if until else "the next text"
        await self._give(lambda one: Snooze(one, until, seen), f"Snoozed until {words}.")

    async def _wake(self, _: str) -> None:
        await self._give(Wake, "Back at once.")

    async def _give(self, make: Callable[[int], Command], done: str) -> None:
        conversation = self._desk.open
        if conversation is None:
            self._talk.say("Open a conversation first.")
            return
        self._errands.give(make(conversation.id), done)
        await self._errands.settled()

    def _moment(self, written: str) -> int | None:
        """The time that was written, in ms UTC; None where it is none, which is said."""
        try:
            return moment_of(written, self._desk.now(), self._talk.local)
        except ValueError as fault:
            self._talk.say(Clean(str(fault)))
            return None

    def _words(self, at: int) -> str:
        return when_words(at, self._desk.now(), self._talk.local)
