"""Telmetrics' ways of writing a time, to and from milliseconds UTC; it never asks what time it is.

All forms of CONTRACT 3 are read. A time without a zone is UTC; the calls' local times are no
business of this module and stay strings.
"""

import re
from datetime import UTC, datetime

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T -](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"(?:Z|([+-])(\d\d):?(\d\d))?",
    re.ASCII | re.IGNORECASE,
)


def parse_moment(text: str) -> int:
    """Milliseconds UTC since the epoch of a written time, fractions cut to milliseconds.

    Raises ValueError for any form CONTRACT 3 does not show and for days no calendar has.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a time as Telmetrics writes it, such as 2018-01-01T00:00:00.000Z")
    *calendar, fraction, sign, hours, minutes = found.groups()
    year, month, day, hour, minute, second = (int(part or 0) for part in calendar)
    whole = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    milliseconds = int((whole - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1000
    milliseconds += int((fraction or "0").ljust(3, "0")[:3])
    if sign:
        offset = (int(hours) * 60 + int(minutes)) * 60_000
        milliseconds += -offset if sign == "+" else offset
    return milliseconds


def query_moment(at: int) -> str:
    """The form a query takes (`2018-01-01T00:00`) of milliseconds UTC since the epoch.

    Seconds are written where there are any (CONTRACT 3); milliseconds are cut.
    """
    moment = datetime.fromtimestamp(at // 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")


def window(start: int, end: int) -> dict[str, str]:
    """The query of a time window, both ends in milliseconds UTC, widened to whole seconds."""
    return {
        "startdateutc": query_moment(start),
        "enddateutc": query_moment(-(-end // 1000) * 1000),
    }
