"""Entries of a timeline as lines: texts, replies, notes, system lines; `items` has the rest.

A bubble without a box: a head with time, who and delivery, below it the text, indented, replies
further than what the texter wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, centred, spaces, strip
from tmchat.core.entries import ANYWAY
from tmchat.core.lateness import Moment, late_words
from tmchat.core.moments import when_words
from tmchat.core.records import Delivery, Entry, EntryKind
from tmchat.core.text import Clean

LocalTime = Callable[[int], datetime]
"""A moment (ms UTC) as the agent's clock on the wall shows it."""

_REASONED: Final = (Delivery.FAILED, Delivery.UNKNOWN, Delivery.HELD)
_TEXT_INDENT: Final = 3
_OURS_INDENT: Final = 9
_HANGING: Final = 2
_LEAST_ROOM: Final = 20


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What an entry does not know of itself: who the texter is, who looks, and the local time."""

    ink: Ink
    local: LocalTime
    texter: str = ""
    me: str = ""


def entry_lines(
    standpoint: Standpoint, entry: Entry, cells: int, *, selected: bool = False
) -> list[Strip]:
    """An entry in lines of exactly `cells` cells; at least one."""
    if entry.kind is EntryKind.LINE:
        return _system(standpoint, entry, cells)
    ink = standpoint.ink
    palette = ink.palette
    ours = entry.kind is not EntryKind.TEXT
    indent = _indent(cells, ours)
    who, style = _who(standpoint, entry)
    head: list[Part] = [
        (Clean(f"{standpoint.local(entry.at):%H:%M} "), palette.faint),
        (who, style),
    ]
    if entry.kind is EntryKind.SCHEDULED:
        due = when_words(entry.due, entry.at, standpoint.local)
        head.append((Clean(f" for {due}"), palette.note))
    late = late_words(entry, _moment(standpoint.local, entry.at))
    if late and not entry.late:
        head.append((Clean(f" {late}"), palette.faint))
    mark, said = delivery_mark(ink, entry)
    room = cells - indent - 1
    body = _body(ink, entry, room)
    if entry.anyway:
        body[:0] = [(line, palette.gap) for line in wrap(Clean(ANYWAY), room)]
    if entry.late:
        body[:0] = [(line, palette.gap) for line in wrap(Clean(late), room)]
    if entry.reason and entry.delivery in _REASONED:
        body += [(line, palette.trouble) for line in wrap(ink.line(entry.reason), room)]
    rows = [(max(indent - _HANGING, 1), head), *((indent, [part]) for part in body)]
    edge = ink.signs.cursor if selected else SPACE
    over = palette.cursor if selected else None
    return [
        strip(
            ink,
            cells,
            [(edge, palette.strong), (spaces(column - 1), palette.text), *parts],
            [(Clean(f" {mark} "), said)] if mark and parts is head else (),
            over=over,
        )
        for column, parts in rows
    ]


def _moment(local: LocalTime, beside: int) -> Moment:
    """Writes moments as they are read beside one at `beside`: with the date on other days."""
    here = local(beside).date()

    def written(at: int, precise: bool) -> str:
        then = local(at)
        time = f"{then:%H:%M:%S}" if precise else f"{then:%H:%M}"
        return time if then.date() == here else f"{then:%Y-%m-%d} {time}"

    return written


def delivery_mark(ink: Ink, entry: Entry) -> Part:
    """The sign and the word of how far a reply has come; empty for what is not delivered."""
    signs, palette = ink.signs, ink.palette
    if entry.kind is EntryKind.SCHEDULED:
        return _schedule_mark(ink, entry)
    match entry.delivery:
        case Delivery.QUEUED:
            return Clean(f"{signs.sending} queued"), palette.faint
        case Delivery.SENDING:
            return Clean(f"{signs.sending} sending"), palette.faint
        case Delivery.SENT:
            return Clean(f"{signs.sent} sent"), palette.good
        case Delivery.DELIVERED:
            return Clean(f"{signs.delivered} delivered"), palette.good
        case Delivery.FAILED:
            return Clean(f"{signs.failed} failed"), palette.trouble
        case Delivery.UNKNOWN:
            return Clean(f"{signs.unknown} unknown"), palette.trouble
    return Clean(""), palette.text


def _schedule_mark(ink: Ink, entry: Entry) -> Part:
    """How it stands with a scheduled reply."""
    signs, palette = ink.signs, ink.palette
    match entry.delivery:
        case Delivery.SCHEDULED:
            return Clean(f"{signs.scheduled} scheduled"), palette.note
        case Delivery.SENT:
            return Clean(f"{signs.scheduled} went out"), palette.faint
        case Delivery.FAILED:
            return Clean(f"{signs.failed} not sent"), palette.faint
    return Clean(f"{signs.trouble} held"), palette.trouble


def _indent(cells: int, ours: bool) -> int:
    wanted = _OURS_INDENT if ours else _TEXT_INDENT
    return max(1, min(wanted, cells - _LEAST_ROOM))


def _who(standpoint: Standpoint, entry: Entry) -> Part:
    ink = standpoint.ink
    signs, palette = ink.signs, ink.palette
    match entry.kind:
        case EntryKind.TEXT:
            return Clean(f"{signs.inward} {ink.line(standpoint.texter)}"), palette.strong
        case EntryKind.AUTO_REPLY:
            return Clean(f"{signs.outward} auto-reply"), palette.faint
        case EntryKind.NOTE:
            return Clean(f"{signs.note} note by {ink.agent(entry.by, standpoint.me)}"), palette.note
    style = palette.mine if entry.by == standpoint.me else palette.other
    return Clean(f"{signs.outward} {ink.agent(entry.by, standpoint.me)}"), style


def _body(ink: Ink, entry: Entry, room: int) -> list[Part]:
    palette, signs = ink.palette, ink.signs
    style: Style = palette.text
    if entry.kind is EntryKind.NOTE:
        return [
            (Clean(f"{signs.margin} {line}"), palette.note)
            for line in wrap(ink.lines(entry.text), room - 2)
        ]
    if entry.kind is EntryKind.AUTO_REPLY or entry.kind is EntryKind.SCHEDULED:
        style = palette.faint
    parts: list[Part] = []
    if entry.text or not entry.media:
        parts = [(line, style) for line in wrap(ink.lines(entry.text), room)]
    for medium in entry.media:
        label = Clean(f"{signs.media} media {ink.line(medium)}")
        parts += [(line, palette.heading) for line in wrap(label, room)]
    return parts


def _system(standpoint: Standpoint, entry: Entry, cells: int) -> list[Strip]:
    ink = standpoint.ink
    by = f"{ink.agent(entry.by, standpoint.me)} " if entry.by else ""
    due = f" {when_words(entry.due, entry.at, standpoint.local)}" if entry.due else ""
    said = Clean(f"{standpoint.local(entry.at):%H:%M} {by}{ink.line(entry.text)}{due}")
    return [centred(ink, cells, line, ink.palette.faint) for line in wrap(said, max(cells - 2, 1))]
