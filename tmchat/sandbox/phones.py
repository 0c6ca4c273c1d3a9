"""Phone numbers as the API writes them, ten digits or `+` and country code; not whose they are."""

import re

_NANP = re.compile(r"[2-9]\d{9}", re.ASCII)
_ABROAD = re.compile(r"\+[2-9]\d{6,14}", re.ASCII)
_PUNCTUATION = re.compile(r"[\s().\-/]+")


def is_api_phone(text: str) -> bool:
    """Whether `text` is written as the API wants it (CONTRACT 3)."""
    return bool(_NANP.fullmatch(text) or _ABROAD.fullmatch(text))


def read_phone(text: str) -> str | None:
    """A number as a person types it, in the API's form; None when it is not a phone number."""
    bare = _PUNCTUATION.sub("", text)
    for prefix in ("+1", "1"):
        if bare.startswith(prefix) and _NANP.fullmatch(bare.removeprefix(prefix)):
            return bare.removeprefix(prefix)
    return bare if is_api_phone(bare) else None
