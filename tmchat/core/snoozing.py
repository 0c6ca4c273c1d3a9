"""Putting a conversation off and waking it; the hub's clock and its sweeps are `hub.waking`'s."""

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import later
from tmchat.core.guards import others_claim
from tmchat.core.inbox import Inbox
from tmchat.core.records import Agent, Conversation

LONGEST = 366 * 24 * 60 * 60 * 1000
"""Milliseconds for which something can be put off."""


def snooze(
    inbox: Inbox, conv: Conversation, command: cmd.Snooze, agent: Agent
) -> tuple[ev.Happening, ...] | cmd.Refused:
    """What happens when `agent` puts the conversation off."""
    if conv.closed:
        return cmd.Refused("closed", "The conversation is closed; nothing waits in it.")
    if conv.opted_out:
        return cmd.Refused("opted-out", "This texter opted out; nothing waits here.")
    if command.seen and conv.last_text > command.seen:
        return cmd.Refused("moved-on", "A text came meanwhile; read it, then snooze.")
    refusal = others_claim(conv, agent)
    if refusal is not None:
        return refusal
    if conv.snoozed_by and conv.snoozed_until == command.until:
        return ()
    return (later.ConversationSnoozed(conv.id, agent.name, command.until),)


def wake(
    inbox: Inbox, conv: Conversation, command: cmd.Wake, agent: Agent
) -> tuple[ev.Happening, ...] | cmd.Refused:
    """What happens when `agent` takes a snooze back."""
    if not conv.snoozed_by:
        return ()
    refusal = others_claim(conv, agent)
    return refusal or (later.ConversationWoken(conv.id, agent.name),)


def waking(inbox: Inbox, now: int) -> tuple[later.ConversationWoken, ...]:
    """The conversations whose time has come at `now` (ms UTC, the hub's clock)."""
    known = (inbox.conversations[one] for one in sorted(inbox.timed))
    return tuple(later.ConversationWoken(one.id) for one in known if 0 < one.snoozed_until <= now)


def too_late(command: cmd.Command, now: int) -> cmd.Refused | None:
    """Why a time cannot be kept at `now` (ms UTC, the hub's clock)."""
    match command:
        case cmd.Snooze(until=at) if at:
            pass
        case cmd.ScheduleReply(due=at):
            pass
        case _:
            return None
    if at <= now:
        return cmd.Refused("past", "That time has passed.")
    if at > now + LONGEST:
        return cmd.Refused("far", "That is more than a year away.")
    return None
