"""What the side panel shows and how a titled block of it is drawn; its pages are `panel`'s."""

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import cut, pad, wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.console.setup.values import Lists
from tmchat.core.answering import Verdict
from tmchat.core.records import Conversation, NumberGroup, TrackingNumber
from tmchat.core.setup.plans import Setup
from tmchat.core.text import Clean

LABEL: Final = 9
Field = tuple[str, Clean, Style]
"""A label of at most `LABEL` letters, a value, its style; without a value there is no line."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One text or call to the number: who, when (in words), and what brought them."""

    who: str
    when: str
    brought: str
    is_texter: bool = False


@dataclass(frozen=True, slots=True)
class PanelLook:
    """What the panel shows. The number, its group and its `setup` may be unknown: `unknown` then
    says why. `here` says that its texts come to this desk, `change` which key changes settings or
    why nobody may here. `gets` is what a new texter gets from the desk itself at this moment, and
    `change_own` how that is changed. `texts` and `calls` are the last of the number; None: not
    known (yet)."""

    conversation: Conversation
    number: TrackingNumber | None = None
    group: NumberGroup | None = None
    setup: Setup | None = None
    lists: Lists | None = None
    unknown: str = ""
    here: bool = False
    change: str = ""
    texts: tuple[Heard, ...] = ()
    calls: tuple[Heard, ...] | None = None
    no_calls: str = ""
    gets: Verdict | None = None
    change_own: str = ""


def titled_fields(ink: Ink, cells: int, title: str, fields: list[Field]) -> list[Strip]:
    """A title and under it each label with its value, wrapped."""
    palette = ink.palette
    lines = [strip(ink, cells, [(SPACE, palette.text), (Clean(title), palette.heading)])]
    for label, value, style in fields:
        if not value:
            continue
        named = cut(Clean(f" {ink.line(label)}"), LABEL + 1, ink.signs.ellipsis)
        first: Part = (pad(named, LABEL + 2), palette.faint)
        for piece in wrap(value, max(cells - LABEL - 3, 1)):
            lines.append(strip(ink, cells, [first, (piece, style)]))
            first = (Clean(" " * (LABEL + 2)), palette.faint)
    return lines
