"""Values of settings as words, and back from what was written; where they stand is `form`'s."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tmchat.core import phone
from tmchat.core.questions import AccountPart, PartsTold
from tmchat.core.setup.shapes import Form, Setting
from tmchat.core.setup.trees import OTHER

NOT_SET: Final = "not set"
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "sms.kind": {
        "none": "none",
        "webhook": "webhook",
        "chat_client": "chat client",
        "auto_reply": "auto-reply by Telmetrics",
        "forward": "forward to mobile",
        "unknown": "a kind this desk does not know",
    },
    "calls.kind": {
        "basic": "to one phone",
        "key_press": "menu of keys",
        "unknown": "a kind this desk does not know",
    },
}
"""What people call the choices of a setting, by its path."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What settings name by id: parts of the account as far as it tells, and number groups."""

    told: PartsTold | None = None
    groups: tuple[AccountPart, ...] = ()


_HOMES: Final = {
    "client": "chat_clients",
    "file": "files",
    "owner": "owners",
    "type": "types",
    "billing_group": "billing_groups",
}


def offered(setting: Setting, lists: Lists | None) -> tuple[AccountPart, ...] | None:
    """What the setting may name; None where it names nothing of the account."""
    last = setting.path.rpartition(".")[2]
    if setting.path == "group":
        return lists.groups if lists is not None else ()
    home = _HOMES.get(last)
    if home is None:
        return None
    told = lists.told if lists is not None else None
    found: tuple[AccountPart, ...] = getattr(told, home) if told is not None else ()
    return found


def choice_words(setting: Setting, choice: str) -> str:
    """What people call a choice of the setting."""
    return CHOICES.get(setting.path, {}).get(choice, choice.replace("_", " "))


def in_words(setting: Setting, value: Any, lists: Lists | None = None) -> str:
    """A value as people read it; several lines only where the text has them."""
    if value is None or value == "":
        return NOT_SET
    known = offered(setting, lists) or ()
    named = next((part for part in known if part.id.lower() == str(value).lower()), None)
    if named is not None:
        return f"{named.name} ({_short(named.id)})"
    match setting.form:
        case Form.FLAG if isinstance(value, bool):
            return "yes" if value else "no"
        case Form.CHOICE:
            return choice_words(setting, str(value))
        case Form.PHONE if isinstance(value, str):
            return phone.pretty(value)
    return written(setting, value)


def written(setting: Setting, value: Any) -> str:
    """A value as it is edited; `parsed` reads it back."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() if setting.form is Form.PHONE:
            return phone.pretty(value)
        case str() | int():
            return str(value)
        case list() | tuple() if setting.form is Form.SOURCES:
            return "; ".join(_source_words(source) for source in value)
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def parsed(setting: Setting, text: str, before: Any = None) -> Any:
    """The value that was written, None for an empty line.

    `before` keeps what the desk has no word for. Raises `ValueError` with a sentence.
    """
    line = text.strip()
    if not line:
        return None
    match setting.form:
        case Form.TEXT:
            return text
        case Form.PHONE:
            return phone.e164(line)
        case Form.WHOLE:
            if not line.isascii() or not line.isdigit():
                raise ValueError("Write a whole number here.")
            return int(line)
        case Form.WORDS:
            return [word.strip() for word in line.split(",") if word.strip()]
        case Form.SOURCES:
            return _sources(line, before)
    return line


def _source_words(source: Any) -> str:
    if not isinstance(source, Mapping):
        return str(source)
    words = str(source.get("referrer") or "")
    triggers = source.get("triggers") or ()
    if triggers:
        words += f": {', '.join(map(str, triggers))}"
    return f"{words} + organic" if source.get("organic") else words


def _sources(line: str, before: Any) -> list[dict[str, Any]]:
    """`google.com: gclid=%, gbraid=% + organic; Any`, as tracking sources."""
    kept = {
        str(old.get("referrer")): old[OTHER]
        for old in (before if isinstance(before, Sequence) else ())
        if isinstance(old, Mapping) and OTHER in old
    }
    found: list[dict[str, Any]] = []
    for written_source in filter(None, map(str.strip, line.split(";"))):
        words, plus, extra = written_source.partition("+")
        if plus and extra.strip() != "organic":
            raise ValueError("After + stands organic alone: google.com: gclid=% + organic")
        referrer, _, triggers = words.partition(":")
        source: dict[str, Any] = {"referrer": referrer.strip()}
        if listed := [one.strip() for one in triggers.split(",") if one.strip()]:
            source["triggers"] = listed
        if plus:
            source["organic"] = True
        if source["referrer"] in kept:
            source[OTHER] = kept[source["referrer"]]
        found.append(source)
    return found


def _short(id: str) -> str:
    return id if len(id) <= 10 else f"{id[:8]}…"
