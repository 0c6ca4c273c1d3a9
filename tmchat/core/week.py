"""Hours of a week as people write them, `Mon-Fri 09:00-18:00`; what they are hours of, they do not
know."""

from collections.abc import Iterable, Iterator
from typing import Final

from tmchat.core.hours import MIDNIGHT, Span, minute_of, weekday

_HOW: Final = "Write hours as Mon-Fri 09:00-18:00, Sat 10:00-14:00; without a day they are daily."


def week_of(written: str) -> tuple[Span, ...]:
    """The spans of `Mon-Fri 09:00-18:00, Sat 10:00-14:00`; none from an empty text.

    Without a day a span is daily. One that ends before it begins goes over midnight. Raises
    `ValueError` with a sentence.
    """
    spans: list[Span] = []
    for part in filter(None, (one.strip() for one in written.split(","))):
        words = part.split()
        if len(words) > 2:
            raise ValueError(_HOW)
        days = _days(words[0]) if len(words) == 2 else range(7)
        spans.extend(_spans(words[-1], days))
    return tuple(spans)


def _spans(written: str, days: Iterable[int]) -> Iterator[Span]:
    first, dash, last = written.partition("-")
    if not dash:
        raise ValueError(_HOW)
    begin, end = minute_of(first), minute_of(last)
    for day in days:
        if begin < end:
            yield Span(day, begin, end)
        else:
            yield Span(day, begin, MIDNIGHT)
            if end:
                yield Span((day + 1) % 7, 0, end)


def _days(written: str) -> list[int]:
    first, dash, last = written.partition("-")
    begin = _day(first)
    end = _day(last) if dash else begin
    return [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]


def _day(written: str) -> int:
    day = weekday(written)
    if day is None:
        raise ValueError(_HOW)
    return day
