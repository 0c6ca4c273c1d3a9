"""How a cell looks, and the shortest sequence from one look to another (SGR, ECMA-48 8.3.117).

Which cell has which look is not decided here.
"""

from functools import lru_cache
from typing import Final

_OFF: Final = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "21": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "51": "54",
    "52": "54",
    "53": "55",
}
_ON_BLANKS: Final = frozenset({"4", "21", "7", "9", "51", "52", "53"})
_MOST: Final = 4096


class Look:
    """Attributes and colours by their SGR codes, empty where they are the terminal's own.

    Looks are compared by identity: get one from `look_of` or `look`.
    """

    __slots__ = ("attributes", "background", "blank", "codes", "foreground", "shows_on_blanks")

    def __init__(self, attributes: frozenset[str], foreground: str, background: str) -> None:
        self.attributes = attributes
        self.foreground = foreground
        self.background = background
        on = sorted(attributes, key=int)
        self.codes = ";".join([*on, *filter(None, (foreground, background))])
        self.shows_on_blanks = bool(attributes & _ON_BLANKS)
        # What is seen of this look on a space.
        plainest = self.shows_on_blanks or not (attributes or foreground)
        self.blank: Look = self if plainest else look(frozenset(), "", background)

    def __repr__(self) -> str:
        return f"Look({self.codes!r})"

    def paints_blank(self, wanted: "Look") -> bool:
        """Whether a space or something erased with this look in force looks as `wanted`."""
        return self is wanted or (
            self.background == wanted.background
            and not self.shows_on_blanks
            and not wanted.shows_on_blanks
        )

    def for_blank(self, wanted: "Look") -> "Look":
        """The look nearest to this one with which a space looks as `wanted`."""
        if wanted.shows_on_blanks:
            return wanted
        return look(self.attributes - _ON_BLANKS, self.foreground, wanted.background)


@lru_cache(_MOST)
def look(attributes: frozenset[str], foreground: str, background: str) -> Look:
    """The look with these codes."""
    return Look(attributes, foreground, background)


@lru_cache(_MOST)
def look_of(codes: str) -> Look:
    """The look that `codes`, the inside of an SGR sequence, makes of a terminal's own."""
    attributes: set[str] = set()
    foreground = background = ""
    left = iter(codes.split(";") if codes else ())
    for code in left:
        if code in ("38", "48"):
            kind = next(left, "")
            count = {"5": 1, "2": 3}.get(kind, 0)
            colour = ";".join([code, kind, *(next(left, "0") for _ in range(count))])
            if code == "38":
                foreground = colour
            else:
                background = colour
        elif code in _OFF:
            attributes.add(code)
        elif len(code) in (2, 3) and code[:-1] in ("3", "9"):
            foreground = "" if code == "39" else code
        elif len(code) in (2, 3) and code[:-1] in ("4", "10"):
            background = "" if code == "49" else code
    return look(frozenset(attributes), foreground, background)


@lru_cache(_MOST)
def change(before: Look | None, after: Look) -> str:
    """The shortest sequence that turns the look in force into `after`; None is an unknown one."""
    if before is after:
        return ""
    anew = f"\x1b[0;{after.codes}m" if after.codes else "\x1b[m"
    if before is None:
        return anew
    codes: list[str] = []
    gone = {_OFF[one] for one in before.attributes - after.attributes}
    codes += sorted(gone, key=int)
    # One code may take two attributes away of which one stays.
    codes += sorted(
        (one for one in after.attributes if one not in before.attributes or _OFF[one] in gone),
        key=int,
    )
    if before.foreground != after.foreground:
        codes.append(after.foreground or "39")
    if before.background != after.background:
        codes.append(after.background or "49")
    step = f"\x1b[{';'.join(codes)}m"
    return step if len(step) <= len(anew) else anew


PLAIN: Final = look_of("")
"""The terminal's own letters on its own ground."""
