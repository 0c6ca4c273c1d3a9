"""The tour: what each part of the screen is for, one sentence a part, beside the part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from tmchat.console.actions.keynames import key_words
from tmchat.console.actions.table import Keymap
from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import blank, strip
from tmchat.console.screens.once import once
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.core.text import Clean

_WIDTH: Final = 46
_LAID_OUT: Final = 0.1  # seconds
_EDGE: Final = 4  # cells of a box that are its frame and padding; of its height two
_ARROWS: Final = {"left": "←", "right": "→", "up": "↑", "down": "↓", "": ""}
_ASCII: Final = {"left": "<-", "right": "->", "up": "^", "down": "v", "": ""}


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of the screen by its selector, what it is called, a sentence about it."""

    selector: str
    title: str
    sentence: str


def stops(keymap: Keymap) -> tuple[Stop, ...]:
    """The stops of the tour, with the keys in force."""

    def key(id: str) -> str:
        keys = keymap.keys(id)
        return key_words(keys[0]) if keys else f"“{_title(keymap, id)}” in the palette"

    return (
        Stop(
            "ConversationList",
            "Who waits",
            f"Conversations, longest unanswered first: {key('open')} opens one, "
            f"{key('next-waiting')} the next that waits.",
        ),
        Stop(
            "Tabs",
            "Views",
            f"{key('view-waiting')} to {key('view-closed')} show who waits, what is yours, all, "
            f"what is closed; {key('filter')} narrows them and {key('find')} searches all texts.",
        ),
        Stop(
            "TimelineView",
            "The conversation",
            f"The newest stands at the bottom; {key('claim')} claims it, so that nobody else "
            f"answers, and {key('close')} puts it away.",
        ),
        Stop(
            "Composer",
            "Your reply",
            f"{key('reply')} comes here, {key('send')} sends, {key('new-line')} makes a line; "
            f"{key('back')} goes back and your draft stays.",
        ),
        Stop(
            "SidePanel",
            "The texter",
            f"What brought them and how their number is set up; {key('panel')} shows or hides it.",
        ),
        Stop(
            "StatusBar",
            "The foot",
            "Whether the hub is there, what waits, and the keys that work where you are.",
        ),
        Stop(
            "",
            "And the rest",
            f"{key('help')} explains every key, {key('palette')} finds every action and "
            "conversation by name; this tour is there too.",
        ),
    )


def _title(keymap: Keymap, id: str) -> str:
    return next(one.title for one in keymap.actions if one.id == id)


def beside(target: Region | None, screen: Size, box: Size) -> tuple[Offset, str]:
    """Where a box stands beside `target` without covering it, and the way from it to the target;
    where there is no room beside it, or no target, in the middle."""
    middle = Offset((screen.width - box.width) // 2, (screen.height - box.height) // 2)
    if target is None or not target:
        return middle, ""
    x = max(0, min(target.x + (target.width - box.width) // 2, screen.width - box.width))
    y = max(0, min(target.y + (target.height - box.height) // 3, screen.height - box.height))
    if target.right + box.width <= screen.width:
        return Offset(target.right, y), "left"
    if target.x >= box.width:
        return Offset(target.x - box.width, y), "right"
    if target.y >= box.height:
        return Offset(x, target.y - box.height), "down"
    if target.bottom + box.height <= screen.height:
        return Offset(x, target.bottom), "up"
    return middle, ""


class _Box(DrawnWidget):
    def __init__(self, tour: "Tour") -> None:
        super().__init__(tour.ink)
        self._tour = tour

    def draw(self, cells: int, height: int) -> list[Strip]:
        return self._tour.lines(cells)[:height]


class Tour(ModalScreen[None]):
    """One stop after the other; any way out counts as seen."""

    CSS = """
    Tour { background: transparent; }
    Tour _Box { position: absolute; background: $panel; border: round $primary; padding: 0 1; }
    """

    def __init__(self, ink: Ink, keymap: Keymap, below: Screen[None]) -> None:
        super().__init__()
        self.ink = ink
        self._below = below
        self._all = stops(keymap)
        self._stops: Sequence[Stop] = self._all
        self._place = 0
        self._way = ""
        self._box = _Box(self)

    def compose(self) -> ComposeResult:
        """The one box."""
        yield self._box

    def on_mount(self) -> None:
        """Begins."""
        self._go()

    def on_resize(self) -> None:
        """Other parts may be there, once the screen below is laid out anew."""
        self.call_after_refresh(self._go)
        once(self, _LAID_OUT, self._go)

    def on_key(self, event: events.Key) -> None:
        """On, back or out."""
        event.stop()
        event.prevent_default()
        if event.key in ("escape", "q"):
            self.dismiss(None)
        elif event.key in ("left", "up", "backspace", "h", "k"):
            self._place = max(0, self._place - 1)
            self._go()
        else:
            self._on()

    def on_click(self, event: events.Click) -> None:
        """On."""
        event.stop()
        self._on()

    def lines(self, cells: int) -> list[Strip]:
        """Title, sentence and keys."""
        ink, palette, stop = self.ink, self.ink.palette, self._stops[self._place]
        arrows = _ASCII if ink.signs.ascii_only else _ARROWS
        title = f"{arrows[self._way]} {stop.title}".lstrip()
        count = f"{self._place + 1} of {len(self._stops)}"
        words = wrap(ink.line(stop.sentence), cells)
        last = self._place == len(self._stops) - 1
        keys = "Enter begins" if last else "Enter goes on, Esc skips the tour"
        return [
            strip(
                ink, cells, [(ink.line(title), palette.heading)], [(Clean(count), palette.faint)]
            ),
            *(strip(ink, cells, [(line, palette.text)]) for line in words),
            blank(ink, cells),
            strip(ink, cells, [(Clean(keys), palette.faint)]),
        ]

    def _on(self) -> None:
        if self._place == len(self._stops) - 1:
            self.dismiss(None)
        else:
            self._place += 1
            self._go()

    def _go(self) -> None:
        """Puts the box beside its part; parts that are not on the screen are left out."""
        here = self._stops[self._place]
        self._stops = [one for one in self._all if not one.selector or self._region(one)] or [here]
        self._place = self._stops.index(here) if here in self._stops else 0
        size = self.app.size
        cells = max(8, min(_WIDTH, size.width) - _EDGE)
        box = Size(cells + _EDGE, min(size.height, len(self.lines(cells)) + 2))
        at, self._way = beside(self._region(self._stops[self._place]), size, box)
        self._box.styles.width, self._box.styles.height = box.width, box.height
        self._box.styles.offset = (at.x, at.y)
        self._box.refresh(layout=True)
        self._box.redraw()

    def _region(self, stop: Stop) -> Region | None:
        if not stop.selector:
            return None
        found = self._below.query(stop.selector).first()
        return found.region if found.display and found.region else None
