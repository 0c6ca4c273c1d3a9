"""Cell width, cutting and wrapping of clean text: the one module of it, and it draws nothing.

Widths are those of `rich.cells`, by which Textual measures a strip, so that both always agree.
Where Rich would count nothing for a character that terminals do draw, that character is left out
of the drawing, or, if it is a vowel sign of an Indic script, followed by `FILLER`, which holds the
cell that most terminals give it (`drawn`); everything here returns drawn text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len, split_graphemes

from tmchat.core.text import Clean

ELLIPSIS: Final = Clean("…")

FILLER: Final = "\ufdd0"
"""Stands in a cell that belongs to the cluster before it, and is never written to a terminal; no
clean text has this noncharacter."""

# Spacing marks (Mc) stand in the blocks of the scripts of South and South-East Asia alone.
_MARK: Final = "\u0900-\u0dff\u0f00-\u109f\u1700-\u1cff\ua800-\uabff\U00011000-\U00011fff"
_MARKED: Final = re.compile(f"[{_MARK}{FILLER}]+")
_EMOJI: Final = "[\u2190-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_SHARES: Final = re.compile("[\u200d\U0001f3fb-\U0001f3ff]")
# Rich counts nothing for what follows a joiner, a letter too, and nothing for a skin tone.
_STRAY: Final = re.compile(
    f"(?<!{_EMOJI})(?<!{_EMOJI}\ufe0f)(?<!{_EMOJI}{_TONE})\u200d"
    f"|\u200d(?!{_EMOJI})"
    f"|(?<!{_EMOJI}){_TONE}"
)
# The longest emoji in use join four; an endless chain would count as two cells and fill a screen.
_MEMBER: Final = f"{_EMOJI}(?:\ufe0f|{_TONE})?"
_CHAIN: Final = re.compile(f"((?:{_MEMBER}\u200d){{3}}{_MEMBER})\u200d")

_REGIONAL: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_NEVER_FIRST: Final = frozenset("、。，．：；？！）］｝〉》」』】〕…”’々ー")
_NEVER_LAST: Final = frozenset("（［｛〈《「『【〔“‘")

Cluster = tuple[str, int]
"""What a reader takes for one character, and its cells (0, 1 or 2, with fillers more)."""


def drawn(text: Clean) -> Clean:
    """`text` without the joiners and skin tones that belong to no emoji, and with a filler for each
    spacing mark; newlines stay."""
    if text.isascii():
        return text
    if _SHARES.search(text) is not None:
        text = Clean(_CHAIN.sub(r"\1", _STRAY.sub("", text)))
    return text if _MARKED.search(text) is None else Clean(_MARKED.sub(_filled, text))


def _filled(letters: re.Match[str]) -> str:
    """The letters with as many fillers after a run of marks as it has spacing marks."""
    found: list[str] = []
    due = 0
    for letter in letters[0].replace(FILLER, ""):
        kind = unicodedata.category(letter)
        if kind[0] != "M":
            found.append(FILLER * due)
            due = 0
        found.append(letter)
        due += kind == "Mc"
    found.append(FILLER * due)
    return "".join(found)


def width(text: Clean) -> int:
    """Cells that one line of text takes."""
    return len(text) if text.isascii() else cell_len(drawn(text))


def clusters(text: Clean) -> list[Cluster]:
    """One line of text as clusters in order; their cells add up to its width."""
    line = drawn(text)
    if line.isascii():
        return [(character, 1) for character in line]
    found: list[Cluster] = []
    for start, end, cells in split_graphemes(line)[0]:
        piece = line[start:end]
        if piece == FILLER and found:
            found[-1] = (found[-1][0] + piece, found[-1][1] + cells)
        elif piece in _REGIONAL and found and found[-1][0] in _REGIONAL:
            # Two regional letters are one flag; Rich hands them out one by one.
            found[-1] = (found[-1][0] + piece, found[-1][1] + cells)
        else:
            found.append((piece, cells))
    return found


def cut(text: Clean, cells: int, mark: Clean = ELLIPSIS) -> Clean:
    """At most `cells` cells of `text` on one line, ending in `mark` where something is missing.

    A newline counts and shows as a space. Without room for the mark the text ends without it.
    """
    line = one_line(text)
    if width(line) <= cells:
        return line
    room = cells - width(mark)
    if room < 0:
        room, mark = cells, Clean("")
    if line.isascii():
        return Clean(line[: max(room, 0)] + mark)
    kept: list[str] = []
    for piece, taken in clusters(line):
        room -= taken
        if room < 0:
            break
        kept.append(piece)
    return Clean("".join(kept) + mark)


def pad(text: Clean, cells: int) -> Clean:
    """Exactly `cells` cells: `text` cut to them, or spaces after it."""
    line = cut(text, cells)
    return Clean(line + " " * (cells - width(line)))


def wrap(text: Clean, cells: int) -> list[Clean]:
    """`text` in lines of at most `cells` cells, at least one line; fewer than 1 cell counts as 1.

    Breaks at spaces (which go), beside wide characters, and inside a word longer than a line.
    Newlines are kept as line ends. A cluster wider than a line becomes a question mark.
    """
    room = max(cells, 1)
    lines: list[Clean] = []
    for paragraph in text.split("\n"):
        if paragraph.isascii():
            _wrap_narrow(paragraph, room, lines)
        else:
            _wrap_clusters(clusters(Clean(paragraph)), room, lines)
    return lines


def wrap_most(text: Clean, cells: int, most: int, mark: Clean = ELLIPSIS) -> list[Clean]:
    """`text` in at most `most` lines, the last ending in `mark` where something is missing."""
    lines = wrap(text, cells)
    if len(lines) <= most:
        return lines
    last = Clean(f"{lines[most - 1]} {lines[most]}{' ' * max(cells, 1)}{mark}")
    return [*lines[: most - 1], cut(last, cells, mark)]


def one_line(text: Clean) -> Clean:
    """`text` without line ends, which show as spaces, as the compositor can draw it."""
    return drawn(Clean(text.replace("\n", " ")) if "\n" in text else text)


def _wrap_narrow(paragraph: str, room: int, lines: list[Clean]) -> None:
    """The way of `_wrap_clusters` for text of one cell a character, without looking at each."""
    start, length = 0, len(paragraph)
    while length - start > room:
        end = paragraph.rfind(" ", start, start + room + 1)
        if end <= start or paragraph[start:end].isspace():
            end = start + room
        lines.append(Clean(paragraph[start:end].rstrip(" ")))
        start = end
        while start < length and paragraph[start] == " ":
            start += 1
    if start < length or not length:
        lines.append(Clean(paragraph[start:]))


def _wrap_clusters(pieces: list[Cluster], room: int, lines: list[Clean]) -> None:
    count = len(pieces)
    start = position = used = last_break = 0
    blank = True
    while position < count:
        piece, cells = pieces[position]
        if cells > room:
            piece, cells = "?", 1
            pieces[position] = (piece, cells)
        if used + cells > room:
            end = last_break if last_break > start and piece != " " else position
            lines.append(Clean(_joined(pieces[start:end]).rstrip(" ")))
            while end < count and pieces[end][0] == " ":
                end += 1
            start = position = last_break = end
            used, blank = 0, True
            continue
        used += cells
        blank = blank and piece == " "
        position += 1
        if not blank and position < count and _may_break(pieces[position - 1], pieces[position]):
            last_break = position
    if start < count or not count:
        lines.append(Clean(_joined(pieces[start:])))


def _joined(pieces: list[Cluster]) -> str:
    return "".join([piece for piece, _ in pieces])


def _may_break(left: Cluster, right: Cluster) -> bool:
    """Whether a line may end after `left` when `right` follows on the next."""
    if left[0] == " ":
        return True
    wide = any(cells == 2 and FILLER not in piece for piece, cells in (left, right))
    return wide and right[0] not in _NEVER_FIRST and left[0] not in _NEVER_LAST
