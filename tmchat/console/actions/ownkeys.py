"""The action table with an agent's own keys: what can be is done, what cannot is said.

Where the wishes are written down is `settings.keymap`'s.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tmchat.console.actions.action import Action, Scope
from tmchat.console.actions.keynames import is_typed, key_words, read_key
from tmchat.console.actions.table import ACTIONS, Clash, clashes
from tmchat.settings.keymap import KeyWish

WAY_OUT: Final = "ctrl+q"
"""Ends the console whatever else is remapped, as nobody must be locked in."""

_QUIT: Final = "quit-anywhere"
_TYPED_IN: Final = (Scope.COMPOSER, Scope.FILTER, Scope.ANYWHERE, Scope.WRITING)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The table in force, and a sentence for each wish that it could not follow."""

    actions: tuple[Action, ...]
    faults: tuple[str, ...]


def with_own_keys(
    wishes: Iterable[KeyWish], actions: Sequence[Action] = ACTIONS, faults: Iterable[str] = ()
) -> OwnKeys:
    """`actions` with the keys of `wishes`; an action whose wish cannot be keeps its own keys.

    A wish may take a key that another wish gives up. `faults` are put first in what is said.
    """
    known = {action.id: action for action in actions}
    said = list(faults)
    granted: dict[str, tuple[KeyWish, Action]] = {}
    for wish in wishes:
        fault, action = _granted(wish, known)
        if action is None:
            said.append(f"{wish.place}: {fault}.")
        else:
            granted[wish.action] = (wish, action)
    while True:
        table = tuple(granted[one.id][1] if one.id in granted else one for one in actions)
        clash = next(clashes(table), None)
        if clash is None:
            return OwnKeys(table, tuple(said))
        # Of two wishes the later gives way; the keys of the table do not clash among themselves.
        order = list(granted)
        loser, winner = (clash.one, clash.other)
        if loser.id not in granted or (
            winner.id in granted and order.index(winner.id) > order.index(loser.id)
        ):
            loser, winner = winner, loser
        wish, _ = granted.pop(loser.id)
        said.append(_clash_words(clash, wish, winner, known[loser.id]))


def _granted(wish: KeyWish, known: dict[str, Action]) -> tuple[str, Action | None]:
    """Why a wish cannot be, or the action with its keys."""
    action = known.get(wish.action)
    if action is None:
        near = difflib.get_close_matches(wish.action, known, n=1)
        hint = f"perhaps {near[0]} is meant" if near else "`tmchat keys` lists them"
        return f"there is no action {wish.action!r}; {hint}", None
    keys: list[str] = []
    for written in wish.keys:
        key = read_key(written)
        if not key:
            return f"{written!r} is no key; the screen “What a key sends” names yours", None
        if key == WAY_OUT and action.id != _QUIT:
            return f"{key_words(key)} always quits; {_kept(action)}", None
        if is_typed(key) and action.scope in _TYPED_IN:
            return f"{key_words(key)} is typed there; {_kept(action)}", None
        # Terminals send either; the second is the old way.
        both = (key, "ctrl+@") if key == "ctrl+space" else (key,)
        keys += [one for one in both if one not in keys]
    if action.id == _QUIT and WAY_OUT not in keys:
        keys.append(WAY_OUT)
    return "", replace(action, keys=tuple(keys))


def _clash_words(clash: Clash, wish: KeyWish, winner: Action, loser: Action) -> str:
    where = f"{key_words(clash.key)} in the {clash.part}"
    return f"{wish.place}: {where} is already {winner.id}; {_kept(loser)}."


def _kept(action: Action) -> str:
    keys = ", ".join(key_words(key) for key in action.keys)
    return f"{action.id} keeps {keys}" if keys else f"{action.id} keeps no key"
