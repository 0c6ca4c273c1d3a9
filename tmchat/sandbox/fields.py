"""Reading one JSON object of a request field by field; not what the fields mean together."""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from tmchat.sandbox.errors import Checks
from tmchat.sandbox.phones import is_api_phone

_SURROGATE = re.compile("[\ud800-\udfff]")


class Fields:
    """One JSON object; each getter notes in `checks` what is wrong and answers None then."""

    def __init__(self, values: Mapping[str, Any], checks: Checks, prefix: str = "") -> None:
        self._values = values
        self._checks = checks
        self._prefix = prefix
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        return self._values.get(name) is not None

    def takes_away(self, name: str) -> bool:
        """Whether the field is an explicit null."""
        self._asked.add(name)
        return name in self._values and self._values[name] is None

    def rest(self, *ignored: str) -> dict[str, Any]:
        """What nobody asked for, to be kept and given back; `ignored` names are no part of it.

        That an unknown field is kept rather than refused or dropped is inferred.
        """
        known = self._asked.union(ignored)
        return {name: value for name, value in self._values.items() if name not in known}

    def fail(self, name: str, message: str) -> None:
        """Note that the field `name` of this object is wrong."""
        self._checks.fail(self._prefix + name, message)

    def text(self, name: str, *, required: bool = False, limit: int = 255) -> str | None:
        """A string of at most `limit` characters; blank counts as missing."""
        value = self._value(name, str, "text", required)
        if not isinstance(value, str):
            return None
        if not value.strip():
            if required:
                self.fail(name, "Must not be empty.")
            return None
        if len(value) > limit:
            self.fail(name, f"Must not be longer than {limit} characters.")
            return None
        if _SURROGATE.search(value):
            self.fail(name, "Must be well-formed Unicode.")
            return None
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._value(name, bool, "true or false", required=False)
        return value if isinstance(value, bool) else default

    def integer(
        self, name: str, *, low: int = 1, high: int = 2**53, required: bool = False
    ) -> int | None:
        """A whole number from `low` to `high`."""
        value = self._value(name, int, "a whole number", required)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        if not low <= value <= high:
            self.fail(name, f"Must be from {low} to {high}.")
            return None
        return value

    def choice(self, name: str, choices: Sequence[str], *, required: bool = False) -> str | None:
        """One of `choices` in any case, answered in its canonical spelling (CONTRACT 3)."""
        value = self.text(name, required=required)
        if value is None:
            return None
        for canonical in choices:
            if canonical.casefold() == value.casefold():
                return canonical
        self.fail(name, f"Must be one of {', '.join(choices)}.")
        return None

    def phone(self, name: str, *, required: bool = False) -> str | None:
        """A phone number in the API's form."""
        value = self.text(name, required=required)
        if value is not None and not is_api_phone(value):
            self.fail(name, "Must be 10 digits, or + and country code outside North America.")
            return None
        return value

    def guid(self, name: str, *, required: bool = False) -> str | None:
        """A dashed GUID, answered in lower case."""
        value = self.text(name, required=required)
        if value is None:
            return None
        try:
            return str(uuid.UUID(value))
        except ValueError:
            self.fail(name, "Must be a GUID.")
            return None

    def url(self, name: str, *, required: bool = False) -> str | None:
        """An http or https address."""
        value = self.text(name, required=required, limit=2000)
        if value is not None and not _is_web_address(value):
            self.fail(name, "Must be an http or https address.")
            return None
        return value

    def part(self, name: str, *, required: bool = False) -> "Fields | None":
        """A nested object."""
        value = self._value(name, dict, "an object", required)
        if not isinstance(value, dict):
            return None
        return Fields(value, self._checks, f"{self._prefix}{name}.")

    def parts(self, name: str, *, required: bool = False) -> "Iterator[Fields]":
        """The objects of a list."""
        for position, value in enumerate(self._list(name, required)):
            if isinstance(value, dict):
                yield Fields(value, self._checks, f"{self._prefix}{name}[{position}].")
            else:
                self.fail(f"{name}[{position}]", "Must be an object.")

    def texts(self, name: str, *, required: bool = False) -> list[str]:
        """The strings of a list."""
        values = self._list(name, required)
        if any(not isinstance(value, str) or _SURROGATE.search(value) for value in values):
            self.fail(name, "Must be a list of texts.")
            return []
        return [str(value) for value in values]

    def _list(self, name: str, required: bool) -> list[Any]:
        value = self._value(name, list, "a list", required)
        if required and value == []:
            self.fail(name, "Must not be empty.")
        return value if isinstance(value, list) else []

    def _value(self, name: str, wanted: type, called: str, required: bool) -> object:
        self._asked.add(name)
        value: object = self._values.get(name)
        if value is None:
            if required:
                self.fail(name, "Is required.")
            return None
        # bool is an int in Python, not in JSON.
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            self.fail(name, f"Must be {called}.")
            return None
        return value


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
