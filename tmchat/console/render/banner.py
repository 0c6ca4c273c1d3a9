"""A line over the screen for what matters now, such as a hub gone; what it says is passed in."""

from enum import Enum, auto

from textual.strip import Strip

from tmchat.console.render.cells import wrap_most
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import strip
from tmchat.core.text import Clean

MOST_LINES = 3


class Urgency(Enum):
    """How loud a banner is."""

    NOTICE = auto()
    ALARM = auto()


def banner_lines(ink: Ink, text: str, urgency: Urgency, cells: int) -> list[Strip]:
    """A banner in up to three lines; no text is no line."""
    words = ink.line(text)
    if not words or cells < 4:
        return []
    alarm = urgency is Urgency.ALARM
    style = ink.palette.alarm if alarm else ink.palette.notice
    sign = ink.signs.trouble if alarm else ink.signs.between
    lines = wrap_most(words, cells - 3, MOST_LINES, ink.signs.ellipsis)
    return [
        strip(ink, cells, [(Clean(f"{sign if number == 0 else ' '} {line}"), style)], over=style)
        for number, line in enumerate(lines)
    ]
