"""Rows of the conversation list, headings and conversations; their order is not decided here."""

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.ages import age
from tmchat.console.render.cells import cut, width
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, spaces, strip
from tmchat.core.records import Conversation, Delivery, EntryKind
from tmchat.core.text import Clean

_INDENT: Final = 3
_SPOKEN_BY: Final = {
    EntryKind.REPLY: Clean("us: "),
    EntryKind.AUTO_REPLY: Clean("auto: "),
    EntryKind.NOTE: Clean("note: "),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line over the conversations of one tracking number or number group.

    `waiting` conversations await an answer, the oldest since `oldest` (ms UTC, 0 for none).
    """

    key: str
    title: str
    waiting: int = 0
    oldest: int = 0


@dataclass(frozen=True, slots=True)
class RowLook:
    """All that the row of one conversation shows to one agent; `company` are other agents at it,
    in words, `typing` says that one of them types; `asleep` is until when it is put off; `is_open`
    that it is the one on screen."""

    conversation: Conversation
    unread: int = 0
    mine: bool = False
    draft: bool = False
    company: str = ""
    typing: bool = False
    asleep: str = ""
    is_open: bool = False


def heading_line(ink: Ink, heading: Heading, cells: int, at: int) -> Strip:
    """A heading at the time `at`: its title, how many wait and for how long the oldest does."""
    palette = ink.palette
    right: list[Part] = []
    if heading.waiting:
        right.append((Clean(f" {heading.waiting} waiting"), palette.waiting))
        if heading.oldest:
            right.append((Clean(f" {age(heading.oldest, at)}"), palette.waiting))
        right.append((SPACE, palette.text))
    return strip(ink, cells, [(ink.line(heading.title), palette.heading)], right)


def row_lines(
    ink: Ink, look: RowLook, cells: int, at: int, *, selected: bool = False, compact: bool = False
) -> list[Strip]:
    """A conversation at the time `at` (ms UTC) in two lines, or in one when `compact`."""
    over = ink.palette.cursor if selected else None
    left = _left(ink, look, selected)
    right = _right(ink, look, at)
    if compact:
        room = cells - sum(width(text) for text, _ in (*left, *right))
        if room > 4:
            left += [(Clean("  "), ink.palette.text), *_last(ink, look, room - 2)]
        return [strip(ink, cells, left, right, over=over)]
    room = cells - _INDENT - 1
    said = _company(ink, look, room) or _last(ink, look, room)
    second: list[Part] = [
        (_edge(ink, look, selected), ink.palette.strong),
        (spaces(_INDENT - 1), ink.palette.text),
        *said,
    ]
    return [strip(ink, cells, left, right, over=over), strip(ink, cells, second, over=over)]


def _left(ink: Ink, look: RowLook, selected: bool) -> list[Part]:
    conversation, palette = look.conversation, ink.palette
    sign, style = _state(ink, conversation)
    name = ink.named(conversation.name, conversation.texter)
    parts: list[Part] = [
        (_edge(ink, look, selected), palette.strong),
        (sign, style),
        (SPACE, palette.text),
        (name, palette.strong if look.unread or conversation.waiting_since else palette.text),
    ]
    if look.unread:
        parts.append((Clean(f" ({look.unread})"), palette.strong))
    return parts


def _right(ink: Ink, look: RowLook, at: int) -> list[Part]:
    conversation, palette, signs = look.conversation, ink.palette, ink.signs
    parts: list[Part] = []
    if look.mine:
        parts.append((Clean(" mine"), palette.mine))
    elif conversation.holder:
        holder = cut(ink.agent(conversation.holder, ""), 12, signs.ellipsis)
        parts.append((Clean(f" {holder}"), palette.other))
    if look.draft:
        parts.append((Clean(f" {signs.draft}"), palette.note))
    if conversation.scheduled:
        held = any(one.held for one in conversation.scheduled)
        parts.append((Clean(f" {signs.scheduled}"), palette.trouble if held else palette.note))
    held = any(one.held for one in conversation.scheduled)
    if conversation.trouble or conversation.unknown or held:
        parts.append((Clean(f" {signs.trouble}"), palette.trouble))
    if look.asleep:
        return [*parts, (Clean(f" {ink.line(look.asleep)} "), palette.faint)]
    waits = conversation.waiting_since
    since = age(waits or conversation.last_at, at)
    parts.append((Clean(f" {since:>3} "), palette.waiting if waits else palette.faint))
    return parts


def _state(ink: Ink, conversation: Conversation) -> Part:
    signs, palette = ink.signs, ink.palette
    if conversation.opted_out:
        return signs.locked, palette.trouble
    if conversation.closed:
        return signs.closed, palette.faint
    if conversation.waiting_since:
        return signs.waiting, palette.waiting
    if conversation.snoozed_by:
        return signs.snoozed, palette.faint
    return signs.answered, palette.faint


def _last(ink: Ink, look: RowLook, cells: int) -> list[Part]:
    conversation, palette = look.conversation, ink.palette
    style: Style = palette.text if look.unread else palette.faint
    said = ink.line(conversation.last_line)
    before = _SPOKEN_BY.get(conversation.last_kind, Clean(""))
    if conversation.trouble and conversation.last_kind is EntryKind.REPLY:
        failed = conversation.trouble_is is Delivery.FAILED
        before = Clean("failed: " if failed else "unknown if sent: ")
        style = palette.trouble
    return [(cut(Clean(before + said), cells, ink.signs.ellipsis), style)]


def _company(ink: Ink, look: RowLook, cells: int) -> list[Part]:
    """The others at the conversation, in place of its last line."""
    if not look.company:
        return []
    sign = ink.signs.draft if look.typing else ink.signs.between
    words = Clean(f"{sign} {ink.line(look.company)}")
    return [(cut(words, cells, ink.signs.ellipsis), ink.palette.other)]


def _edge(ink: Ink, look: RowLook, selected: bool) -> Clean:
    """The cursor, or away from it the line at what is open."""
    if selected:
        return ink.signs.cursor
    return ink.signs.margin if look.is_open else SPACE
