"""How one number, pool or group is set up: read, changed in a form, planned."""

from tmchat.console.office import Office
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.console.screens.admin.menusheet import MenuSheet
from tmchat.console.screens.admin.plansheet import PlanSheet
from tmchat.console.setup.asking import known, setup_shape
from tmchat.console.setup.carrying import Carrying
from tmchat.console.setup.form import SettingsForm
from tmchat.core import phone
from tmchat.core.commands import ChangeSetup
from tmchat.core.questions import SetupOf, SetupTold
from tmchat.core.setup.plans import Kind, Plan, Setup, Target, planned


class SetupSheet(FormSheet):
    """Dismissed with whether something was carried out."""

    def __init__(self, office: Office, target: Target, label: str, *, at: str = "") -> None:
        """`at` is the beginning of the path on which the cursor starts."""
        super().__init__(office)
        self._target = target
        self._label = label
        self._at = at
        self._setup: Setup | None = None
        self._done = False

    def on_mount(self) -> None:
        """Reads it from the account."""
        self.try_again()

    def heading(self) -> str:
        """What is set up, and how much of the form differs."""
        setup = self._setup
        label = phone.pretty(setup.label) if setup is not None else self._label
        name = str(setup.tree.get("name") or "") if setup is not None else ""
        shown = f"{name}, {label}" if name and name != label else label
        count = len(self.form.changes()) if self.form is not None else 0
        noun = "change" if count == 1 else "changes"
        changed = f" - {count} {noun}, not carried out" if count else ""
        return f"Settings of {self._target.kind} {shown}{changed}"

    def missing(self) -> str:
        """What is said while there is no form."""
        return "Reading how it is set up." if self.waits else "Enter tries again; Esc goes back."

    def try_again(self) -> None:
        """Reads it again."""
        if not self.waits:
            self.office.run(self._load())

    def back(self) -> None:
        """Out; says whether something was carried out."""
        if self._done and self.leaves_freely():
            self.dismiss(True)
        else:
            super().back()

    def go_on(self, form: SettingsForm) -> None:
        """The plan."""
        if self._setup is None:
            return
        plan = planned(self._setup, form.after())
        carrying = Carrying(self._setup, plan, lists=form.lists)
        self.app.push_screen(PlanSheet(self.office, carrying, form.blame), self._planned)

    def open_menu(self, form: SettingsForm) -> None:
        """The key-press menu."""
        self.app.push_screen(MenuSheet(self.office, form, self._label))

    def _planned(self, done: bool | None) -> None:
        if done:
            self._done = True
            row = self.row()
            self._at = row.path if row is not None else ""
            self.form = None
            self.office.run(self._load())

    async def _load(self) -> None:
        told = await self.ask(SetupOf(self._target), "Reading how it is set up.")
        if not isinstance(told, SetupTold):
            return
        lists = await self.office.lists()
        self._setup = setup = told.setup
        target = setup.target
        locked = self.office.why_not(ChangeSetup(Plan(target, "", "")))
        knowledge = known(
            lists, names_taken(self.office, target, str(setup.tree.get("name") or ""))
        )
        shape = setup_shape(target.kind, knowledge)
        self.form = SettingsForm(shape, setup.tree, locked=locked, lists=lists)
        self.go_to(self._at)


def names_taken(office: Office, target: Target, own: str) -> list[str]:
    """Names that others of the kind have, as far as the desk knows; `own` is never among them."""
    inbox = office.desk.inbox
    if target.kind is Kind.GROUP:
        found = [one.name for one in inbox.groups.values() if one.id != target.id]
    elif target.kind is Kind.POOL:
        found = [one.name for one in inbox.numbers.values() if one.pool not in (0, target.id)]
    else:
        found = [one.name for one in inbox.numbers.values() if not one.pool and one.id != target.id]
    return [name for name in found if name and name.casefold() != own.casefold()]
