"""JSON Pointers (RFC 6901): checking one and following one; which are followed is `mapping`'s."""

import re

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_BAD_ESCAPE = re.compile(r"~(?![01])")


def check_pointer(pointer: str) -> None:
    """Raises ValueError, with a sentence that quotes the pointer, for one RFC 6901 forbids."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"the JSON Pointer {pointer!r} must start with a slash")
    if _BAD_ESCAPE.search(pointer):
        raise ValueError(f"the JSON Pointer {pointer!r} has a ~ that is neither ~0 nor ~1")


def follow(pointer: str, document: object) -> object:
    """What a valid pointer points at, None where there is nothing (or a JSON null)."""
    place = document
    for escaped in pointer.split("/")[1:]:
        token = escaped.replace("~1", "/").replace("~0", "~")
        if isinstance(place, dict):
            place = place.get(token)
        elif isinstance(place, list) and _INDEX.fullmatch(token):
            place = place[int(token)] if int(token) < len(place) else None
        else:
            return None
    return place
