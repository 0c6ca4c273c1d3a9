"""Refuses what only this machine can judge: an unknown time zone, a time that has passed."""

from collections.abc import Callable

from tmchat.core.commands import Command, Refused, ScheduleReply, SetAnswering
from tmchat.core.inbox import Inbox
from tmchat.core.quiet import quiet
from tmchat.core.snoozing import too_late
from tmchat.settings.zones import zone_of


def foreseen(
    clock: Callable[[], int], inbox: Callable[[], Inbox], command: Command
) -> Refused | None:
    """Why a command cannot be carried out here and now; `clock` is the hub's, ms UTC."""
    return unknown_zone(command) or too_late(command, clock()) or in_quiet_hours(inbox(), command)


def in_quiet_hours(inbox: Inbox, command: Command) -> Refused | None:
    """Why a reply may not go out at the time for which it is to be scheduled."""
    if not isinstance(command, ScheduleReply):
        return None
    conversation = inbox.conversations.get(command.conversation)
    found = conversation and quiet(conversation.texter, command.due, zone_of)
    return Refused("quiet-hours", found.reason) if found else None


def unknown_zone(command: Command) -> Refused | None:
    """Why an auto-reply cannot be kept whose zone this machine does not know."""
    if isinstance(command, SetAnswering) and zone_of(command.answering.zone) is None:
        sentence = "The hub knows no such time zone; write one such as America/Toronto."
        return Refused("setting", sentence)
    return None
