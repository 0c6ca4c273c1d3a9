"""Replies that are to go out at a time: kept, held, cancelled, sent; sending is the outbox's."""

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import later
from tmchat.core.guards import moved_on, others_claim, taken_up
from tmchat.core.inbox import Inbox
from tmchat.core.quiet import FindZone, quiet
from tmchat.core.records import Agent, Conversation, Scheduled

MOST = 10
"""Replies that may be scheduled in one conversation."""
AT_ITS_TIME = "due:"
"""How no client_ref of a console's may begin: one taken before would hold up all that is due."""
MOMENT = 5_000
"""Milliseconds before quiet hours in which what is due waits for their end: it might be swept, or
arrive, within them."""
LATE = 60 * 60 * 1000
"""Milliseconds after its time within which a reply still goes out, as when the hub was down."""

_GONE = cmd.Refused("settled", "This reply is not scheduled any more.")
_TEXT_CAME = "The texter wrote since."
_REPLY_CAME = "Somebody else replied since."
_TOO_LATE = "The hub was not running at its time."
_CLOSED = "The conversation was closed over what came since."
_OPTED_OUT = "The texter opted out."
_RESTORED = "The desk was restored from an older copy; it may have gone out since that was made."


def client_ref_at_its_time(scheduled: Scheduled) -> str:
    """The client_ref under which a scheduled reply goes out, whoever sends it: once only."""
    return f"{AT_ITS_TIME}{scheduled.entry}"


def cancelled_by(agent: str) -> str:
    """Why a reply that `agent` cancelled is scheduled no longer."""
    return f"Cancelled by {agent}."


def keep(
    conv: Conversation, command: cmd.ScheduleReply, agent: Agent
) -> tuple[ev.Happening, ...] | cmd.Refused:
    """Keeps a reply for its time; that it might be sent now is checked by then."""
    if len(conv.scheduled) >= MOST:
        return cmd.Refused("too-many", f"{MOST} replies are scheduled here already.")
    return (
        later.ReplyScheduled(conv.id, command.text, command.client_ref, agent.name, command.due),
    )


def find(conv: Conversation, entry: int) -> Scheduled | cmd.Refused:
    """The scheduled reply that stands in the timeline as `entry`."""
    return next((one for one in conv.scheduled if one.entry == entry), _GONE)


def cancel(
    inbox: Inbox, conv: Conversation, command: cmd.CancelScheduled, agent: Agent
) -> tuple[ev.Happening, ...] | cmd.Refused:
    """Takes a scheduled reply back; whoever wrote it always may."""
    found = find(conv, command.entry)
    if isinstance(found, cmd.Refused):
        return found
    refusal = others_claim(conv, agent) if found.by != agent.name else None
    ended = later.ScheduleEnded(conv.id, found.entry, False, cancelled_by(agent.name))
    return refusal or (ended,)


def falling_due(inbox: Inbox, now: int, zone_of: FindZone) -> tuple[ev.Happening, ...]:
    """What becomes of scheduled replies at `now` (ms UTC, the hub's clock).

    One of a conversation at a time: the next is judged with what this one changed.
    """
    happenings: list[ev.Happening] = []
    for about in sorted(inbox.timed):
        conv = inbox.conversations[about]
        for one in sorted(conv.scheduled, key=lambda one: (one.due, one.entry)):
            found = _due(inbox, conv, one, now, zone_of)
            if found:
                happenings.extend(found)
                break
    return tuple(happenings)


def gone_back(inbox: Inbox, head: int, at: int) -> tuple[ev.Happening, ...]:
    """What becomes of scheduled replies of a desk that went back, at `at` (ms UTC), to an older
    copy which ended with event `head`: an agent decides about those that may have gone out."""
    return tuple(
        later.ScheduleEnded(about, one.entry, False, _RESTORED)
        if inbox.conversations[about].closed
        else later.ScheduleHeld(about, one.entry, _RESTORED)
        for about in sorted(inbox.timed)
        for one in inbox.conversations[about].scheduled
        if not one.held and one.entry <= head and one.due <= at
    )


def _due(
    inbox: Inbox, conv: Conversation, one: Scheduled, now: int, zone_of: FindZone
) -> tuple[ev.Happening, ...]:
    if conv.opted_out:
        return (later.ScheduleEnded(conv.id, one.entry, False, _OPTED_OUT),)
    if one.held or now < one.due:
        return ()
    waits = quiet(conv.texter, one.due, zone_of) or quiet(conv.texter, one.due + MOMENT, zone_of)
    ready = waits.until if waits is not None else one.due
    if now < ready:
        return ()
    reason = _held(inbox, conv, one, late=now > ready + LATE)
    if reason and conv.closed:
        return (later.ScheduleEnded(conv.id, one.entry, False, _CLOSED),)
    if reason:
        return (later.ScheduleHeld(conv.id, one.entry, reason),)
    if quiet(conv.texter, now, zone_of) is not None:
        return ()
    return going_out(conv, one)


def going_out(conv: Conversation, one: Scheduled) -> tuple[ev.Happening, ...]:
    """A scheduled reply goes to the outbox as if its agent sent it now: it claims, and reopens."""
    return (
        later.ScheduleEnded(conv.id, one.entry, True),
        *taken_up(conv, one.by),
        ev.ReplyQueued(conv.id, one.text, client_ref_at_its_time(one), one.by),
    )


def _held(inbox: Inbox, conv: Conversation, one: Scheduled, *, late: bool) -> str:
    """Why a reply whose time has come waits for an agent; empty when it goes out."""
    if conv.last_text > one.entry:
        return _TEXT_CAME
    if moved_on(inbox, conv, one.entry, one.by):
        return _REPLY_CAME
    if conv.holder not in ("", one.by):
        return f"{conv.holder} holds the conversation by now."
    return _TOO_LATE if late else ""
