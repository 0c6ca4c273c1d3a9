"""When a business is open: a week of spans and days off in one time zone; answering is
`answering`'s."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MIDNIGHT: Final = 24 * 60
_FOLDED: Final = tuple(day.casefold() for day in DAYS)


@dataclass(frozen=True, slots=True)
class Span:
    """Open on one day of the week (Monday is 0) from `begin` to before `end`, minutes after
    midnight; `end` may be 1440, the next midnight."""

    day: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Answering:
    """The desk's own auto-reply for one tracking number, beside the agents' chat.

    `zone` is an IANA name such as America/Toronto, `holidays` are days such as 2026-12-25 on which
    nobody is there. `in_hours` and `after_hours` are the texts; an empty one answers nothing.
    """

    enabled: bool = False
    zone: str = "UTC"
    hours: tuple[Span, ...] = ()
    holidays: tuple[str, ...] = ()
    in_hours: str = ""
    after_hours: str = ""


def is_open(answering: Answering, local: datetime) -> bool:
    """Whether the business is open at `local`, a time in its own zone."""
    if is_holiday(answering, local):
        return False
    return within(answering.hours, local)


def within(spans: Iterable[Span], local: datetime) -> bool:
    """Whether one of the spans holds `local`, a time in their own zone."""
    minute = local.hour * 60 + local.minute
    day = local.weekday()
    return any(one.day == day and one.begin <= minute < one.end for one in spans)


def is_holiday(answering: Answering, local: datetime) -> bool:
    """Whether `local` falls on a day off."""
    return local.date().isoformat() in answering.holidays


def clock_time(minute: int) -> str:
    """Minutes after midnight as people write them: `09:30`, `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(written: str) -> int:
    """The minutes after midnight of `9:30` or `24:00`; raises `ValueError` with a sentence."""
    hours, colon, minutes = written.strip().partition(":")
    if colon and hours.isdigit() and len(minutes) == 2 and minutes.isdigit():
        minute = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and minute <= MIDNIGHT:
            return minute
    raise ValueError("Write a time as 9:30, up to 24:00.")


def spans_of(written: str, day: int) -> tuple[Span, ...]:
    """The spans of one day from `9:00-12:00, 13:00-17:30`; none from an empty text.

    Raises `ValueError` with a sentence.
    """
    spans: list[Span] = []
    for part in filter(None, (one.strip() for one in written.split(","))):
        begin, dash, end = part.partition("-")
        if not dash:
            raise ValueError("Write hours as 9:00-17:30, several with commas between.")
        spans.append(Span(day, minute_of(begin), minute_of(end)))
    return tuple(spans)


def day_words(answering: Answering, day: int) -> str:
    """One day of the week as `spans_of` reads it; empty when closed."""
    spans = sorted((one for one in answering.hours if one.day == day), key=lambda one: one.begin)
    return ", ".join(f"{clock_time(one.begin)}-{clock_time(one.end)}" for one in spans)


def weekday(written: str) -> int | None:
    """The day of the week (Monday is 0) by its first three letters; None for anything else."""
    begun = written.strip().casefold()[:3]
    return _FOLDED.index(begun) if begun in _FOLDED else None


def is_day(written: str) -> bool:
    """Whether `written` is a day such as 2026-12-25."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
