"""Random screens and their updates, as Textual's compositor hands them out; nothing is compared."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from unicodedata import category

from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tmchat.console.render.cells import drawn
from tmchat.core.text import clean

AGREED = (
    "a",
    "b",
    "the",
    "quick",
    "é",
    "ß",
    "漢字",
    "かな",
    "한글",
    "---------",
    "───",
    "━━━━━━",
    "│",
    "█",
    "…",
    "Я",
)
"""Words of which every terminal knows how many cells they take."""
DOUBTFUL = (
    "👩\u200d💻",
    "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "❤\ufe0f",
    "☎\ufe0f",
    "🇨🇦",
    "🚗",
    "e\u0301",
    "o\u0308\u0301",
    "●",
    "→",
    "✓",
    "ไทย",
    "سلام",
)
"""Words of which terminals think differently."""
COLOURS = (
    "default",
    "red",
    "bright_blue",
    "color(9)",
    "color(123)",
    "#102030",
    "#ffffff",
    "#777777",
)
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike", "blink", "overline")


class Scene:
    """Columns of lines beside each other, sometimes a box over them; each step changes some."""

    def __init__(self, random: Random, columns: int, rows: int, words: Sequence[str]) -> None:
        self._random = random
        self._words = words
        self._styles = [self._style() for _ in range(5)]
        self._fill(columns, rows)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._columns, self._rows

    def whole(self) -> LayoutUpdate:
        """All of the screen, as after a change of its layout."""
        strips = [[part[row] for part in self._parts] for row in range(self._rows)]
        return LayoutUpdate([*strips], Region(0, 0, self._columns, self._rows))

    def step(self) -> LayoutUpdate | ChopsUpdate:
        """Changes something; what the compositor would make of it."""
        kind = self._random.randrange(14)
        if kind == 0:
            columns = max(4, self._columns + self._random.randint(-9, 9))
            self._fill(columns, max(2, self._rows + self._random.randint(-3, 3)))
            return self.whole()
        if kind == 1:
            return self.whole()
        place = self._random.randrange(len(self._parts))
        if kind <= 6:
            return self._scrolled(place)
        if kind <= 9:
            return self._typed(place)
        changed = self._random.sample(range(self._rows), self._random.randint(1, self._rows))
        for row in changed:
            self._parts[place][row] = self._line(self._widths[place])
        return self._chops({(row, place) for row in changed})

    def _fill(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        count = self._random.randint(1, 3)
        cuts = sorted(self._random.sample(range(1, columns), count - 1))
        edges = [0, *cuts, columns]
        self._edges = edges
        self._widths = [right - left for left, right in pairwise(edges)]
        self._parts = [[self._line(width) for _ in range(rows)] for width in self._widths]

    def _scrolled(self, place: int) -> ChopsUpdate:
        """A part's lines, or some of them, go up or down."""
        lines = self._parts[place]
        top = self._random.randrange(self._rows)
        bottom = self._random.randint(top, self._rows)
        by = self._random.randint(1, 3)
        block = lines[top:bottom]
        coming = [self._line(self._widths[place]) for _ in block[:by]]
        block = [*block[by:], *coming] if self._random.random() < 0.6 else [*coming, *block[:-by]]
        lines[top:bottom] = block
        return self._chops({(row, place) for row in range(top, bottom)} or {(0, place)})

    def _typed(self, place: int) -> ChopsUpdate:
        """Another word in a line."""
        row = self._random.randrange(self._rows)
        line, width = self._parts[place][row], self._widths[place]
        word = Segment(self._random.choice(self._words), self._random.choice(self._styles))
        at = self._random.randrange(width)
        typed = Strip([*line.crop(0, at), word, *line.crop(at, width)])
        line = _whole(typed.adjust_cell_length(width, Style.null()))
        self._parts[place][row] = line
        return self._chops({(row, place)})

    def _chops(self, changed: set[tuple[int, int]]) -> ChopsUpdate:
        """The update of so many parts of rows, with the parts beside them as the compositor has
        them: sometimes there, sometimes not."""
        rows = sorted({row for row, _ in changed})
        chops: list[dict[int, Strip | None]] = []
        spans = []
        for row in range(self._rows):
            places = [place for at, place in changed if at == row]
            chop: dict[int, Strip | None] = {}
            for place, left in enumerate(self._edges[:-1]):
                there = place in places or (row in rows and self._random.random() < 0.5)
                chop[left] = self._parts[place][row] if there else None
            chops.append(chop)
            for place in places:
                spans.append((row, self._edges[place], self._edges[place + 1]))
        return ChopsUpdate(chops, spans, [self._edges[1:]] * self._rows)

    def _line(self, width: int) -> Strip:
        segments = []
        for _ in range(self._random.choice((0, 1, 2, 3))):
            style = self._random.choice(self._styles)
            kind = self._random.random()
            if kind < 0.4:
                text = " " * self._random.randint(1, width)
            else:
                chosen = self._random.choices(self._words, k=self._random.randint(1, 6))
                text = self._random.choice(("", " ")).join(chosen)
            segments.append(Segment(text, style))
        ground = self._random.choice((*self._styles[:2], Style.null()))
        return _whole(Strip(segments).adjust_cell_length(width, ground))

    def _style(self) -> Style:
        attributes = self._random.sample(ATTRIBUTES, self._random.choice((0, 0, 1, 1, 2)))
        ground = self._random.choice(COLOURS)
        return Style.parse(" ".join([*attributes, self._random.choice(COLOURS), "on", ground]))


def _whole(line: Strip) -> Strip:
    """`line`, or a blank one where a cluster was cut so that Textual leaves parts of it that count
    for nothing: of an emoji, or a mark that now joins an emoji, in whichever of its cells."""
    texts = [part.text for part in line if part.text]
    whole = all(drawn(clean(text)) == text for text in texts) and not any(
        category(after[0]) == "Mn" and before[-1] >= "\u3000" for before, after in pairwise(texts)
    )
    return line if whole else Strip.blank(line.cell_length)
