"""The side panel's pages: which is shown, what they ask of the hub, changing what they show."""

from typing import TYPE_CHECKING

from tmchat.console.areas import SECTION_OF
from tmchat.console.setup.insight import target_of
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.core import phone
from tmchat.core.questions import Question
from tmchat.core.records import TrackingNumber

if TYPE_CHECKING:
    from tmchat.console.screens.desk import DeskScreen


class Beside:
    """Keeps `panel` supplied for the conversation on `screen`."""

    def __init__(self, screen: "DeskScreen", panel: SidePanel) -> None:
        self._screen = screen
        self._panel = panel

    def turn(self, count: int) -> None:
        """Another page; one that was hidden comes back as it was."""
        screen = self._screen
        if self._panel.display:
            self._panel.turn(count)
        screen.set_class(True, "-panel")
        screen.set_class(False, "-no-panel")
        screen.desk.dirty.panel = True
        screen.call_after_refresh(screen.repaint)

    def look(self) -> None:
        """Asks for what the page on screen lacks."""
        number = self._number()
        if number is None or not self._panel.display:
            return
        desk = self._screen.desk
        wish = desk.insight.wish(self._panel.page, number, desk.now())
        if wish is not None:
            self._screen.office.run(self._ask(wish))

    def change_setup(self) -> None:
        """Opens the settings of the open conversation's number, at what the page shows."""
        from tmchat.console.screens.admin.setupsheet import SetupSheet

        number = self._number()
        if number is None or not (number.id or number.pool):
            self._screen.say(
                "The desk does not know this number's settings; # lists what it knows."
            )
            return
        target = target_of(number)
        label = number.name if number.pool else phone.pretty(number.number)
        at = SECTION_OF.get(self._panel.page, "")
        sheet = SetupSheet(self._screen.office, target, label, at=at)

        def came_back(done: bool | None) -> None:
            if done:
                self._screen.desk.insight.forget(target)
                self._screen.desk.dirty.panel = True
                self._screen.repaint()

        self._screen.app.push_screen(sheet, came_back)

    def _number(self) -> TrackingNumber | None:
        desk = self._screen.desk
        return desk.number_of(desk.open) if desk.open is not None else None

    async def _ask(self, question: Question) -> None:
        desk = self._screen.desk
        desk.insight.told(question, await self._screen.office.ask(question))
        desk.dirty.panel = True
        self._screen.changed()
