"""What a terminal is known to do beyond the least of them all, by its name and its own answers.

Where nothing is known the answer is no: a frame is then longer and still right.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

ASK_MARGINS: Final = "\x1b[?69$p"
"""DECRQM for DECLRMM, left and right margins (DEC STD 070): is that mode known?"""

_MARGINS: Final = re.compile(r"\x1b\[\?69;([0-4])\$y")
_LONGEST: Final = len("\x1b[?69;2$y")
# Their descriptions in terminfo have `ech`, `bce`, `csr`, `dl`, `hpa` and `vpa`.
_FULL: Final = (
    "xterm",
    "alacritty",
    "foot",
    "wezterm",
    "contour",
    "st-",
    "tmux",
    "konsole",
    "vte",
    "gnome",
    "rxvt-unicode",
    "mintty",
    "iterm",
    "linux",
)
# Programs of these names alone answer to them; many more call themselves xterm.
_REPEATING: Final = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "st-", "tmux")


class Abilities(NamedTuple):
    """What may be used; without any of it a frame is cursor positions, colours and letters."""

    moves: bool = False
    """Moves within a line and by lines: CHA, VPA, CUF, CUB, CUU, CUD."""
    scrolls: bool = False
    """Regions of lines in which lines go and come: DECSTBM, DL, IL."""
    erases: bool = False
    """Blanks by count: ECH."""
    colours_blanks: bool = False
    """What is erased takes the background in force."""
    repeats: bool = False
    """The last letter again by count: REP."""
    margins: bool = False
    """Regions of columns: DECLRMM, DECSLRM."""


def abilities(environment: Mapping[str, str]) -> Abilities:
    """What the terminal named by TERM does; inside tmux it is tmux that does it."""
    name = environment.get("TERM", "")
    if environment.get("TMUX"):
        name = "tmux"
    if name.startswith(_FULL):
        return Abilities(
            moves=True,
            scrolls=True,
            erases=True,
            colours_blanks=True,
            repeats=name.startswith(_REPEATING),
        )
    if name.startswith(("screen", "vt2", "vt3", "vt4", "vt5", "ansi")):
        return Abilities(moves=name.startswith("screen"), scrolls=name.startswith("screen"))
    return Abilities()


def may_be_asked(environment: Mapping[str, str]) -> bool:
    """Whether the terminal takes a question about margins without showing a letter of it."""
    name = environment.get("TERM", "")
    return name.startswith("xterm") and environment.get("TERM_PROGRAM") != "Apple_Terminal"


class Answers:
    """Listens in what is read for the answer to `ASK_MARGINS`; it takes nothing away."""

    def __init__(self) -> None:
        self._tail = ""

    def margins(self, text: str) -> bool:
        """Whether `text`, the next that was read, ends an answer that margins are there."""
        heard = self._tail + text
        self._tail = heard[-_LONGEST:]
        found = _MARGINS.search(heard)
        if found is None:
            return False
        self._tail = ""
        # 1 and 2: set and reset; 3 and 4 cannot be changed, 0 is not known.
        return found[1] in "12"
