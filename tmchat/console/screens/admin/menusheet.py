"""The key-press menu of a form as a tree, edited in place; carrying it out is the form's."""

from collections.abc import Callable, Mapping

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.keytree import tree_lines
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.console.setup.form import MENU, SettingsForm
from tmchat.console.setup.keymenu import KeyMenu
from tmchat.core.setup.trees import at


class MenuSheet(WorkSheet[bool]):
    """A branch for each key; what is changed stands in the form at once."""

    part = Part.MENU

    def __init__(self, office: Office, form: SettingsForm, whose: str) -> None:
        super().__init__(office)
        self.menu = KeyMenu(form)
        self._whose = whose
        self._top = 0

    def heading(self) -> str:
        """Whose menu it is."""
        return f"Key-press menu: {self._whose}"

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self.menu.move(count)
        self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Editing the tree, for whoever may."""
        form = self.menu.form
        if form.locked:
            return {"menu-edit": self._edit} if self.menu.chosen else {}
        found: dict[str, Callable[[], None]] = {"menu-add": self._add}
        if self.menu.chosen:
            found |= {
                "menu-edit": self._edit,
                "menu-remove": self._remove,
                "menu-key": self._rename,
                "menu-later": lambda: self.menu.shift(1),
                "menu-sooner": lambda: self.menu.shift(-1),
            }
        return found

    def body(self, cells: int, height: int) -> list[Strip]:
        """The tree, scrolled to the key under the cursor."""
        tree = self.menu.form.tree
        greeting = str(at(tree, "calls.greeting.text") or "")
        if not greeting and at(tree, "calls.greeting.file"):
            greeting = f"recording {at(tree, 'calls.greeting.file')}"
        asides = [
            f"repeated {at(tree, 'calls.repeat') or 0} times, "
            f"waits {at(tree, 'calls.timeout') or 10} s for a key"
        ]
        if at(tree, "calls.invalid"):
            asides.append(f"a wrong key hears: {at(tree, 'calls.invalid')}")
        rows = self.menu.rows()
        _ = self.menu.chosen
        drawn = tree_lines(self.office.ink, greeting, asides, rows, self.menu.place, cells)
        self._top = scrolled(drawn.lines, drawn.first, drawn.last, self._top, height)
        if self.menu.place == 0:
            self._top = 0
        return drawn.lines[self._top : self._top + height]

    def _edit(self) -> None:
        self.app.push_screen(KeySheet(self.office, self.menu.form, self.menu.chosen))

    def _add(self) -> None:
        if self.menu.add():
            self._edit()
        else:
            self.say("Every key means something already.")

    def _remove(self) -> None:
        key = self.menu.chosen
        self.confirm(f"Take key {key} out of the menu?", "remove", self._removed)

    def _removed(self) -> None:
        self.menu.remove()
        self.redraw()

    def _rename(self) -> None:
        def keep(text: str) -> None:
            refusal = self.menu.rename(text.strip())
            if refusal:
                self.say(refusal)

        self.write("", f"Key {self.menu.chosen} becomes key", keep)


class KeySheet(FormSheet):
    """The settings of one key; they stand in the menu's form."""

    def __init__(self, office: Office, form: SettingsForm, key: str) -> None:
        super().__init__(office, form, f"{MENU}{key}.")
        self._key = key

    def heading(self) -> str:
        """Which key."""
        return f"Key {self._key} of the menu"

    def leaves_freely(self) -> bool:
        """The form keeps it all."""
        return True

    def does(self) -> Mapping[str, Callable[[], None]]:
        """As any form, without a plan of its own."""
        found = dict(super().does())
        found.pop("form-plan", None)
        return found
