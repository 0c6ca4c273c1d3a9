"""Which lines of a long timeline are in view, measuring no more than that; it paints nothing.

The view hangs on an anchor: the *latest* line at the bottom, or a line of one item at the top. So
items put in front, added behind or wrapped anew move nothing that somebody is looking at.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The line `line` of the item with `key` stands at the top of the view."""

    key: Hashable
    line: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines `first` to `last` (exclusive) of the item at `place` are in view."""

    place: int
    first: int
    last: int


BELOW = 1
"""Lines of the height that are not for items while the view is not at the latest."""


class Viewport(Generic[T]):
    """A window of `height` lines over `items`, whose heights `measure` tells when asked."""

    def __init__(self, key_of: Callable[[T], Hashable], measure: Callable[[T], int]) -> None:
        self._key_of = key_of
        self._measure = measure
        self._place = 0
        self.items: Sequence[T] = ()
        self.anchor: Anchor | None = None
        """None: the view is at the latest."""

    def set_items(self, items: Sequence[T]) -> None:
        """Takes other items; the anchor's item is found again by its key.

        When that is gone, the item that stands in its place becomes the anchor.
        """
        old, self.items = self.items, items
        if self.anchor is None or not items:
            self.anchor = None
            return
        place = self.find(self.anchor.key)
        if place is None:
            # Counted from the end, since pages come and go in front.
            place = max(0, len(items) - max(1, len(old) - self._place))
            self.anchor = Anchor(self._key_of(items[place]))
        self._place = place

    def find(self, key: Hashable) -> int | None:
        """The place of the item with `key`, searched from the end."""
        for place in range(len(self.items) - 1, -1, -1):
            if self._key_of(self.items[place]) == key:
                return place
        return None

    def shown(self, height: int) -> list[Shown]:
        """What is in view, top first; less than `height` lines only when there are no more.

        A view with room left under its last line is at the latest from then on.
        """
        if self.anchor is not None:
            line = min(self.anchor.line, self._measure(self.items[self._place]) - 1)
            if not self._fits(self._place, line, height):
                return self._downwards(self._place, line, max(1, height - BELOW))
            self.anchor = None
        return self._upwards(len(self.items), height)

    def scroll(self, count: int, height: int) -> None:
        """Moves the view down by `count` lines, up when negative.

        At the end the anchor becomes the latest.
        """
        if not self.items or height <= 0:
            return
        place, line = self._top(height)
        if count < 0:
            place, line = self._back(place, line, -count)
        else:
            place, line = self._forth(place, line, count)
        self._settle(place, line, height)

    def to_first(self, height: int) -> None:
        """Moves the view to the first line."""
        if self.items and height > 0:
            self._settle(0, 0, height)

    def reveal(self, place: int, height: int) -> None:
        """Moves the view as little as brings the item at `place` into it, its top at least."""
        if height <= 0:
            return
        shown = self.shown(height)
        room = max(1, height - BELOW)
        tall = self._measure(self.items[place])
        if Shown(place, 0, tall) in shown:
            return
        if place <= shown[0].place or tall > room:
            self._settle(place, 0, height)
        else:
            top = self._upwards(place + 1, room)[0]
            self._settle(top.place, top.first, height)

    def _settle(self, place: int, line: int, height: int) -> None:
        """Anchors the view there, or to the latest when everything below fits."""
        if self._fits(place, line, height):
            self.anchor = None
        else:
            self._place = place
            self.anchor = Anchor(self._key_of(self.items[place]), line)

    def _fits(self, place: int, line: int, height: int) -> bool:
        """Whether everything from there on takes no more than `height` lines."""
        below = self._downwards(place, line, height + 1)
        return sum(part.last - part.first for part in below) <= height

    def _top(self, height: int) -> tuple[int, int]:
        first = self.shown(height)[0]
        return first.place, first.first

    def _back(self, place: int, line: int, count: int) -> tuple[int, int]:
        line -= count
        while line < 0 and place > 0:
            place -= 1
            line += self._measure(self.items[place])
        return place, max(line, 0)

    def _forth(self, place: int, line: int, count: int) -> tuple[int, int]:
        line += count
        while line >= self._measure(self.items[place]):
            if place == len(self.items) - 1:
                return place, self._measure(self.items[place]) - 1
            line -= self._measure(self.items[place])
            place += 1
        return place, line

    def _upwards(self, place: int, height: int) -> list[Shown]:
        """The last `height` lines before the item at `place`."""
        found: list[Shown] = []
        while place > 0 and height > 0:
            place -= 1
            tall = self._measure(self.items[place])
            first = max(0, tall - height)
            found.append(Shown(place, first, tall))
            height -= tall - first
        found.reverse()
        return found

    def _downwards(self, place: int, line: int, height: int) -> list[Shown]:
        """At most `height` lines from a line of the item at `place` on."""
        found: list[Shown] = []
        while place < len(self.items) and height > 0:
            last = min(self._measure(self.items[place]), line + height)
            found.append(Shown(place, line, last))
            height -= last - line
            place, line = place + 1, 0
        return found
