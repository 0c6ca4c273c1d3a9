"""The signs beside words and colours, in Unicode and in ASCII; which set to take, others say."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from tmchat.core.text import Clean


@dataclass(frozen=True, slots=True)
class Signs:
    """One set of signs; each takes one cell, but `delivered` and the ASCII ellipsis two."""

    waiting: Clean
    answered: Clean
    closed: Clean
    snoozed: Clean
    scheduled: Clean
    locked: Clean
    draft: Clean
    trouble: Clean
    inward: Clean
    outward: Clean
    note: Clean
    media: Clean
    sending: Clean
    sent: Clean
    delivered: Clean
    failed: Clean
    unknown: Clean
    cursor: Clean
    margin: Clean
    rule: Clean
    dots: Clean
    between: Clean
    below: Clean
    thumb: Clean
    ellipsis: Clean
    ascii_only: bool = False

    def spell(self, text: Clean) -> Clean:
        """`text` as this set can show it: itself, or in ASCII without accents, `?` for the rest."""
        if not self.ascii_only or text.isascii():
            return text
        plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
        bases = "".join(character for character in plain if not unicodedata.combining(character))
        return Clean(bases.encode("ascii", "replace").decode("ascii"))


_STRAIGHT: Final = str.maketrans(
    dict(zip("‘’“”–—·•", "''\"\"---*", strict=True))
    | {"…": "...", "\u200c": "", "\u200d": "", "\ufe0f": ""}
)

UNICODE: Final = Signs(
    waiting=Clean("●"),
    answered=Clean("○"),
    closed=Clean("✓"),
    snoozed=Clean("z"),
    scheduled=Clean("◷"),
    locked=Clean("⊘"),
    draft=Clean("✎"),
    trouble=Clean("!"),
    inward=Clean("‹"),
    outward=Clean("›"),
    note=Clean("✎"),
    media=Clean("▣"),
    sending=Clean("…"),
    sent=Clean("✓"),
    delivered=Clean("✓✓"),
    failed=Clean("✗"),
    unknown=Clean("?"),
    cursor=Clean("▌"),
    margin=Clean("│"),
    rule=Clean("─"),
    dots=Clean("┄"),
    between=Clean("·"),
    below=Clean("↓"),
    thumb=Clean("┃"),
    ellipsis=Clean("…"),
)

ASCII: Final = Signs(
    waiting=Clean("*"),
    answered=Clean("o"),
    closed=Clean("x"),
    snoozed=Clean("z"),
    scheduled=Clean("@"),
    locked=Clean("#"),
    draft=Clean("~"),
    trouble=Clean("!"),
    inward=Clean("<"),
    outward=Clean(">"),
    note=Clean("+"),
    media=Clean("&"),
    sending=Clean("."),
    sent=Clean("v"),
    delivered=Clean("vv"),
    failed=Clean("X"),
    unknown=Clean("?"),
    cursor=Clean(">"),
    margin=Clean("|"),
    rule=Clean("-"),
    dots=Clean("."),
    between=Clean("-"),
    below=Clean("v"),
    thumb=Clean("#"),
    ellipsis=Clean(".."),
    ascii_only=True,
)


def signs_for(unicode: bool) -> Signs:
    """The set for a terminal that shows Unicode, or for one that does not."""
    return UNICODE if unicode else ASCII
