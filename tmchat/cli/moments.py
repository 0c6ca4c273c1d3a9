"""Days and times as people write them on a command line; which they narrow is each command's."""

from datetime import UTC, datetime

from tmchat.cli.failure import Plight


def utc_moment(written: str, flag: str = "--since") -> int:
    """A day or time as a person writes it, in ms UTC; raises `Plight` for anything else."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Plight(
            f"{flag} wants a day or a time such as 2026-03-01T17:00, not {written!a}."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, int(moment.timestamp() * 1000))
