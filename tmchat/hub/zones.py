"""Time zones by their IANA names, as this machine knows them; hours in them are `core.hours`'s."""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tmchat.core.commands import Command, Refused, SetAnswering


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo | None:
    """The zone with this name, None for one that is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def unknown_zone(command: Command) -> Refused | None:
    """Why an auto-reply cannot be kept whose zone this machine does not know."""
    if isinstance(command, SetAnswering) and zone_of(command.answering.zone) is None:
        sentence = "The hub knows no such time zone; write one such as America/Toronto."
        return Refused("setting", sentence)
    return None
