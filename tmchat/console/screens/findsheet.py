"""The screen of a search over all that was said: results while one types, Enter goes to one."""

from collections.abc import Callable, Mapping
from datetime import UTC

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.found import Found
from tmchat.console.office import Office
from tmchat.console.render.cells import wrap_most
from tmchat.console.render.hits import LINES, HitLook, hit_lines
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.core import phone
from tmchat.core.questions import Find, Hit
from tmchat.core.records import EntryKind

_HOW = (
    'Words, "phrases", the beginning of the last word, -words that must not be there, and: '
    "from: number: group: agent: is:waiting is:mine is:unread is:closed before: after:2026-11-28"
)


class FindSheet(WorkSheet[Hit]):
    """Dismissed with the hit to go to."""

    part = Part.FOUND

    def __init__(self, office: Office, found: Found) -> None:
        super().__init__(office)
        self.found = found
        self._top = 0

    def on_mount(self) -> None:
        """Begins to write, unless there are hits to come back to."""
        if not self.found.hits:
            self._write()

    def heading(self) -> str:
        """What is looked for."""
        looked = f": {self.found.written}" if self.found.written and self.writing is None else ""
        return f"Search{looked}"

    def move(self, count: int) -> None:
        """Moves the cursor; older hits come by themselves."""
        self.found.move(count)
        self._ask(self.found.more())
        self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Going to a hit, another search."""
        found: dict[str, Callable[[], None]] = {"found-write": self._write}
        if self.found.hit() is not None:
            found["found-open"] = self._take
        return found

    def body(self, cells: int, height: int) -> list[Strip]:
        """What there is to say, and the hits in view."""
        ink, palette = self.office.ink, self.office.ink.palette
        said = self.found.said or ("" if self.found.hits else _HOW)
        head = [
            strip(ink, cells, [(SPACE, palette.text), (line, palette.faint)])
            for line in wrap_most(ink.line(said), max(1, cells - 2), 3, ink.signs.ellipsis)
        ]
        lines: list[Strip] = []
        for place, hit in enumerate(self.found.hits):
            selected = place == self.found.place and self.writing is None
            lines += hit_lines(ink, self._look(hit), self.found.query, cells, selected=selected)
        first = self.found.place * LINES
        room = max(LINES, height - len(head) - 1)
        self._top = scrolled(lines, first, first + LINES, self._top, room)
        return [*head, blank(ink, cells), *lines[self._top : self._top + room]]

    def _look(self, hit: Hit) -> HitLook:
        desk, entry = self.office.desk, hit.entry
        conversation = desk.inbox.conversations.get(hit.conversation)
        texter = "?"
        if conversation is not None:
            texter = conversation.name or phone.pretty(conversation.texter)
        by = f"by {entry.by}" if entry.by else ""
        if entry.kind is EntryKind.AUTO_REPLY:
            by = "auto-reply"
        elif entry.kind is EntryKind.NOTE:
            by = f"note {by}"
        return HitLook(texter, by, f"{self.office.local(entry.at):%d %b %Y %H:%M}", entry.text)

    def _write(self) -> None:
        self.write(
            self.found.written, "Look for", lambda text: None, leave=self._left, written=self._typed
        )

    def _take(self) -> None:
        self.dismiss(self.found.hit())

    def _left(self, text: str) -> None:
        if not self.found.hits:
            self.dismiss(None)

    def _typed(self, text: str) -> None:
        zone = self.office.local(self.office.desk.now()).tzinfo or UTC
        self._ask(self.found.write(text, zone))

    def _ask(self, wish: Find | None) -> None:
        if wish is not None:
            self.office.run(self._look_for(wish))

    async def _look_for(self, wish: Find) -> None:
        if self.found.told(wish, await self.office.ask(wish)):
            self.redraw()
