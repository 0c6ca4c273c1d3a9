"""The side panel's pages: which is shown, what they ask of the hub, changing what they show."""

from collections.abc import Callable

from textual.screen import Screen

from tmchat.console.areas import SECTION_OF, Area
from tmchat.console.office import Office
from tmchat.console.screens.admin.worksheet import WorkSheet
from tmchat.console.setup.insight import target_of
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.core import phone
from tmchat.core.questions import Question
from tmchat.core.records import TrackingNumber


class Beside:
    """Keeps `panel` of `screen` supplied for the conversation that is open.

    `changed` is called when there is something to paint, `say` with a sentence for the agent.
    """

    def __init__(
        self,
        screen: Screen[None],
        panel: SidePanel,
        office: Office,
        *,
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._panel = panel
        self._office = office
        self._desk = office.desk
        self._changed = changed
        self._say = say

    def turn(self, count: int) -> None:
        """Another page; one that was hidden comes back as it was."""
        screen = self._screen
        if self._panel.display:
            self._panel.turn(count)
        screen.set_class(True, "-panel")
        screen.set_class(False, "-no-panel")
        self._desk.dirty.panel = True
        self._changed()

    def administer(self, area: Area) -> None:
        """Shows an area of administration."""
        from tmchat.console.screens.admin.administration import Administration

        self._screen.app.push_screen(Administration(self._office, area))

    def on_sheet(self, id: str) -> None:
        """The sheet on top does it."""
        sheet = self._screen.app.screen
        if isinstance(sheet, WorkSheet):
            sheet.on_sheet(id)

    def look(self) -> None:
        """Asks for what the page on screen lacks."""
        number = self._number()
        if number is None or not self._panel.display:
            return
        desk = self._desk
        wish = desk.insight.wish(self._panel.page, number, desk.now())
        if wish is not None:
            self._office.run(self._ask(wish))

    def change_setup(self) -> None:
        """Opens the settings of the open conversation's number, at what the page shows."""
        from tmchat.console.screens.admin.setupsheet import SetupSheet

        number = self._number()
        if number is None or not (number.id or number.pool):
            key = self._office.key_table.word("numbers") or "the palette"
            self._say(f"The desk does not know this number's settings; {key} lists what it knows.")
            return
        target = target_of(number)
        label = number.name if number.pool else phone.pretty(number.number)
        at = SECTION_OF.get(self._panel.page, "")
        sheet = SetupSheet(self._office, target, label, at=at)

        def came_back(done: bool | None) -> None:
            if done:
                self._desk.insight.forget(target)
                self._desk.dirty.panel = True
                self._changed()

        self._screen.app.push_screen(sheet, came_back)

    def change_answering(self) -> None:
        """Opens the desk's own auto-reply of the open conversation's number."""
        from tmchat.console.screens.admin.answeringsheet import AnsweringSheet

        number = self._number()
        if number is None:
            return

        def came_back(done: bool | None) -> None:
            if done:
                self._say("The auto-reply of this desk is set.")
                self._desk.dirty.panel = True
                self._changed()

        self._screen.app.push_screen(AnsweringSheet(self._office, number), came_back)

    def _number(self) -> TrackingNumber | None:
        desk = self._desk
        return desk.number_of(desk.open) if desk.open is not None else None

    async def _ask(self, question: Question) -> None:
        desk = self._desk
        desk.insight.told(question, await self._office.ask(question))
        desk.dirty.panel = True
        self._changed()
