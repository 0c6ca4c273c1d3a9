"""The line under the composer that counts what is being written; the rules are `core.segments`'."""

from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import width
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, strip
from tmchat.core.decide import LONGEST_NOTE, LONGEST_REPLY
from tmchat.core.lookalikes import name_of, shown
from tmchat.core.segments import Measure, forcing, measure
from tmchat.core.text import Clean

MANY = 2
"""Segments above which the meter is marked firmly: such a text costs, and may come in pieces."""


def meter_line(ink: Ink, text: str, cells: int, hint: str = "", *, note: bool = False) -> Strip:
    """`142/160 · GSM-7 · 1 segment` at the right of a line, `hint` (such as keys) at its left.

    Names the first character that costs the shorter segments of UCS-2, marks more than two segments
    and turns to trouble over the limit. A note, which no carrier cuts, is only counted.
    """
    palette = ink.palette
    left: list[Part] = [(Clean(f" {ink.line(hint)}"), palette.faint)] if hint else []
    if note:
        return strip(ink, cells, left, _note_parts(ink, text))
    counted = measure(text)
    taken = sum(width(words) for words, _ in left) + 1
    forms = [_parts(ink, counted, culprit) for culprit in _culprits(ink, text)]
    fitting = [one for one in forms if sum(width(words) for words, _ in one) <= cells - taken]
    return strip(ink, cells, left, fitting[0] if fitting else forms[-1])


def offer_line(ink: Ink, offer: str, cells: int) -> Strip:
    """What may be put into the text, in place of the count."""
    return strip(ink, cells, [(SPACE, ink.palette.text), (ink.line(offer), ink.palette.fresh)])


def _parts(ink: Ink, counted: Measure, culprit: str) -> list[Part]:
    palette, between = ink.palette, ink.signs.between
    noun = "segment" if counted.segments == 1 else "segments"
    size = f"{counted.used}/{counted.room}"
    style = palette.faint if counted.segments < MANY else palette.waiting
    if counted.characters > LONGEST_REPLY:
        size, style = f"{counted.characters} of {LONGEST_REPLY} characters", palette.trouble
    words = f" {size} {between} {counted.encoding}{culprit} {between} "
    if counted.segments <= MANY:
        return [(Clean(f"{words}{counted.segments} {noun} "), style)]
    mark = Clean(f" {ink.signs.trouble} {counted.segments} {noun} ")
    return [(Clean(words), style), (mark, _firm(ink)), (SPACE, style)]


def _firm(ink: Ink) -> Style:
    return ink.palette.notice


def _culprits(ink: Ink, text: str) -> list[str]:
    """Words for the character that makes the text UCS-2, the fullest first."""
    offsets = forcing(text)
    if not offsets:
        return [""]
    first = text[offsets[0]]
    others = len({text[one] for one in offsets}) - 1
    more = f" and {others} more" if others else ""
    sign = ink.line(shown(first)) or "?"
    named = ink.line(name_of(first))
    full = sign if sign == named else f"{sign} {named}"
    few = f" +{others}" if others else ""
    return [f" by {full}{more}", f" by {sign}{more}", f" by {sign}{few}", f" ({sign})"]


def _note_parts(ink: Ink, text: str) -> list[Part]:
    count = len(text)
    noun = "character" if count == 1 else "characters"
    if count > LONGEST_NOTE:
        return [(Clean(f" {count} of {LONGEST_NOTE} {noun} "), ink.palette.trouble)]
    return [(Clean(f" {count} {noun} "), ink.palette.faint)]
