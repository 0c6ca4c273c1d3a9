"""Keeps columns straight where a terminal counts an emoji otherwise; it measures and cuts nothing.

Terminals disagree about the cells of emoji and of some signs. What is written right after one is
therefore given its column again. For the last stretch before the terminal: the stream of one write.
"""

import re
from typing import Final

from tmchat.console.render.cells import FILLER, clusters, drawn, width
from tmchat.core.text import Clean

_UNSURE: Final = re.compile(f"[\u2190-\u24ff\u25a0-\u2bff\U0001f000-\U0001faff\ufe0f{FILLER}]")
_TOKEN: Final = re.compile(
    r"\x1b\[(?P<row>[0-9]+);(?P<column>[0-9]+)H"
    r"|(?P<escape>\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b\].*?(?:\x1b\\|\x07)|\x1b.?)"
    r"|(?P<lost>[\x00-\x1a\x1c-\x1f\x7f]+)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)


def steady(stream: str) -> str:
    """`stream` with the column set again after every character of doubtful width.

    Columns are known from the first cursor position in the stream on; what stands before it, or
    after a control character, is left alone. A stream of plain text costs one search.
    """
    if stream.isascii() or _UNSURE.search(stream) is None:
        return stream
    written: list[str] = []
    column: int | None = None
    for token in _TOKEN.finditer(stream):
        if token["column"]:
            column = int(token["column"])
        elif token["lost"]:
            column = None
        elif token["text"] and column is not None:
            text = Clean(token["text"])
            if drawn(text) == text and _UNSURE.search(text):
                written.append(_placed(text, column))
            else:
                written.append(text)
            column += width(text)
            continue
        written.append(token[0])
    return "".join(written)


def _placed(text: Clean, column: int) -> str:
    """`text` from `column` (from 1) on, with every doubtful cluster in cells of its own."""
    written: list[str] = []
    for piece, cells in clusters(text):
        if _UNSURE.search(piece):
            if cells > 1:
                # A terminal that takes one cell would leave what stood in the others.
                written.append(f"{' ' * cells}\x1b[{column}G")
            written.append(f"{piece.replace(FILLER, '')}\x1b[{column + cells}G")
        else:
            written.append(piece)
        column += cells
    return "".join(written)
