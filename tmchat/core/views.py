"""Which conversations a view lists and in which order; drawing the list is a console's."""

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable
from enum import StrEnum

from tmchat.core.records import Conversation


class View(StrEnum):
    """The four lists an agent works from."""

    WAITING = "waiting"
    MINE = "mine"
    ALL = "all"
    CLOSED = "closed"


Place = tuple[int, int, int]


def belongs(view: View, conversation: Conversation, agent: str) -> bool:
    """Whether `view` of `agent` lists the conversation."""
    match view:
        case View.WAITING:
            return conversation.waiting_since > 0 and not conversation.closed
        case View.MINE:
            return conversation.holder == agent and not conversation.closed
        case View.ALL:
            return not conversation.closed
        case View.CLOSED:
            return conversation.closed


def standing(conversation: Conversation, agent: str) -> tuple[bool, bool, bool]:
    """All that decides about views: of the same standing, a conversation is in the same views."""
    waits = conversation.waiting_since > 0
    return (conversation.closed, waits, conversation.holder == agent)


def place(conversation: Conversation) -> Place:
    """The place in a list: longest unanswered first, then the latest word first.

    By the numbers of entries: a clock that was put right must not let a newer text pass an older.
    """
    if conversation.waiting_since:
        return (0, conversation.waiting_entry, conversation.id)
    return (1, -conversation.last_said, -conversation.id)


class Listing:
    """The conversations that `admits` lets in, kept in order while they change one by one."""

    def __init__(self, admits: Callable[[Conversation], bool]) -> None:
        self._admits = admits
        self._order: list[tuple[Place, int]] = []
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self._order)

    def ids(self) -> list[int]:
        """The conversations in order."""
        return [one for _, one in self._order]

    def fill(self, conversations: Iterable[Conversation]) -> None:
        """Starts anew from all conversations."""
        self._places = {one.id: place(one) for one in conversations if self._admits(one)}
        self._order = sorted((at, one) for one, at in self._places.items())

    def fill_from(self, wider: "Listing", found: Container[int]) -> None:
        """Starts anew from those of `wider`, which is in order, that are in `found`."""
        self._order = [one for one in wider._order if one[1] in found]
        self._places = {one: at for at, one in self._order}

    def update(self, conversation: Conversation) -> bool:
        """Puts one conversation where it belongs; True when the order of the list changed."""
        old = self._places.get(conversation.id)
        new = place(conversation) if self._admits(conversation) else None
        if old == new:
            return False
        if old is not None:
            del self._order[bisect_left(self._order, (old, conversation.id))]
            del self._places[conversation.id]
        if new is not None:
            insort(self._order, (new, conversation.id))
            self._places[conversation.id] = new
        return True


class Tally:
    """How many conversations wait on each tracking number, and since when."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[int, int]]] = {}  # by oldest text, with its time

    def fill(self, conversations: Iterable[Conversation]) -> None:
        """Starts anew from all conversations."""
        self._waiting = {}
        for one in conversations:
            if one.waiting_since:
                self._waiting.setdefault(one.number, []).append(_wait(one))
        for held in self._waiting.values():
            held.sort()

    def update(self, before: Conversation | None, after: Conversation) -> bool:
        """Takes in one changed conversation; True when a count or an age changed."""
        old = _wait(before) if before is not None else (0, 0)
        new = _wait(after)
        if old == new:
            return False
        held = self._waiting.setdefault(after.number, [])
        if before is not None and before.waiting_since:
            del held[bisect_left(held, old)]
        if after.waiting_since:
            insort(held, new)
        return True

    def waiting(self, number: str) -> int:
        """How many conversations of the number wait on us."""
        return len(self._waiting.get(number, ()))

    def oldest(self, number: str) -> int:
        """Since when the longest of them waits, ms UTC; 0 when none does."""
        held = self._waiting.get(number)
        return held[0][1] if held else 0

    def first(self, number: str) -> int:
        """The text that has waited longest on the number; 0 when none does."""
        held = self._waiting.get(number)
        return held[0][0] if held else 0

    def total(self) -> int:
        """How many conversations wait on us in all."""
        return sum(len(held) for held in self._waiting.values())


def _wait(one: Conversation) -> tuple[int, int]:
    return one.waiting_entry, one.waiting_since


_AROUND_DIGITS = str.maketrans("", "", "+-().")


def search_words(query: str) -> tuple[str, ...]:
    """The words of a filter, folded for comparison; of a phone number, its digits."""
    return tuple(_digits(word) for word in query.casefold().split())


def _digits(word: str) -> str:
    digits = word.translate(_AROUND_DIGITS)
    return digits if digits.isdecimal() else word


def mentions(conversation: Conversation, words: tuple[str, ...], number_name: str) -> bool:
    """Whether every word stands in the texter's name, number, place, in the tracking number's
    name, in the last line or in the holder's name."""
    if not words:
        return True
    folded = f"{searched(conversation)}\n{number_name}".casefold()
    return all(word in folded for word in words)


def searched(told: Conversation) -> str:
    """What a filter looks at of the conversation itself; no word of a filter holds a newline."""
    return f"{told.name}\n{told.texter}\n{told.place}\n{told.last_line}\n{told.holder}"
