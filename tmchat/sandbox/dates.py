"""The API's written times, to and from milliseconds UTC; not a clock."""

from datetime import UTC, datetime, timedelta

from tmchat.sandbox.errors import invalid

# CONTRACT 3: the calls page, the paging page and public client code each write it differently.
_QUERY_FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d-%H:%M", "%Y-%m-%dT%H:%M:%S")


def plain_time(at: int) -> str:
    """Milliseconds UTC as webhooks and files write them: `2026-03-01T17:16:01.765`, no zone."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}"


def resource_time(at: int) -> str:
    """Milliseconds UTC as resources write them: `2026-03-01T17:16:01.765Z`."""
    return plain_time(at) + "Z"


def read_query_time(text: str, field: str) -> int:
    """Read one of the three query forms as UTC milliseconds; `ApiError` 400 names `field`."""
    for form in _QUERY_FORMS:
        try:
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return int(moment.timestamp() * 1000)
    raise invalid(field, "Write a UTC time as 2018-01-01T00:00.")


def later(now: int, before: int) -> int:
    """The time of a change to what was last changed at `before`: two changes never share one."""
    return max(now, before + 1)


def eastern_time(at: int) -> str:
    """Milliseconds UTC in US Eastern time, as calls write their local times (CONTRACT 11.1: I)."""
    return plain_time(at - _eastern_hours(at) * 3_600_000)


def _eastern_hours(at: int) -> int:
    """Hours behind UTC: four from the second Sunday of March to the first of November, else five.

    Written out because not every machine has the zones' own files.
    """
    year = datetime.fromtimestamp(at / 1000, UTC).year
    begin = _sunday(year, 3, 8) + 7 * 3_600_000
    end = _sunday(year, 11, 1) + 6 * 3_600_000
    return 4 if begin <= at < end else 5


def _sunday(year: int, month: int, day: int) -> int:
    """The first Sunday on or after a day, at midnight UTC."""
    first = datetime(year, month, day, tzinfo=UTC)
    return int((first + timedelta(days=6 - first.weekday())).timestamp()) * 1000


def eastern_midnight(at: int) -> int:
    """The last midnight in US Eastern time before a moment, both milliseconds UTC."""
    local = at - _eastern_hours(at) * 3_600_000
    return at - local % 86_400_000
