"""What stands in a timeline: entries, and the lines between them that no event made."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.entries import Standpoint, entry_lines
from tmchat.console.render.strips import centred, strip
from tmchat.core.records import Delivery, Entry, EntryKind
from tmchat.core.text import Clean

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class DayLine:
    """The first line of a day; `year` says whether to name the year.

    A hub's clock that was put back makes a day begin again: `turn` counts that.
    """

    day: date
    year: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class NewLine:
    """The line before what the agent has not read; `count` texts, 0 for not counted."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class GapLine:
    """Entries after the entry `after` are missing; `text` says so and what to press."""

    after: int
    text: str


@dataclass(frozen=True, slots=True)
class PendingLine:
    """A reply or note that left the composer and that the hub has not answered for.

    `at` is ms UTC; `held` says why it does not leave, empty while it is on its way; `until` how
    long it can be taken back, empty when it cannot any more.
    """

    ref: str
    text: str
    at: int
    note: bool = False
    held: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """Who else is at the conversation, and whether they type; always the last line."""

    text: str
    typing: bool = False


Item = Entry | DayLine | NewLine | GapLine | PendingLine | CompanyLine
"""One thing in a timeline, one or more lines high."""


def key_of(item: Item) -> Hashable:
    """What stays the same of an item while it changes: an entry's id, a reply's reference."""
    match item:
        case Entry():
            return item.id
        case PendingLine():
            return item.ref
        case GapLine():
            return (GapLine, item.after)
        case NewLine():
            return NewLine
        case DayLine():
            return (item.day, item.turn) if item.turn else item.day
        case CompanyLine():
            return CompanyLine


def selectable(item: Item) -> bool:
    """Whether the cursor may stand on an item: what somebody wrote, not what the system tells."""
    return isinstance(item, Entry) and item.kind is not EntryKind.LINE


def item_lines(
    standpoint: Standpoint, item: Item, cells: int, *, selected: bool = False
) -> list[Strip]:
    """An item in lines of exactly `cells` cells; at least one."""
    ink = standpoint.ink
    palette, signs = ink.palette, ink.signs
    match item:
        case Entry():
            return entry_lines(standpoint, item, cells, selected=selected)
        case PendingLine():
            lines = entry_lines(standpoint, _as_entry(item, standpoint.me), cells)
            until = wrap(ink.line(item.until), max(1, cells - 2)) if item.until else []
            return lines + [
                strip(ink, cells, (), [(Clean(f"{line} "), palette.fresh)]) for line in until
            ]
        case DayLine():
            return [centred(ink, cells, day_words(item), palette.faint, signs.rule)]
        case NewLine():
            words = Clean(f"{item.count} new" if item.count else "new")
            return [centred(ink, cells, words, palette.fresh, signs.rule)]
        case GapLine():
            return [centred(ink, cells, ink.line(item.text), palette.gap, signs.dots)]
        case CompanyLine():
            sign = signs.draft if item.typing else signs.between
            words = Clean(f" {sign} {ink.line(item.text)}")
            return [strip(ink, cells, [(words, palette.other)])]


def day_words(line: DayLine) -> Clean:
    """`Tuesday 24 November`, in English whatever the locale, as all the desk's words are."""
    day = line.day
    words = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return Clean(f"{words} {day.year}" if line.year else words)


def _as_entry(pending: PendingLine, me: str) -> Entry:
    kind = EntryKind.NOTE if pending.note else EntryKind.REPLY
    delivery = Delivery.QUEUED if pending.held else Delivery.SENDING
    if pending.until:
        return Entry(0, pending.at, kind, pending.text, me)
    return Entry(0, pending.at, kind, pending.text, me, delivery=delivery, reason=pending.held)
