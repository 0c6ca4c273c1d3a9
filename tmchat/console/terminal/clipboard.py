"""The sequence that hands text to the terminal's clipboard; who copies what is the actions'."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Final

OSC52_START: Final = "\x1b]52;"
# GNU screen takes no longer string in one piece.
_SCREEN_PIECE: Final = 240


def osc52(text: str, environment: Mapping[str, str]) -> str:
    """OSC 52 for `text`, wrapped for what stands between the console and the terminal."""
    coded = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    return wrapped(f"{OSC52_START}c;{coded}\a", environment)


def wrapped(sequence: str, environment: Mapping[str, str]) -> str:
    """An OSC 52 sequence as tmux or GNU screen let it through to the terminal outside.

    tmux gets it twice: plain for `set-clipboard on`, wrapped for `allow-passthrough on`; what is
    switched off ignores its own. GNU screen gets it in pieces.
    """
    if environment.get("TMUX"):
        return sequence + passed_on(sequence, environment)
    return passed_on(sequence, environment)


def passed_on(sequence: str, environment: Mapping[str, str]) -> str:
    """A sequence for the terminal outside of tmux or GNU screen, in the DCS that they pass on.

    tmux does so with `allow-passthrough on`, and otherwise ignores it.
    """
    if environment.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    if environment.get("STY"):
        starts = range(0, len(sequence), _SCREEN_PIECE)
        return "".join(f"\x1bP{sequence[at : at + _SCREEN_PIECE]}\x1b\\" for at in starts)
    return sequence
