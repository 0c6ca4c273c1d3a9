"""What every sheet of administration has: a drawn surface, keys, a line to write in, a foot.

What a sheet shows and does is its subclass's.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.actions.keynames import key_words
from tmchat.console.office import Office
from tmchat.console.render.cells import cut, width
from tmchat.console.render.footers import keys_line, said_lines
from tmchat.console.render.ink import Part as Piece
from tmchat.console.render.strips import SPACE, blank, strip
from tmchat.console.render.writing import written_parts
from tmchat.console.screens.once import once
from tmchat.console.screens.sheet import help_sheet, question
from tmchat.console.setup.lineedit import LineEdit
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.core.commands import Refused
from tmchat.core.questions import Question, Told

T = TypeVar("T")
SLOW_SECONDS = 5.0
LEAVING = "It is under way and goes on; the change log tells what came of it. Esc leaves."
_SLOW = " The hub is slow to answer; Esc goes on without it."
_WHEEL = 3


class Surface(DrawnWidget):
    """All of a sheet as one drawing."""

    DEFAULT_CSS = "Surface { width: 1fr; height: 1fr; }"

    def __init__(self, sheet: "WorkSheet[T]") -> None:
        super().__init__(sheet.office.ink)
        self._sheet = sheet

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The sheet at its size."""
        return self._sheet.draw(cells, height)

    def on_click(self, event: events.Click) -> None:
        """A click points at a line."""
        event.stop()
        self._sheet.point(event.y)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self._sheet.move(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self._sheet.move(-_WHEEL)


class WorkSheet(ModalScreen[T]):
    """A whole screen over the desk. A subclass gives `part`, `heading`, `body` and `does`.

    While `writing` is there, keys are letters; `writing_for` says what for, in the foot.
    """

    CSS = """
    WorkSheet { background: $background; }
    """
    part: Part

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.said = ""
        self.waits = ""
        self.writing: LineEdit | None = None
        self.writing_for = ""
        self._surface = Surface(self)
        self._keep: Callable[[str], None] = lambda text: None
        self._leave: Callable[[str], None] = lambda text: None
        self._written: Callable[[str], None] = lambda text: None

    def compose(self) -> ComposeResult:
        """The one drawing."""
        yield self._surface

    def heading(self) -> str:
        """The line at the top."""
        raise NotImplementedError

    def body(self, cells: int, height: int) -> list[Strip]:
        """What stands between title and foot, at most `height` lines."""
        raise NotImplementedError

    def does(self) -> Mapping[str, Callable[[], None]]:
        """What the actions of this sheet do at this moment, by id."""
        return {}

    def called(self) -> Mapping[str, str]:
        """By id, actions whose word in the foot is another one at this moment."""
        return {}

    def move(self, count: int) -> None:
        """Moves the cursor, or the lines where there is none."""

    def point(self, line: int) -> None:
        """A click on a line of the sheet."""

    def back(self) -> None:
        """One step out."""
        self.dismiss(None)

    def redraw(self) -> None:
        """Draws what changed."""
        if self.is_mounted:
            self._surface.redraw()

    def say(self, sentence: str) -> None:
        """Shows one sentence in the foot until the next key."""
        self.said = sentence
        self.redraw()

    def confirm(self, words: str, yes: str, then: Callable[[], None]) -> None:
        """Asks before something that is hard to undo."""

        def answered(agreed: bool | None) -> None:
            if agreed:
                then()

        self.app.push_screen(question(self.office.ink, words, yes), answered)

    def write(
        self,
        text: str,
        what: str,
        keep: Callable[[str], None],
        *,
        leave: Callable[[str], None] = lambda text: None,
        written: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Begins to write a line: `keep` gets it at its end and may begin another, `leave` when
        somebody wants out of it, `written` at each letter."""
        self.writing, self.writing_for = LineEdit(text), what
        self._keep, self._leave, self._written = keep, leave, written
        self.redraw()

    async def ask(self, asked: Question, words: str) -> Told | None:
        """The hub's answer while `words` are shown; None where it was refused, which is said."""
        if not self.is_attached:
            return None
        self.waits = words
        self.redraw()
        slow = once(self, SLOW_SECONDS, self._slow)
        try:
            told = await self.office.ask(asked)
        finally:
            slow.cancel()
            self.waits = ""
        if isinstance(told, Refused):
            self.say(told.sentence)
            return None
        self.redraw()
        return told

    def draw(self, cells: int, height: int) -> list[Strip]:
        """Title, body and foot."""
        ink = self.office.ink
        foot = [*said_lines(ink, self.waits or self.said, cells), self._keys(cells)]
        if self._shows_line():
            foot.insert(0, self._line(cells))
        lines = [*self.head(cells)]
        room = max(1, height - len(lines) - len(foot))
        lines += self.body(cells, room)[:room]
        lines += [blank(ink, cells)] * (height - len(lines) - len(foot))
        return [*lines, *foot][:height]

    def head(self, cells: int) -> list[Strip]:
        """The lines over the body."""
        ink = self.office.ink
        title = cut(ink.line(self.heading()), max(1, cells - 2), ink.signs.ellipsis)
        parts: list[Piece] = [(SPACE, ink.palette.text), (title, ink.palette.heading)]
        return [strip(ink, cells, parts), blank(ink, cells)]

    def on_screen_resume(self) -> None:
        """A sheet above may have changed what this one shows."""
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """Writes, or looks up what the key means; nothing gets through to the screen below."""
        event.stop()
        event.prevent_default()
        if self.writing is not None:
            self._write_key(event)
            return
        action = self.office.key_table.action(self.part, event.key)
        self.said = ""
        if action is not None:
            self.on_sheet(action.id)
        else:
            self.letter(event)
        self.redraw()

    def letter(self, event: events.Key) -> None:
        """A key that no action of this sheet has."""

    def on_paste(self, event: events.Paste) -> None:
        """A paste goes into the line that is written and is never a command."""
        event.stop()
        event.prevent_default()
        if self.writing is not None:
            self.writing.insert(event.text.replace("\r\n", "\n").replace("\r", "\n"))
            self._written(self.writing.text)
            self.redraw()

    def on_sheet(self, id: str) -> None:
        """Does what the action with this id says."""
        does = {**self._moves(), **self.does()}.get(id)
        if does is not None:
            does()
            return
        title = next(one.title for one in self.office.key_table.actions if one.id == id)
        self.say(f"{title}: not possible here.")

    def end_writing(self) -> None:
        """No line is written any more."""
        self.writing = None

    def _moves(self) -> dict[str, Callable[[], None]]:
        page = max(1, self.size.height - 6)
        return {
            "sheet-down": lambda: self.move(1),
            "sheet-up": lambda: self.move(-1),
            "sheet-page-down": lambda: self.move(page),
            "sheet-page-up": lambda: self.move(-page),
            "sheet-first": lambda: self.move(-1_000_000),
            "sheet-last": lambda: self.move(1_000_000),
            "sheet-help": self._help,
            "sheet-back": self.back,
        }

    def _write_key(self, event: events.Key) -> None:
        writing = self.writing
        action = self.office.key_table.action(Part.WRITING, event.key)
        if writing is None:
            return
        if action is not None and action.id == "writing-keep":
            self.said = ""
            self.end_writing()
            self._keep(writing.text)
        elif action is not None and action.id == "writing-leave":
            self.said = ""
            self.end_writing()
            self._leave(writing.text)
        elif writing.key(event.key, event.character):
            self._written(writing.text)
        self.redraw()

    def _keys(self, cells: int) -> Strip:
        part = Part.WRITING if self.writing is not None else self.part
        able = {**self._moves(), **self.does()} if self.writing is None else None
        shown = [
            one
            for one in self.office.key_table.of_part(part)
            if one.short and one.keys and (able is None or one.id in able)
        ]
        # What Enter does is what a sheet is for.
        shown.sort(key=lambda one: "enter" not in one.keys)
        keys = [(key_words(one.keys[0]), self.called().get(one.id, one.short)) for one in shown]
        return keys_line(self.office.ink, keys, cells)

    def _shows_line(self) -> bool:
        return self.writing is not None and bool(self.writing_for)

    def _line(self, cells: int) -> Strip:
        ink, writing = self.office.ink, self.writing
        if writing is None:
            return blank(ink, cells)
        label, style = ink.line(f"{self.writing_for}:"), ink.palette.heading
        room = max(8, cells - width(label) - 3)
        lines = written_parts(ink, writing.text, writing.cursor, room)
        here = max(
            (at for at, line in enumerate(lines) if any(one.reverse for _, one in line)), default=0
        )
        return strip(ink, cells, [(SPACE, style), (label, style), (SPACE, style), *lines[here]])

    def _help(self) -> None:
        self.app.push_screen(help_sheet(self.office.ink, self.office.key_table, self.part))

    def _slow(self) -> None:
        if self.waits:
            self.waits += _SLOW
            self.redraw()


def scrolled(lines: list[Strip], first: int, last: int, top: int, height: int) -> int:
    """The top line of a view of `height` lines that shows lines `first` to `last`, near `top`."""
    top = min(top, first)
    top = max(top, min(last - height, first))
    return max(0, min(top, len(lines) - height))
