"""The composer: where a reply or a note is written; what becomes of it is decided elsewhere."""

from collections.abc import Collection

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from tmchat.console.render.cells import cut, pad
from tmchat.console.render.ink import Ink
from tmchat.core.segments import forcing
from tmchat.core.text import clean

AFTER_PASTE = 0.15
"""Seconds after a paste, or after a key that followed so, in which Enter is still the paste's."""


class Composer(TextArea):
    """Grows from one line to six. A send key posts `Submitted` and leaves the text in place.

    `TextArea.Changed` is posted whenever the text changes. A paste never submits: what stands
    behind an end mark inside it arrives as keys, and an Enter among those makes a line.
    """

    DEFAULT_CSS = """
    Composer {
        height: auto;
        min-height: 1;
        max-height: 6;
        width: 1fr;
        border: none;
        padding: 0 1;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
    }
    """

    class Submitted(Message):
        """A send key was pressed over `text`, which may be empty."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        ink: Ink,
        *,
        send_keys: Collection[str] = ("enter",),
        line_keys: Collection[str] = ("ctrl+j",),
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        """`send_keys` and `line_keys` are Textual's names of keys."""
        super().__init__(
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
            id=id,
        )
        self.cursor_blink = False
        self.ink = ink
        self.send_keys = frozenset(send_keys)
        self.line_keys = frozenset(line_keys)
        self._reason = ""
        self._quiet = False
        self._pasting_until = 0.0
        self._counts = True

    @property
    def locked(self) -> str:
        """Why nothing can be written, empty when something can."""
        return self._reason

    def set_lock(self, reason: str, *, quiet: bool = False) -> None:
        """Takes no typing and shows `reason` instead of the text, which stays; empty unlocks. A
        `quiet` reason is no trouble: nothing is wrong."""
        if (reason, quiet) == (self._reason, self._quiet):
            return
        self._reason, self._quiet = reason, quiet
        self.read_only = bool(reason)
        self.refresh()

    def set_text(self, text: str) -> None:
        """Puts in a draft, or text given back, the cursor at its end; undo begins afresh."""
        self.load_text(clean(text))
        self.move_cursor(self.document.end)

    def count(self, *, segments: bool) -> None:
        """Whether what costs the shorter segments of UCS-2 is underlined: in a reply it is."""
        if segments is not self._counts:
            self._counts = segments
            self._line_cache.clear()
            self.refresh()

    def rewrite(self, text: str, cursor: int) -> None:
        """Has `text` stand in place of all that is there, as one step of undo, the cursor at the
        offset `cursor` of it."""
        if self.read_only or text == self.text:
            return
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()
        self.move_cursor(self._location(cursor))

    def put_in(self, text: str) -> None:
        """Puts `text`, cleaned, in place of what is selected, as one step of undo."""
        if not self.read_only:
            self.history.checkpoint()
            self._insert(clean(text))
            self.history.checkpoint()

    def select(self, start: int, end: int) -> None:
        """Selects the text from offset `start` to offset `end`, to be written over."""
        first, last = self._location(start), self._location(end)
        self.selection = self.selection._replace(start=first, end=last)

    @property
    def cursor_index(self) -> int:
        """The offset of the cursor in the text."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: what forces UCS-2 is underlined."""
        line = super().get_line(line_index)
        if self._counts:
            style = self.ink.palette.waiting + Style(underline=True)
            for offset in forcing(line.plain):
                line.stylize(style, offset, offset + 1)
        return line

    def insert_line(self) -> None:
        """Begins another line at the cursor."""
        if not self.read_only:
            self._insert("\n")

    def submit(self) -> None:
        """Posts `Submitted` with the text, unless locked."""
        if not self._reason:
            self.post_message(self.Submitted(self.text))

    def on_resize(self) -> None:
        """Another width breaks the lines elsewhere, also where there are as many as before, which
        `TextArea` takes for nothing to paint."""
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Takes the send and line keys; Textual hands every other key on to `TextArea`."""
        of_paste = event.time < self._pasting_until
        if of_paste:
            self._pasting_until = event.time + AFTER_PASTE
        if self.read_only:
            return
        if event.key in self.line_keys or (event.key in self.send_keys and of_paste):
            event.stop()
            event.prevent_default()
            self.insert_line()
        elif event.key in self.send_keys:
            event.stop()
            event.prevent_default()
            self.submit()

    def on_paste(self, event: events.Paste) -> None:
        """Inserts a paste whole, cleaned; nothing in it is a command."""
        event.stop()
        event.prevent_default()
        self._pasting_until = event.time + AFTER_PASTE
        if not self.read_only:
            # A terminal sends a pasted line end as a carriage return.
            self._insert(clean(event.text.replace("\r\n", "\n").replace("\r", "\n")))

    def render_line(self, y: int) -> Strip:
        """The text, or why there can be none."""
        if not self._reason:
            return super().render_line(y)
        cells = self.size.width
        if y:
            return Strip.blank(cells, self.rich_style)
        signs, palette = self.ink.signs, self.ink.palette
        sign, style = (" ", palette.faint) if self._quiet else (signs.locked, palette.trouble)
        words = self.ink.line(f"{sign} {self._reason}")
        drawn = pad(cut(words, cells, signs.ellipsis), cells)
        return Strip([Segment(drawn, style)], cells).apply_style(self.rich_style)

    def _location(self, offset: int) -> tuple[int, int]:
        before = self.text[:offset]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def _insert(self, text: str) -> None:
        result = self._replace_via_keyboard(text, *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)
