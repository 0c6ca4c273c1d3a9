"""The one table of actions and its keys; what an action does is in the modules beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tmchat.console.actions import (
    answering,
    composing,
    copying,
    deferring,
    housekeeping,
    moving,
    sheets,
    tables,
    unknown,
)
from tmchat.console.actions.action import SCOPES_OF, Action, Part, Scope
from tmchat.console.actions.keynames import key_words, terminal_key

ACTIONS: tuple[Action, ...] = (
    *answering.ACTIONS,
    *composing.ACTIONS,
    *unknown.ACTIONS,
    *deferring.ACTIONS,
    *copying.ACTIONS,
    *moving.ACTIONS,
    *housekeeping.ACTIONS,
    *sheets.ACTIONS,
    *tables.ACTIONS,
)


class KeyConflict(ValueError):
    """One key means two actions in one place; the message names them."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that means two actions while `part` has the focus."""

    key: str
    part: Part
    one: Action
    other: Action


def clashes(actions: Iterable[Action]) -> Iterator[Clash]:
    """The keys, as Textual names them, that mean more than one of `actions` in one place."""
    by_scope: dict[Scope, list[tuple[str, Action]]] = {}
    for action in actions:
        for key in map(terminal_key, action.keys):
            by_scope.setdefault(action.scope, []).append((key, action))
    for part, scopes in SCOPES_OF.items():
        taken: dict[str, Action] = {}
        for scope in scopes:
            for key, action in by_scope.get(scope, ()):
                other = taken.setdefault(key, action)
                if other is not action:
                    yield Clash(key, part, other, action)


class Keymap:
    """Which action a key means where; raises `KeyConflict` when made of actions that clash."""

    def __init__(self, actions: tuple[Action, ...] = ACTIONS) -> None:
        self.actions = actions
        self._actions: dict[tuple[Scope, str], list[Action]] = {}
        for action in actions:
            for key in action.keys:
                self._actions.setdefault((action.scope, terminal_key(key)), []).append(action)
        for clash in clashes(actions):
            where = f"{key_words(clash.key)} in the {clash.part}"
            raise KeyConflict(f"{where} is both {clash.one.id} and {clash.other.id}")

    def action(self, part: Part, key: str) -> Action | None:
        """The action that `key` means while `part` has the focus."""
        for scope in SCOPES_OF[part]:
            found = self._actions.get((scope, key))
            if found:
                return found[0]
        return None

    def keys(self, id: str) -> tuple[str, ...]:
        """The keys of the action with this id, as Textual names them."""
        return next(action.keys for action in self.actions if action.id == id)

    def word(self, id: str) -> str:
        """The first key of the action with this id, as people write it; empty when it has none."""
        keys = self.keys(id)
        return key_words(keys[0]) if keys else ""

    def of_part(self, part: Part) -> tuple[Action, ...]:
        """The actions whose keys work while `part` has the focus, nearest scope first."""
        scopes = SCOPES_OF[part]
        reachable = [action for action in self.actions if action.scope in scopes]
        return tuple(sorted(reachable, key=lambda action: scopes.index(action.scope)))


def keys_of(action: Action) -> str:
    """The keys of an action as people write them."""
    return ", ".join(key_words(key) for key in action.keys)
