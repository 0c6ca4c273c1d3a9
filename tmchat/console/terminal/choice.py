"""Which kind of console a terminal gets and whether it shows Unicode; starting one is `cli`'s."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol

_ASCII_TERMINALS: Final = ("linux", "dumb", "vt1", "vt2", "vt3", "vt4", "cons")
# What Python 3.11 sets LC_CTYPE to by itself when it is started in the C locale (PEP 538).
_COERCED: Final = ("C.UTF-8", "C.utf8", "UTF-8")
_STARTED_WITH: Final = Path("/proc/self/environ")


class Stream(Protocol):
    """A standard stream, as far as the choice looks at it."""

    def isatty(self) -> bool:
        """Whether a terminal is behind it."""


class Choice(NamedTuple):
    """The kind of console, and one sentence why where it is not the screen."""

    kind: Literal["screen", "plain"]
    reason: str = ""


def choice(environment: Mapping[str, str], stdin: Stream | None, stdout: Stream | None) -> Choice:
    """The screen where a terminal can draw it, otherwise plain lines; None is a closed stream."""
    if stdout is None or not stdout.isatty():
        return Choice("plain", "Standard output is not a terminal: plain lines instead.")
    if stdin is None or not stdin.isatty():
        return Choice("plain", "Standard input is not a terminal: plain lines instead.")
    terminal = environment.get("TERM", "")
    if terminal in ("", "dumb", "unknown"):
        told = f"TERM={terminal}" if terminal else "No TERM is set, which"
        return Choice("plain", f"{told} promises no cursor movement: plain lines instead.")
    return Choice("screen")


def locale_at_start() -> Mapping[str, str] | None:
    """The variables this process was started with, or None where the system does not tell.

    Python changes LC_CTYPE before the program begins, so that `os.environ` cannot tell LANG=C from
    a terminal that speaks UTF-8.
    """
    try:
        pairs = _STARTED_WITH.read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return None
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def speaks_unicode(
    environment: Mapping[str, str],
    *,
    at_start: Callable[[], Mapping[str, str] | None] = locale_at_start,
) -> bool:
    """Whether the terminal takes UTF-8 and has the signs: LC_ALL, LC_CTYPE, LANG, and TERM.

    The Linux console speaks UTF-8 but has 512 signs, so it counts as ASCII.
    """
    if environment.get("TERM", "").startswith(_ASCII_TERMINALS):
        return False
    character_type = environment.get("LC_CTYPE", "")
    if not environment.get("LC_ALL") and character_type in _COERCED:
        started = at_start()
        if started is not None:
            character_type = started.get("LC_CTYPE", "")
    locale = environment.get("LC_ALL") or character_type or environment.get("LANG", "")
    return "utf8" in locale.lower().replace("-", "")
