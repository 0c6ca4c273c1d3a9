"""Pages to read: a call, a push, a change of the log; what they are about is passed in."""

from collections.abc import Sequence
from typing import Final

from textual.strip import Strip

from tmchat.console.render.cells import pad, width, wrap
from tmchat.console.render.ink import Ink, Part
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.core import phone
from tmchat.core.calls import Call
from tmchat.core.questions import Push
from tmchat.core.records import Attribution
from tmchat.core.text import Clean

_LABEL: Final = 14
Fields = Sequence[tuple[str, str]]


def page_of_fields(ink: Ink, title: str, fields: Fields, cells: int) -> list[Strip]:
    """Labels with their values, wrapped, under a title; what is empty has no line."""
    palette = ink.palette
    label = _LABEL if cells > 50 else 10
    lines: list[Strip] = []
    for name, value in fields:
        first: Part = (pad(Clean(f"  {name}"), label + 2), palette.faint)
        for piece in wrap(ink.lines(value), max(1, cells - label - 3)) if value else ():
            lines.append(strip(ink, cells, [first, (piece, palette.text)]))
            first = (spaces(label + 2), palette.faint)
    if not lines:
        return []
    head = strip(ink, cells, [(SPACE, palette.text), (ink.line(title), palette.heading)])
    return [head, *lines, blank(ink, cells)]


def attribution_fields(what: Attribution) -> Fields:
    """What brought somebody, as labelled values."""
    return (
        ("campaign", what.campaign),
        ("keyword", what.keyword),
        ("source", " / ".join(filter(None, (what.source, what.medium)))),
        ("landing", what.landing_page),
        ("referrer", what.referrer),
        ("rule", what.rule),
        ("tag", what.tag),
    )


def seconds_words(seconds: int) -> str:
    """A duration: `47 s`, `3:07`, `1:02:40`."""
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def call_lines(ink: Ink, call: Call, at: str, number: str, cells: int) -> list[Strip]:
    """One call whole; `at` is its time and `number` its tracking number as people call it."""
    answered = [call.status]
    if call.rang:
        answered.append(f"rang {seconds_words(call.rang)}")
    if call.key:
        answered.append(f"pressed {call.key}")
    about: Fields = (
        ("when", at),
        ("caller", " ".join(filter(None, (call.name, phone.pretty(call.caller))))),
        ("place", call.place),
        ("number", number),
        ("went to", phone.pretty(call.termination)),
        ("answered", ", ".join(filter(None, answered))),
        ("lasted", seconds_words(call.lasted)),
        ("score", f"{call.score} of 100" if call.score >= 0 else ""),
        ("keywords", ", ".join(call.keywords)),
        ("recording", call.recording),
    )
    lines = page_of_fields(ink, "Call", about, cells)
    lines += page_of_fields(ink, "What brought it", attribution_fields(call.attribution), cells)
    return [*lines, *_transcript(ink, call, cells)]


def push_lines(ink: Ink, push: Push, at: str, body: str, cells: int) -> list[Strip]:
    """One push with its body, which comes indented where it is JSON."""
    about: Fields = (("when", at), ("status", push.status), ("note", push.note))
    lines = page_of_fields(ink, f"Push {push.id}", about, cells)
    palette = ink.palette
    lines.append(strip(ink, cells, [(SPACE, palette.text), (Clean("Body"), palette.heading)]))
    for piece in wrap(ink.lines(body or "empty"), max(1, cells - 4)):
        lines.append(strip(ink, cells, [(spaces(2), palette.text), (piece, palette.text)]))
    return lines


def _transcript(ink: Ink, call: Call, cells: int) -> list[Strip]:
    palette = ink.palette
    head = strip(ink, cells, [(SPACE, palette.text), (Clean("Transcript"), palette.heading)])
    if not call.transcript:
        none = Clean("  There is none.")
        return [head, strip(ink, cells, [(none, palette.faint)])]
    lines = [head]
    for spoken in call.transcript:
        minutes, seconds = divmod(int(spoken.at), 60)
        label = Clean(f"  {minutes}:{seconds:02d} {ink.line(spoken.by)} ")
        style = palette.mine if spoken.by.casefold() == "agent" else palette.other
        first: Part = (label, style)
        room = max(8, cells - width(label))
        for piece in wrap(ink.lines(spoken.text), room):
            lines.append(strip(ink, cells, [first, (piece, palette.text)]))
            first = (spaces(width(label)), palette.faint)
    return lines
