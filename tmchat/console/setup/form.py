"""A form over settings: what it shows, what was changed, what is wrong; `render` draws it.

One form serves numbers, pools, groups, orders and changes to many: a `Shape` says what it asks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tmchat.console.setup.values import Lists, in_words, offered
from tmchat.core.routes import Problem
from tmchat.core.setup.shapes import Form, Setting
from tmchat.core.setup.trees import Difference, Tree, at, changed, differences, tidy

SECTIONS: Final[Mapping[str, str]] = {
    "": "General",
    "request": "Which numbers",
    "sms": "Texts",
    "calls": "Calls",
    "verify": "Call verify",
    "stop": "Stop calls",
    "replace": "Number replacement",
    "hours": "Business hours",
    "texts": "What texters get",
}
MENU: Final = "calls.keys."
"""Settings of a menu's keys: they stand in the menu's own tree."""
MENU_ROW: Final = Setting(
    MENU[:-1], "Menu of keys", Form.KEPT, "What each key does; opens as a tree."
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a form asks: all settings `declared`, those `present` for a tree, and what is wrong
    with one."""

    declared: tuple[Setting, ...]
    present: Callable[[Tree], Iterable[Setting]]
    problems: Callable[[Tree], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One setting of a form: its value now and before, and what is wrong with it."""

    setting: Setting
    value: Any = None
    before: Any = None
    problems: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The setting's path."""
        return self.setting.path

    @property
    def changed(self) -> bool:
        """Whether the form holds another value than the account."""
        return bool(differences({"one": self.before}, {"one": self.value}))

    @property
    def section(self) -> str:
        """The title under which it stands."""
        first, dot, _ = self.path.partition(".")
        return SECTIONS.get(first if dot else "", SECTIONS[""])


class SettingsForm:
    """The settings of one thing while somebody changes them; nothing here is sent.

    `locked` says why nothing may be changed, empty when it may.
    """

    def __init__(
        self, shape: Shape, tree: Tree, *, locked: str = "", lists: Lists | None = None
    ) -> None:
        self.shape = shape
        self.before = tidy(tree)
        self.tree = tidy(tree)
        self.locked = locked
        self.lists = lists
        self.said: dict[str, str] = {}
        """What is to be said at a setting that is no problem, such as the answer to a test."""
        self.blamed: dict[str, str] = {}
        """What the hub refused, by setting, until that is changed."""

    def rows(self, within: str = "") -> list[FormRow]:
        """The settings whose path starts with `within`; a menu's keys only when asked for."""
        wrong: dict[str, list[str]] = {}
        for problem in self.problems():
            wrong.setdefault(problem.field, []).append(problem.sentence)
        for path, sentence in self.blamed.items():
            if sentence not in wrong.setdefault(path, []):
                wrong[path].append(sentence)
        shown = [
            one
            for one in self.shape.present(self.tree)
            if one.path.startswith(within) and (within or not one.path.startswith(MENU))
        ]
        if not within and at(self.tree, "calls.kind") == "key_press":
            calls = [place for place, one in enumerate(shown) if one.path.startswith("calls.")]
            shown.insert(calls[-1] + 1, MENU_ROW)
            below = [text for path, texts in wrong.items() for text in texts if _in_menu(path)]
            wrong[MENU_ROW.path] = list(dict.fromkeys(below))
        return [
            FormRow(
                one,
                at(self.tree, one.path),
                at(self.before, one.path),
                tuple(wrong.get(one.path, ())),
            )
            for one in shown
        ]

    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong with what the form holds."""
        return self.shape.problems(self.after())

    def hindering(self) -> tuple[Problem, ...]:
        """What has to be mended first: not what was wrong before and is left alone."""
        touched = {one.path for one in self.changes()}
        before = self.shape.problems(self.before)
        return tuple(one for one in self.problems() if one.field in touched or one not in before)

    def blame(self, problems: Iterable[Problem]) -> None:
        """Marks what the hub refused."""
        for one in problems:
            self.blamed[one.field] = one.sentence

    def elsewhere(self, within: str = "") -> tuple[str, ...]:
        """Problems that stand at none of the rows of `rows(within)`."""
        shown = {row.path for row in self.rows(within)}
        return tuple(
            one.sentence
            for one in self.problems()
            if one.field not in shown and not (_in_menu(one.field) and MENU_ROW.path in shown)
        )

    def put(self, path: str, value: Any) -> None:
        """Sets one setting, None takes it away."""
        self.said.pop(path, None)
        self.blamed.pop(path, None)
        self.tree = changed(self.tree, (Difference(path, None, value),))

    def put_back(self, path: str) -> None:
        """One setting as it was."""
        self.put(path, at(self.before, path))

    def step(self, row: FormRow, count: int = 1) -> None:
        """The next value of a flag or a choice."""
        if row.setting.form is Form.FLAG:
            self.put(row.path, not row.value)
        elif row.setting.form is Form.CHOICE:
            choices = row.setting.choices
            place = choices.index(row.value) if row.value in choices else -1 if count > 0 else 0
            self.put(row.path, choices[(place + count) % len(choices)])

    def after(self) -> dict[str, Any]:
        """What the settings are to be: without those that do not exist for what was chosen."""
        now, then = self._present(self.tree), self._present(self.before)
        gone = []
        for leaf in differences({}, self.tree):
            known = any(_is(one.path, leaf.path) for one in self.shape.declared)
            hidden_before = leaf.path not in then and at(self.before, leaf.path) is not None
            if known and leaf.path not in now and not hidden_before:
                gone.append(Difference(leaf.path, leaf.after, None))
        return changed(self.tree, tuple(gone))

    def changes(self) -> tuple[Difference, ...]:
        """What differs from before."""
        return differences(self.before, self.after())

    def words(self, row: FormRow) -> str:
        """The value of a row as people read it."""
        if row.path == MENU_ROW.path:
            held = row.value or {}
            named = ", ".join(f"{key} {held[key].get('label') or '?'}" for key in sorted(held))
            return named or "no key yet"
        return in_words(row.setting, row.value, self.lists)

    def is_listed(self, row: FormRow) -> bool:
        """Whether a value is chosen from a list rather than written."""
        return row.setting.form is Form.CHOICE or bool(offered(row.setting, self.lists))

    def _present(self, tree: Tree) -> set[str]:
        return {one.path for one in self.shape.present(tree)}


def _in_menu(path: str) -> bool:
    return path == MENU_ROW.path or path.startswith(MENU)


def _is(pattern: str, path: str) -> bool:
    shape, names = pattern.split("."), path.split(".")
    return len(shape) == len(names) and all(
        mine in ("*", theirs) for mine, theirs in zip(shape, names, strict=True)
    )
