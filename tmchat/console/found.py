"""A search over all that was said as it stands here: query, hits, cursor; the hub looks.

It is kept while the console runs, so that somebody who opened a hit finds the others again.
"""

from datetime import tzinfo
from typing import Final

from tmchat.core.commands import Refused
from tmchat.core.finding import NoQuery, Query, parsed
from tmchat.core.questions import Find, FoundTold, Hit, Told

PAGE: Final = 50


class Found:
    """Hits of `written`, newest first. `said` is what there is to say of them, or what is wrong."""

    def __init__(self) -> None:
        self.written = ""
        self.query = Query()
        self.hits: list[Hit] = []
        self.place = 0
        self.said = ""
        self._read = 0
        self._asked: Find | None = None

    def write(self, text: str, zone: tzinfo) -> Find | None:
        """Another query; what to ask the hub, None where there is nothing to ask."""
        self.written = text
        try:
            query = parsed(text, zone)
        except NoQuery as fault:
            self._forget(str(fault))
            return None
        if query.empty:
            self._forget("")
            self.query = query
            return None
        self.query = query
        return self._wish(Find(query, limit=PAGE))

    def more(self) -> Find | None:
        """What to ask when the cursor comes near the last hit, while there are older ones."""
        if not self._read or self.place < len(self.hits) - 5:
            return None
        return self._wish(Find(self.query, self._read, PAGE))

    def told(self, asked: Find, told: Told) -> bool:
        """Takes an answer; False for one to a query that is no longer wanted."""
        if asked != self._asked:
            return False
        self._asked = None
        if isinstance(told, Refused):
            self.said = told.sentence
        elif isinstance(told, FoundTold):
            if not asked.before:
                self.hits, self.place = [], 0
            self.hits += told.hits
            self._read = told.read
            self.said = self._sentence(told)
        return True

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self.place = max(0, min(self.place + count, len(self.hits) - 1))

    def hit(self) -> Hit | None:
        """The hit under the cursor."""
        return self.hits[self.place] if self.place < len(self.hits) else None

    def _wish(self, wish: Find) -> Find | None:
        if wish == self._asked:
            return None
        self._asked = wish
        return wish

    def _forget(self, sentence: str) -> None:
        self.hits, self.place, self._read, self._asked = [], 0, 0, None
        self.said = sentence

    def _sentence(self, told: FoundTold) -> str:
        more = " or more" if self._read else ""
        count = len(self.hits)
        words = f"{count}{more} found" if count else "Nothing found"
        if told.unindexed:
            return f"{words}; {told.unindexed} entries are not in the index yet."
        return f"{words}."
