"""Splits what a program writes to a terminal into text and sequences; what may be written is the
tests' to say."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a terminal takes a piece of output for (ECMA-48)."""

    TEXT = "text"
    CONTROL = "control"
    CSI = "csi"
    STRING = "string"
    ESCAPE = "escape"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or one whole control or sequence."""

    kind: Kind
    written: str


_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
# An 8-bit control opens the same sequences as its two 7-bit letters. A string without its end
# swallows all that follows, as it does in a terminal.
_PIECE = re.compile(
    r"(?P<csi>(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~])"
    rf"|(?P<string>(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[\s\S]*?{_STRING_END})"
    r"|(?P<open>(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[\s\S]*\Z|(?:\x1b\[|\x9b)[0-?]*[ -/]*\Z"
    r"|\x1b[ -/]*\Z)"
    r"|(?P<escape>\x1b[ -/]*[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)


def pieces(written: str) -> tuple[list[Piece], str]:
    """The pieces of `written` in order, and the beginning of a sequence that is not whole yet."""
    found: list[Piece] = []
    for match in _PIECE.finditer(written):
        name = str(match.lastgroup)
        if name == "open":
            return found, match[0]
        found.append(Piece(Kind(name), match[0]))
    return found, ""
