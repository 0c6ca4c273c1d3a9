"""What was pushed to this desk: a log, each push with its body, and reading one again."""

import json
from collections.abc import Callable, Mapping, Sequence

from tmchat.console.actions.action import Part
from tmchat.console.areas import Area
from tmchat.console.render.pages import push_lines
from tmchat.console.screens.admin.pagesheet import PageSheet
from tmchat.console.screens.admin.tablesheet import TableSheet, TableView
from tmchat.console.setup.table import Column, Table
from tmchat.core.commands import Granted, ReplayPush
from tmchat.core.questions import Push, PushesTaken, PushesTold, PushTaken, PushTold

PAGE = 100
_NOT_TWICE = "A text that is on the desk already does not come twice."


class PushView(TableView[Push]):
    """One page of pushes, newest first."""

    part = Part.PUSHES
    area = Area.PUSHES
    busy = "Reading what was pushed."

    def __init__(self, sheet: TableSheet) -> None:
        columns: Sequence[Column[Push]] = (
            Column("Id", lambda one: str(one.id), 8, 0, 1, lambda one: -one.id, right=True),
            Column("When", self._when, 15, 0, 0, lambda one: -one.at),
            Column("Status", lambda one: one.status, 10, 1, 0),
            Column("Note", lambda one: one.note, 16, 6, 0),
        )
        super().__init__(sheet, Table(columns, lambda one: one.id, self._words, sorted_by=None))
        self._unread = False
        self._before: list[int] = [0]

    def title(self) -> str:
        """Which pushes."""
        which = "without a text that could be read" if self._unread else "all"
        return f"Pushed to this desk: {which}, page {len(self._before)}"

    def load(self) -> None:
        """Reads the page."""
        self.office.run(self._load())

    def open(self) -> None:
        """The push with its body."""
        one = self.table.chosen
        if one is not None:
            self.office.run(self._open(one))

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Pages, only the unread, reading again."""
        found: dict[str, Callable[[], None]] = {"pushes-unread": self._only_unread}
        if self.table.count >= PAGE:
            found["pushes-later"] = self._older
        if len(self._before) > 1:
            found["pushes-sooner"] = self._newer
        one = self.table.chosen
        if one is not None:
            found["pushes-replay"] = lambda: self._ask_replay(one.id, self.sheet.say)
        return found

    def _only_unread(self) -> None:
        self._unread, self._before = not self._unread, [0]
        self.load()

    def _older(self) -> None:
        self._before.append(min(one.id for one in self.table.rows))
        self.load()

    def _newer(self) -> None:
        self._before.pop()
        self.load()

    def _ask_replay(self, id: int, say: Callable[[str], None]) -> None:
        words = f"Read this push again with the hub's settings as they are? {_NOT_TWICE}"
        self.sheet.confirm(words, "read again", lambda: self.office.run(self._replay(id, say)))

    async def _replay(self, id: int, say: Callable[[str], None]) -> None:
        outcome = await self.office.order(ReplayPush(id))
        if isinstance(outcome, Granted):
            await self._load()
        say("It was read again." if isinstance(outcome, Granted) else outcome.sentence)

    async def _load(self) -> None:
        asked = PushesTaken(self._before[-1], self._unread, PAGE)
        told = await self.sheet.ask(asked, self.busy)
        if isinstance(told, PushesTold):
            self.table.set_rows(told.pushes)
            self.sheet.redraw()

    async def _open(self, one: Push) -> None:
        told = await self.sheet.ask(PushTaken(one.id), "Reading the push.")
        if not isinstance(told, PushTold) or not self.sheet.is_attached:
            return
        push = told.push
        body = indented(push.body)
        at = f"{self.office.local(push.at):%A %d %B %Y, %H:%M:%S}"
        page = PageSheet(
            self.office,
            f"Push {push.id}",
            lambda ink, cells: push_lines(ink, push, at, body, cells),
            copied=(push.body, "the body"),
            replay=lambda page: self._ask_replay(push.id, page.say),
        )
        self.sheet.app.push_screen(page)

    def _when(self, one: Push) -> str:
        return f"{self.office.local(one.at):%d %b %H:%M:%S}"

    def _words(self, one: Push) -> str:
        return f"{one.id}\n{one.status}\n{one.note}\n{self._when(one)}"


def indented(body: str) -> str:
    """JSON with a line a field; anything else as it came."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body
