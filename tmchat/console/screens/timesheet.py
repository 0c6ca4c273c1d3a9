"""The sheet on which a time to come is chosen or written; what happens then is `deferring`'s."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.screens.admin.choicesheet import choice_lines
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.console.setup.choosing import Choice
from tmchat.core.moments import moment_of, offers, when_words
from tmchat.core.text import Clean


@dataclass(frozen=True, slots=True)
class Extra:
    """A choice that is no time: what `id` it is dismissed with, its title and what it means."""

    id: int
    title: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a time is put in place of one that cannot be, and why, in a sentence."""

    at: int
    reason: str = ""


def as_chosen(at: int) -> Moved:
    """Every time is kept as it is."""
    return Moved(at)


class TimeSheet(WorkSheet[int]):
    """Times to choose from. Dismissed with one in ms UTC, or with the id of one of `extras`, which
    are 0 or less. `move` says where a time has to be put."""

    part = Part.CHOICE

    def __init__(
        self,
        office: Office,
        title: str,
        extras: Sequence[Extra] = (),
        allowed: Callable[[int], Moved] = as_chosen,
    ) -> None:
        super().__init__(office)
        self._title = title
        self._extras = extras
        self._allowed = allowed
        self._offers = offers(office.desk.now(), office.local)
        self._place = self._top = 0

    def heading(self) -> str:
        """What the time is for."""
        return self._title

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self._place = max(0, min(self._place + count, len(self._rows()) - 1))
        self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Choosing."""
        return {"choice-take": self._take}

    def body(self, cells: int, height: int) -> list[Strip]:
        """Every choice, when that is, and where it is put instead."""
        cursor = self._place if self.writing is None else -1
        lines, first, last = choice_lines(self.office.ink, self._rows(), cursor, cells)
        self._top = scrolled(lines, first, last, self._top, height)
        return lines[self._top : self._top + height]

    def _rows(self) -> list[Choice]:
        times = [
            Choice(str(one.at), f"{one.title}, {self._words(one.at)}", self._why(one.at))
            for one in self._offers
        ]
        extras = [Choice(str(one.id), one.title, one.more) for one in self._extras]
        typed = Choice("typed", "another time", "15:30, 2h, tomorrow 9:00, mon 9:00, a date")
        return [*times, *extras, typed]

    def _words(self, at: int) -> str:
        return when_words(at, self.office.desk.now(), self.office.local)

    def _why(self, at: int) -> str:
        moved = self._allowed(at)
        return (
            f"{moved.reason} It goes out {self._words(moved.at)} instead." if moved.reason else ""
        )

    def _take(self) -> None:
        place = self._place
        if place < len(self._offers):
            self._choose(self._offers[place].at)
        elif place < len(self._offers) + len(self._extras):
            self.dismiss(self._extras[place - len(self._offers)].id)
        else:
            self._write("")

    def _write(self, text: str) -> None:
        self.write(text, "When", self._written_time)

    def _written_time(self, text: str) -> None:
        if not text.strip():
            return
        try:
            at = moment_of(text, self.office.desk.now(), self.office.local)
        except ValueError as fault:
            self._write(text)
            self.say(Clean(str(fault)))
            return
        self._choose(at)

    def _choose(self, at: int) -> None:
        moved = self._allowed(at)
        if not moved.reason:
            self.dismiss(at)
            return
        self.confirm(
            f"{moved.reason} Take {self._words(moved.at)} instead?",
            "take it",
            lambda: self._close(moved.at),
        )

    def _close(self, at: int) -> None:
        self.dismiss(at)
