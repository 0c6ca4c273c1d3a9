"""The canned replies to choose from: the agent's own and the team's, found while one types."""

import re
from collections.abc import Mapping
from typing import Final

from tmchat.console.desk import Desk
from tmchat.core.canned import VARIABLES, filled, ranked, values
from tmchat.core.commands import KeepCanned, RemoveCanned
from tmchat.core.records import CannedReply
from tmchat.link.cannedfile import OwnReplies

_BRACED: Final = re.compile(r"\{([A-Za-z][A-Za-z_. ]{0,40})\}")


class CannedSet:
    """What the composer of `desk` may take; `query` is kept while the console runs."""

    def __init__(self, desk: Desk, own: OwnReplies) -> None:
        self._desk = desk
        self._own = own
        self.query = ""
        self.place = 0
        self._found: list[CannedReply] = []
        self._found_for: tuple[object, ...] = ()

    def begin(self) -> None:
        """Somebody wants a reply: what was looked for is over."""
        self._own.look()
        self.query, self.place = "", 0

    def found(self) -> list[CannedReply]:
        """What the query finds, best first; of two alike in both sets the agent's own."""
        own = self._own.replies
        uses = sum(self._own.uses.values())
        asked = (self.query, self._own.version, self._desk.canned_changed, uses)
        if asked != self._found_for:
            team = [one for one in self._desk.inbox.canned.values() if own.get(one.title) != one]
            self._found = ranked([*own.values(), *team], self.query, self._own.uses)
            self._found_for = asked
        return self._found

    def look_for(self, query: str) -> None:
        """Another query: its best match is under the cursor."""
        self.query, self.place = query, 0

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self.place = max(0, min(self.place + count, len(self.found()) - 1))

    def chosen(self) -> CannedReply | None:
        """The reply under the cursor."""
        found = self.found()
        return found[self.place] if self.place < len(found) else None

    def is_mine(self, reply: CannedReply) -> bool:
        """Whether a reply is the agent's own."""
        return self._own.replies.get(reply.title) == reply

    def take(self, reply: CannedReply) -> str:
        """The text to insert, filled in for the open conversation; counted as used."""
        self._own.used(reply.title)
        return self.shown(reply)

    def shown(self, reply: CannedReply) -> str:
        """The text as it would be inserted."""
        return filled(reply.text, self._values())

    def misspelt(self, text: str) -> str:
        """What in braces is no variable, as one sentence with those there are; empty: nothing."""
        wrong = [name for name in _BRACED.findall(text) if name not in VARIABLES]
        known = ", ".join(f"{{{one}}}" for one in VARIABLES)
        return f"There is no {{{wrong[0]}}}; there are {known}." if wrong else ""

    def keep(self, reply: CannedReply) -> str:
        """Keeps one of the agent's own; why not, empty when it is kept."""
        return self._own.keep(reply)

    def remove(self, reply: CannedReply) -> str | RemoveCanned:
        """Takes one of the agent's own away: why not, empty when it is gone. One of the team's
        is the hub's to remove."""
        if not self.is_mine(reply):
            return RemoveCanned(reply.title)
        why = self._own.remove(reply.title)
        self.move(0)
        return why

    def share(self, reply: CannedReply) -> KeepCanned:
        """What asks the hub to keep a reply for the team."""
        return KeepCanned(reply)

    def _values(self) -> Mapping[str, str]:
        desk = self._desk
        if desk.open is None:
            return {}
        number = desk.number_of(desk.open)
        return values(desk.open, number, desk.inbox.groups.get(number.group), desk.agent, desk.name)
