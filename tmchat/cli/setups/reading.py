"""Reads a file of setups, and knows the line of everything in it; comparing is `comparing`'s."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tmchat.cli.failure import Plight
from tmchat.core import phone
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.trees import OTHER, tidy

_APART: Final = ("id", "number", "order")
_PART: Final = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*(\.|=|\])""")
Lines = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: where, in whose entry, which setting, and a sentence."""

    line: int
    entry: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `number` in E.164 and `id` where they stand there, the settings as a tree, and
    what to order where it is new. `lines` are those of its settings, by path; `broken` says that
    it cannot be told what the entry is about."""

    place: int
    lines: Lines
    id: int = 0
    number: str = ""
    tree: dict[str, Any] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    @property
    def label(self) -> str:
        """How people call it."""
        name = self.tree.get("name")
        if self.number:
            return phone.pretty(self.number)
        return name if isinstance(name, str) and name.strip() else f"entry {self.place}"

    def fault(self, path: str, sentence: str) -> Fault:
        """A fault at a setting, on its line, or on that of what it stands in."""
        line = 0
        found = path
        while not line and found:
            line = self.lines.get(found, 0)
            found = found.rpartition(".")[0]
        return Fault(line or self.lines.get("", 0), self.label, path, sentence)


def read_entries(path: Path, kind: Kind, region: str) -> tuple[list[Entry], list[Fault]]:
    """The entries of a file and what is wrong with it. Raises `Plight` for no such file or no
    TOML."""
    listed, places = listed_in(path, kind.value)
    entries, faults = [], []
    for index, form in enumerate(listed):
        entry, wrong = _entry(index + 1, form, places[index], kind, region)
        entries.append(entry)
        faults += wrong
    return entries, faults


def listed_in(path: Path, called: str) -> tuple[list[dict[str, Any]], list[Lines]]:
    """The entries `[[called]]` of a file and the lines of their settings. Raises `Plight` for no
    such file, and for one in which something else stands."""
    text = text_of(path)
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Plight(f"{path} cannot be read: {error}.") from None
    listed = found.pop(called, [])
    if found or not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        strange = next(iter(found), called)
        raise Plight(f"{path}: {strange!r} is not [[{called}]]; nothing else stands here.")
    return listed, entry_lines(text, called, len(listed))


def text_of(path: Path) -> str:
    """A file's text. Raises `Plight`."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Plight(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Plight(f"{path} is not UTF-8 text.") from None


def _entry(
    place: int, form: dict[str, Any], lines: Lines, kind: Kind, region: str
) -> tuple[Entry, list[Fault]]:
    wrong: list[tuple[str, str]] = []
    settings = {name: value for name, value in form.items() if name not in _APART}
    tree = tidy(_decoded("", settings, wrong))
    id = form.get("id", 0)
    if type(id) is not int or id < 0:
        wrong.append(("id", "An id is a whole number."))
        id = 0
    number = ""
    if "number" in form:
        try:
            if kind is not Kind.NUMBER:
                raise ValueError(f"A {kind.value} has no number.")
            number = phone.e164(str(form["number"]), region)
        except ValueError as fault:
            wrong.append(("number", str(fault)))
    order = form.get("order", {})
    if not isinstance(order, dict):
        wrong.append(("order", "Write order.match, order.near and so on."))
        order = {}
    broken = any(path in _APART for path, _ in wrong)
    entry = Entry(place, lines, id, number, tree, order, broken)
    return entry, [entry.fault(path, sentence) for path, sentence in wrong]


def _decoded(above: str, value: Any, wrong: list[tuple[str, str]]) -> Any:
    """`value` with every `other` read as the JSON it is."""
    if isinstance(value, list):
        return [_decoded(above, one, wrong) for one in value]
    if not isinstance(value, dict):
        return value
    read: dict[str, Any] = {}
    for name, inner in value.items():
        path = f"{above}.{name}" if above else name
        if name != OTHER:
            read[name] = _decoded(path, inner, wrong)
            continue
        try:
            held = json.loads(inner) if isinstance(inner, str) else None
        except (ValueError, RecursionError):
            held = None
        if isinstance(held, dict):
            read[name] = held
        else:
            wrong.append((path, "Write an object of JSON here, as a text."))
    return read


def entry_lines(text: str, called: str, count: int) -> list[Lines]:
    """The lines of the settings of each entry `[[called]]`, by path; an empty path is the entry.

    Several lines of text may look like settings: what cannot be told apart has no lines.
    """
    places: list[dict[str, int]] = []
    above = ""
    for number, line in enumerate(text.splitlines(), 1):
        opened = line.strip()
        if re.match(rf"\[\[\s*{called}\s*\]\]", opened):
            places.append({"": number})
            above = ""
        elif opened.startswith("[") and not opened.startswith("[["):
            names = _names(opened[1:])
            inside = names[1:] if places and names[:1] == [called] else []
            above = "".join(f"{name}." for name in inside)
            _note(places, inside, number)
        elif names := _names(line):
            _note(places, [*above.split(".")[:-1], *names], number)
    return list(places) if len(places) == count else [{} for _ in range(count)]


def _note(places: list[dict[str, int]], names: list[str], number: int) -> None:
    """Keeps the first line of a setting, and of all that it stands in."""
    for depth in range(1, len(names) + 1) if places else ():
        places[-1].setdefault(".".join(names[:depth]), number)


def _names(line: str) -> list[str]:
    """The dotted names at the start of a line, up to `=` or `]`; none where there are none."""
    names: list[str] = []
    place = 0
    while part := _PART.match(line, place):
        names.append(part[1].strip("\"'"))
        place = part.end()
        if part[2] != ".":
            return names
    return []
