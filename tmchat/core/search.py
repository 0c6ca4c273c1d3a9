"""Finds the conversations that mention the words of a filter; what a mention is, `views` says."""

from collections.abc import Iterable, Mapping

from tmchat.core.records import Conversation, TrackingNumber
from tmchat.core.views import search_words, searched


class Search:
    """One filter over ten thousand conversations, asked again at every letter.

    The folded text of a conversation is kept while the conversation stays what it is.
    """

    def __init__(self) -> None:
        self._words: list[tuple[str, frozenset[str]]] = []
        self._folded: dict[int, tuple[Conversation, str]] = {}

    def look_for(self, query: str, numbers: Mapping[str, TrackingNumber]) -> None:
        """Sets the filter; `numbers` are asked for their names once, here."""
        names = {number: known.name.casefold() for number, known in numbers.items()}
        self._words = [
            (word, frozenset(number for number, name in names.items() if word in name))
            for word in search_words(query)
        ]

    def found(self, conversations: Iterable[Conversation]) -> set[int]:
        """The ids of those that mention every word."""
        words, folded = self._words, self._folded
        found: set[int] = set()
        for one in conversations:
            kept = folded.get(one.id)
            if kept is None or kept[0] is not one:
                kept = folded[one.id] = (one, searched(one).casefold())
            for word, named in words:
                if word not in kept[1] and one.number not in named:
                    break
            else:
                found.add(one.id)
        return found
