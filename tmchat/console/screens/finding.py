"""From a search to the place in a conversation where something was said."""

from typing import Protocol

from textual.screen import Screen

from tmchat.console.desk import Desk
from tmchat.console.found import Found
from tmchat.console.office import Office
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.console.work import Work
from tmchat.core.questions import Hit


class Reading(Protocol):
    """The screen on which a hit is shown."""

    desk: Desk
    timeline: TimelineView
    work: Work | None

    def open(self, conversation: int) -> None:
        """Opens a conversation."""

    def say(self, sentence: str) -> None:
        """Shows one sentence."""


class Finding:
    """Shows the search, and once a hit is chosen brings its entry into view as soon as it came."""

    def __init__(self, screen: Screen[None], reading: Reading, office: Office) -> None:
        self._screen = screen
        self._reading = reading
        self._office = office
        self._found = Found()
        self._sought: Hit | None = None

    def show(self) -> None:
        """Shows the search as it was left."""
        from tmchat.console.screens.findsheet import FindSheet

        self._screen.app.push_screen(FindSheet(self._office, self._found), self._chosen)

    def reach(self) -> None:
        """Goes to the entry that is sought, if it has come; to be called after each painting."""
        hit = self._sought
        if hit is None:
            return
        elsewhere = hit.conversation != self._reading.desk.openings.current
        if elsewhere or self._reading.timeline.go_to(hit.entry.id):
            self._sought = None

    def _chosen(self, hit: Hit | None) -> None:
        if hit is None:
            return
        reading = self._reading
        if hit.conversation not in reading.desk.inbox.conversations:
            reading.say("This conversation is not on the desk any more.")
            return
        self._sought = hit
        reading.open(hit.conversation)
        for wish in reading.desk.openings.around(hit.entry.id):
            if reading.work is not None:
                reading.work.fetch(wish)
        self.reach()
