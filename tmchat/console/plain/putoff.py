"""The commands of the plain console that put something off until a time; the rest are `verbs`'."""

from collections.abc import Awaitable, Callable
from typing import Final

from tmchat.console.plain.errands import Errands
from tmchat.console.plain.talk import Talk
from tmchat.core.commands import CancelScheduled, Command, SendScheduled, Snooze, Wake
from tmchat.core.moments import moment_of, when_words
from tmchat.core.quiet import quiet
from tmchat.core.text import Clean, clean_line
from tmchat.settings.zones import zone_of

USAGES: Final = {
    "snooze": ("snooze [WHEN]", "puts it off until 15:30, 2h, tomorrow 9:00, or the next text"),
    "wake": ("wake", "takes a snooze back"),
    "schedule": ("schedule WHEN, TEXT", "texts the texter then, outside of their quiet hours"),
    "scheduled": ("scheduled", "the replies that are scheduled here, with their numbers"),
    "sendnow": ("sendnow N", "sends a scheduled reply now"),
    "cancel": ("cancel N", "never sends a scheduled reply"),
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
            "schedule": self._schedule,
            "scheduled": self._scheduled,
            "sendnow": self._send_now,
            "cancel": self._cancel,
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

    async def _schedule(self, rest: str) -> None:
        when, comma, text = rest.partition(",")
        conversation, outgoing = self._desk.open, self._desk.outgoing
        if conversation is None:
            self._talk.refuse("Open a conversation first.")
        elif not comma or not text.strip():
            self._talk.refuse(f"Write {USAGES['schedule'][0]}.")
        elif outgoing.text(conversation.id):
            self._talk.refuse("There is a draft of a reply here already.")
            self._talk.drafts(conversation)
        elif (due := self._moment(when)) is not None:
            found = quiet(conversation.texter, due, zone_of)
            if found is not None:
                self._talk.refuse(f"{clean_line(found.reason)} Write {self._words(found.until)}.")
                return
            outgoing.write(conversation.id, text.strip())
            refusal = self._errands.send(note=False, due=due)
            if refusal is not None:
                self._talk.refuse(clean_line(refusal.sentence))
                self._talk.kept(note=False)
            elif not await self._errands.settled():
                self._talk.say("Held until the line is back.")

    async def _scheduled(self, _: str) -> None:
        conversation = self._desk.open
        if conversation is None:
            self._talk.refuse("Open a conversation first.")
            return
        for one in conversation.scheduled:
            held = f", held: {clean_line(one.held)}" if one.held else ""
            when = f"for {self._words(one.due)}"
            self._talk.say(f"{one.entry} {when}{held}: {clean_line(one.text)}")
        if not conversation.scheduled:
            self._talk.say("Nothing is scheduled here.")

    async def _send_now(self, rest: str) -> None:
        seen = self._desk.seen()
        await self._about(rest, lambda one, entry: SendScheduled(one, entry, seen), "Sent now.")

    async def _cancel(self, rest: str) -> None:
        await self._about(rest, CancelScheduled, "Cancelled.")

    async def _about(self, rest: str, make: Callable[[int, int], Command], done: str) -> None:
        if not rest.isdecimal() or len(rest) > 18:
            self._talk.refuse("Which one? scheduled lists them with their numbers.")
            return
        await self._give(lambda one: make(one, int(rest)), done)

    async def _give(self, make: Callable[[int], Command], done: str) -> None:
        conversation = self._desk.open
        if conversation is None:
            self._talk.refuse("Open a conversation first.")
            return
        self._errands.give(make(conversation.id), done)
        await self._errands.settled()

    def _moment(self, written: str) -> int | None:
        """The time that was written, in ms UTC; None where it is none, which is said."""
        try:
            return moment_of(written, self._desk.now(), self._talk.local)
        except ValueError as fault:
            self._talk.refuse(Clean(str(fault)))
            return None

    def _words(self, at: int) -> str:
        return when_words(at, self._desk.now(), self._talk.local)
