"""Setups as TOML, one setting a line; reading it back is `reading`'s.

What Telmetrics sent beyond the known settings stands under `other` as a text of JSON, which alone
can hold a null and a number of any form.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tmchat.core.setup.plans import Kind, Setup
from tmchat.core.setup.shapes import SETTINGS
from tmchat.core.setup.trees import OTHER, Tree

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
HEAD: Final = """\
# The {kind}s of the account, one [[{kind}]] each; `tmchat {kind}s apply FILE` makes it so.
# A block that is left out ({blocks}) stays as it is.
# In a block that stands here, a setting that is left out is not set.
# `other` is JSON: what Telmetrics sent beyond these settings. Nothing is ever given back.
"""
_BLOCKS: Final = {
    Kind.NUMBER: "name, sms, calls, verify, stop, replace",
    Kind.POOL: "name, match_period, sms, calls, replace",
    Kind.GROUP: "name, owner, type, ...",
}


class Unwritable(ValueError):
    """A text that TOML cannot hold: it has half a character in it."""


def written(kind: Kind, setups: Iterable[Setup]) -> Iterator[str]:
    """The file, piece by piece; setups in the order given."""
    yield HEAD.format(kind=kind.value, blocks=_BLOCKS[kind])
    for setup in setups:
        yield f"\n[[{kind.value}]]\n"
        yield f"id = {setup.target.id}\n"
        if kind is Kind.NUMBER:
            yield f"number = {value_text(setup.label)}\n"
        for name, value in _ordered(kind, setup.tree):
            try:
                yield "".join(f"{line}\n" for line in _lines((name,), value))
            except Unwritable:
                yield f"# {name} has a text with half a character and is left out: it stays so.\n"


def value_text(value: Any) -> str:
    """A value as TOML. Raises `Unwritable`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(map(_letter, value))}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    if isinstance(value, Mapping):
        inner = (f"{_key(name)} = {_of(name, one)}" for name, one in value.items())
        return f"{{{', '.join(inner)}}}"
    return str(value)


def _of(name: str, value: Any) -> str:
    return _json(value) if name == OTHER else value_text(value)


def _json(value: Any) -> str:
    text = json.dumps(value)
    return value_text(text) if "'" in text else f"'{text}'"


def _ordered(kind: Kind, tree: Tree) -> list[tuple[str, Any]]:
    """The blocks in the order in which people read them, `other` last."""
    order = {one.path.partition(".")[0]: place for place, one in enumerate(SETTINGS[kind])}
    return sorted(tree.items(), key=lambda item: (item[0] == OTHER, order.get(item[0], 1_000)))


def _lines(path: tuple[str, ...], value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and path[-1] != OTHER:
        for name, inner in value.items():
            yield from _lines((*path, name), inner)
        return
    yield f"{'.'.join(map(_key, path))} = {_of(path[-1], value)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value_text(name)


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    code = ord(letter)
    if 0xD800 <= code < 0xE000:
        raise Unwritable
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
