"""One event as a line for people, fit for any terminal; following events is `tail`'s."""

from datetime import UTC, datetime

from tmchat.core import events as ev
from tmchat.core import phone
from tmchat.core.entries import conversation_of, entry_of
from tmchat.core.lateness import late_words
from tmchat.core.records import Conversation, EntryKind
from tmchat.core.setup.wording import plan_words
from tmchat.core.text import Clean, clean_line


def event_line(event: ev.Event, conversation: Conversation | None) -> Clean:
    """Time (UTC), event number, conversation, texter and number, then what happened."""
    moment = _written(event.at)
    where = ""
    if conversation is not None:
        texter, number = phone.pretty(conversation.texter), phone.pretty(conversation.number)
        where = f"conversation {conversation_of(event)}, {texter} to {number}: "
    return clean_line(f"{moment} {event.n} {where}{_words(event)}")


def _written(at: int, precise: bool = True) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _words(event: ev.Event) -> str:
    entry = entry_of(event)
    if entry is None:
        return _unlisted(event.what)
    by = f"{entry.by} " if entry.by else ""
    match entry.kind:
        case EntryKind.TEXT:
            late = late_words(entry, _written)
            kind = f"text ({late}):" if late else "text:"
            return " ".join((kind, entry.text, *entry.media))
        case EntryKind.REPLY:
            return f"{by}replies: {entry.text}"
        case EntryKind.SCHEDULED:
            return f"{by}scheduled for {_written(entry.due)}: {entry.text}"
        case EntryKind.AUTO_REPLY:
            return f"auto-reply: {entry.text}"
        case EntryKind.NOTE:
            return f"{by}notes: {entry.text}"
        case EntryKind.LINE:
            return by + entry.text + (f" {_written(entry.due)}" if entry.due else "")


def _unlisted(what: ev.Happening) -> str:
    """The words for what adds no line to a timeline."""
    match what:
        case ev.ConversationOpened():
            return f"opened {what.name}"
        case ev.TexterDescribed():
            return f"the texter is {what.name} {what.place}"
        case ev.DeliveryChanged():
            return f"reply {what.entry} is {what.delivery} {what.reason}"
        case ev.ConversationRead():
            return f"{what.agent} has read to {what.upto}"
        case ev.NumberListed():
            return f"number {phone.pretty(what.number.number)} listed {what.number.name}"
        case ev.NumberUnlisted():
            return f"number {phone.pretty(what.number)} is gone from the account"
        case ev.GroupListed():
            return f"group {what.group.id} listed {what.group.name}"
        case ev.GroupUnlisted():
            return f"group {what.group} is gone from the account"
        case ev.CannedKept():
            return f"{what.by} kept the canned reply {what.reply.title}"
        case ev.CannedRemoved():
            return f"{what.by} removed the canned reply {what.title}"
        case ev.ChangeIntended():
            return f"{what.by} is about to change {phone.pretty(what.label)}: {what.words}"
        case ev.ChangeFailed():
            return f"{what.by} did not change {phone.pretty(what.label)}: {what.words}"
        case ev.SetupChanged():
            return f"{what.by} changed {phone.pretty(what.plan.label)}: {plan_words(what.plan)}"
        case ev.SetupMade() | ev.SetupRemoved():
            return f"{what.by} {what.words}: {phone.pretty(what.label)}"
        case ev.NumberAttached():
            return f"{what.by} attached number {phone.pretty(what.number.number)}"
        case ev.NumberDetached():
            return f"{what.by} detached number {phone.pretty(what.number.number)}"
    return type(what).__name__
