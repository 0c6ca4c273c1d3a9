"""A form of settings as lines; what it holds and what is wrong in it is `setup.form`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.strip import Strip

from tmchat.console.render.cells import cut, pad, wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.render.writing import written_parts
from tmchat.core.decide import LONGEST_REPLY
from tmchat.core.routes import AUTO_REPLY_LIMIT
from tmchat.core.segments import measure
from tmchat.core.text import Clean

_NARROW: Final = 70
_MARGIN: Final = 4
_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class FieldLook:
    """One setting as a form shows it: `was` is its value before where that differs, `said` a word
    at it that is no problem; `limit` says that its text is counted against an auto-reply's."""

    path: str
    title: str
    value: str
    section: str = ""
    was: str = ""
    changed: bool = False
    fixed: bool = False
    faint: bool = False
    problems: tuple[str, ...] = ()
    said: str = ""
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class WritingLook:
    """What is being written at the field under the cursor."""

    text: str
    cursor: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """All lines of a form, and from where to where the field under the cursor is drawn."""

    lines: list[Strip]
    first: int
    last: int


def form_lines(
    ink: Ink, fields: Sequence[FieldLook], place: int, cells: int, writing: WritingLook | None
) -> Drawn:
    """Every field with its section's title over the first; `place` is under the cursor."""
    lines: list[Strip] = []
    first = last = 0
    section = None
    for at, field in enumerate(fields):
        if field.section != section:
            section = field.section
            if lines:
                lines.append(blank(ink, cells))
            title = [(SPACE, ink.palette.text), (ink.line(section), ink.palette.heading)]
            lines.append(strip(ink, cells, title))
        drawn = field_lines(ink, field, cells, at == place, writing if at == place else None)
        if at == place:
            # A section's title comes into view with its first field.
            first, last = len(lines), len(lines) + len(drawn)
        lines += drawn
    return Drawn(lines, first, last)


def field_lines(
    ink: Ink, field: FieldLook, cells: int, chosen: bool, writing: WritingLook | None
) -> list[Strip]:
    """One setting: title and value, below them the count, the value before and what is wrong."""
    palette = ink.palette
    label = label_cells(cells)
    room = max(8, cells - label - _MARGIN - 1)
    over = palette.cursor if chosen and writing is None else None
    title = pad(cut(ink.line(field.title), label - 1, ink.signs.ellipsis), label)
    values = _value(ink, field, room) if writing is None else _written(ink, writing, room)
    lines = []
    for at, value in enumerate(values):
        head = (
            _head(ink, field, chosen, title)
            if at == 0
            else [(spaces(label + _MARGIN), palette.text)]
        )
        lines.append(strip(ink, cells, [*head, *value], over=over))
    below: list[Part] = []
    counted = writing.text if writing is not None else field.counted
    if field.counted is not None and counted:
        below.append(count_part(ink, counted))
    if field.changed and writing is None:
        below.append((ink.line(f"was: {field.was}"), palette.faint))
    if field.said:
        below += [(line, palette.good) for line in wrap(ink.line(field.said), room)]
    wrong = list(field.problems) if writing is None else [writing.problem]
    for sentence in filter(None, wrong):
        words = Clean(f"{ink.signs.trouble} {ink.line(sentence)}")
        below += [(line, palette.trouble) for line in wrap(words, room)]
    indent = (spaces(label + _MARGIN), palette.text)
    return lines + [strip(ink, cells, [indent, part]) for part in below]


def count_part(ink: Ink, text: str) -> Part:
    """How much of an auto-reply's room a text takes, and in how many segments it goes."""
    counted, between = measure(text), ink.signs.between
    noun = "segment" if counted.segments == 1 else "segments"
    over = counted.characters > AUTO_REPLY_LIMIT
    words = (
        f"{counted.characters} of {AUTO_REPLY_LIMIT} {between} {counted.encoding} {between} "
        f"{counted.segments} {noun}{' - too long' if over else ''}"
    )
    return Clean(words), ink.palette.trouble if over else ink.palette.faint


def label_cells(cells: int) -> int:
    """The cells of a field's title."""
    return max(14, min(24, cells // 3)) if cells < _NARROW else 26


def _head(ink: Ink, field: FieldLook, chosen: bool, title: Clean) -> list[Part]:
    palette, signs = ink.palette, ink.signs
    state: Part = (SPACE, palette.text)
    if field.problems:
        state = (signs.trouble, palette.trouble)
    elif field.changed:
        state = (signs.draft, palette.note)
    return [
        (signs.cursor if chosen else SPACE, palette.strong),
        (SPACE, palette.text),
        state,
        (SPACE, palette.text),
        (title, palette.faint if field.fixed else palette.text),
    ]


def _value(ink: Ink, field: FieldLook, room: int) -> list[list[Part]]:
    palette = ink.palette
    style = palette.faint if field.faint or field.fixed else palette.strong
    words = wrap(ink.lines(field.value), room)
    shown = words[:_LINES]
    if len(words) > _LINES:
        shown[-1] = cut(Clean(f"{shown[-1]}{ink.signs.ellipsis}"), room, ink.signs.ellipsis)
    lines: list[list[Part]] = [[(line, style)] for line in shown]
    if field.fixed:
        lines[0].append((Clean("  (shown only)"), palette.faint))
    return lines


def _written(ink: Ink, writing: WritingLook, room: int) -> list[list[Part]]:
    return written_parts(ink, writing.text[: LONGEST_REPLY * 4], writing.cursor, room)
