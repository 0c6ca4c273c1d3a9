"""Phone numbers: one form inside (E.164), Telmetrics' form at the edge, a readable one on screen.

It judges shape alone: whether a number is in service is not knowable here. The North American plan
is done by hand, so that the metadata is loaded only when a number from elsewhere turns up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NANP: Final = re.compile(r"\+1([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
_NANP_LOOSE: Final = re.compile(r"(\+?1)?([2-9][0-9]{2}[2-9][0-9]{6})")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE: Final = re.compile(r"[0-9]{3,8}")
_PUNCTUATION: Final = re.compile(r"[\s().\-/\u2010-\u2015]+")
_NANP_REGIONS: Final = frozenset({"US", "CA"})


def e164(raw: str, region: str = "US") -> str:
    """The number a person or a payload wrote, as E.164 (`+19055550128`).

    `region` (two letters) says where a number without a country code belongs. The shape decides,
    so the fictional 555-01xx numbers pass. Raises `ValueError` with a sentence that does not
    repeat the number.
    """
    loose = _NANP_LOOSE.fullmatch(_PUNCTUATION.sub("", raw))
    if loose and ((loose[1] or "").startswith("+") or region.upper() in _NANP_REGIONS):
        return f"+1{loose[2]}"
    return _parsed(raw, region.upper())


def sender(raw: str, region: str = "US") -> str:
    """Who sent a text: E.164, or the bare digits of a short code, which has three to eight.

    Raises `ValueError` for anything else.
    """
    digits = _PUNCTUATION.sub("", raw)
    return digits if _SHORT_CODE.fullmatch(digits) else e164(raw, region)


def from_telmetrics(number: str) -> str:
    """E.164 from 10 digits, or from `+` and country code for other countries (CONTRACT 3).

    Raises `ValueError` for anything else, short codes included.
    """
    digits = number.strip()
    found = digits if digits.startswith("+") else f"+1{digits}"
    if not _well_formed(found):
        raise ValueError("A Telmetrics number is 10 digits, or + and a country code for abroad.")
    return found


def to_telmetrics(number: str) -> str:
    """Telmetrics' form of an E.164 number: 10 digits in North America, unchanged elsewhere.

    Raises `ValueError` when `number` is not E.164.
    """
    if _E164.fullmatch(number) is None:
        raise ValueError("The number is not in the form + country code and digits.")
    return number[2:] if _NANP.fullmatch(number) else number


def pretty(number: str) -> str:
    """An E.164 number as people write it; what is not E.164 comes back unchanged."""
    if parts := _NANP.fullmatch(number):
        return f"({parts[1]}) {parts[2]}-{parts[3]}"
    return _international(number) if _E164.fullmatch(number) else number


def masked(number: str) -> str:
    """Enough of an E.164 number for a log line to be followed, and too little to call it."""
    if _E164.fullmatch(number) is None:
        return "***"
    if len(number) < 12:
        return f"{number[:3]}***{number[-2:]}"
    return f"{number[:5]}***{number[-4:]}"


def area(number: str) -> str:
    """The three-digit area code of a North American number, otherwise an empty string."""
    parts = _NANP.fullmatch(number)
    return parts[1] if parts else ""


def _well_formed(number: str) -> bool:
    """Whether `number` is E.164, and under +1 also of the North American plan's shape."""
    shape = _NANP if number.startswith("+1") else _E164
    return shape.fullmatch(number) is not None


def is_region(region: str) -> bool:
    """Whether `region` (two letters) is a country whose numbering is known."""
    if region.upper() in _NANP_REGIONS:
        return True
    import phonenumbers

    return region.upper() in phonenumbers.SUPPORTED_REGIONS


def _parsed(raw: str, region: str) -> str:
    import phonenumbers

    refusal = (
        "That is not a phone number that can be texted: "
        "write it as 905 555 0128, or with + and the country code."
    )
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        raise ValueError(refusal) from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise ValueError(refusal)
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _well_formed(found):
        raise ValueError(refusal)
    return found


@lru_cache(maxsize=4096)
def _international(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
