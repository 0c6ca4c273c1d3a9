"""The desk's own auto-reply of one number: a form, and what a texter would get right now."""

from dataclasses import replace

from textual.strip import Strip

from tmchat.console.office import Office
from tmchat.console.render.cells import wrap_most
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.console.setup.answering import SHAPE
from tmchat.console.setup.form import FormRow, SettingsForm
from tmchat.core import phone
from tmchat.core.answering import preview, size_of
from tmchat.core.commands import Refused, SetAnswering
from tmchat.core.hours import Answering
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.answers import answering_of, answering_words, tree_of
from tmchat.settings.zones import zone_of


class AnsweringSheet(FormSheet):
    """Dismissed with whether it was set."""

    def __init__(self, office: Office, number: TrackingNumber) -> None:
        answering = number.answering or Answering()
        locked = office.why_not(SetAnswering(number.number, replace(answering, enabled=False)))
        super().__init__(office, SettingsForm(SHAPE, tree_of(answering), locked=locked))
        self._number = number

    def heading(self) -> str:
        """Whose it is."""
        called = self._number.name or phone.pretty(self._number.number)
        return f"Auto-reply of this desk for {called}"

    def go_on(self, form: SettingsForm) -> None:
        """Sets it, once somebody has read what that means."""
        answering = answering_of(form.after())
        changes = "; ".join(answering_words(self._number.answering, answering))
        if answering.enabled:
            words = f"Answer texters by this desk itself from now on? {changes}."
        else:
            words = f"Keep it, switched off? {changes}."
        self.confirm(words, "set it", lambda: self.office.run(self._set(answering)))

    def _caution(self, form: SettingsForm, row: FormRow) -> str:
        """How long a text is."""
        is_text = row.path.startswith("texts.") and bool(row.value)
        return size_of(str(row.value)) if is_text else ""

    def _foot(self, form: SettingsForm, row: FormRow, cells: int) -> list[Strip]:
        """What somebody who texts for the first time would get now, and why."""
        ink, palette = self.office.ink, self.office.ink.palette
        answering = answering_of(form.after())
        now = self.office.desk.now()
        told = preview(answering, now, zone_of(answering.zone))
        lines = [blank(ink, cells)]
        for words, style in (
            (f"Now: {told.text or 'nothing'}", palette.strong),
            (told.reason, palette.faint),
        ):
            for line in wrap_most(ink.line(words), max(1, cells - 2), 2, ink.signs.ellipsis):
                lines.append(strip(ink, cells, [(SPACE, palette.text), (line, style)]))
        return [*lines, *super()._foot(form, row, cells)]

    async def _set(self, answering: Answering) -> None:
        was = self._number.answering or Answering()
        outcome = await self.office.order(SetAnswering(self._number.number, answering, was))
        if isinstance(outcome, Refused):
            self.say(outcome.sentence)
        elif self.is_attached:
            self.dismiss(True)
