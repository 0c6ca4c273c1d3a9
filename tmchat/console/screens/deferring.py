"""Putting off what is open: the times are chosen on a sheet, the hub is asked for the rest."""

from collections.abc import Callable
from typing import Protocol

from textual.screen import Screen

from tmchat.console.desk import Desk
from tmchat.console.office import Office
from tmchat.core.commands import Command, Snooze, Wake
from tmchat.core.moments import when_words

NEXT_TEXT = 0
WAKE = -1


class Asking(Protocol):
    """The screen that asks the hub."""

    desk: Desk

    def give(self, command: Command, done: str = "") -> None:
        """Asks the hub; says `done` when it is granted."""


class Deferring:
    """Shows the sheets of times over `screen`."""

    def __init__(self, screen: Screen[None], asking: Asking, office: Office) -> None:
        self._screen = screen
        self._asking = asking
        self._office = office

    def snooze(self) -> None:
        """Puts the open conversation off until a time that is chosen, or wakes it."""
        from tmchat.console.screens.timesheet import Extra, TimeSheet

        desk, asking = self._office.desk, self._asking
        conversation = desk.open
        if conversation is None:
            return
        about, seen = conversation.id, desk.seen()
        extras = [Extra(NEXT_TEXT, "until the next text", "No time wakes it.")]
        if conversation.snoozed_by:
            extras.append(Extra(WAKE, "not any longer", "It is back at once."))

        def chosen(until: int | None) -> None:
            if until == WAKE:
                asking.give(Wake(about), "Back at once.")
            elif until is not None:
                asking.give(Snooze(about, until, seen), f"Snoozed until {self._words(until)}.")

        title = f"Snooze {desk.called(conversation)} until"
        self._show(TimeSheet(self._office, title, extras), chosen)

    def _show(self, sheet: Screen[int], chosen: Callable[[int | None], None]) -> None:
        self._screen.app.push_screen(sheet, chosen)

    def _words(self, at: int) -> str:
        if not at:
            return "the next text"
        return when_words(at, self._office.desk.now(), self._office.local)
