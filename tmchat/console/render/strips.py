"""Parts of text into one drawn line of an exact width; what the parts say is each renderer's."""

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tmchat.console.render.cells import cut, one_line, width
from tmchat.console.render.ink import Ink, Part
from tmchat.core.text import Clean

SPACE = Clean(" ")


def spaces(count: int) -> Clean:
    """So many spaces, none for a negative count."""
    return Clean(" " * count)


def strip(
    ink: Ink,
    cells: int,
    left: Iterable[Part],
    right: Sequence[Part] = (),
    *,
    over: Style | None = None,
) -> Strip:
    """One line of exactly `cells` cells: `left`, cut to what is free, and `right` at its end.

    Parts of `right` that do not fit go, from its first; `over` is laid over the whole line.
    """
    tail = list(right)
    taken = sum(width(text) for text, _ in tail)
    while tail and taken > cells:
        taken -= width(tail.pop(0)[0])
    room = cells - taken
    head = [(one_line(text), style) for text, style in left]
    needed = sum(width(text) for text, _ in head)
    if needed > room:
        head = _fitted(head, room, ink.signs.ellipsis)
        needed = sum(width(text) for text, _ in head)
    segments = [Segment(text, style) for text, style in head if text]
    if room > needed:
        segments.append(Segment(spaces(room - needed), ink.palette.text))
    segments.extend(Segment(text, style) for text, style in tail if text)
    if over is not None:
        segments = list(Segment.apply_style(segments, post_style=over))
    return Strip(segments, max(cells, 0))


def _fitted(parts: list[Part], room: int, mark: Clean) -> list[Part]:
    """What of `parts` has room; where something has to go, `mark` stands in its place. Blanks at
    the end go without one."""
    while parts and not parts[-1][0].strip():
        parts = parts[:-1]
        if sum(width(text) for text, _ in parts) <= room:
            return parts
    fitted: list[Part] = []
    for text, style in parts:
        if width(text) > room - width(mark):
            if width(text) <= room:
                # It would fit, but not the mark for what comes behind it.
                text = Clean(f"{text}{mark}")
            return [*fitted, (cut(text, max(room, 0), mark), style)]
        room -= width(text)
        fitted.append((text, style))
    return fitted


def centred(ink: Ink, cells: int, text: Clean, style: Style, fill: Clean = SPACE) -> Strip:
    """`text` in the middle of a line drawn full with `fill`, which is one cell wide."""
    words = cut(text, cells, ink.signs.ellipsis)
    rest = cells - width(words)
    if rest < 2 or fill == SPACE:
        before = rest // 2
        return strip(ink, cells, [(spaces(before), style), (words, style)])
    before = (rest - 2) // 2
    after = rest - 2 - before
    return strip(ink, cells, [(Clean(f"{fill * before} {words} {fill * after}"), style)])


def blank(ink: Ink, cells: int) -> Strip:
    """An empty line."""
    return strip(ink, cells, ())
