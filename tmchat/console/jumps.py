"""Conversations that the words of the palette mean, dearest first; showing them is `palette`'s."""

from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from tmchat.console.desk import Desk
from tmchat.core.records import Conversation
from tmchat.core.search import Search
from tmchat.core.text import Clean, clean_line
from tmchat.core.views import search_words

MOST: Final = 20
"""Conversations offered at once: more than fit, and a letter more narrows them."""

# Textual's scores of actions: letters scattered over a title get up to 2.4 for each letter, the
# beginning of a word 3 and more. A texter who is named stands between these.
_NAMED_LETTER: Final = 2.6
_BY_LINE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Jump:
    """A conversation to go to: `score` is on the scale of Textual's for actions, high where name or
    number were meant."""

    conversation: int
    title: Clean
    line: Clean
    score: float


class Jumps:
    """All conversations of a desk, closed ones too, by texter, number, place, holder, last line."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._search = Search()

    def find(self, query: str) -> list[Jump]:
        """At most `MOST` that mention every word of `query`: those meant by name or number first,
        then who waits, then the newest. None for a query without words."""
        words = search_words(query)
        if not words:
            return []
        inbox = self._desk.inbox
        self._search.look_for(query, inbox.numbers)
        found = self._search.found(inbox.conversations.values())
        ranked = (self._ranked(inbox.conversations[one], words) for one in found)
        best = nlargest(MOST, ranked, key=lambda one: one[0])
        return [self._jump(one, rank[0]) for rank, one in best]

    def _ranked(
        self, one: Conversation, words: tuple[str, ...]
    ) -> tuple[tuple[float, bool, int], Conversation]:
        named = f"{one.name}\n{one.texter}".casefold()
        meant = all(word in named for word in words)
        score = _NAMED_LETTER * sum(map(len, words)) if meant else _BY_LINE
        return (score, bool(one.waiting_since), one.last_entry), one

    def _jump(self, one: Conversation, score: float) -> Jump:
        number = self._desk.number_of(one)
        to = clean_line(number.name or number.number)
        states = ["waiting"] if one.waiting_since else []
        states += ["closed"] if one.closed else []
        state = "".join(f", {word}" for word in states)
        title = Clean(f"{clean_line(self._desk.called(one))} to {to}{state}")
        return Jump(one.id, title, clean_line(one.last_line), score)
