"""The pages of the side panel: texter, SMS route, auto-reply, number, calls."""

from textual.strip import Strip

from tmchat.console.areas import PanelPage
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.numbers import route_words
from tmchat.console.render.panelparts import Field, PanelLook, titled_fields
from tmchat.console.render.panelsetup import heard_lines, setup_lines
from tmchat.console.render.strips import blank, strip
from tmchat.core import phone
from tmchat.core.records import Conversation
from tmchat.core.text import Clean


def tab_line(ink: Ink, page: PanelPage, cells: int) -> Strip:
    """The pages by name, the one shown in brackets."""
    palette = ink.palette
    parts: list[Part] = []
    for one in PanelPage:
        here = one is page
        words = Clean(f"[{one}]") if here else Clean(f" {one} ")
        parts.append((words, palette.heading if here else palette.faint))
    return strip(ink, cells, parts)


def panel_lines(ink: Ink, look: PanelLook, page: PanelPage, cells: int) -> list[Strip]:
    """Every line of a page, each `cells` wide; empty fields have none."""
    if page is PanelPage.TEXTER:
        return _texter_lines(ink, look, cells)
    if page is PanelPage.CALLS:
        return heard_lines(ink, look, cells)
    return setup_lines(ink, look, page, cells)


def _texter_lines(ink: Ink, look: PanelLook, cells: int) -> list[Strip]:
    lines = titled_fields(ink, cells, "Texter", _texter(ink, look.conversation))
    brought = _attribution(ink, look.conversation)
    if brought:
        lines += [blank(ink, cells), *titled_fields(ink, cells, "What brought them", brought)]
    number = _number(ink, look)
    return [*lines, blank(ink, cells), *titled_fields(ink, cells, "Tracking number", number)]


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
