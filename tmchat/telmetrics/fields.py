"""Reads a JSON object field by field into typed values; which fields there are is each resource's.

A field of an unforeseen type is left among the rest rather than failing a whole listing, and
whatever nobody asked for is handed back by `rest`, so that nothing Telmetrics says is dropped. A
null and an empty array say no more than absence, and stay there too: a block read and written
again is as it came.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.moments import parse_moment

T = TypeVar("T")


def as_text(value: object) -> str | None:
    """A string, or a whole number written out: numbers and ids come as either."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def as_whole(value: object) -> int | None:
    """A whole number of any size, also one that came as a string of digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_real(value: object) -> float | None:
    """A number with or without a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def as_flag(value: object) -> bool | None:
    """A JSON boolean."""
    return value if isinstance(value, bool) else None


def as_moment(value: object) -> int | None:
    """A time in any form of CONTRACT 3, as milliseconds UTC since the epoch."""
    if not isinstance(value, str):
        return None
    try:
        return parse_moment(value)
    except ValueError:
        return None


def as_object(value: object) -> Mapping[str, Any] | None:
    """A JSON object."""
    return value if isinstance(value, dict) else None


def answered(answer: object, read: Callable[[object], T]) -> T | None:
    """The record in the answer to a change, None where there is none: none is documented."""
    try:
        return read(answer)
    except UnexpectedAnswer:
        return None


class Fields:
    """One JSON object being read; each field is asked for once, then `rest` says what is left."""

    def __init__(self, value: object, what: str) -> None:
        """Start on `value`; `what` names it in the UnexpectedAnswer raised if it is no object."""
        if not isinstance(value, dict):
            raise UnexpectedAnswer(f"Telmetrics sent something else where {what} should be")
        self._left = dict(value)
        self._what = what

    def optional(self, name: str, read: Callable[[object], T]) -> T | None:
        """The field as `read` makes it; None where it is absent, null or of another type."""
        value = self._left.get(name)
        result = None if value is None else read(value)
        if result is not None:
            del self._left[name]
        return result

    def required(self, name: str, read: Callable[[object], T | None]) -> T:
        """The field as `read` makes it; UnexpectedAnswer where there is none to be had."""
        result = self.optional(name, read)
        if result is None:
            raise UnexpectedAnswer(f"Telmetrics sent {self._what} without a usable {name}")
        return result

    def listed(self, name: str, read: Callable[[object], T | None]) -> tuple[T, ...]:
        """The items of an array as `read` makes them; none where one of them is of another type."""
        value = self._left.get(name)
        if not isinstance(value, list):
            return ()
        items = tuple(item for item in map(read, value) if item is not None)
        if len(items) < len(value) or not items:
            return ()
        del self._left[name]
        return items

    def rest(self) -> Mapping[str, Any]:
        """All that has not been read, as it came."""
        return self._left
