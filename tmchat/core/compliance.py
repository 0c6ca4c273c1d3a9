"""Which texts opt a texter out or in, by whole-text keyword; refusing replies is `decide`'s."""

import re
from enum import Enum, auto

# The keywords that 47 CFR 64.1200(a)(10) names as a reasonable means of revoking consent,
# with the carriers' own customary ones beside them.
OPT_OUT = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "OPT OUT"}
)
OPT_IN = frozenset({"START", "YES", "UNSTOP"})
_LETTERS = re.compile(r"[^\W_]+")


class Wish(Enum):
    """What a whole-text keyword asks for."""

    OUT = auto()
    IN = auto()


def wish_of(text: str) -> tuple[Wish, str] | None:
    """The wish that `text` as a whole expresses and its keyword, or None.

    Case, spacing and punctuation (emoji too) do not matter; a keyword in a sentence is not one.
    """
    if len(text) > 40:
        return None
    keyword = " ".join(_LETTERS.findall(text.upper()))
    if keyword in OPT_OUT:
        return Wish.OUT, keyword
    if keyword in OPT_IN:
        return Wish.IN, keyword
    return None
