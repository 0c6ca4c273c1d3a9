"""Takes single settings out of a block of JSON and puts them back; which settings is `blocks`'s.

What is not taken stays under `other` as it came, so that a block put together again has lost
nothing. A null and an empty array where a setting should be say no more than absence.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from tmchat.core import phone
from tmchat.core.setup.trees import OTHER, at


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Leaf:
    """One setting: `path` in the block, `setting` in the tree, names joined by dots.

    `read` makes the tree's value, None where the block has something of another form; `write` makes
    the block's.
    """

    path: str
    setting: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = _same


def text(value: Any) -> Any:
    """A text."""
    return value if isinstance(value, str) else None


def flag(value: Any) -> Any:
    """Yes or no."""
    return value if isinstance(value, bool) else None


def whole(value: Any) -> Any:
    """A whole number."""
    return value if type(value) is int else None


def words(value: Any) -> Any:
    """A list of texts."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(value)
    return None


def dialled(value: Any) -> Any:
    """A phone number as E.164."""
    try:
        return phone.from_telmetrics(value) if isinstance(value, str) else None
    except ValueError:
        return None


def telmetrics_form(value: Any) -> Any:
    """A phone number as Telmetrics writes it; what is no E.164 goes as it is, to be refused."""
    try:
        return phone.to_telmetrics(value)
    except (ValueError, TypeError):
        return value


def phone_leaf(path: str, setting: str) -> Leaf:
    """A leaf that is a phone number."""
    return Leaf(path, setting, dialled, telmetrics_form)


def take(block: Mapping[str, Any], leaves: Sequence[Leaf]) -> dict[str, Any]:
    """The tree of a block: its settings, and the rest under `other`."""
    rest: dict[str, Any] = deepcopy(dict(block))
    tree: dict[str, Any] = {}
    for leaf in leaves:
        names = _names(leaf.path)
        found = _found(rest, names)
        if found is _ABSENT:
            continue
        value = None if found is None or found == [] else leaf.read(found)
        if value is not None:
            _set(tree, leaf.setting, value)
        if value is not None or found is None or found == []:
            _remove(rest, names)
    if rest:
        tree[OTHER] = rest
    return tree


def put(tree: Mapping[str, Any], leaves: Sequence[Leaf]) -> dict[str, Any]:
    """The block of a tree, as `take` was given it."""
    block: dict[str, Any] = deepcopy(dict(tree.get(OTHER) or {}))
    for leaf in leaves:
        value = at(tree, leaf.setting)
        if value is not None and value != []:
            _set(block, leaf.path, leaf.write(value))
    return block


_ABSENT: Final = object()


@cache
def _names(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _set(place: dict[str, Any], path: str, value: Any) -> None:
    *way, last = _names(path)
    for name in way:
        inner = place.get(name)
        if not isinstance(inner, dict):
            inner = place[name] = {}
        place = inner
    place[last] = value


def _found(place: Any, names: Sequence[str]) -> Any:
    for name in names:
        # This is asked a million times for a large account, most often in vain.
        if type(place) is not dict or name not in place:
            return _ABSENT
        place = place[name]
    return place


def _remove(place: dict[str, Any], names: Sequence[str]) -> None:
    """Removes one entry, and whatever holds nothing any more for it."""
    inner = place[names[0]]
    if len(names) > 1:
        _remove(inner, names[1:])
    if len(names) == 1 or not inner:
        del place[names[0]]
