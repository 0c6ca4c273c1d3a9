"""A line over the screen for what matters now, such as a hub gone; what it says is passed in."""

from enum import Enum, auto

from textual.strip import Strip

from tmchat.console.render.cells import wrap_most
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import strip
from tmchat.core.text import Clean

MOST_LINES = 3
SHORT = 8
"""Lines of a terminal below which a banner takes one: there is more to see than it."""


class Urgency(Enum):
    """How loud a banner is."""

    NOTICE = auto()
    ALARM = auto()


def banner_lines(ink: Ink, text: str, urgency: Urgency, cells: int, screen: int) -> list[Strip]:
    """A banner in up to three lines, in one on a `screen` of few lines; no text is no line."""
    words = ink.line(text)
    if not words or cells < 4:
        return []
    alarm = urgency is Urgency.ALARM
    style = ink.palette.alarm if alarm else ink.palette.notice
    sign = ink.signs.trouble if alarm else ink.signs.between
    most = MOST_LINES if screen >= SHORT else 1
    lines = wrap_most(words, cells - 3, most, ink.signs.ellipsis)
    return [
        strip(ink, cells, [(Clean(f"{sign if number == 0 else ' '} {line}"), style)], over=style)
        for number, line in enumerate(lines)
    ]
