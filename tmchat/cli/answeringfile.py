"""The desk's own auto-replies as text files (TOML) for people to edit, one or those of many; the
rules are `core`'s."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tmchat.cli.failure import Plight
from tmchat.cli.setups.reading import Fault, listed_in
from tmchat.cli.setups.writing import value_text
from tmchat.core import phone
from tmchat.core.answering import problems
from tmchat.core.hours import DAYS, Answering, Span, day_words, spans_of
from tmchat.core.plainform import plain
from tmchat.settings.zones import zone_of

_TEXTS: Final = ("zone", "in_hours", "after_hours")
_KNOWN: Final = {"enabled", "hours", "holidays", *_TEXTS}
_ENTRY: Final = "auto_reply"
_VERSION: Final = re.compile(r"^# version ([0-9a-f]{16})\b", re.M)
_HEAD: Final = """\
# The desk's own auto-replies, one [[auto_reply]] for each tracking number;
# `tmchat auto-reply apply FILE` makes it so. A number that is left out stays as it is.
# in_hours and after_hours: what texters get while you are open, and while you are not.
# A day without hours is closed; two spans: 9:00-12:00, 13:00-17:30
"""


class Wrong(Exception):
    """A setting that cannot be read: its path, and what to write instead."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Wish:
    """What a file wants for one tracking number (E.164), and the line where that begins."""

    number: str
    answering: Answering
    line: int


def answering_text(answering: Answering) -> str:
    """The file's text; `read_answering` reads the very same auto-reply out of it."""
    lines = [
        *_settings(answering),
        "# What texters get while you are open, and while you are not; empty: nothing.",
        *_answers(answering),
        "",
        "# A day without hours is closed; two spans: 9:00-12:00, 13:00-17:30",
        "[hours]",
    ]
    hours = [f"{name} = {value_text(day_words(answering, day))}" for day, name in enumerate(DAYS)]
    return "\n".join([*lines, *hours]) + "\n"


def version_of(answering: Answering) -> str:
    """What differs where anything of two auto-replies does."""
    return sha256(json.dumps(plain(answering), sort_keys=True).encode()).hexdigest()[:16]


def version_line(answering: Answering) -> str:
    """The line of a file that says from which auto-reply it was made."""
    return f"# version {version_of(answering)}; `set` notices when somebody changes it meanwhile.\n"


def version_in(text: str) -> str:
    """The version that a file was made from, empty where it does not say."""
    found = _VERSION.search(text)
    return found[1] if found else ""


def answerings_text(answerings: Iterable[tuple[str, Answering]]) -> Iterator[str]:
    """The auto-replies of many numbers (E.164), piece by piece."""
    yield _HEAD
    for number, answering in answerings:
        hours = (
            f"hours.{name} = {value_text(words)}"
            for day, name in enumerate(DAYS)
            if (words := day_words(answering, day))
        )
        lines = [
            "",
            f"[[{_ENTRY}]]",
            f"number = {value_text(number)}",
            *_settings(answering),
            *_answers(answering),
            *hours,
        ]
        yield "\n".join(lines) + "\n"


def read_answering(text: str) -> Answering:
    """The auto-reply that a file holds; raises `Plight` naming what is wrong, also for an empty
    file, which would take every text away."""
    try:
        held = tomllib.loads(text)
        if not held:
            raise Plight("The file holds no auto-reply; `tmchat auto-reply off` switches one off.")
        return _read(held)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise Plight(f"The file is no TOML: {fault}.") from None
    except Wrong as wrong:
        raise Plight(str(wrong)) from None


def read_answerings(path: Path, region: str) -> tuple[list[Wish], list[Fault]]:
    """What a file wants, and all that is wrong with it. Raises `Plight` for no such file, and for
    one that is something else."""
    listed, places = listed_in(path, _ENTRY)
    wishes: dict[str, Wish] = {}
    faults: list[Fault] = []
    for place, held in enumerate(listed, 1):
        label, lines = f"entry {place}", places[place - 1]
        try:
            number = _number(held, region)
            label = phone.pretty(number)
            if number in wishes:
                raise Wrong("number", "This number stands in the file twice.")
            answering = _read({name: one for name, one in held.items() if name != "number"})
            for one in problems(answering, lambda zone: zone_of(zone) is not None):
                raise Wrong(one.field, one.sentence)
            wishes[number] = Wish(number, answering, lines.get("", 0))
        except Wrong as wrong:
            line = lines.get(wrong.path) or lines.get("", 0)
            faults.append(Fault(line, label, wrong.path, wrong.sentence))
    return list(wishes.values()), faults


def _settings(answering: Answering) -> tuple[str, ...]:
    return (
        f"enabled = {value_text(answering.enabled)}",
        f"zone = {value_text(answering.zone)}",
        f"holidays = {value_text(list(answering.holidays))}",
    )


def _answers(answering: Answering) -> tuple[str, ...]:
    return (
        f"in_hours = {value_text(answering.in_hours)}",
        f"after_hours = {value_text(answering.after_hours)}",
    )


def _number(held: Mapping[str, Any], region: str) -> str:
    try:
        return phone.e164(str(held.get("number", "")), region)
    except ValueError as fault:
        raise Wrong("number", str(fault)) from None


def _read(held: Mapping[str, Any]) -> Answering:
    """Raises `Wrong` for the first setting that cannot be read."""
    for name in held:
        if name not in _KNOWN:
            raise Wrong(name, f"An auto-reply has no setting {name!r}.")
    for name in _TEXTS:
        if not isinstance(held.get(name, ""), str):
            raise Wrong(name, f"{name} wants a text in quotes.")
    if not isinstance(held.get("enabled", False), bool):
        raise Wrong("enabled", "enabled wants true or false.")
    holidays = held.get("holidays", [])
    if not isinstance(holidays, list) or not all(isinstance(one, str) for one in holidays):
        raise Wrong("holidays", 'holidays wants a list of days such as ["2026-12-25"].')
    return Answering(
        enabled=held.get("enabled", False),
        zone=held.get("zone", "UTC"),
        hours=_hours(held.get("hours", {})),
        holidays=tuple(holidays),
        in_hours=held.get("in_hours", ""),
        after_hours=held.get("after_hours", ""),
    )


def _hours(held: Any) -> tuple[Span, ...]:
    if not isinstance(held, dict):
        raise Wrong("hours", "hours wants a table with a line for each day.")
    names = {name.casefold(): day for day, name in enumerate(DAYS)}
    spans: list[Span] = []
    for name, written in held.items():
        day = names.get(name.casefold())
        if day is None:
            raise Wrong(f"hours.{name}", f"hours.{name} is no day; write Mon, Tue and so on.")
        try:
            spans += spans_of(written if isinstance(written, str) else "?", day)
        except ValueError as fault:
            raise Wrong(f"hours.{name}", str(fault)) from None
    return tuple(spans)
