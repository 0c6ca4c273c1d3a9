"""The side panel's pages on how a number is set up, and on who texted and called it last."""

from collections.abc import Iterable

from textual.strip import Strip

from tmchat.console.areas import PanelPage
from tmchat.console.render.cells import wrap
from tmchat.console.render.forms import count_part
from tmchat.console.render.ink import Ink
from tmchat.console.render.panelparts import Field, Heard, PanelLook, titled_fields
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.setup.keymenu import features
from tmchat.console.setup.values import in_words, written
from tmchat.core import phone
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.shapes import Form, Setting, setting
from tmchat.core.setup.trees import Tree, at
from tmchat.core.text import Clean

_CHAT_OFF = "Chat at this desk is off for this number while this route is set."


def setup_lines(ink: Ink, look: PanelLook, page: PanelPage, cells: int) -> list[Strip]:
    """The page, or why the settings are not known; under it how to change them."""
    if look.setup is None:
        lines = _words(ink, look.unknown or "Reading how it is set up.", cells)
    else:
        tree, kind = look.setup.tree, look.setup.target.kind
        draw = {
            PanelPage.SMS: _sms,
            PanelPage.AUTO_REPLY: _auto_reply,
            PanelPage.NUMBER: _number,
        }[page]
        lines = draw(ink, look, tree, kind, cells)
    if look.change:
        lines += [blank(ink, cells), *_words(ink, look.change, cells)]
    return lines


def heard_lines(ink: Ink, look: PanelLook, cells: int) -> list[Strip]:
    """The last texts and calls of the number and what each was attributed to."""
    lines = _heard(ink, "Last texts to this number", look.texts, cells)
    if not look.texts:
        lines += _words(ink, "None.", cells)
    lines.append(blank(ink, cells))
    lines += _heard(ink, "Last calls to this number", look.calls or (), cells)
    if not look.calls:
        told = "None in the last 30 days." if look.calls is not None else "Reading the calls."
        lines += _words(ink, look.no_calls or told, cells)
    return lines


def _sms(ink: Ink, look: PanelLook, tree: Tree, kind: Kind, cells: int) -> list[Strip]:
    palette = ink.palette
    route = at(tree, "sms.kind") or "none"
    words = "this desk" if look.here else _value(look, tree, kind, "sms.kind") or "none"
    fields: list[Field] = [("route", ink.line(words), palette.strong)]
    if route == "webhook":
        fields.append(("address", ink.line(str(at(tree, "sms.url") or "")), palette.text))
    if route == "chat_client":
        fields.append(("client", ink.line(_value(look, tree, kind, "sms.client")), palette.text))
    if route == "forward":
        mobile = phone.pretty(str(at(tree, "sms.mobile") or "")) or "the phone that takes the calls"
        fields.append(("mobile", ink.line(mobile), palette.text))
    if route in ("auto_reply", "forward"):
        on = "on" if at(tree, "sms.enabled") else "off"
        fields.append(("auto-reply", Clean(on), palette.text))
        fields.append(("text", ink.lines(str(at(tree, "sms.text") or "")), palette.text))
    if route == "unknown":
        fields.append(("called", ink.line(str(at(tree, "sms.called") or "")), palette.text))
    lines = titled_fields(ink, cells, "SMS route", fields)
    if route in ("auto_reply", "forward", "chat_client"):
        lines += [blank(ink, cells), *_words(ink, _CHAT_OFF, cells)]
    return lines


def _auto_reply(ink: Ink, look: PanelLook, tree: Tree, kind: Kind, cells: int) -> list[Strip]:
    """What the desk answers by itself, and what Telmetrics does."""
    own = _own_reply(ink, look, cells)
    return [*own, blank(ink, cells), *_telmetrics_reply(ink, look, tree, cells)]


def _own_reply(ink: Ink, look: PanelLook, cells: int) -> list[Strip]:
    """The auto-reply by this desk, beside the agents' chat, and what it says at this moment."""
    palette = ink.palette
    answering = look.number.answering if look.number is not None else None
    on = answering is not None and answering.enabled
    fields: list[Field] = [("state", Clean("on" if on else "off"), palette.strong)]
    if on and look.gets is not None:
        fields.append(("now", ink.lines(look.gets.text or "nothing"), palette.text))
        fields.append(("why", ink.line(look.gets.reason), palette.faint))
    lines = titled_fields(ink, cells, "Auto-reply by this desk", fields)
    return [*lines, *_words(ink, look.change_own, cells)] if look.change_own else lines


def _telmetrics_reply(ink: Ink, look: PanelLook, tree: Tree, cells: int) -> list[Strip]:
    """The auto-reply by Telmetrics, which is part of the SMS route."""
    palette = ink.palette
    route = at(tree, "sms.kind")
    title = "Auto-reply by Telmetrics"
    if route not in ("auto_reply", "forward"):
        off: Field = ("state", Clean("off"), palette.text)
        lines = titled_fields(ink, cells, title, [off])
        words = "As an SMS route it answers every texter once in 24 hours, and chat here goes off."
        return [*lines, blank(ink, cells), *_words(ink, words, cells)]
    text = str(at(tree, "sms.text") or "")
    state = "on" if at(tree, "sms.enabled") else "prepared, but off"
    fields: list[Field] = [
        ("state", Clean(state), palette.strong),
        ("text", ink.lines(text), palette.text),
    ]
    lines = titled_fields(ink, cells, title, fields)
    words, style = count_part(ink, text)
    for line in wrap(words, max(1, cells - 2)):
        lines.append(strip(ink, cells, [(SPACE, palette.text), (line, style)]))
    return [*lines, blank(ink, cells), *_words(ink, _CHAT_OFF, cells)]


def _number(ink: Ink, look: PanelLook, tree: Tree, kind: Kind, cells: int) -> list[Strip]:
    palette = ink.palette
    group = look.group.name if look.group is not None else str(at(tree, "group") or "")
    menu = at(tree, "calls.kind") == "key_press"
    fields: list[Field] = [
        ("name", ink.line(str(at(tree, "name") or "")), palette.strong),
        ("group", ink.line(group), palette.text),
        ("status", ink.line(str(at(tree, "status") or "")), palette.text),
    ]
    if kind is Kind.POOL:
        fields.append(("pool of", ink.line(f"{at(tree, 'quantity') or '?'} numbers"), palette.text))
    if not menu:
        rings = phone.pretty(str(at(tree, "calls.termination") or ""))
        fields.append(("calls to", ink.line(rings), palette.text))
        during = ", ".join(features(at(tree, "calls") or {})) or "nothing more"
        fields.append(("in calls", ink.line(during), palette.text))
    lines = titled_fields(ink, cells, "Number" if kind is Kind.NUMBER else "Pool", fields)
    if menu:
        keys = at(tree, "calls.keys") or {}
        listed: list[Field] = [
            (f"key {key}", ink.line(_key(keys[key])), palette.text) for key in sorted(keys)
        ]
        lines += [blank(ink, cells), *titled_fields(ink, cells, "Key-press menu", listed)]
    guards: list[Field] = [
        ("verify", _on(ink, tree, "verify"), palette.text),
        ("stop call", _on(ink, tree, "stop"), palette.text),
    ]
    if kind is Kind.NUMBER:
        lines += [blank(ink, cells), *titled_fields(ink, cells, "Guards", guards)]
    replaced = (
        "all numbers" if at(tree, "replace.all") else ", ".join(at(tree, "replace.numbers") or ())
    )
    sources = written(Setting("", "", Form.SOURCES, ""), at(tree, "replace.sources"))
    shown: list[Field] = [
        ("replaces", ink.line(replaced), palette.text),
        ("sources", ink.line(sources), palette.text),
    ]
    if replaced or sources:
        lines += [blank(ink, cells), *titled_fields(ink, cells, "Tracking sources", shown)]
    return lines


def _on(ink: Ink, tree: Tree, name: str) -> Clean:
    if not at(tree, f"{name}.enabled"):
        return Clean("off")
    key = f", key {at(tree, 'verify.key')}" if name == "verify" else ""
    return ink.line(f"on{key}")


def _key(choice: Tree) -> str:
    rings = phone.pretty(str(choice.get("termination") or "")) or "no phone"
    return f"{choice.get('label') or 'no label'}, {rings}"


def _value(look: PanelLook, tree: Tree, kind: Kind, path: str) -> str:
    known = setting(kind, path)
    return in_words(known, at(tree, path), look.lists) if known is not None else ""


def _heard(ink: Ink, title: str, heard: Iterable[Heard], cells: int) -> list[Strip]:
    palette = ink.palette
    lines = [strip(ink, cells, [(SPACE, palette.text), (Clean(title), palette.heading)])]
    for one in heard:
        who = [(SPACE, palette.text), (ink.line(one.who), palette.strong)]
        lines.append(strip(ink, cells, who, [(ink.line(f" {one.when} "), palette.faint)]))
        told = one.brought or "not attributed"
        brought = f"this texter: {told}" if one.is_texter else told
        style = palette.text if one.brought else palette.faint
        for line in wrap(ink.line(brought), max(1, cells - 4)):
            lines.append(strip(ink, cells, [(spaces(3), palette.text), (line, style)]))
    return lines


def _words(ink: Ink, words: str, cells: int) -> list[Strip]:
    palette = ink.palette
    return [
        strip(ink, cells, [(SPACE, palette.text), (line, palette.faint)])
        for line in wrap(ink.line(words), max(1, cells - 2))
    ]
