"""Keys of the agent's own as they are written down; what they can mean is the console's to say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tmchat.settings.failure import SettingsError
from tmchat.settings.source import parsed

KEYMAP_FILE: Final = "keymap.toml"
"""Its name in the folder of the settings file."""


@dataclass(frozen=True, slots=True)
class KeyWish:
    """The keys that an agent wants for an action, as they are written; none unbinds it.

    `place` says where it is written: `/home/ana/.config/tmchat/keymap.toml, line 3`.
    """

    action: str
    keys: tuple[str, ...]
    place: str


def key_wishes(
    in_settings: Mapping[str, tuple[str, ...]], named: Path | None, usual: Path
) -> tuple[list[KeyWish], list[str]]:
    """The wishes of the settings file and of the keymap file, and a sentence for each fault.

    The keymap file is the one that was `named`, else the `usual` one if there is one; for an action
    that stands in both it counts. A fault costs its line alone, nothing is raised.
    """
    wishes = {
        name: KeyWish(name, _chosen(keys), f"[console.keys] {name}")
        for name, keys in in_settings.items()
    }
    file = named or usual
    faults: list[str] = []
    if named is not None or usual.is_file():
        try:
            written = parsed(file)
        except SettingsError as error:
            return list(wishes.values()), [str(error)]
        lines = file.read_text("utf-8").splitlines()
        for name, value in written.items():
            place = f"{file}{_line(lines, name)}"
            keys = _keys(value)
            if keys is None:
                faults.append(f'{place}: {name} wants a key or a list of keys, as in "f6".')
            else:
                wishes[name] = KeyWish(name, keys, place)
    return list(wishes.values()), faults


def _keys(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    return _chosen(value)


def _chosen(keys: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """An empty key is the way to write that there is none."""
    return tuple(key for key in keys if key)


def _line(lines: list[str], name: str) -> str:
    """Where `name` begins, as it ends the file's name; the TOML reader does not tell."""
    begins = re.compile(rf"""\s*(\[\s*)?["']?{re.escape(name)}["']?\s*[].=]""")
    for number, line in enumerate(lines, start=1):
        if begins.match(line):
            return f", line {number}"
    return ""
