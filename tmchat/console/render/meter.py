"""The line under the composer that counts what is being written; the rules are `core.segments`'."""

from textual.strip import Strip

from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import strip
from tmchat.core.decide import LONGEST_REPLY
from tmchat.core.segments import forcing, measure
from tmchat.core.text import Clean


def meter_line(ink: Ink, text: str, cells: int, hint: str = "") -> Strip:
    """`142 · GSM-7 · 1 segment` at the right of a line, `hint` (such as keys) at its left.

    Says which character costs the shorter segments of UCS-2, and turns to trouble over the limit.
    """
    palette, between = ink.palette, ink.signs.between
    counted = measure(text)
    noun = "segment" if counted.segments == 1 else "segments"
    characters = str(counted.characters)
    style = palette.faint if counted.segments < 2 else palette.waiting
    if counted.characters > LONGEST_REPLY:
        characters, style = f"{characters} of {LONGEST_REPLY}", palette.trouble
    culprit = ""
    if offsets := forcing(text):
        culprit = f" ({ink.line(text[offsets[0]])})"
    words = (
        f" {characters} {between} {counted.encoding}{culprit} {between} {counted.segments} {noun} "
    )
    left: list[Part] = [(Clean(f" {ink.line(hint)}"), palette.faint)] if hint else []
    return strip(ink, cells, left, [(Clean(words), style)])
