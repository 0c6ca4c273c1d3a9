"""Settings from flags, environment and a TOML file; what each setting means is its class's."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from tmchat.settings.convert import WrongShape, from_text, from_toml
from tmchat.settings.failure import SettingsError
from tmchat.settings.schema import Setting, settings_of

SECTIONS = ("console", "hub", "sandbox")
"""The tables that one file may hold, so that every program reads the same file."""

T = TypeVar("T")
Values = dict[str, Any]


def load(
    cls: type[T],
    *,
    toml: Path | None,
    section: str,
    environment: Mapping[str, str],
    prefix: str,
    flags: Mapping[str, Any],
) -> T:
    """An instance of the settings class `cls`: flags over environment over file over default.

    `toml` is a file that must exist; `section` its table (`hub`); `prefix` begins the variables
    (`TMCHAT_HUB`); `flags` holds values by `Setting.key`, None where a flag was not given.
    Raises `SettingsError`: one sentence naming file and key, variable or flag.
    """
    declared = settings_of(cls)
    values: Values = {}
    if toml is not None:
        values |= _from_file(declared, toml, section)
    values |= _from_environment(declared, environment, prefix)
    values |= _from_flags(declared, flags)
    return _build(cls, values, ())


def _build(cls: type[T], values: Values, above: tuple[str, ...]) -> T:
    arguments: Values = {}
    for name, shape in get_type_hints(cls).items():
        path = (*above, name)
        if is_dataclass(shape) and isinstance(shape, type):
            arguments[name] = _build(shape, values, path)
        elif "_".join(path) in values:
            arguments[name] = values["_".join(path)]
    return cls(**arguments)


def _from_file(declared: Sequence[Setting], path: Path, section: str) -> Values:
    document = parsed(path)
    for name in document:
        if name not in SECTIONS:
            _refuse_top_level(name, path, section, declared)
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: {section} wants a table, begun with [{section}].")
    by_name = {one.name: one for one in declared}
    values: Values = {}
    for name, value in _leaves(table, by_name, f"{path}: {section}"):
        one = by_name[name]
        values[one.key] = _checked(one, value, from_toml, f"{path}: {section}.{name}")
    return values


def parsed(path: Path) -> dict[str, Any]:
    """What the TOML file `path` holds. Raises `SettingsError`: one sentence with its place."""
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}, line {line}, is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_syntax_sentence(path, str(error))) from None


def _syntax_sentence(path: Path, reason: str) -> str:
    """The reader's message with its place put first; on 3.11 the place is in the text alone."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", reason, re.S)
    if found is None:
        return f"{path} is not TOML: {reason}."
    what, line, column = found.groups()
    place = f", line {line}, column {column}," if line else ", at its end,"
    return f"{path}{place} is not TOML: {what[:1].lower()}{what[1:]}."


def _refuse_top_level(name: str, path: Path, section: str, declared: Sequence[Setting]) -> None:
    if any(one.path[0] == name for one in declared):
        raise SettingsError(f"{path}: {name} stands outside a section; put it under [{section}].")
    raise SettingsError(f"{path}: [{name}] is no section{_nearest(name, SECTIONS)}")


def _leaves(
    table: Mapping[str, Any], known: Mapping[str, Setting], where: str, above: str = ""
) -> Iterator[tuple[str, Any]]:
    """Each (setting name, value) of a table and the tables inside it."""
    tables = {".".join(one.path[:-1]) for one in known.values()} - {""}
    for key, value in table.items():
        name = above + key
        if name in known:
            yield name, value
        elif name not in tables:
            raise SettingsError(f"{where}.{name} is no setting{_nearest(name, known)}")
        elif not isinstance(value, dict):
            raise SettingsError(f"{where}.{name} wants a table.")
        else:
            yield from _leaves(value, known, where, f"{name}.")


def _from_environment(
    declared: Sequence[Setting], environment: Mapping[str, str], prefix: str
) -> Values:
    known = {variable: one for one in declared if (variable := one.variable(prefix))}
    values: Values = {}
    for variable, text in environment.items():
        if not variable.startswith(f"{prefix}_"):
            continue
        if variable not in known:
            raise SettingsError(f"{variable} is no setting{_nearest(variable, known)}")
        one = known[variable]
        values[one.key] = _checked(one, text, from_text, variable)
    return values


def _from_flags(declared: Sequence[Setting], flags: Mapping[str, Any]) -> Values:
    known = {one.key: one for one in declared}
    values: Values = {}
    for key, value in flags.items():
        one = known[key]
        if value is not None:
            read = from_text if isinstance(value, str) else from_toml
            values[key] = _checked(one, value, read, one.flag or key)
    return values


def _checked(one: Setting, value: Any, read: Callable[[Any, Any], Any], where: str) -> Any:
    try:
        result = read(value, one.shape)
    except WrongShape as wrong:
        raise SettingsError(f"{where} wants {wrong}{_shown(one, value)}.") from None
    if one.least is not None and result < one.least:
        raise SettingsError(f"{where} wants at least {one.least}{_shown(one, value)}.")
    if one.most is not None and result > one.most:
        raise SettingsError(f"{where} wants at most {one.most}{_shown(one, value)}.")
    return result


def _shown(one: Setting, value: Any) -> str:
    if one.secret:
        return " (it is secret, so it is not shown here)"
    text = repr(value)
    return f", not {text if len(text) <= 60 else text[:57] + '...'}"


def _nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the known one that was perhaps meant."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else "; `tmchat settings` lists them all."
