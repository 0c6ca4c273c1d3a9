"""What every renderer draws with: palette, signs, and outside text made drawable; no layout.

Outside text is cleaned here, at the point of use, whatever was done to it before.
"""

from dataclasses import dataclass
from typing import Final

from rich.style import Style

from tmchat.console.render.cells import drawn
from tmchat.console.render.palette import DARK, Palette
from tmchat.console.render.signs import UNICODE, Signs
from tmchat.core import phone
from tmchat.core.text import Clean, clean, clean_line

Part = tuple[Clean, Style]
"""A piece of one line and its style."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The palette and the signs of one terminal."""

    palette: Palette = DARK
    signs: Signs = UNICODE

    def lines(self, raw: str) -> Clean:
        """Outside text that may have several lines."""
        return drawn(self.signs.spell(clean(raw)))

    def line(self, raw: str) -> Clean:
        """Outside text on one line: names, labels, addresses."""
        return drawn(self.signs.spell(clean_line(raw)))

    def named(self, name: str, number: str) -> Clean:
        """What to call somebody: the name, else the phone number (E.164) as people write it."""
        return self.line(name) or self.line(phone.pretty(number))

    def agent(self, name: str, me: str) -> Clean:
        """How an agent is written: `@name`, and the one at this console `you`."""
        return Clean("you") if name == me else Clean(f"@{self.line(name)}")


PLAIN_INK: Final = Ink()
