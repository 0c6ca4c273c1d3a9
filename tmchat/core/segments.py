"""How a text is cut into segments on its way to a phone; an estimate shown before sending, no more.

The carrier's own cutting is not documented (CONTRACT 7), so this is the standard's: GSM 03.38 where
every character is in its alphabet, UCS-2 otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tmchat.core.text import join_pairs

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("\f^{}\\[~]|€")
_GSM: Final = _BASIC | _EXTENSION

# A lone segment is longer: those of a longer text carry a header that says how they join.
_ROOM: Final[dict[Encoding, tuple[int, int]]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True, slots=True)
class Measure:
    """A text as the carrier counts it.

    `units` are septets (GSM-7) or 16-bit units (UCS-2); `per_segment` is how many of them one
    segment holds, and `left` how many fit before a further segment begins. Of `room` units in
    those segments `used` are taken, those included that a two-unit character could not share.
    """

    characters: int
    encoding: Encoding
    units: int
    segments: int
    per_segment: int
    left: int

    @property
    def room(self) -> int:
        """Units that the segments hold together, those of one segment where there is none yet."""
        return max(self.segments, 1) * self.per_segment

    @property
    def used(self) -> int:
        """Units of `room` that nothing more fits into."""
        return self.room - self.left


def measure(text: str) -> Measure:
    """Count `text`; no text is no segment. Two-unit characters are never cut in two."""
    whole = join_pairs(text)
    encoding: Encoding
    if _GSM.issuperset(whole):
        encoding = "GSM-7"
        costs = [2 if character in _EXTENSION else 1 for character in whole]
    else:
        encoding = "UCS-2"
        costs = [2 if character > "\uffff" else 1 for character in whole]
    units = sum(costs)
    alone, joined = _ROOM[encoding]
    if units <= alone:
        return Measure(len(whole), encoding, units, min(len(whole), 1), alone, alone - units)
    segments, left = _fill(costs, joined)
    return Measure(len(whole), encoding, units, segments, joined, left)


def forcing(text: str) -> tuple[int, ...]:
    """Offsets of the characters in `text` that make it UCS-2; empty when it is GSM-7."""
    return tuple(offset for offset, character in enumerate(text) if character not in _GSM)


def is_gsm(text: str) -> bool:
    """Whether every character of `text` is in the alphabet of GSM 03.38 or its extension."""
    return _GSM.issuperset(text)


def _fill(costs: list[int], room: int) -> tuple[int, int]:
    """Fill segments of `room` units in order: how many there are, and what the last has left."""
    segments, left = 1, room
    for cost in costs:
        if cost > left:
            segments, left = segments + 1, room
        left -= cost
    return segments, left
