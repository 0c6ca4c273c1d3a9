"""What a call says, on the terminal and to a program; how much of it, a setting allows."""

from dataclasses import dataclass
from typing import Any, Literal

from tmchat.console.alerts.watch import Call, Cause
from tmchat.console.desk import Desk
from tmchat.core.records import Conversation, EntryKind
from tmchat.core.text import Clean, clean_line
from tmchat.core.views import View

Shows = Literal["count", "number", "texter", "text"]
_RANK = {"count": 0, "number": 1, "texter": 2, "text": 3}
_CAUSES = {
    Cause.TEXT: "a text",
    Cause.WOKE: "a conversation is back",
    Cause.HELD: "a scheduled reply that did not go out",
    Cause.FAILED: "a reply that failed",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One call: a line for the terminal, and the same for a program."""

    line: Clean
    form: dict[str, Any]


def title(desk: Desk) -> Clean:
    """What the terminal's title says: how many conversations wait."""
    waiting = desk.shelf.count(View.WAITING)
    return Clean(f"({waiting}) tmchat") if waiting else Clean("tmchat")


def spoken(desk: Desk, calls: tuple[Call, ...], shows: Shows) -> Spoken:
    """The words of one call, the newest cause first; `shows` is how much they may tell."""
    waiting = desk.shelf.count(View.WAITING)
    newest = max(calls, key=lambda call: (-call.times, call.conversation))
    known = desk.inbox.conversations.get(newest.conversation)
    parts = [clean_line(_CAUSES[newest.cause])]
    if known is not None and _RANK[shows] >= _RANK["number"]:
        parts.append(clean_line(f"to {desk.number_of(known).name or known.number}"))
    if known is not None and _RANK[shows] >= _RANK["texter"]:
        parts.append(clean_line(f"from {desk.called(known)}"))
    line = f"{' '.join(parts)}, {waiting} waiting"
    if known is not None and shows == "text" and known.last_kind is EntryKind.TEXT:
        line = f"{' '.join(parts)}: {known.last_line}"
    listed = [
        _form(desk, call, desk.inbox.conversations[call.conversation], _RANK[shows])
        for call in calls
        if call.conversation in desk.inbox.conversations
    ]
    form = {"waiting": waiting, "again": newest.times > 1, "conversations": listed}
    return Spoken(clean_line(line[:1].upper() + line[1:]), form)


def _form(desk: Desk, call: Call, conversation: Conversation, rank: int) -> dict[str, Any]:
    form: dict[str, Any] = {
        "conversation": conversation.id,
        "cause": call.cause.value,
        "times": call.times,
        "held_by": conversation.holder,
        "waiting_since_ms": conversation.waiting_since,
    }
    if rank >= _RANK["number"]:
        form["number"] = conversation.number
        form["number_name"] = desk.number_of(conversation).name
    if rank >= _RANK["texter"]:
        form["texter"] = conversation.texter
        form["texter_name"] = conversation.name
    if rank >= _RANK["text"] and conversation.last_kind is EntryKind.TEXT:
        form["text"] = conversation.last_line
    return form
