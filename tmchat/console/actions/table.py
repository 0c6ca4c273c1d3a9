"""The one table of actions and its keys; what an action does is in the modules beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tmchat.console.actions import (
    answering,
    composing,
    deferring,
    housekeeping,
    moving,
    sheets,
    tables,
    unknown,
)
from tmchat.console.actions.action import SCOPES_OF, Action, Part, Scope

ACTIONS: tuple[Action, ...] = (
    *answering.ACTIONS,
    *composing.ACTIONS,
    *unknown.ACTIONS,
    *deferring.ACTIONS,
    *moving.ACTIONS,
    *housekeeping.ACTIONS,
    *sheets.ACTIONS,
    *tables.ACTIONS,
)

_SIGNS = {
    "question_mark": "?",
    "slash": "/",
    "number_sign": "#",
    "escape": "Esc",
    "enter": "Enter",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "tab": "Tab",
    "space": "Space",
    "delete": "Del",
}
_NAMES = {"]": "right_square_bracket", "[": "left_square_bracket"}


def key_words(key: str) -> str:
    """A key as people write it: `Ctrl+J`, `?`, `PgUp`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _SIGNS.get(key, key)


def terminal_key(key: str) -> str:
    """A key of the table as Textual names it in an event."""
    if len(key) == 1 and key.isupper():
        return key
    return _NAMES.get(key, key)


class KeyConflict(ValueError):
    """One key means two actions in one place; the message names them."""


def remapped(keys: Mapping[str, Sequence[str]]) -> tuple[Action, ...]:
    """The table with other keys for the actions named in `keys`.

    Raises `KeyConflict` for a name that no action has.
    """
    known = {action.id for action in ACTIONS}
    for name in keys:
        if name not in known:
            raise KeyConflict(f"there is no action {name!r}; `tmchat keys` lists them")
    return tuple(
        replace(action, keys=tuple(keys[action.id])) if action.id in keys else action
        for action in ACTIONS
    )


class Keymap:
    """Which action a key means where; raises `KeyConflict` when made of actions that clash."""

    def __init__(self, actions: tuple[Action, ...] = ACTIONS) -> None:
        self.actions = actions
        self._actions: dict[tuple[Scope, str], list[Action]] = {}
        for action in actions:
            for key in action.keys:
                self._actions.setdefault((action.scope, terminal_key(key)), []).append(action)
        for part, scopes in SCOPES_OF.items():
            taken: dict[str, Action] = {}
            for (scope, key), found in self._actions.items():
                if scope not in scopes:
                    continue
                for action in found:
                    other = taken.setdefault(key, action)
                    if other is not action:
                        where = f"{key_words(key)} in the {part}"
                        raise KeyConflict(f"{where} is both {other.id} and {action.id}")

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
