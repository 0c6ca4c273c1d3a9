"""The hours in which nobody is texted by machine; which reply is due when, `scheduling` says.

47 CFR 64.1200(c)(1): not before 8 a.m. and not after 9 p.m., local time at the called party's
location. Where that is, only the area code tells, so that a code in several zones counts with all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from tmchat.core import phone
from tmchat.core.areacodes import zones_of

OPENS: Final = 8
CLOSES: Final = 21
"""Hours of the day by the texter's clock."""
COAST_TO_COAST: Final = ("America/New_York", "America/Los_Angeles")
"""The zones in which it has to be day for a North American number without a place."""
_STEPS: Final = 10

FindZone = Callable[[str], tzinfo | None]


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when on a text may go out (ms UTC), and why not sooner, in a sentence."""

    until: int
    reason: str


def quiet(texter: str, at: int, zone_of: FindZone) -> Quiet | None:
    """The quiet hours in which `at` (ms UTC) falls for a texter (E.164); None for none.

    `zone_of` finds a zone by its IANA name. Numbers outside of North America and short codes are
    not spoken of by that rule.
    """
    code = phone.area(texter)
    if not code:
        return None
    names = zones_of(code)
    zones = [(name, zone) for name in names or COAST_TO_COAST if (zone := zone_of(name))]
    until, first = at, None
    for _ in range(_STEPS):
        closed = [(name, opening) for name, zone in zones if (opening := _opening(until, zone))]
        if not closed:
            break
        first = first or closed[0][0]
        until = max(opening for _, opening in closed)
    if first is None:
        return None
    zone = dict(zones)[first]
    there = f"{datetime.fromtimestamp(at / 1000, zone):%H:%M}"
    place = f"area code {code}" if names else f"{code} has no place, so coast to coast"
    return Quiet(until, f"It is {there} in {first} then ({place}); quiet hours are 21:00 to 8:00.")


def _opening(at: int, zone: tzinfo) -> int:
    """When the quiet hours end in which `at` falls in a zone, ms UTC; 0 when it falls in none."""
    local = datetime.fromtimestamp(at / 1000, zone)
    if OPENS <= local.hour < CLOSES:
        return 0
    day = local.date() + timedelta(days=int(local.hour >= CLOSES))
    opening = datetime(day.year, day.month, day.day, OPENS, tzinfo=zone)
    return int(opening.timestamp() * 1000)
