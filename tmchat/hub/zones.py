"""Refuses what rests on a time zone unknown to the hub's machine; zones are `settings`'s."""

from tmchat.core.commands import Command, Refused, SetAnswering
from tmchat.settings.zones import zone_of


def unknown_zone(command: Command) -> Refused | None:
    """Why an auto-reply cannot be kept whose zone this machine does not know."""
    if isinstance(command, SetAnswering) and zone_of(command.answering.zone) is None:
        sentence = "The hub knows no such time zone; write one such as America/Toronto."
        return Refused("setting", sentence)
    return None
