"""A written value into the type that a setting declares; where it was written is `source`'s."""

import math
from collections.abc import Callable
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


class WrongShape(Exception):
    """The value is not of the declared type; the text says what is wanted instead."""


def from_text(text: str, shape: Any) -> Any:
    """The value of `shape` written as one string, as environment and flags have it.

    Lists are separated by commas, tables are `name=value` pairs separated by commas.
    Raises `WrongShape`.
    """
    if shape is bool:
        return _truth(text)
    if shape in (int, float):
        return _number(text, shape)
    if get_origin(shape) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if get_origin(shape) is dict:
        return dict(_pair(part, shape) for part in text.split(",") if part.strip())
    return from_toml(text, shape)


def from_toml(value: Any, shape: Any) -> Any:
    """The value of `shape` as the TOML reader gave it. Raises `WrongShape`."""
    origin = get_origin(shape)
    if origin is Literal:
        return _choice(value, shape)
    if origin is tuple:
        return tuple(_exactly(one, str, shape) for one in _exactly(value, list, shape))
    if origin is dict:
        inner = get_args(shape)[1]
        table = _exactly(value, dict, shape)
        return {name: _entry(one, inner, shape) for name, one in table.items()}
    if origin in (Union, UnionType):
        return _optional(value, shape)
    if shape is Path:
        return _path(value)
    if shape is float and type(value) is int:
        return float(value)
    checked = _exactly(value, shape, shape)
    if shape is float and not math.isfinite(checked):
        raise WrongShape(wanted(shape))
    return checked


def wanted(shape: Any) -> str:
    """What to write for `shape`, as it ends a sentence: "a whole number"."""
    origin = get_origin(shape)
    if origin is Literal:
        return "one of " + ", ".join(get_args(shape))
    if origin is tuple:
        return "a list of strings"
    if origin is dict:
        return "name=value pairs" if shape == dict[str, str] else "a table of lists of strings"
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}
    return words.get(shape, "a path")


def _truth(text: str) -> bool:
    word = text.strip().lower()
    if word not in YES | NO:
        raise WrongShape(wanted(bool))
    return word in YES


def _number(text: str, shape: Callable[[str], float]) -> float:
    try:
        number = shape(text)
    except ValueError:
        raise WrongShape(wanted(shape)) from None
    if not math.isfinite(number):
        raise WrongShape(wanted(shape))
    return number


def _pair(part: str, shape: Any) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals or not name.strip():
        raise WrongShape(wanted(shape))
    return name.strip(), value.strip()


def _choice(value: Any, shape: Any) -> Any:
    if value not in get_args(shape):
        raise WrongShape(wanted(shape))
    return value


def _entry(value: Any, inner: Any, shape: Any) -> Any:
    try:
        return from_toml(value, inner)
    except WrongShape:
        raise WrongShape(wanted(shape)) from None


def _optional(value: Any, shape: Any) -> Any:
    """`Path | None`, where the empty string says None: TOML has no word for nothing."""
    (inner,) = (one for one in get_args(shape) if one is not NoneType)
    return None if value == "" else from_toml(value, inner)


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise WrongShape(wanted(Path))
    try:
        return Path(value).expanduser()
    except RuntimeError:  # `~name` of a user whom this machine does not know
        raise WrongShape(wanted(Path)) from None


def _exactly(value: Any, kind: type, shape: Any) -> Any:
    # `type`, not `isinstance`: True is an int to Python, and "port = true" is a slip.
    if type(value) is not kind:
        raise WrongShape(wanted(shape))
    return value
