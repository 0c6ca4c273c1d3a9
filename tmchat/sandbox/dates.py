"""The API's written times, to and from milliseconds UTC; not a clock."""

from datetime import UTC, datetime

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
