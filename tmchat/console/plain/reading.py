"""Which entries of the open conversation have been printed; printing them is `talk`'s."""

from typing import Final

from tmchat.core.records import Entry
from tmchat.core.timeline import Gap, Timeline

AT_ONCE: Final = 20
"""Entries printed when a conversation is opened, and at each step back."""


class Reading:
    """A stretch of one timeline, from `first` to `last`, that has been printed."""

    def __init__(self) -> None:
        self._first: float = 0
        self._last: float = 0

    def newer(self, timeline: Timeline) -> list[Entry | Gap]:
        """What came after the printed stretch, or at first the newest; counts as printed."""
        if not timeline.end:
            return []
        news = [one for one in timeline if _place(one) > self._last]
        if not self._last:
            news = news[-AT_ONCE:]
            self._first = _place(news[0]) if news else 0
        if news:
            self._last = timeline.newest
        return news

    def older(self, timeline: Timeline) -> list[Entry | Gap]:
        """What is loaded before the printed stretch, the nearest; counts as printed."""
        found = [one for one in timeline if _place(one) < self._first][-AT_ONCE:]
        if found:
            self._first = _place(found[0])
        return found


def _place(one: Entry | Gap) -> float:
    """Where an entry or a gap stands: a gap stands just after the entry before it."""
    return one.id if isinstance(one, Entry) else one.after + 0.5
