"""The bottom line: the connection, who I am, what waits, the keys that matter; all passed in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from textual.strip import Strip

from tmchat.console.render.cells import width
from tmchat.console.render.footers import fitted
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import strip
from tmchat.core.text import Clean

_WHOLE: Final = 140
"""Cells from which all of the status stands beside the keys."""
_NAMED: Final = 100
"""Cells from which the agent's name does."""
_TABS: Final = 80
"""Cells from which the connection is named also while all is well."""


class Connection(StrEnum):
    """How the line to the hub is."""

    ONLINE = "online"
    CONNECTING = "connecting"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class StatusLook:
    """What the status bar shows; `keys` are pairs of a key and what it does, dearest first."""

    connection: Connection
    me: str = ""
    waiting: int = 0
    mine: int = 0
    keys: tuple[tuple[str, str], ...] = ()


def status_line(ink: Ink, look: StatusLook, cells: int) -> Strip:
    """The status bar; keys go whole where they do not fit, the last first, but never the help.

    Where it is narrow, what is left of the keys gives way to them.
    """
    palette = ink.palette
    sign = {
        Connection.ONLINE: ink.signs.waiting,
        Connection.CONNECTING: ink.signs.sending,
        Connection.OFFLINE: ink.signs.failed,
    }[look.connection]
    style = palette.alarm if look.connection is Connection.OFFLINE else palette.bar
    words = look.connection.value
    facts = [ink.line(look.me)] if look.me and cells >= _NAMED else []
    if cells >= _TABS:
        facts.append(Clean(f"{look.waiting} waiting"))
    elif look.connection is Connection.ONLINE:
        words = f"{look.waiting} waiting"
    if cells >= _WHOLE:
        facts.append(Clean(f"{look.mine} mine"))
    rest = "".join(f" {ink.signs.between} {fact}" for fact in facts)
    left: list[Part] = [(Clean(f" {sign} {words}"), style), (Clean(f"{rest} "), palette.bar)]
    room = cells - sum(width(text) for text, _ in left)
    line = strip(ink, cells, left, fitted(ink, look.keys, room, ("help",)))
    return line.apply_style(palette.bar)
