"""A list that lives in a nameless file, so that a long try's books fit into memory; not a format to
keep."""

import os
import pickle
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")
CHUNK = 1_000
"""Items that are written and read together."""


class Spool(Sequence[T], Generic[T]):
    """Grows at its end and is read in order, or by place; the newest chunks alone are in memory."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._file = -1
        self._chunks: list[tuple[int, int]] = []
        self._size = 0
        self._tail: list[T] = []
        self._read: tuple[int, list[T]] = (-1, [])
        self.extend(items)

    def append(self, item: T) -> None:
        """Adds one at the end."""
        self._tail.append(item)
        if len(self._tail) == CHUNK:
            self._put(pickle.dumps(self._tail, pickle.HIGHEST_PROTOCOL))
            self._tail = []

    def extend(self, items: Iterable[T]) -> None:
        """Adds all, one after the other."""
        for item in items:
            self.append(item)

    def __len__(self) -> int:
        return len(self._chunks) * CHUNK + len(self._tail)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._chunks)):
            yield from self._chunk(number)
        yield from self._tail

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        number, inside = divmod(place % len(self), CHUNK)
        return self._tail[inside] if number == len(self._chunks) else self._chunk(number)[inside]

    def _put(self, written: bytes) -> None:
        if self._file == -1:
            self._file, name = tempfile.mkstemp()
            os.unlink(name)
            weakref.finalize(self, os.close, self._file)
        self._chunks.append((self._size, os.pwrite(self._file, written, self._size)))
        self._size += len(written)

    def _chunk(self, number: int) -> list[T]:
        if self._read[0] != number:
            start, length = self._chunks[number]
            self._read = (number, pickle.loads(os.pread(self._file, length, start)))
        return self._read[1]


def part(items: Sequence[T], start: int, stop: int) -> Iterator[T]:
    """The items at places `start` to `stop`, exclusive and at most to the end, one by one."""
    return (items[place] for place in range(start, min(stop, len(items))))
