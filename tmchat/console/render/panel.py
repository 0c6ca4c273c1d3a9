"""The side panel's lines: who the texter is, what brought them, and the tracking number."""

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.numbers import route_words
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.core import phone
from tmchat.core.records import Conversation, NumberGroup, TrackingNumber
from tmchat.core.text import Clean

_LABEL: Final = 9


@dataclass(frozen=True, slots=True)
class PanelLook:
    """What the panel shows; the number and its group may be unknown."""

    conversation: Conversation
    number: TrackingNumber | None = None
    group: NumberGroup | None = None


def panel_lines(ink: Ink, look: PanelLook, cells: int) -> list[Strip]:
    """Every line of the panel, each `cells` wide; empty fields have none."""
    lines = _titled(ink, cells, "Texter", _texter(ink, look.conversation))
    brought = _attribution(ink, look.conversation)
    if brought:
        lines += [blank(ink, cells), *_titled(ink, cells, "What brought them", brought)]
    number = _number(ink, look)
    return [*lines, blank(ink, cells), *_titled(ink, cells, "Tracking number", number)]


Field = tuple[str, Clean, Style]


def _texter(ink: Ink, conversation: Conversation) -> list[Field]:
    palette = ink.palette
    fields: list[Field] = [
        ("name", ink.line(conversation.name), palette.strong),
        ("number", ink.line(phone.pretty(conversation.texter)), palette.text),
        ("place", ink.line(conversation.place), palette.text),
    ]
    if conversation.holder:
        fields.append(("held by", ink.agent(conversation.holder, ""), palette.other))
    if conversation.opted_out:
        words = Clean(f"{ink.signs.locked} opted out")
        fields.append(("replies", words, palette.trouble))
    return fields


def _attribution(ink: Ink, conversation: Conversation) -> list[Field]:
    what = conversation.attribution
    named = (
        ("campaign", what.campaign),
        ("keyword", what.keyword),
        ("source", " / ".join(filter(None, (what.source, what.medium)))),
        ("landing", what.landing_page),
        ("referrer", what.referrer),
        ("rule", what.rule),
        ("tag", what.tag),
    )
    return [(label, ink.line(value), ink.palette.text) for label, value in named if value]


def _number(ink: Ink, look: PanelLook) -> list[Field]:
    palette, number = ink.palette, look.number
    written = ink.line(phone.pretty(look.conversation.number))
    if number is None:
        return [("number", written, palette.strong)]
    fields: list[Field] = [
        ("name", ink.line(number.name), palette.strong),
        ("number", written, palette.text),
        ("group", ink.line(look.group.name if look.group else ""), palette.text),
        ("owner", ink.line(look.group.owner if look.group else ""), palette.text),
        ("calls to", ink.line(phone.pretty(number.termination)), palette.text),
        ("SMS route", route_words(ink, number), palette.text),
    ]
    if number.attached:
        fields.append(("desk", Clean(f"{ink.signs.sent} attached"), palette.good))
    else:
        fields.append(("desk", Clean("not attached"), palette.faint))
    return fields


def _titled(ink: Ink, cells: int, title: str, fields: list[Field]) -> list[Strip]:
    palette = ink.palette
    lines = [strip(ink, cells, [(SPACE, palette.text), (Clean(title), palette.heading)])]
    for label, value, style in fields:
        if not value:
            continue
        first: Part = (Clean(f" {label:<{_LABEL}} "), palette.faint)
        for piece in wrap(value, max(cells - _LABEL - 3, 1)):
            lines.append(strip(ink, cells, [first, (piece, style)]))
            first = (Clean(" " * (_LABEL + 2)), palette.faint)
    return lines
