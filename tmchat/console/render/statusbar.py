"""The bottom line: the connection, who I am, what waits, the keys that matter; all passed in."""

from dataclasses import dataclass
from enum import StrEnum

from textual.strip import Strip

from tmchat.console.render.cells import width
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import strip
from tmchat.core.text import Clean


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
    """The status bar; keys go whole where they do not fit, the last first."""
    palette = ink.palette
    sign = {
        Connection.ONLINE: ink.signs.waiting,
        Connection.CONNECTING: ink.signs.sending,
        Connection.OFFLINE: ink.signs.failed,
    }[look.connection]
    style = palette.alarm if look.connection is Connection.OFFLINE else palette.bar
    facts = [ink.line(look.me)] if look.me else []
    facts.append(Clean(f"{look.waiting} waiting"))
    facts.append(Clean(f"{look.mine} mine"))
    rest = "".join(f" {ink.signs.between} {fact}" for fact in facts)
    left: list[Part] = [
        (Clean(f" {sign} {look.connection.value}"), style),
        (Clean(f"{rest} "), palette.bar),
    ]
    room = cells - sum(width(text) for text, _ in left)
    right: list[Part] = []
    for key, does in look.keys:
        pair: list[Part] = [
            (Clean(f" {ink.line(key)}"), palette.key),
            (Clean(f" {ink.line(does)} "), palette.bar),
        ]
        room -= sum(width(text) for text, _ in pair)
        if room < 0:
            break
        right += pair
    line = strip(ink, cells, left, right)
    return line.apply_style(palette.bar)
