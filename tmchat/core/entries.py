"""Which line of a timeline an event makes; keeping them in order is `timeline`'s."""

from dataclasses import replace

from tmchat.core import events as ev
from tmchat.core import later
from tmchat.core.records import Delivery, Entry, EntryKind

ANYWAY = "sent all the same"
"""What a line says of a reply that left although something had come that its agent had not seen."""


def entry_of(event: ev.Event) -> Entry | None:
    """The entry that `event` adds to its conversation, or None for one that adds no line."""
    what = event.what
    match what:
        case ev.TextArrived():
            return Entry(
                event.n,
                event.at,
                EntryKind.TEXT,
                what.text,
                sent_at=what.sent_at,
                media=what.media,
                late=what.late,
                overtaken_by=what.overtaken_by,
                received_at=what.received_at,
            )
        case ev.ReplyQueued():
            kind = EntryKind.REPLY if what.by else EntryKind.AUTO_REPLY
            return Entry(
                event.n,
                event.at,
                kind,
                what.text,
                what.by,
                delivery=Delivery.QUEUED,
                client_ref=what.client_ref,
                anyway=what.anyway,
            )
        case later.ReplyScheduled():
            return Entry(
                event.n,
                event.at,
                EntryKind.SCHEDULED,
                what.text,
                what.by,
                delivery=Delivery.SCHEDULED,
                client_ref=what.client_ref,
                due=what.due,
            )
        case ev.NoteAdded():
            return Entry(
                event.n, event.at, EntryKind.NOTE, what.text, what.by, client_ref=what.client_ref
            )
    line = _line_of(what)
    if line is None:
        return None
    by, text = line
    due = what.until if isinstance(what, later.ConversationSnoozed) else 0
    return Entry(event.n, event.at, EntryKind.LINE, text, by, due=due)


def _line_of(what: ev.Happening) -> tuple[str, str] | None:
    """Who did it and what the system line says after the name."""
    match what:
        case ev.ConversationClaimed():
            return what.by, "claimed the conversation"
        case ev.ConversationTakenOver():
            return what.by, f"took over from {what.holder}"
        case ev.ConversationReleased():
            whose = "" if what.by == what.holder else f", held by {what.holder}"
            return what.by, f"released the conversation{whose}"
        case ev.ConversationGivenBack():
            return "", f"given back: {what.holder} was {what.why}"
        case ev.ConversationClosed():
            return what.by, "closed the conversation"
        case ev.ConversationReopened():
            return what.by, "reopened the conversation" if what.by else "a text reopened it"
        case later.ConversationSnoozed():
            return what.by, "snoozed it until" if what.until else "snoozed it until the next text"
        case later.ConversationWoken():
            return what.by, "woke it" if what.by else "woke: its time has come"
        case later.ScheduleHeld():
            return "", f"a scheduled reply is held: {_inside(what.reason)}"
        case later.ScheduleEnded() if not what.sent:
            return "", f"a scheduled reply will not be sent: {_inside(what.reason)}"
        case ev.TexterOptedOut():
            return _opted_out_line(what)
        case ev.TexterOptedIn():
            where = " on another number" if what.elsewhere else ""
            return "", f"the texter opted in again with {what.keyword}{where}"
        case ev.OptOutSuspected():
            return "", "this may be an opt-out: it waits for an agent to confirm or dismiss it"
        case ev.OptOutDismissed():
            return what.by, "dismissed it: no opt-out"
        case ev.ReplyResent():
            return what.by, "had a reply sent again that may have arrived"
        case ev.ReplyMissed():
            return "", "the carrier does not have a reply that was sent: it is sent again"
        case ev.UnknownLeft():
            return what.by, "left a reply as it is: nobody knows whether it arrived"
        case ev.HelpAsked():
            return "", f"the texter asked for help with {what.keyword}; nothing was sent"
    return None


def _inside(sentence: str) -> str:
    """A sentence as the rest of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _opted_out_line(what: ev.TexterOptedOut) -> tuple[str, str]:
    where = " on another number" if what.elsewhere else ""
    if what.by:
        return what.by, f"recorded an opt-out {what.keyword}{where}: replies are locked"
    return "", f"the texter opted out with {what.keyword}{where}: replies are locked"


def conversation_of(event: ev.Event) -> int:
    """The id of the conversation that `event` concerns, 0 for none."""
    if isinstance(event.what, ev.ConversationOpened):
        return event.n
    return int(getattr(event.what, "conversation", 0))


_FORWARD = {
    Delivery.SCHEDULED: 0,
    Delivery.HELD: 1,
    Delivery.QUEUED: 0,
    Delivery.SENDING: 1,
    Delivery.UNKNOWN: 2,
    Delivery.SENT: 3,
    Delivery.FAILED: 4,
    Delivery.DELIVERED: 4,
}


def further(old: Delivery | None, new: Delivery) -> bool:
    """Whether `new` is a step forward from `old`: receipts come late, twice and out of order.

    One step goes back: an attempt that definitely did not leave is queued again.
    """
    if old is None or (old is Delivery.SENDING and new is Delivery.QUEUED):
        return True
    return _FORWARD[new] > _FORWARD[old]


def change_of(event: ev.Event) -> ev.DeliveryChanged | None:
    """What `event` says of a reply's delivery, None where it says nothing."""
    what = event.what
    match what:
        case ev.DeliveryChanged():
            return what
        case ev.ReplyResent() | ev.ReplyMissed():
            return ev.DeliveryChanged(
                what.conversation, what.entry, Delivery.QUEUED, decided=event.n
            )
        case later.ScheduleHeld():
            return ev.DeliveryChanged(what.conversation, what.entry, Delivery.HELD, what.reason)
        case later.ScheduleEnded():
            end = Delivery.SENT if what.sent else Delivery.FAILED
            return ev.DeliveryChanged(what.conversation, what.entry, end, what.reason)
        case ev.UnknownLeft():
            reason = f"It may have arrived; {what.by} left it at that."
            return ev.DeliveryChanged(
                what.conversation, what.entry, Delivery.UNKNOWN, reason, event.n
            )
    return None


def supersedes(change: ev.DeliveryChanged, known: Entry | ev.DeliveryChanged) -> bool:
    """Whether `change` is news beside what is `known` of the same reply.

    Only a decision about an unknown delivery takes a reply back to the queue, and what was told
    before that decision cannot undo it.
    """
    if change.decided != known.decided:
        return change.decided > known.decided
    return further(known.delivery, change.delivery)


def delivered(entry: Entry, change: ev.DeliveryChanged) -> Entry:
    """`entry` with its delivery changed, or itself when the change is no step forward."""
    if not supersedes(change, entry):
        return entry
    return replace(entry, delivery=change.delivery, reason=change.reason, decided=change.decided)
