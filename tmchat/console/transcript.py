"""A conversation as text to paste elsewhere: who said what when; copying is `clipboard`'s."""

from collections.abc import Iterable
from datetime import datetime

from tmchat.console.looks import LocalTime
from tmchat.core import phone
from tmchat.core.records import Conversation, Delivery, Entry, EntryKind, TrackingNumber
from tmchat.core.text import clean, clean_line
from tmchat.core.timeline import Gap

_TOLD = (Delivery.FAILED, Delivery.UNKNOWN)


def transcript(
    conversation: Conversation,
    number: TrackingNumber,
    timeline: Iterable[Entry | Gap],
    local: LocalTime,
) -> str:
    """A heading, then a line for each entry; further lines of a text are indented."""
    texter = clean_line(conversation.name)
    called = clean_line(number.name)
    heading = (
        f"{texter} {phone.pretty(conversation.texter)}".strip()
        + " to "
        + f"{called} {phone.pretty(number.number)}".strip()
    )
    lines = [heading]
    for one in timeline:
        if isinstance(one, Gap):
            lines.append("(something is missing here)")
        else:
            lines.append(f"{_written(local(one.at))} {_said(conversation, one)}")
    return "\n".join(lines)


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _said(conversation: Conversation, entry: Entry) -> str:
    text = clean(entry.text).replace("\n", "\n    ")
    text += "".join(f"\n    media {clean_line(one)}" for one in entry.media)
    by = clean_line(entry.by)
    match entry.kind:
        case EntryKind.LINE:
            return f"{by} {text}".strip()
        case EntryKind.TEXT:
            return f"{clean_line(conversation.name) or phone.pretty(conversation.texter)}: {text}"
        case EntryKind.NOTE:
            return f"note by {by}: {text}"
    how = f" ({entry.delivery})" if entry.delivery in _TOLD else ""
    return f"{by or 'auto-reply'}{how}: {text}"
