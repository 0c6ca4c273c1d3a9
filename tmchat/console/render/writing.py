"""A line of text while it is written, with its cursor; keys and text are `setup.lineedit`'s."""

from typing import Final

from rich.style import Style

from tmchat.console.render.cells import Cluster, clusters
from tmchat.console.render.ink import Ink, Part
from tmchat.core.text import Clean

_CURSOR: Final = Style(reverse=True)


def written_parts(ink: Ink, text: str, cursor: int, cells: int) -> list[list[Part]]:
    """`text` in lines of at most `cells` cells, the cluster at `cursor` reversed.

    Broken where a line is full, not at words, so that nothing moves while one writes; a line end
    shows as a sign.
    """
    before, after = _pieces(ink, text[:cursor]), _pieces(ink, text[cursor:])
    at, rest = (after[0], after[1:]) if after else ((" ", 1), [])
    lines: list[list[Part]] = [[]]
    used = 0
    styled = [(one, False) for one in before] + [(at, True)] + [(one, False) for one in rest]
    for (piece, taken), is_cursor in styled:
        if used + taken > max(cells, 1) and lines[-1]:
            lines.append([])
            used = 0
        used += taken
        style = ink.palette.strong + _CURSOR if is_cursor else ink.palette.strong
        line = lines[-1]
        if line and line[-1][1] == style:
            line[-1] = (Clean(line[-1][0] + piece), style)
        else:
            line.append((Clean(piece), style))
    return lines


def _pieces(ink: Ink, text: str) -> list[Cluster]:
    sign = "/" if ink.signs.ascii_only else "¶"
    return clusters(ink.lines(text.replace("\n", sign)))
