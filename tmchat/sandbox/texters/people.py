"""Who else plays a script again, and phone numbers that nobody has; holds no real person."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tmchat.sandbox.texters.chance import draw, pick
from tmchat.sandbox.texters.script import Person


@dataclass(frozen=True, slots=True)
class _Crowd:
    first: dict[str, tuple[str, ...]]
    last: dict[str, tuple[str, ...]]
    places: tuple[tuple[str, str, str], ...]
    area_codes: tuple[str, ...]


@cache
def _crowd() -> _Crowd:
    table = tomllib.loads((files(__package__) / "people.toml").read_text(encoding="utf-8"))
    return _Crowd(
        first={language: tuple(names["first"]) for language, names in table["names"].items()},
        last={language: tuple(names["last"]) for language, names in table["names"].items()},
        places=tuple((city, state, zip_code) for city, state, zip_code in table["places"]),
        area_codes=tuple(table["area_codes"].split()),
    )


def languages() -> frozenset[str]:
    """The languages for which there are names."""
    return frozenset(_crowd().first)


def stranger(language: str, seed: int, index: int) -> Person:
    """Somebody who texts in that language; the same for the same seed and index."""
    crowd = _crowd()
    first = pick(crowd.first[language], seed, "first name", index)
    last = pick(crowd.last[language], seed, "last name", index)
    city, state, zip_code = pick(crowd.places, seed, "place", index)
    # Going round the codes, not drawing them, uses up the fictional lines of all before any others.
    area_code = crowd.area_codes[index % len(crowd.area_codes)]
    return Person(f"{first} {last}", city, state, zip_code, area_code)


class PhoneBook:
    """Gives out phone numbers, no number twice: 555-0100 to 555-0199 first, kept for fiction.

    A code whose hundred fictional lines are given out goes on in the rest of its 555 exchange,
    which has no subscribers. A number can return only after 9,899 others of the same area code.
    """

    _FICTIONAL = range(100, 200)
    _OTHERS = tuple(line for line in range(200, 10_000) if line != 1212)

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._given: Counter[str] = Counter()

    def next(self, area_code: str) -> str:
        """Another phone number in the area code, 10 digits."""
        count = self._given[area_code] % (len(self._FICTIONAL) + len(self._OTHERS))
        self._given[area_code] += 1
        if count >= len(self._FICTIONAL):
            return f"{area_code}555{self._OTHERS[count - len(self._FICTIONAL)]:04}"
        start = int(draw(self._seed, "line", area_code) * 100)
        # A step without a common factor with 100 visits every line once, out of order.
        return f"{area_code}555{self._FICTIONAL[(start + 37 * count) % 100]:04}"


def national(number: str) -> str:
    """A phone number as the sandbox compares them: digits, without +1 for North America."""
    digits = "".join(character for character in number if character in "0123456789")
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
