"""Text of one look into cells, each with what is drawn in it; where they stand is the grid's.

The last wall before the terminal: nothing that a cell holds moves a cursor or begins a sequence.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category

from rich.cells import cached_cell_len, split_graphemes

from tmchat.console.render.cells import FILLER
from tmchat.console.terminal.look import PLAIN, Look
from tmchat.console.terminal.wall import in_ascii


class Cell(NamedTuple):
    """What stands in one cell of the terminal."""

    text: str
    """A cluster, or nothing in a cell that the cluster on its left takes, too."""
    look: Look
    reach: int
    """1: every terminal draws it in one cell. More: terminals differ, some use so many. 0: the
    cell belongs to the cluster on its left."""


BLANK: Final = Cell(" ", PLAIN, 1)

# Controls, what would turn the line around, and what UTF-8 cannot carry.
_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Latin, Greek, Cyrillic, the usual punctuation, frames and blocks: one cell everywhere.
_SURE: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2500-\u259f]*"
)
_REGIONAL: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
_REPLACEMENT: Final = "\ufffd"
_MOST: Final = 4096


@lru_cache(_MOST)
def cells(text: str, look: Look, unicode: bool) -> tuple[Cell, ...]:
    """The cells of `text`, as many as Rich counts; in ASCII for a terminal without Unicode."""
    blank = Cell(" ", look.blank, 1)
    if _SURE.fullmatch(text) and (unicode or text.isascii()):
        return tuple([blank if one == " " else Cell(one, look, 1) for one in text])
    found: list[Cell] = []
    for cluster, width in _clusters(text):
        if not unicode:
            sign = in_ascii(cluster[0])[:1] or "?"
            found += [Cell(sign, look.blank if sign == " " else look, 1)] * width
        elif cluster == " ":
            found.append(blank)
        elif width == 1 and _SURE.fullmatch(cluster):
            found.append(Cell(cluster, look, 1))
        else:
            found.append(Cell(cluster, look, _reach(cluster)))
            found += [Cell("", look, 0)] * (width - 1)
    return tuple(found)


def joined(before: list[Cell], text: str) -> str:
    """`text` without the marks that it begins with, which join the last letter in `before`, and the
    fillers of their cells: a style may end between a letter and its mark."""
    count = 0
    while count < len(text) and (text[count] == FILLER or _is_mark(text[count])):
        count += 1
    if not count:
        return text
    at = len(before) - 1
    while at > 0 and not before[at].reach:
        at -= 1
    marks, look = text[:count].replace(FILLER, ""), before[at].look if before else PLAIN
    if at >= 0 and before[at].text not in ("", " "):
        cluster = before[at].text + marks
        before[at] = Cell(cluster, look, _reach(cluster))
        before += [Cell("", look, 0)] * (count - len(marks))
    else:
        before += [Cell(" ", look.blank, 1)] * (count - len(marks))
    return text[count:]


def _is_mark(character: str) -> bool:
    return (
        character >= "\u0300"
        and category(character)[0] == "M"
        # A selector would change how many cells a letter takes.
        and not "\ufe00" <= character <= "\ufe0f"
    )


def _clusters(text: str) -> list[tuple[str, int]]:
    """What a reader takes for one character each, and its cells; without anything unfit."""
    found: list[tuple[str, int]] = []
    for start, end, width in split_graphemes(text)[0]:
        cluster = _UNFIT.sub("", text[start:end])
        if cluster.startswith(" "):
            cluster = " "
        if not cluster:
            if width:
                found += [(_REPLACEMENT, 1)] * width
        elif not width:
            # A mark without its letter: it joins the one before, or is dropped.
            if found and found[-1][0] != " ":
                found[-1] = (found[-1][0] + cluster, found[-1][1])
        elif cluster == FILLER:
            # The cell of a spacing mark, where a letter stands before it.
            if found and found[-1][0] != " ":
                found[-1] = (found[-1][0], found[-1][1] + width)
            else:
                found.append((" ", width))
        elif found and _REGIONAL.fullmatch(cluster) and _REGIONAL.fullmatch(found[-1][0]):
            # Two regional letters are one flag; Rich hands them out one by one.
            found[-1] = (found[-1][0] + cluster, found[-1][1] + width)
        else:
            found.append((cluster, width))
    return found


def _reach(cluster: str) -> int:
    """Cells of a terminal that joins nothing and gives each part as many as any terminal does."""
    return sum(1 if part.isascii() or not cached_cell_len(part) else 2 for part in cluster)
