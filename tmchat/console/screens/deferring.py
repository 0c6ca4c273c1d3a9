"""Putting off what is open: the times are chosen on a sheet, the hub is asked for the rest."""

from collections.abc import Callable
from typing import Protocol

from textual.screen import Screen

from tmchat.console.desk import Desk
from tmchat.console.news import Returned
from tmchat.console.office import Office
from tmchat.console.screens.composing import Composing
from tmchat.core.commands import (
    CancelScheduled,
    Command,
    Granted,
    SendScheduled,
    Snooze,
    Wake,
)
from tmchat.core.moments import when_words
from tmchat.core.quiet import quiet
from tmchat.core.records import Conversation, Scheduled
from tmchat.settings.zones import zone_of

NEXT_TEXT = 0
WAKE = -1
_SEND, _CANCEL = "send", "cancel"


class Asking(Protocol):
    """The screen that asks the hub."""

    desk: Desk
    writing_note: bool
    composing: Composing

    def give(self, command: Command, done: str = "") -> None:
        """Asks the hub; says `done` when it is granted."""

    def say(self, sentence: str) -> None:
        """Shows one sentence."""


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

    def schedule(self) -> None:
        """Has what the composer holds go out at a time that is chosen."""
        from tmchat.console.screens.timesheet import Moved, TimeSheet

        desk, asking = self._office.desk, self._asking
        conversation = desk.open
        if conversation is None:
            return
        if asking.writing_note or not desk.outgoing.text(conversation.id).strip():
            asking.say("There is no reply to send later.")
            return
        about, texter = conversation.id, conversation.texter

        def allowed(at: int) -> Moved:
            found = quiet(texter, at, zone_of)
            return Moved(at) if found is None else Moved(found.until, found.reason)

        def chosen(due: int | None) -> None:
            if due is not None and desk.openings.current == about:
                asking.composing.send(due=due)

        title = f"Send to {desk.called(conversation)}"
        self._show(TimeSheet(self._office, title, allowed=allowed), chosen)

    def scheduled(self) -> None:
        """Shows the scheduled replies of the open conversation, each to be sent or cancelled."""
        from tmchat.console.screens.admin.choicesheet import ChoiceSheet
        from tmchat.console.setup.choosing import Choice

        conversation = self._office.desk.open
        if conversation is None or not conversation.scheduled:
            return
        choices: list[Choice] = []
        for one in conversation.scheduled:
            when = f"Held: {one.held}" if one.held else f"Goes out {self._words(one.due)}."
            choices.append(Choice(f"{_SEND}:{one.entry}", f"Send now: {one.text}", when))
            choices.append(Choice(f"{_CANCEL}:{one.entry}", f"Cancel: {one.text}"))

        def chosen(id: str | None) -> None:
            verb, _, entry = (id or "").partition(":")
            found = next((one for one in conversation.scheduled if str(one.entry) == entry), None)
            if found is None:
                return
            if verb == _SEND:
                seen = self._office.desk.seen()
                self._asking.give(SendScheduled(conversation.id, found.entry, seen), "Sent now.")
            else:
                self._office.run(self._cancel(conversation, found))

        self._screen.app.push_screen(
            ChoiceSheet(self._office, "Scheduled replies", choices), chosen
        )

    async def _cancel(self, conversation: Conversation, one: Scheduled) -> None:
        outcome = await self._office.order(CancelScheduled(conversation.id, one.entry))
        if not isinstance(outcome, Granted):
            self._asking.say(outcome.sentence)
        elif one.by == self._office.desk.agent.name:
            self._office.desk.outgoing.give_back(conversation.id, one.text)
            self._asking.composing.returned(
                Returned(conversation.id, "it was scheduled and is cancelled.")
            )
        else:
            self._asking.say("Cancelled.")

    def _show(self, sheet: Screen[int], chosen: Callable[[int | None], None]) -> None:
        self._screen.app.push_screen(sheet, chosen)

    def _words(self, at: int) -> str:
        if not at:
            return "the next text"
        return when_words(at, self._office.desk.now(), self._office.local)
