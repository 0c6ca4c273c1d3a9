"""Which rows events change, for the store to write; which events happen is the switchboard's."""

from collections.abc import Sequence

from tmchat.core import events as ev
from tmchat.core.inbox import (
    CannedChanged,
    ConversationChanged,
    Inbox,
    MarkMoved,
    NumbersChanged,
)
from tmchat.core.records import CannedReply, Conversation, NumberGroup, ReadMark, TrackingNumber
from tmchat.hub.store.interface import OutboxRow, Write
from tmchat.protocol.frames import encode_part


def apply(inbox: Inbox, events: Sequence[ev.Event]) -> Write:
    """Applies `events` to `inbox`; the events and the rows they changed, as they are afterwards."""
    conversations: dict[int, Conversation] = {}
    marks: dict[tuple[str, int], ReadMark] = {}
    numbers: dict[str, TrackingNumber | None] = {}
    groups: dict[int, NumberGroup | None] = {}
    canned: dict[str, CannedReply | None] = {}
    replies: list[OutboxRow] = []
    for event in events:
        for change in inbox.apply(event):
            match change:
                case ConversationChanged():
                    conversations[change.conversation] = change.after
                case MarkMoved(about, agent):
                    marks[agent, about] = inbox.mark(agent, about)
                case NumbersChanged(number) if number:
                    numbers[number] = inbox.numbers.get(number)
                case CannedChanged(title):
                    canned[title] = inbox.canned.get(title)
        match event.what:
            case ev.GroupListed(group):
                groups[group.id] = group
            case ev.GroupUnlisted(gone):
                groups[gone] = None
            case ev.ReplyQueued(about, text, client_ref):
                replies.append(OutboxRow(event.n, about, client_ref, text, queued_at=event.at))
    return Write(
        events=tuple(events),
        lines=tuple(encode_part(event) for event in events),
        conversations=tuple(conversations.values()),
        marks=tuple((agent, mark) for (agent, _), mark in marks.items()),
        numbers=tuple(row for row in numbers.values() if row is not None),
        gone=tuple(number for number, row in numbers.items() if row is None),
        groups=tuple(row for row in groups.values() if row is not None),
        gone_groups=tuple(group for group, row in groups.items() if row is None),
        canned=tuple(row for row in canned.values() if row is not None),
        gone_canned=tuple(title for title, row in canned.items() if row is None),
        outbox=tuple(replies),
    )
