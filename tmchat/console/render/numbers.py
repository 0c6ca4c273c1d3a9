"""Where the texts of a tracking number go, in words; tables of numbers are `tables`'s."""

from tmchat.console.render.ink import Ink
from tmchat.core import routes
from tmchat.core.records import TrackingNumber
from tmchat.core.text import Clean


def route_words(ink: Ink, number: TrackingNumber) -> Clean:
    """Where texts to the number go."""
    if not isinstance(number.route, dict):
        return Clean("")
    try:
        return ink.line(routes.describe(routes.from_plain(number.route)))
    except ValueError:
        return Clean("not readable")
