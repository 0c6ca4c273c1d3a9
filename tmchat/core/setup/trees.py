"""Settings as trees of plain values, and what differs between two; which settings exist is
`shapes`'s.

A tree is a mapping of names to texts, numbers, flags, lists of texts, and further trees. A setting
that is absent, None or an empty tree is not set: all three are the same. A list and everything
under `other` (fields that this desk has no word for) count as one value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Tree = Mapping[str, Any]
OTHER: Final = "other"
"""Where a tree keeps what Telmetrics sent and the desk has no word for, as it came."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting before and after; `path` is its names joined by dots, None is not set."""

    path: str
    before: Any = None
    after: Any = None


def differences(before: Tree, after: Tree) -> tuple[Difference, ...]:
    """What has to change to make `after` of `before`, in the order of their names."""
    return tuple(_differ("", before, after))


def at(tree: Tree, path: str) -> Any:
    """The value of a setting, None where it is not set."""
    found: Any = tree
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def changed(tree: Tree, news: tuple[Difference, ...]) -> dict[str, Any]:
    """`tree` with every setting of `news` at its value after; what is not set is left out."""
    copy = tidy(tree)
    for one in news:
        *way, last = one.path.split(".")
        place = copy
        for name in way:
            inner = place.get(name)
            if not isinstance(inner, dict):
                inner = place[name] = {}
            place = inner
        place[last] = one.after
    return tidy(copy)


def tidy(tree: Tree) -> dict[str, Any]:
    """A copy without what is not set, in which nothing is shared with `tree` but single values."""
    copy: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping) and name != OTHER:
            value = tidy(value)
        elif isinstance(value, list | tuple):
            value = list(value)
        if value is not None and value != {}:
            copy[name] = value
    return copy


def _differ(above: str, before: Tree, after: Tree) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if name != OTHER and _are_trees(old, new):
            yield from _differ(f"{above}{name}.", old or {}, new or {})
            continue
        old, new = _single(old), _single(new)
        # A flag is no number: True and 1 differ to whom they are sent.
        if old != new or type(old) is not type(new):
            yield Difference(f"{above}{name}", old, new)


def _are_trees(old: Any, new: Any) -> bool:
    """Whether one is a tree and the other is a tree too, or not set."""
    trees = isinstance(old, Mapping), isinstance(new, Mapping)
    return any(trees) and (trees[0] or old is None) and (trees[1] or new is None)


def _single(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return list(value)
    return None if value == {} else value
