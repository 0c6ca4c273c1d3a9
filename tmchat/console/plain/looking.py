"""Commands of the plain console that only look: search, numbers, details, who is there, gaps.

What changes something is `verbs`'s.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Final

from tmchat.console.found import PAGE, Found
from tmchat.console.plain.errands import Errands
from tmchat.console.plain.talk import Talk
from tmchat.core.commands import Refused
from tmchat.core.questions import Find
from tmchat.core.records import Conversation, Entry
from tmchat.core.text import clean_line
from tmchat.core.timeline import Gap

AT_ONCE: Final = 20
"""Hits printed at once."""

AROUND: Final = 5
"""Entries printed on each side of a hit."""

Verb = Callable[[str], Awaitable[None]]


class Looking:
    """Carries out the commands that only look. `show` opens a conversation and prints it."""

    def __init__(
        self, talk: Talk, errands: Errands, show: Callable[[Conversation], Awaitable[None]]
    ) -> None:
        self._talk = talk
        self._desk = talk.desk
        self._errands = errands
        self._show = show
        self._say = talk.say
        self._found = Found()
        self._printed = 0
        self.verbs: dict[str, Verb] = {
            "search": self._search,
            "hit": self._hit,
            "gap": self._gap,
            "details": self._details,
            "numbers": self._numbers,
            "who": self._who,
        }

    async def _search(self, rest: str) -> None:
        """Prints the newest hits of a query; without one, further hits of the last."""
        if not rest and not self._found.hits:
            self._talk.refuse("Say what to look for; help search tells how.")
            return
        if rest:
            zone = self._talk.local(self._desk.now()).tzinfo or UTC
            # A blank behind the last word: what is entered as a line is finished.
            wish = self._found.write(f"{rest} ", zone)
            self._printed = 0
            if wish is None:
                self._talk.refuse(clean_line(self._found.said) or "Say what to look for.")
                return
            if not await self._ask(wish):
                return
        elif self._printed + AT_ONCE > len(self._found.hits):
            self._found.move(PAGE * 1000)
            wish = self._found.more()
            if wish is not None and not await self._ask(wish):
                return
        self._print_hits(new=bool(rest))

    async def _ask(self, wish: Find) -> bool:
        told = await self._errands.inquire(wish)
        if isinstance(told, Refused):
            self._talk.fail()
        return self._found.told(wish, told)

    def _print_hits(self, *, new: bool) -> None:
        hits = self._found.hits
        last = min(len(hits), self._printed + AT_ONCE)
        for place in range(self._printed, last):
            self._say(self._talk.wording.hit(place + 1, hits[place]))
        if not new and self._printed == last:
            self._say("There are no more.")
            return
        self._printed = last
        said = clean_line(self._found.said)
        ways = " hit N opens one; search goes on." if hits else ""
        self._say(f"{said}{ways}")

    async def _hit(self, rest: str) -> None:
        """Opens what was found and prints what was said around it."""
        hits = self._found.hits
        place = int(rest) if rest.isdecimal() and len(rest) < 9 else 0
        if not 1 <= place <= len(hits):
            self._talk.refuse("There is no such hit; search prints them with their numbers.")
            return
        hit = hits[place - 1]
        conversation = self._desk.inbox.conversations.get(hit.conversation)
        if conversation is None:
            self._talk.refuse("This conversation is not on the desk any more.")
            return
        await self._show(conversation)
        for wish in self._desk.openings.around(hit.entry.id):
            self._errands.fetch(wish)
        await self._errands.settled()
        timeline = self._desk.openings.timeline
        lines = list(timeline) if timeline is not None else []
        ids = [one.id if isinstance(one, Entry) else one.after for one in lines]
        if hit.entry.id not in ids:
            self._talk.refuse("What was said around it could not be fetched.")
            return
        here = ids.index(hit.entry.id)
        self._say("Around what was found:")
        for one in lines[max(0, here - AROUND) : here + AROUND + 1]:
            found = isinstance(one, Entry) and one.id == hit.entry.id
            self._say(f"{'> ' if found else ''}{self._talk.wording.item(conversation, one)}")
        self._say("That is around what was found; older prints on from what was printed before.")

    async def _gap(self, _: str) -> None:
        """Fetches what the newest gap lacks, and prints what came."""
        conversation, timeline = self._desk.open, self._desk.openings.timeline
        if conversation is None or timeline is None:
            self._talk.refuse("Open a conversation first.")
            return
        gaps = [one for one in timeline if isinstance(one, Gap)]
        if not gaps:
            self._say("Nothing is missing of what was printed.")
            return
        gap = gaps[-1]
        self._errands.fetch(self._desk.openings.into_gap(gap.after))
        await self._errands.settled()
        came = [
            one for one in timeline if isinstance(one, Entry) and gap.after < one.id < gap.before
        ]
        for entry in came:
            self._say(self._talk.wording.entry(conversation, entry))
        if any(isinstance(one, Gap) and one.after >= gap.after for one in timeline):
            self._say("More is missing: gap again." if came else "It could not be fetched.")
        else:
            self._say("Nothing is missing there now.")

    async def _details(self, _: str) -> None:
        conversation = self._desk.open
        if conversation is None:
            self._talk.refuse("Open a conversation first.")
            return
        for line in self._talk.wording.details(conversation):
            self._say(line)

    async def _numbers(self, rest: str) -> None:
        """Prints the tracking numbers, who waits longest first, narrowed by words."""
        words = rest.casefold().split()
        shelf, known = self._desk.shelf, self._desk.inbox.numbers
        far = 1 << 62
        listed = sorted(known, key=lambda one: (shelf.tally.first(one) or far, known[one].name))
        lines = [self._talk.wording.number(one) for one in listed]
        fitting = [line for line in lines if all(word in line.casefold() for word in words)]
        for line in fitting:
            self._say(line)
        if not fitting:
            self._say("No tracking number fits." if words else "No tracking number is known yet.")

    async def _who(self, _: str) -> None:
        conversation = self._desk.open
        if conversation is None:
            self._talk.refuse("Open a conversation first.")
            return
        company, _typing = self._desk.company(conversation.id)
        self._say(f"{clean_line(company)}." if company else "Nobody else is here.")
