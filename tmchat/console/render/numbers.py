"""Tracking numbers as lines, one a number; which there are and what may be done is passed in."""

from dataclasses import dataclass

from textual.strip import Strip

from tmchat.console.render.cells import cut, pad
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.core import phone, routes
from tmchat.core.records import TrackingNumber
from tmchat.core.text import Clean


@dataclass(frozen=True, slots=True)
class NumberLook:
    """A tracking number with its group's name and what waits on it."""

    number: TrackingNumber
    group: str = ""
    waiting: int = 0


def number_line(ink: Ink, look: NumberLook, cells: int, *, selected: bool = False) -> Strip:
    """One number: whether it is on the desk, its name, number and group, and its SMS route."""
    palette, signs = ink.palette, ink.signs
    number = look.number
    on_desk = number.attached
    wide = max(12, (cells - 36) * 2 // 3)
    named = number.name if not look.group or look.group in number.name else ""
    title = ink.line(named or f"{number.name} {signs.between} {look.group}")
    state = palette.good if on_desk else palette.faint
    route = Clean("this desk") if on_desk else route_words(ink, number)
    left: list[Part] = [
        (signs.cursor if selected else SPACE, palette.strong),
        (signs.sent if on_desk else signs.answered, state),
        (SPACE, palette.text),
        (pad(cut(title, wide, signs.ellipsis), wide), palette.text),
        (Clean(f"  {ink.line(phone.pretty(number.number)):<16}  "), palette.faint),
        (route, state),
    ]
    right: list[Part] = []
    if look.waiting:
        right.append((Clean(f" {look.waiting} waiting "), palette.waiting))
    return strip(ink, cells, left, right, over=palette.cursor if selected else None)


def route_words(ink: Ink, number: TrackingNumber) -> Clean:
    """Where texts to the number go."""
    if not isinstance(number.route, dict):
        return Clean("")
    try:
        return ink.line(routes.describe(routes.from_plain(number.route)))
    except ValueError:
        return Clean("not readable")
