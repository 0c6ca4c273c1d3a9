"""Names of keys: as people write them, and as Textual says them; what a key does is the table's."""

import unicodedata
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS

_SIGNS: Final = {
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
    "insert": "Ins",
    "backspace": "Backspace",
}
_MODIFIERS: Final = ("ctrl", "alt", "shift")
_ALSO: Final = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "del": "delete",
    "ins": "insert",
}
# What a terminal sends for these is another key's own byte.
_SAME: Final = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
    "ctrl+at": "ctrl+@",
}
_PRINTABLE: Final = {chr(code) for code in range(33, 127)}


def name_of(character: str) -> str:
    """A character's key as Textual names it: `a`, `N`, `question_mark`."""
    if character.isalnum():
        return character
    try:
        name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        return character
    return KEY_NAME_REPLACEMENTS.get(name, name)


_CHARACTERS: Final = {name_of(one): one for one in _PRINTABLE}
_NAMED: Final = frozenset({*_SIGNS, *(f"f{number}" for number in range(1, 25))})


def key_words(key: str) -> str:
    """A key as people write it: `Ctrl+J`, `?`, `PgUp`."""
    *modifiers, last = key.split("+")
    if modifiers:
        word = last.upper() if len(last) == 1 else key_words(last)
        return "+".join([*(one.capitalize() for one in modifiers), word])
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _SIGNS.get(key) or _CHARACTERS.get(key, key)


def terminal_key(key: str) -> str:
    """A key of the table as Textual names it in an event."""
    return name_of(key) if len(key) == 1 else key


def read_key(written: str) -> str:
    """A key as people or Textual write it, by the name that Textual gives it when it is pressed;
    empty for what is no key. `Ctrl+I` is `tab`: terminals send the same for both."""
    text = written.strip()
    modifiers, last = set[str](), text
    while "+" in last[:-1]:
        modifier, _, last = last.partition("+")
        if modifier.casefold() not in _MODIFIERS or modifier.casefold() in modifiers:
            return ""
        modifiers.add(modifier.casefold())
    if len(last) == 1:
        last = name_of(last.lower() if modifiers else last)
    else:
        last = _ALSO.get(last.casefold(), last.casefold())
    if last not in _NAMED and last not in _CHARACTERS and not (len(last) == 1 and last.isalnum()):
        return ""
    if modifiers == {"shift"} and len(last) == 1:
        return last.upper()
    # Textual puts the modifiers in the order of the alphabet.
    key = "+".join([*sorted(modifiers), last])
    return _SAME.get(key, key)


def is_typed(key: str) -> bool:
    """Whether a key, by Textual's name, writes a character where one types."""
    return len(key) == 1 or key in _CHARACTERS or key == "space"
