"""Calls as a table by time, and each with its details; placing calls is nobody's here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.render.pages import call_lines, seconds_words
from tmchat.console.screens.admin.pagesheet import PageSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView
from tmchat.console.setup.table import Column, Table
from tmchat.core import phone
from tmchat.core.calls import Call
from tmchat.core.questions import CallOf, CallsBetween, CallsTold, CallTold

_HOUR: Final = 3_600_000
WINDOWS: Final = (
    ("the last 24 hours", 24 * _HOUR),
    ("the last 7 days", 7 * 24 * _HOUR),
    ("the last 30 days", 30 * 24 * _HOUR),
    ("the last 365 days", 365 * 24 * _HOUR),
)
"""How far back calls are listed, in ms."""


class CallView(TableView[Call]):
    """One page of calls in a window that ends now."""

    part = Part.CALLS
    area = Area.CALLS
    busy = "Reading the calls."

    def __init__(self, sheet: TableSheet) -> None:
        columns: Sequence[Column[Call]] = (
            Column("When", self._when, 12, 0, 0, lambda one: -one.at),
            Column("Caller", self._caller, 15, 3, 0),
            Column("Number", self._number, 14, 3, 2),
            Column("Answered", lambda one: one.status, 9, 1, 1),
            Column("Lasted", self._lasted, 7, 0, 1, lambda one: -one.lasted, right=True),
            Column("Score", self._score, 5, 0, 3, lambda one: -one.score, right=True),
            Column("Keywords", lambda one: ", ".join(one.keywords), 10, 3, 4),
        )
        super().__init__(sheet, Table(columns, lambda one: one.id, self._words, sorted_by=None))
        self._window = 1
        self._page = self._pages = 1
        self._only = ""

    def title(self) -> str:
        """Which calls."""
        only = f" to {self._named(self._only)}" if self._only else ""
        pages = f", page {self._page} of {self._pages}" if self._pages > 1 else ""
        return f"Calls of {WINDOWS[self._window][0]}{only}{pages}"

    def enter(self) -> None:
        """Takes a number over that another table asked for."""
        wanted, self.office.only_number = self.office.only_number, ""
        if wanted and wanted != self._only:
            self._only, self._page, self.entered = wanted, 1, False
        super().enter()

    def load(self) -> None:
        """Reads the page."""
        self.office.run(self._load())

    def open(self) -> None:
        """The call whole."""
        one = self.table.chosen
        if one is not None:
            self.office.run(self._open(one))

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Pages, window, one number, the recording."""
        found: dict[str, Callable[[], None]] = {"calls-window": self._other_window}
        if self._page < self._pages:
            found["calls-later"] = lambda: self._turn(1)
        if self._page > 1:
            found["calls-sooner"] = lambda: self._turn(-1)
        one = self.table.chosen
        if one is not None or self._only:
            found["calls-only"] = self._only_one
        if one is not None and one.recording:
            found["calls-copy"] = lambda: self._copy(one)
        return found

    def empty(self) -> str:
        """Why there is none."""
        return (
            "Nothing fits the filter."
            if self.table.query
            else "No call in this window; w widens it."
        )

    def _other_window(self) -> None:
        self._window, self._page = (self._window + 1) % len(WINDOWS), 1
        self.load()

    def _turn(self, count: int) -> None:
        self._page += count
        self.load()

    def _only_one(self) -> None:
        one = self.table.chosen
        self._only = "" if self._only or one is None else one.number
        self._page = 1
        self.load()

    def _copy(self, one: Call) -> None:
        self.office.copy(one.recording, "the recording's address", self.sheet.say)

    async def _load(self) -> None:
        now = self.office.desk.now()
        asked = CallsBetween(now - WINDOWS[self._window][1], now + 1, self._only, self._page)
        told = await self.sheet.ask(asked, self.busy)
        if isinstance(told, CallsTold):
            self._page, self._pages = told.page, max(1, told.pages)
            self.table.set_rows(told.calls)
            self.sheet.redraw()

    async def _open(self, one: Call) -> None:
        told = await self.sheet.ask(CallOf(one.id), "Reading the call.")
        if not isinstance(told, CallTold) or not self.sheet.is_attached:
            return
        call = told.call
        at = f"{self.office.local(call.at):%A %d %B %Y, %H:%M:%S}"
        number = self._named(call.number)
        page = PageSheet(
            self.office,
            f"Call {call.id}",
            lambda ink, cells: call_lines(ink, call, at, number, cells),
            copied=(call.recording, "the recording's address"),
        )
        self.sheet.app.push_screen(page)

    def _when(self, one: Call) -> str:
        return f"{self.office.local(one.at):%d %b %H:%M}"

    def _caller(self, one: Call) -> str:
        return one.name or phone.pretty(one.caller)

    def _named(self, number: str) -> str:
        known = self.office.desk.inbox.numbers.get(number)
        named = known.name if known is not None else ""
        return named or phone.pretty(number)

    def _number(self, one: Call) -> str:
        return self._named(one.number)

    def _lasted(self, one: Call) -> str:
        return seconds_words(one.lasted) if one.lasted else "-"

    def _score(self, one: Call) -> str:
        return str(one.score) if one.score >= 0 else ""

    def _words(self, one: Call) -> str:
        parts = (one.name, one.caller, phone.pretty(one.caller), self._number(one), one.status)
        return "\n".join((*parts, *one.keywords))
