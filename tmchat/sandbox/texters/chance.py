"""Repeatable chance: every draw is a pure function of its key; not a source of secrets.

A draw needs no state, so what one texter does never shifts what another one draws, and
thousands of texters cost no generator each.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def draw(*key: int | str) -> float:
    """A number in [0, 1) that depends on the key and on nothing else."""
    digest = blake2b(repr(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def between(low: float, high: float, *key: int | str) -> float:
    """A number from low up to high, evenly spread."""
    return low + (high - low) * draw(*key)


def pick(options: Sequence[T], *key: int | str) -> T:
    """One of the options, of which there is at least one."""
    return options[int(draw(*key) * len(options))]


def shuffled(items: Sequence[T], *key: int | str) -> list[T]:
    """The items in an order that depends on the key alone."""
    order = sorted(range(len(items)), key=lambda place: draw(*key, place))
    return [items[place] for place in order]
