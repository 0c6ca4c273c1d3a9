"""A form of settings on the screen: moving, writing, choosing; whose form it is, subclasses say."""

from collections.abc import Callable, Mapping

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.cells import wrap_most
from tmchat.console.render.forms import FieldLook, WritingLook, form_lines
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.console.screens.admin.choicesheet import ChoiceSheet
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.console.setup.choosing import choices_of
from tmchat.console.setup.form import MENU_ROW, FormRow, SettingsForm
from tmchat.console.setup.planning import address_caution
from tmchat.console.setup.values import NOT_SET, in_words, parsed, written
from tmchat.core.questions import AddressTried, TryAddress
from tmchat.core.setup.shapes import Form
from tmchat.core.setup.trees import at
from tmchat.core.text import Clean

_HELP_LINES = 2


class FormSheet(WorkSheet[bool]):
    """Fields of `form` whose path starts with `within`; None while it is read from the account."""

    part = Part.FORM
    needs_changes = True
    """Whether a form as it began has nothing to go on with."""
    unset = NOT_SET
    """What stands for a value that there is none of."""

    def __init__(self, office: Office, form: SettingsForm | None = None, within: str = "") -> None:
        super().__init__(office)
        self.form = form
        self.within = within
        self.place = 0
        self._top = 0
        self._wrong = ""

    def go_on(self, form: SettingsForm) -> None:
        """What the plan key does once nothing is wrong."""
        raise NotImplementedError

    def open_menu(self, form: SettingsForm) -> None:
        """The menu of keys as a tree."""

    def missing(self) -> str:
        """What is said while there is no form."""
        return "Reading how it is set up."

    def try_again(self) -> None:
        """Enter, while there is no form."""

    def leaves_freely(self) -> bool:
        """Whether nothing is lost by going back."""
        return self.form is None or not self.form.changes()

    def rows(self) -> list[FormRow]:
        """The fields."""
        return self.form.rows(self.within) if self.form is not None else []

    def row(self) -> FormRow | None:
        """The field under the cursor."""
        rows = self.rows()
        self.place = max(0, min(self.place, len(rows) - 1))
        return rows[self.place] if rows else None

    def go_to(self, beginning: str) -> None:
        """Puts the cursor on the first field whose path starts so."""
        for place, row in enumerate(self.rows()):
            if row.path.startswith(beginning):
                self.place = place
                break
        self.redraw()

    def move(self, count: int) -> None:
        """Moves the cursor; while a line is written it stays."""
        if self.writing is None:
            self.place = max(0, min(self.place + count, len(self.rows()) - 1))
            self.redraw()

    def back(self) -> None:
        """Out; asks when something would be lost."""
        if self.leaves_freely():
            self.dismiss(False)
            return
        count = len(self.form.changes()) if self.form is not None else 0
        noun = "change" if count == 1 else "changes"
        words = f"Leave? {count} {noun} not carried out would be thrown away."
        self.confirm(words, "throw away", self._throw_away)

    def _throw_away(self) -> None:
        self.dismiss(False)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """What can be done with the field under the cursor."""
        form, row = self.form, self.row()
        if form is None:
            return {"form-edit": self.try_again}
        found: dict[str, Callable[[], None]] = {"form-plan": lambda: self._plan(form)}
        if row is None:
            return found
        found["form-edit"] = lambda: self._edit(form, row)
        if row.setting.form in (Form.FLAG, Form.CHOICE) and not row.setting.fixed:
            found["form-next"] = lambda: self._step(form, row, 1)
            found["form-before"] = lambda: self._step(form, row, -1)
        if row.path == MENU_ROW.path:
            found["form-menu"] = lambda: self.open_menu(form)
        elif row.value is not None:
            found["form-unset"] = lambda: self._put(form, row, None)
        if row.changed and row.path != MENU_ROW.path:
            found["form-restore"] = lambda: form.put_back(row.path)
        if row.path == "sms.url" and row.value:
            found["form-try"] = lambda: self.office.run(self._try(form, str(row.value)))
        return found

    def body(self, cells: int, height: int) -> list[Strip]:
        """The fields in view, and under them what the one under the cursor is for."""
        ink, palette = self.office.ink, self.office.ink.palette
        form, row = self.form, self.row()
        if form is None or row is None:
            words = self.missing()
            return [
                strip(ink, cells, [(Clean("   "), palette.text), (ink.line(words), palette.faint)])
            ]
        fields = [self._look(form, one) for one in self.rows()]
        foot = self._foot(form, row, cells)
        room = max(1, height - len(foot))
        drawn = form_lines(ink, fields, self.place, cells, self._writing_look())
        self._top = scrolled(drawn.lines, drawn.first, drawn.last, self._top, room)
        if self.place == 0:
            self._top = 0
        lines = drawn.lines[self._top : self._top + room]
        return [*lines, *[blank(ink, cells)] * (room - len(lines)), *foot]

    def _foot(self, form: SettingsForm, row: FormRow, cells: int) -> list[Strip]:
        ink, palette = self.office.ink, self.office.ink.palette
        told = [(form.locked, palette.trouble)] if form.locked else []
        told += [(one, palette.trouble) for one in form.elsewhere(self.within)[:1]]
        told.append((row.setting.help, palette.faint))
        lines = [blank(ink, cells)]
        for words, style in told:
            for line in wrap_most(
                ink.line(words), max(1, cells - 2), _HELP_LINES, ink.signs.ellipsis
            ):
                lines.append(strip(ink, cells, [(SPACE, palette.text), (line, style)]))
        return lines

    def _look(self, form: SettingsForm, row: FormRow) -> FieldLook:
        words = form.words(row)
        is_here = self.office.here(str(at(form.tree, "sms.url") or ""))
        if (
            row.path in ("sms.kind", "sms.url")
            and is_here
            and at(form.tree, "sms.kind") == "webhook"
        ):
            words = "this desk" if row.path == "sms.kind" else f"{row.value} (this desk)"
        was = in_words(row.setting, row.before, form.lists)
        if row.path == MENU_ROW.path:
            was = "another menu" if row.before else "no menu"
        has_none = words == NOT_SET
        return FieldLook(
            row.path,
            row.setting.title,
            self.unset if has_none else words,
            row.section if not self.within else "",
            was=self.unset if was == NOT_SET else was,
            changed=row.changed,
            fixed=row.setting.fixed,
            faint=has_none,
            problems=row.problems,
            said=form.said.get(row.path) or self._caution(form, row),
            counted=str(row.value or "") if row.path == "sms.text" else None,
        )

    def _caution(self, form: SettingsForm, row: FormRow) -> str:
        """What is doubtful about an address that is not wrong by the rules known here."""
        url = str(row.value or "")
        if row.path != "sms.url" or not url or row.problems or self.office.here(url):
            return ""
        return address_caution(url)

    def _writing_look(self) -> WritingLook | None:
        if self.writing is None:
            return None
        return WritingLook(self.writing.text, self.writing.cursor, self._wrong)

    def _edit(self, form: SettingsForm, row: FormRow) -> None:
        if row.path == MENU_ROW.path:
            self.open_menu(form)
        elif self._may(form, row):
            if row.setting.form is Form.FLAG:
                form.step(row)
            elif form.is_listed(row):
                self._choose(form, row)
            else:
                self._write(form, row, written(row.setting, row.value))

    def _may(self, form: SettingsForm, row: FormRow) -> bool:
        if form.locked:
            self.say(form.locked)
        elif row.setting.fixed or row.setting.form is Form.KEPT:
            self.say(f"{row.setting.title} is shown only; it cannot be changed here.")
        else:
            return True
        return False

    def _step(self, form: SettingsForm, row: FormRow, count: int) -> None:
        if not self._may(form, row):
            return
        if row.path == "sms.kind":
            # A route is chosen from its list, where each says what it means and why it is barred.
            self._choose(form, row)
        else:
            form.step(row, count)

    def _put(self, form: SettingsForm, row: FormRow, value: object) -> None:
        if self._may(form, row):
            form.put(row.path, value)

    def _choose(self, form: SettingsForm, row: FormRow) -> None:
        found = choices_of(row, form, self.office.own_address())

        def chosen(id: str | None) -> None:
            if id is not None:
                for path, value in found.values[id]:
                    form.put(path, value)
                self.redraw()

        self.app.push_screen(
            ChoiceSheet(self.office, row.setting.title, found.choices, found.now), chosen
        )

    def _write(self, form: SettingsForm, row: FormRow, text: str, wrong: str = "") -> None:
        self._wrong = wrong

        def keep(line: str) -> None:
            try:
                value = parsed(row.setting, line, row.value)
            except ValueError as fault:
                self._write(form, row, line, str(fault))
            else:
                form.put(row.path, value)

        def leave(line: str) -> None:
            try:
                parsed(row.setting, line, row.value)
            except ValueError:
                self._write(form, row, line, wrong)
                words = "Leave this setting as it was? What you wrote goes."
                self.confirm(words, "leave it", self.end_writing)
            else:
                keep(line)

        self.write(text, "", keep, leave=leave)

    def _plan(self, form: SettingsForm) -> None:
        wrong = form.hindering() if self.needs_changes else form.problems()
        if form.locked:
            self.say(form.locked)
        elif self.needs_changes and not form.changes():
            self.say("Nothing is changed yet.")
        elif wrong:
            self.go_to(
                wrong[0].field if not wrong[0].field.startswith(MENU_ROW.path) else "calls.keys"
            )
            count = len(wrong)
            noun = "setting is" if count == 1 else "settings are"
            self.say(f"{count} {noun} not right yet; nothing was sent.")
        else:
            self.go_on(form)

    async def _try(self, form: SettingsForm, url: str) -> None:
        told = await self.ask(TryAddress(url), "A test push is on its way.")
        if isinstance(told, AddressTried):
            status = f"answered {told.status}: " if told.status else "no answer: "
            form.said["sms.url"] = f"Test push: {status}{told.sentence}"
            self.redraw()
