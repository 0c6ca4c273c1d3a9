"""A menu of keys as a tree that is edited in place; what a key may hold is `core.setup.rules`'s."""

from dataclasses import dataclass
from typing import Any, Final

from tmchat.console.setup.form import MENU, SettingsForm
from tmchat.core.setup.trees import Tree, at

KEYS: Final = "1234567890*#"
"""Keys of a phone in the order in which a menu tells them."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of a menu: what it stands for, which phone rings, what happens during the call."""

    key: str
    label: str
    termination: str
    features: tuple[str, ...]
    problems: tuple[str, ...]


class KeyMenu:
    """The menu in the tree of `form`, with a cursor on one of its keys."""

    def __init__(self, form: SettingsForm) -> None:
        self.form = form
        self.place = 0

    def rows(self) -> list[KeyRow]:
        """The keys in the order of a phone; keys that no phone has come last."""
        found = at(self.form.tree, "calls.keys") or {}
        wrong = self.form.problems()
        return [
            KeyRow(
                key,
                str(found[key].get("label") or ""),
                str(found[key].get("termination") or ""),
                features(found[key]),
                tuple(one.sentence for one in wrong if _under(one.field, key)),
            )
            for key in sorted(found, key=_order)
        ]

    @property
    def chosen(self) -> str:
        """The key under the cursor, empty when there is none."""
        rows = self.rows()
        self.place = max(0, min(self.place, len(rows) - 1))
        return rows[self.place].key if rows else ""

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self.place = max(0, min(self.place + count, len(self.rows()) - 1))

    def free(self) -> str:
        """The first key that means nothing yet; empty when all do."""
        taken = at(self.form.tree, "calls.keys") or {}
        return next((key for key in KEYS if key not in taken), "")

    def add(self) -> str:
        """Adds the first free key and goes to it; empty when there is none."""
        key = self.free()
        if key:
            self.form.put(f"{MENU}{key}", {"label": ""})
            self._go_to(key)
        return key

    def remove(self) -> None:
        """Takes the key under the cursor out of the menu."""
        if self.chosen:
            self.form.put(f"{MENU}{self.chosen}", None)

    def rename(self, key: str) -> str:
        """Has what the key under the cursor does on another key; why not, or nothing."""
        taken: dict[str, Any] = at(self.form.tree, "calls.keys") or {}
        old = self.chosen
        if key == old:
            return ""
        if len(key) != 1 or key not in KEYS:
            return "A key of a menu is a digit, * or #."
        if key in taken:
            return f"Key {key} is taken; move one of them away first."
        held = taken[old]
        self.form.put(f"{MENU}{old}", None)
        self.form.put(f"{MENU}{key}", held)
        self._go_to(key)
        return ""

    def shift(self, count: int) -> None:
        """Exchanges what two neighbouring keys do; the cursor goes along."""
        rows = self.rows()
        other = self.place + count
        if not rows or not 0 <= other < len(rows):
            return
        mine, theirs = rows[self.place].key, rows[other].key
        held = at(self.form.tree, "calls.keys") or {}
        first, second = held[mine], held[theirs]
        self.form.put(f"{MENU}{mine}", second)
        self.form.put(f"{MENU}{theirs}", first)
        self.place = other

    def _go_to(self, key: str) -> None:
        self.place = [row.key for row in self.rows()].index(key)


def features(block: Tree) -> tuple[str, ...]:
    """What happens during a call to one phone, in words."""
    record = block.get("record") or {}
    found = []
    if record.get("enabled"):
        found.append("recorded" if record.get("record") else "recording prepared")
        named = {
            "confirm": "caller asked first",
            "redact": "redacted",
            "transcript": "transcribed",
            "score": "scored",
        }
        found += [words for name, words in named.items() if record.get(name)]
    if at(record, "keywords.enabled"):
        found.append("keywords")
    if at(block, "whisper.enabled"):
        found.append("whisper")
    return tuple(found)


def _under(path: str, key: str) -> bool:
    return path == f"{MENU}{key}" or path.startswith(f"{MENU}{key}.")


def _order(key: str) -> tuple[int, str]:
    return (KEYS.index(key) if len(key) == 1 and key in KEYS else len(KEYS), key)
