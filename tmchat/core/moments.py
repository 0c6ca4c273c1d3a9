"""Times to come as people write them, `15:30`, `2h`, `tomorrow 9:00`, and back into words.

Days and hours are those of `local`, the clock on the agent's wall; what is kept is ms UTC.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tmchat.core.hours import DAYS, minute_of, weekday

LocalTime = Callable[[int], datetime]
MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MORNING: Final = 9 * 60
EVENING: Final = 18 * 60
"""Minutes after midnight."""

_SPANS: Final = {"m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY}
_SPAN: Final = re.compile(r"(\d{1,4})\s*(m|min|h|d)")
_HOW: Final = "Write a time as 15:30, 2h, 45m, tomorrow 9:00, mon 9:00 or 2026-12-01 9:00."


@dataclass(frozen=True, slots=True)
class Offer:
    """A time to choose: what it is called, and when that is in ms UTC."""

    title: str
    at: int


def offers(now: int, local: LocalTime) -> tuple[Offer, ...]:
    """The times that are commonly wanted at `now` (ms UTC), soonest first."""
    here = local(now)
    monday = (7 - here.weekday()) or 7
    found = [
        Offer("in 1 hour", now + HOUR),
        Offer("in 3 hours", now + 3 * HOUR),
        Offer("this evening", _at(here, 0, EVENING, now, local)),
        Offer("tomorrow morning", _at(here, 1, MORNING, now, local)),
        Offer("next Monday", _at(here, monday, MORNING, now, local)),
    ]
    if monday == 1:
        del found[3]  # it is the same morning
    # An evening that is about to begin is in an hour.
    return tuple(sorted((one for one in found if one.at >= now + HOUR), key=lambda one: one.at))


def moment_of(written: str, now: int, local: LocalTime) -> int:
    """The time (ms UTC) that `written` means at `now`: of an hour alone, the next such.

    Raises `ValueError` with a sentence.
    """
    words = written.casefold().split()
    span = _SPAN.fullmatch(" ".join(words).removeprefix("in "))
    if span is not None:
        return now + int(span[1]) * _SPANS[span[2]]
    here = local(now)
    if len(words) == 1:
        minute = _minute(words[0])
        today = _at(here, 0, minute, now, local)
        return today if today > now else _at(here, 1, minute, now, local)
    if len(words) != 2:
        raise ValueError(_HOW)
    at = _at(here, _days_to(words[0], here), _minute(words[1]), now, local)
    if at <= now and weekday(words[0]) is not None:
        at = _at(here, 7, _minute(words[1]), now, local)
    if at <= now:
        raise ValueError("That time has passed.")
    return at


def when_words(at: int, now: int, local: LocalTime) -> str:
    """A time in words beside `now`: `15:30`, `tomorrow 09:00`, `Mon 30 Nov 09:00`."""
    then, here = local(at), local(now)
    days = (then.date() - here.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if days == 1:
        return f"tomorrow {then:%H:%M}"
    if days == -1:
        return f"yesterday {then:%H:%M}"
    year = f" {then.year}" if then.year != here.year else ""
    return f"{DAYS[then.weekday()]} {then.day} {then:%b}{year} {then:%H:%M}"


def instant(wall: datetime, near: int, local: LocalTime) -> int:
    """The moment (ms UTC) at which the clock shows `wall`, looked for from `near` on.

    Of an hour that a clock shows twice it is one of the two; of one that it leaves out, one beside.
    """
    at = near
    for _ in range(3):
        step = wall - local(at)
        at += round(step.total_seconds() * 1000)
        if not step:
            break
    return at


def _at(here: datetime, days: int, minute: int, now: int, local: LocalTime) -> int:
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    return instant(midnight + timedelta(days=days, minutes=minute), now, local)


def _minute(written: str) -> int:
    try:
        return minute_of(written)
    except ValueError:
        raise ValueError(_HOW) from None


def _days_to(word: str, here: datetime) -> int:
    """How many days from `here` the day is that `word` names."""
    if word in ("today", "tomorrow"):
        return int(word == "tomorrow")
    day = weekday(word)
    if day is not None:
        return (day - here.weekday()) % 7
    try:
        return (date.fromisoformat(word) - here.date()).days
    except ValueError:
        raise ValueError(_HOW) from None
