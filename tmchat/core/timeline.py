"""The lines of one conversation as far as they are loaded, with gaps; drawing them is a console's.

A timeline is a window on a conversation of any length: runs of entries without a hole, and between
two runs a gap. Pages come from the hub, single entries from events; both find their place by id.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tmchat.core.entries import delivered, further, supersedes
from tmchat.core.events import DeliveryChanged
from tmchat.core.records import Entry

LOADED = 2000


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries may be missing between the entries `after` and `before`."""

    after: int
    before: int


class Timeline:
    """The loaded entries of one conversation in order of id.

    `start` says that the first loaded entry is the conversation's first, `end` that the last one is
    its newest. At most `loaded` entries are kept.
    """

    def __init__(self, conversation: int, *, loaded: int = LOADED) -> None:
        self.conversation = conversation
        self.start = False
        self.end = False
        self._loaded = loaded
        self._ids: list[int] = []
        self._entries: dict[int, Entry] = {}
        self._gaps: set[int] = set()
        self._latest = 0
        self._moved: dict[int, DeliveryChanged] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Entry | Gap]:
        last = len(self._ids) - 1
        for index, one in enumerate(self._ids):
            yield self._entries[one]
            if one in self._gaps and index < last:
                yield Gap(one, self._ids[index + 1])

    @property
    def oldest(self) -> int:
        """The id of the first loaded entry, 0 when none is."""
        return self._ids[0] if self._ids else 0

    @property
    def newest(self) -> int:
        """The id of the last loaded entry, 0 when none is."""
        return self._ids[-1] if self._ids else 0

    def entry(self, id: int) -> Entry | None:
        """The loaded entry with this id."""
        return self._entries.get(id)

    def gap_after(self, entry: int) -> Gap | None:
        """The gap that follows the loaded entry, if one does."""
        at = bisect_left(self._ids, entry)
        if entry not in self._gaps or at + 1 >= len(self._ids):
            return None
        return Gap(entry, self._ids[at + 1])

    def add(self, entry: Entry) -> bool:
        """Takes the conversation's next entry; False when the window does not reach its end."""
        self._latest = max(self._latest, entry.id)
        if not self.end or entry.id <= self.newest:
            return False
        self._ids.append(entry.id)
        self._entries[entry.id] = entry
        self._trim(keep_newest=True)
        return True

    def change(self, change: DeliveryChanged) -> bool:
        """Moves a reply's delivery forward; False when nothing shown changed."""
        old = self._entries.get(change.entry)
        if old is None:
            kept = self._moved.get(change.entry)
            if kept is None or supersedes(change, kept):
                self._moved[change.entry] = change
            return False
        new = delivered(old, change)
        self._entries[change.entry] = new
        return new is not old

    def line_broke(self) -> None:
        """Entries may have come and not reached us: what is newest here need not be."""
        self.end = False

    def merge(
        self,
        entries: Sequence[Entry],
        *,
        before: int = 0,
        after: int = 0,
        start: bool = False,
        end: bool = False,
        keep_newest: bool = True,
    ) -> None:
        """Takes a page: a run of the conversation without a hole.

        `before` and `after` are what it was asked with, so it touches those entries. What is over
        the bound goes from the old end, or from the new one unless `keep_newest`. A page may have
        been read before events that came ahead of it: it then neither reaches the end nor takes a
        delivery back.
        """
        # What it was asked with may have been trimmed meanwhile: then it touches nothing loaded.
        trimmed = {before, after} - self._entries.keys() - {0}
        if trimmed and not entries:
            return
        before, after = (0 if edge in trimmed else edge for edge in (before, after))
        if not self._ids:
            self.start = self.end = False
        fresh = [entry for entry in entries if entry.id not in self._entries]
        for entry in entries:
            self._entries[entry.id] = self._as_told(entry)
        if fresh:
            self._ids = sorted({*self._ids, *(entry.id for entry in fresh)})
        low = after or (entries[0].id if entries else before)
        high = before or (entries[-1].id if entries else after)
        self._gaps = {gap for gap in self._gaps if not low <= gap < high}
        known = {entry.id for entry in fresh}
        if entries and not after and entries[0].id in known:
            self._part(bisect_left(self._ids, entries[0].id) - 1)
        if entries and not before and entries[-1].id in known:
            self._part(bisect_left(self._ids, entries[-1].id))
        if start and (entries[0].id if entries else before) == self.oldest:
            self.start = True
        if end and (entries[-1].id if entries else after) == self.newest >= self._latest:
            self.end = True
        self._trim(keep_newest=keep_newest)

    def _as_told(self, entry: Entry) -> Entry:
        """A page's entry with what events said of its delivery, where they were ahead of it."""
        old = self._entries.get(entry.id)
        if old is not None and entry.delivery and _is_ahead(old, entry):
            return old
        moved = self._moved.pop(entry.id, None)
        return entry if moved is None else delivered(entry, moved)

    def _part(self, index: int) -> None:
        """A gap after the entry at `index`, if something stands on both sides."""
        if 0 <= index < len(self._ids) - 1:
            self._gaps.add(self._ids[index])

    def _trim(self, *, keep_newest: bool) -> None:
        over = len(self._ids) - self._loaded
        if over <= 0:
            return
        if keep_newest:
            gone, self._ids = self._ids[:over], self._ids[over:]
            self.start = False
        else:
            gone, self._ids = self._ids[-over:], self._ids[:-over]
            self.end = False
        for one in gone:
            del self._entries[one]
            self._gaps.discard(one)


def _is_ahead(one: Entry, other: Entry) -> bool:
    """Whether `one` tells at least as much of a reply's delivery as `other`, the same reply."""
    if one.decided != other.decided:
        return one.decided > other.decided
    return other.delivery is not None and not further(one.delivery, other.delivery)
