"""What may leave for the terminal: the last look at a frame, whatever drew it; it draws nothing.

Text is cleaned where it becomes a line. This wall stands behind that for what no renderer of ours
draws: of a frame, only Textual's colours and cursor positions pass.
"""

import re
from typing import Final

from rich.cells import cell_len

_FRAME: Final = re.compile(r"\x1b\[[0-9]+;[0-9]+H")
_MODES: Final = re.compile(r"(?:\x1b\[(?:[?<>=][0-9;]*\$?[A-Za-z]|2[23];[0-2]t))+")
# The character class comes first so that the scan runs at the speed of one; what it finds may
# still be the start of a colour or of a position.
_STRAY: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff](?<!\x1b(?=\[[0-9;]{0,64}[mH]))"
)
BELL: Final = "\x07"
# OSC and DCS, with what tmux and GNU screen wrap around them: titles, copies, calls.
_STRINGS: Final = re.compile(
    r"(?:\x1b\][^\x1b\x07\x18\x1a]*(?:\x07|\x1b\\)|\x1bP(?:[^\x1b\x18\x1a]|\x1b[^\\])*\x1b\\)+"
)
_REPLACEMENT: Final = "\ufffd"
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def is_frame(written: str) -> bool:
    """Whether `written` paints: it begins by placing the cursor."""
    return _FRAME.match(written) is not None


def is_mode(written: str) -> bool:
    """Whether `written` only switches or asks for modes, which a terminal must not miss."""
    return _MODES.fullmatch(written) is not None


def paints(written: str) -> bool:
    """Whether `written` may change what stands on the terminal, or may not be told from that."""
    return not (written == BELL or is_mode(written) or _STRINGS.fullmatch(written))


def walled(frame: str) -> str:
    """A frame without any control but colours, cursor positions and line feeds."""
    return _STRAY.sub(_REPLACEMENT, frame)


def in_ascii(written: str) -> str:
    """`written` for a terminal without Unicode, cell for cell.

    UTF-8 would reach such a terminal as other letters, some of its bytes as C1 controls.
    """
    return written if written.isascii() else _BEYOND_ASCII.sub(_sign, written)


def _sign(found: re.Match[str]) -> str:
    character = found[0]
    if "\u2580" <= character <= "\u259f":
        return " "  # blocks: the thin ends of scroll bars
    if "\u2500" <= character <= "\u257f":
        return "-" if character in "─━┄┅┈┉╌╍═" else "|"
    return "?" * cell_len(character)
