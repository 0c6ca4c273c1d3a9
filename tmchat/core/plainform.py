"""Records as plain JSON values and back; which records exist is their own modules' matter.

Every dataclass of `core` and `protocol` travels and is stored in one form: an object whose keys are
the field names, fields at their default left out, and `is` naming the class where several may
stand.
Unknown keys are ignored, so that an older console can read a newer hub.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Words = Callable[[str], str]
Reader = Callable[[Any, Words], Any]


class Unreadable(ValueError):
    """The plain value does not have the form of the record asked for."""


def as_sent(words: str) -> str:
    """The text unchanged: what the hub uses, which keeps texts byte for byte."""
    return words


def plain(value: Any) -> Any:
    """`value` (a record, or tuples and dicts of records) as JSON values."""
    if value is None or isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple | list | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    cls: Any = type(value)
    form: dict[str, Any] = {"is": cls.__name__} if cls in _tagged else {}
    for name, default in _defaults(cls):
        one = getattr(value, name)
        if one != default:
            form[name] = plain(one)
    return form


def record(cls: type[T], form: Any, words: Words = as_sent) -> T:
    """A record of `cls` from its plain form; every text passes through `words`.

    Raises `Unreadable`, which says which field is wrong but not what it held.
    """
    kind: Any = cls
    return cast(T, _reader(kind)(form, words))


def one_of(union: Any, form: Any, words: Words = as_sent) -> Any:
    """A record of any class in `union`, chosen by the form's `is`; raises `Unreadable`."""
    return _reader(union)(form, words)


_WIDEST = 1 << 63  # what a database keeps: wider numbers would fail in the middle of a write
_tagged: set[type] = set()


def tagged(union: Any) -> None:
    """Has the classes of a union name themselves in their plain form."""
    _tagged.update(get_args(union))


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} has no plain form")
    return tuple((field.name, field.default) for field in fields(cls))


@cache
def _reader(kind: Any) -> Reader:
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any:
        return _read_any
    if kind is str:
        return _read_text
    if kind in (int, float, bool):
        return _number_reader(kind)
    if origin is tuple:
        return _tuple_reader(_reader(args[0]))
    if origin in (Union, types.UnionType):
        return _union_reader(args)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_reader(kind)
    return _record_reader(kind)


def _read_text(form: Any, words: Words) -> str:
    if not isinstance(form, str):
        raise Unreadable("wanted text")
    return words(form)


def _read_any(form: Any, words: Words) -> Any:
    """A value of no declared form: kept as it is, but its texts are outside texts too."""
    if isinstance(form, str):
        return words(form)
    if isinstance(form, list):
        return [_read_any(one, words) for one in form]
    if isinstance(form, dict):
        return {words(name): _read_any(one, words) for name, one in form.items()}
    return form


def _number_reader(kind: Any) -> Reader:
    def read(form: Any, words: Words) -> Any:
        if type(form) is int and not -_WIDEST <= form < _WIDEST:
            raise Unreadable("the number is wider than 64 bits")
        if type(form) is kind or (kind is float and type(form) is int):
            return form
        raise Unreadable(f"wanted {kind.__name__}")

    return read


def _tuple_reader(item: Reader) -> Reader:
    def read(form: Any, words: Words) -> tuple[Any, ...]:
        if not isinstance(form, list):
            raise Unreadable("wanted a list")
        return tuple([item(one, words) for one in form])

    return read


def _enum_reader(kind: type[Enum]) -> Reader:
    def read(form: Any, words: Words) -> Enum:
        try:
            return kind(form)
        except ValueError:
            raise Unreadable(f"no such {kind.__name__}") from None

    return read


def _union_reader(members: tuple[Any, ...]) -> Reader:
    named = {one.__name__: one for one in members if one is not type(None)}
    optional = len(named) < len(members)
    alone = next(iter(named.values())) if optional and len(named) == 1 else None

    def read(form: Any, words: Words) -> Any:
        if form is None and optional:
            return None
        if alone is not None:
            return _reader(alone)(form, words)
        name = form.get("is") if isinstance(form, dict) else None
        if not isinstance(name, str) or name not in named:
            raise Unreadable("wanted one of " + ", ".join(sorted(named)))
        return _reader(named[name])(form, words)

    return read


def _record_reader(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    readers = [
        (field.name, _reader(hints[field.name]), field.default is MISSING)
        for field in fields(cls)
        if field.init
    ]

    def read(form: Any, words: Words) -> Any:
        if not isinstance(form, dict):
            raise Unreadable(f"wanted a {cls.__name__}")
        given: dict[str, Any] = {}
        for name, reader, required in readers:
            if name in form:
                try:
                    given[name] = reader(form[name], words)
                except Unreadable as fault:
                    raise Unreadable(f"{cls.__name__}.{name}: {fault}") from None
            elif required:
                raise Unreadable(f"{cls.__name__}.{name} is missing")
        return cls(**given)

    return read
