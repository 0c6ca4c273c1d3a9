"""A modal screen of drawn lines: help and questions; what they say is passed in."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from tmchat.console.actions.action import (
    DESK_PARTS,
    HEADINGS,
    SCOPES_OF,
    Action,
    Part,
    Scope,
)
from tmchat.console.actions.table import Keymap, keys_of
from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.core.text import Clean

Draw = Callable[[Ink, int], list[Strip]]


_FAR = 1_000_000


class _Lines(DrawnWidget):
    def __init__(self, ink: Ink, lines: Draw) -> None:
        super().__init__(ink)
        self._all = lines
        self.top = 0

    def draw(self, cells: int, height: int) -> list[Strip]:
        lines = self._all(self.ink, cells)
        self.top = max(0, min(self.top, len(lines) - height))
        shown = lines[self.top : self.top + height]
        if self.top + height < len(lines) and height > 1:
            more = Clean(f"{self.ink.signs.below} more")
            shown[-1] = strip(self.ink, cells, [(more, self.ink.palette.fresh)])
        return shown


class Sheet(ModalScreen[bool]):
    """Lines in a frame. `yes` keys answer True, `no` keys False, the rest scrolls."""

    CSS = """
    Sheet { align: center middle; }
    Sheet _Lines { width: 76; max-width: 96%; height: auto; max-height: 90%; background: $panel;
        border: round $primary; padding: 0 1; }
    Sheet.-tall _Lines { height: 90%; }
    """

    def __init__(self, ink: Ink, lines: Draw, *, yes: Sequence[str], no: Sequence[str]) -> None:
        super().__init__()
        self._lines = _Lines(ink, lines)
        self._yes = frozenset(yes)
        self._no = frozenset(no)
        self._draw = lines
        self._ink = ink

    def compose(self) -> ComposeResult:
        """The frame."""
        yield self._lines

    def on_mount(self) -> None:
        """Fits the frame to its lines."""
        self._fit()

    def on_resize(self) -> None:
        """Fits the frame again."""
        self._fit()

    def on_key(self, event: events.Key) -> None:
        """Answers or scrolls; nothing gets through to the screen below."""
        event.stop()
        event.prevent_default()
        if event.key in self._yes:
            self.dismiss(True)
        elif event.key in self._no:
            self.dismiss(False)
        else:
            page = max(1, self._lines.size.height - 2)
            steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page}
            steps |= {"ctrl+f": page, "ctrl+b": -page, "home": -_FAR, "g": -_FAR}
            steps |= {"end": _FAR, "G": _FAR}
            self._lines.top += steps.get(event.key, 0)
            self._lines.redraw()

    def refit(self) -> None:
        """Other lines: fits the frame to them and shows their end."""
        if self.is_mounted:
            self._fit()
            self._lines.top = _FAR
            self._lines.redraw()

    def _fit(self) -> None:
        cells = max(10, min(72, self.size.width * 96 // 100 - 4))
        height = len(self._draw(self._ink, cells))
        self._lines.styles.height = min(height + 2, max(3, self.size.height * 9 // 10))


def question(ink: Ink, words: str, yes: str) -> Sheet:
    """Asks `words`; Enter or y agrees, everything said with the word `yes`."""

    def lines(ink: Ink, cells: int) -> list[Strip]:
        palette = ink.palette
        asked = [
            strip(ink, cells, [(line, palette.strong)]) for line in wrap(ink.line(words), cells)
        ]
        answer = strip(
            ink,
            cells,
            [
                (Clean("y"), palette.key),
                (Clean(f" {ink.line(yes)}   "), palette.text),
                (Clean("Esc"), palette.key),
                (Clean(" no"), palette.text),
            ],
        )
        return [*asked, blank(ink, cells), answer]

    return Sheet(ink, lines, yes=("y", "Y"), no=("escape", "n", "q"))


_MOUSE = (
    "A click opens a row, moves a cursor, shows a view; the wheel scrolls. With Shift "
    "held down most terminals select by themselves; `tmchat --no-mouse` leaves the mouse to them."
)


def help_sheet(ink: Ink, keymap: Keymap, part: Part) -> Sheet:
    """What every key does: where `part` has the focus, then in everything around it, and at last
    elsewhere on the same screen."""
    here = SCOPES_OF[part]
    rest = [scope for other in DESK_PARTS for scope in SCOPES_OF[other]]
    elsewhere = rest if part in DESK_PARTS else [Scope.WRITING]
    scopes = list(dict.fromkeys([*here, *elsewhere]))

    def lines(ink: Ink, cells: int) -> list[Strip]:
        palette = ink.palette
        drawn: list[Strip] = []
        for scope in scopes:
            drawn += _help_of(ink, keymap, scope, cells)
        drawn.append(strip(ink, cells, [(Clean("With the mouse"), palette.heading)]))
        words = wrap(Clean(_MOUSE), cells)
        return [*drawn, *(strip(ink, cells, [(line, palette.text)]) for line in words)]

    no = ("escape", "question_mark", "f1", "q", "enter")
    return Sheet(ink, lines, yes=(), no=(*no, *keymap.keys("help")))


def _help_of(ink: Ink, keymap: Keymap, scope: Scope, cells: int) -> list[Strip]:
    actions = [action for action in keymap.actions if action.scope is scope]
    if not actions:
        return []
    drawn = [strip(ink, cells, [(Clean(HEADINGS[scope]), ink.palette.heading)])]
    for action in actions:
        drawn += _help_lines(ink, action, cells)
    return [*drawn, blank(ink, cells)]


def _help_lines(ink: Ink, action: Action, cells: int) -> list[Strip]:
    palette = ink.palette
    keys = Clean(keys_of(action) or "in the palette")
    indent = 16
    room = max(8, cells - indent)
    words = wrap(Clean(f"{action.title}. {action.help}"), room)
    over = [strip(ink, cells, [(line, palette.key)]) for line in wrap(keys, cells)]
    if len(keys) >= indent:
        keys = Clean("")
    else:
        over = []
    first = strip(
        ink,
        cells,
        [
            (keys, palette.key),
            (spaces(max(1, indent - len(keys))), palette.text),
            (words[0], palette.text),
        ],
    )
    rest = [
        strip(
            ink,
            cells,
            [(SPACE, palette.text), (spaces(indent - 1), palette.text), (line, palette.text)],
        )
        for line in words[1:]
    ]
    return [*over, first, *rest]
