"""What a screen needs to know of its terminal and machine; finding it out is the app's."""

from dataclasses import dataclass

from tmchat.console.clipboard import Copy
from tmchat.console.looks import LocalTime
from tmchat.console.render.ink import Ink
from tmchat.console.terminal.editing import Lend
from tmchat.link.cannedfile import OwnReplies


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How to draw, what time it is on the wall, and the way to the clipboard, the
    agent's own canned replies, the way of another program to the terminal."""

    ink: Ink
    local: LocalTime
    copy: Copy
    own: OwnReplies
    lend: Lend
