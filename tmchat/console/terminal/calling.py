"""The sequences that reach whoever looks elsewhere: title and notification; when, `alerts` says."""

from collections.abc import Mapping
from typing import Final, Literal

from tmchat.console.terminal.clipboard import passed_on
from tmchat.core.text import Clean, clean_line

Way = Literal["", "osc9", "osc777", "osc99"]
KEEP_TITLE: Final = "\x1b[22;2t"
"""XTWINOPS: has the terminal remember its title."""
TITLE_BACK: Final = "\x1b[23;2t"
"""XTWINOPS: the remembered title again."""
LONGEST: Final = 160  # characters of a line that is notified
_TITLED: Final = (
    "xterm",
    "screen",
    "tmux",
    "rxvt",
    "alacritty",
    "foot",
    "wezterm",
    "kitty",
    "konsole",
    "vte",
    "gnome",
    "st-",
    "mintty",
    "putty",
    "contour",
    "iterm",
)
_BY_PROGRAM: Final[dict[str, Way]] = {
    "iTerm.app": "osc9",
    "iTerm2": "osc9",
    "WezTerm": "osc777",
    "ghostty": "osc777",
    "contour": "osc777",
    "WarpTerminal": "osc777",
    "kitty": "osc99",
}
_BY_NAME: Final[tuple[tuple[str, Way], ...]] = (
    ("xterm-kitty", "osc99"),
    ("xterm-ghostty", "osc777"),
    ("foot", "osc777"),
    ("wezterm", "osc777"),
    ("contour", "osc777"),
    ("rxvt-unicode", "osc777"),
)
# What a terminal sets for the programs in it; tmux keeps them from the terminal it was begun in.
_BY_MARK: Final[tuple[tuple[str, Way], ...]] = (
    ("KITTY_WINDOW_ID", "osc99"),
    ("GHOSTTY_RESOURCES_DIR", "osc777"),
    ("WEZTERM_PANE", "osc777"),
    ("ITERM_SESSION_ID", "osc9"),
)


def takes_titles(environment: Mapping[str, str]) -> bool:
    """Whether the terminal named by TERM takes a title without showing a letter of it."""
    return environment.get("TERM", "").startswith(_TITLED)


def titled(words: str) -> str:
    """OSC 2: the window's title; tmux and GNU screen take it for the pane's or the window's."""
    return f"\x1b]2;{_harmless(words)}\x07"


def way_of(environment: Mapping[str, str]) -> Way:
    """How the terminal is known to take a notification, by its names; empty: it is not known to.

    `LC_TERMINAL` is what iTerm2 lets pass over SSH.
    """
    for variable in ("TERM_PROGRAM", "LC_TERMINAL"):
        if way := _BY_PROGRAM.get(environment.get(variable, "")):
            return way
    name = environment.get("TERM", "")
    for begin, way in _BY_NAME:
        if name.startswith(begin):
            return way
    for mark, way in _BY_MARK:
        if environment.get(mark):
            return way
    return ""


def notification(way: Way, heading: str, words: str, environment: Mapping[str, str]) -> str:
    """A desktop notification, wrapped for tmux or GNU screen; empty without a way.

    OSC 9 is iTerm2's, one line that must not begin with a number; OSC 777 is rxvt-unicode's with
    heading and text; OSC 99 is kitty's, and a later one with the same name takes its place.
    """
    heading, words = _harmless(heading), _harmless(words)
    match way:
        case "osc9":
            sequence = f"\x1b]9;{heading}: {words}\x07"
        case "osc777":
            sequence = f"\x1b]777;notify;{heading};{words}\x07"
        case "osc99":
            sequence = f"\x1b]99;i=tmchat:d=0;{heading}\x07\x1b]99;i=tmchat:d=1:p=body;{words}\x07"
        case _:
            return ""
    return passed_on(sequence, environment)


def _harmless(words: str) -> Clean:
    """One line without a control or a semicolon, which would end a part."""
    line = clean_line(words.replace(";", ","))
    return line if len(line) <= LONGEST else clean_line(line[: LONGEST - 1] + "…")
