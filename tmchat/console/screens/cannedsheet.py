"""The sheet of canned replies: found while one types, inserted, kept, shared, removed."""

from collections.abc import Callable, Mapping

from textual import events
from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.cannedset import CannedSet
from tmchat.console.office import Office
from tmchat.console.render.cannedlist import canned_line, whole_lines
from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Part as Piece
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.console.render.writing import written_parts
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.console.setup.lineedit import LineEdit
from tmchat.core.commands import Command, Refused
from tmchat.core.records import CannedReply
from tmchat.core.text import Clean, clean_line

_NONE = (
    "No canned replies yet. Write one in the composer, {variables} and all, come back here, and "
    "keep it under a title; `tmchat replies import` takes a file of them."
)
_WHOLE = 8  # lines of the chosen reply that are shown


class CannedSheet(WorkSheet[None]):
    """Hands each chosen text to `insert`; `text` is what the composer holds, to be kept."""

    part = Part.CANNED

    def __init__(
        self, office: Office, canned: CannedSet, insert: Callable[[str], None], text: str
    ) -> None:
        super().__init__(office)
        self._canned = canned
        self._insert = insert
        self._text = text
        self._query = LineEdit()
        self._top = 0
        canned.begin()

    def heading(self) -> str:
        """How many there are to choose from."""
        count = len(self._canned.found())
        return f"Canned replies: {count}" if count else "Canned replies"

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self._canned.move(count)
        self.redraw()

    def point(self, line: int) -> None:
        """A click chooses a line of the list."""
        self.move(line - len(self.head(80)) - 2 + self._top - self._canned.place)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Choosing always; keeping where there is a text, removing where there is a reply."""
        able: dict[str, Callable[[], None]] = {
            "canned-down": lambda: self.move(1),
            "canned-up": lambda: self.move(-1),
            "canned-help": self._help,
            "canned-leave": self.back,
        }
        if self._canned.chosen() is not None:
            able["canned-take"] = self._take
            able["canned-stack"] = self._stack
            able["canned-remove"] = self._remove
        if self._text.strip():
            able["canned-keep"] = lambda: self._ask_title(self._keep_mine)
            able["canned-share"] = lambda: self._ask_title(self._share)
        return able

    def body(self, cells: int, height: int) -> list[Strip]:
        """The words looked for, the replies they find, and the chosen one whole."""
        ink, palette = self.office.ink, self.office.ink.palette
        found = self._canned.found()
        (query, *_) = written_parts(ink, self._query.text, self._query.cursor, max(1, cells - 8))
        label: list[Piece] = [
            (SPACE, palette.text),
            (Clean("Find:"), palette.heading),
            (SPACE, palette.text),
        ]
        lines = [strip(ink, cells, [*label, *query]), blank(ink, cells)]
        if not found:
            words = "Nothing found." if self._canned.query else _NONE
            return lines + [
                strip(ink, cells, [(SPACE, palette.text), (line, palette.faint)])
                for line in wrap(ink.line(words), max(1, cells - 2))
            ]
        place = self._canned.place
        whole = whole_lines(ink, self._canned.shown(found[place]), cells, _WHOLE)
        listed = [
            canned_line(ink, one.title, one.text, self._whose(one), cells, selected=at == place)
            for at, one in enumerate(found)
        ]
        room = max(1, height - len(lines) - len(whole))
        self._top = scrolled(listed, place, place + 1, self._top, room)
        return [*lines, *listed[self._top : self._top + room], *whole]

    def letter(self, event: events.Key) -> None:
        """A letter of what is looked for."""
        if self._query.key(event.key, event.character):
            self._canned.look_for(self._query.text)

    def on_paste(self, event: events.Paste) -> None:
        """A paste is looked for, or is a title; it is never a command."""
        if self.writing is not None:
            super().on_paste(event)
            return
        event.stop()
        event.prevent_default()
        self._query.insert(clean_line(event.text))
        self._canned.look_for(self._query.text)
        self.redraw()

    def _whose(self, reply: CannedReply) -> str:
        return "mine" if self._canned.is_mine(reply) else "team"

    def _take(self) -> None:
        self._stack()
        self.dismiss(None)

    def _stack(self) -> None:
        chosen = self._canned.chosen()
        if chosen is not None:
            self._insert(self._canned.take(chosen))
            self.say(f"Inserted: {clean_line(chosen.title)}.")

    def _ask_title(self, keep: Callable[[CannedReply], None]) -> None:
        def titled(title: str) -> None:
            if title.strip():
                keep(CannedReply(clean_line(title), self._text))

        misspelt = self._canned.misspelt(self._text)
        if misspelt:
            self.say(misspelt)
        else:
            self.write("", "Title for what the composer holds", titled)

    def _keep_mine(self, reply: CannedReply) -> None:
        self.say(self._canned.keep(reply) or f"Kept as yours: {reply.title}.")

    def _share(self, reply: CannedReply) -> None:
        self.office.run(
            self._order(self._canned.share(reply), f"Kept for the team: {reply.title}.")
        )

    def _remove(self) -> None:
        chosen = self._canned.chosen()
        if chosen is None:
            return
        whose = "your" if self._canned.is_mine(chosen) else "the team's"

        def agreed() -> None:
            done = self._canned.remove(chosen)
            if isinstance(done, str):
                self.say(done or "Removed.")
            else:
                self.office.run(self._order(done, "Removed."))

        self.confirm(f"Remove {whose} canned reply “{chosen.title}”?", "remove", agreed)

    async def _order(self, command: Command, done: str) -> None:
        outcome = await self.office.order(command)
        self._canned.move(0)
        self.say(outcome.sentence if isinstance(outcome, Refused) else done)
