"""The account's tracking numbers: which are on this desk; taking them on and giving them back."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from tmchat.console.desk import Desk
from tmchat.console.render.ink import Ink
from tmchat.console.render.numbers import NumberLook, number_line
from tmchat.console.render.strips import blank, strip
from tmchat.console.screens.sheet import question
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.core.commands import AttachNumber, Command, DetachNumber, RefreshNumbers
from tmchat.core.records import TrackingNumber
from tmchat.core.text import Clean

Give = Callable[[Command, str], None]


class _Numbers(DrawnWidget):
    """A heading, the numbers in view, and under them what the keys do and the last answer."""

    def __init__(self, ink: Ink, desk: Desk) -> None:
        super().__init__(ink)
        self.said = ""
        self._desk = desk
        self._top = 0
        here = desk.open.number if desk.open is not None else ""
        numbers = [look.number.number for look in self.looks()]
        self.place = numbers.index(here) if here in numbers else 0

    def looks(self) -> list[NumberLook]:
        """The numbers by group and name."""
        inbox, tally = self._desk.inbox, self._desk.shelf.tally
        groups = {group.id: group.name for group in inbox.groups.values()}
        looks = [
            NumberLook(one, groups.get(one.group, ""), tally.waiting(one.number))
            for one in inbox.numbers.values()
        ]
        return sorted(looks, key=lambda look: (look.group, look.number.name, look.number.number))

    def chosen(self) -> TrackingNumber | None:
        """The number under the cursor."""
        looks = self.looks()
        return looks[self.place].number if self.place < len(looks) else None

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The whole sheet."""
        palette = self.ink.palette
        looks = self.looks()
        self.place = max(0, min(self.place, len(looks) - 1))
        room = max(1, height - 4)
        self._top = max(self.place - room + 1, min(self._top, self.place))
        attached = sum(look.number.attached for look in looks)
        title = Clean(f"Tracking numbers: {attached} of {len(looks)} on this desk")
        lines = [strip(self.ink, cells, [(title, palette.heading)]), blank(self.ink, cells)]
        for place, look in enumerate(looks[self._top : self._top + room], start=self._top):
            lines.append(number_line(self.ink, look, cells, selected=place == self.place))
        lines += [blank(self.ink, cells)] * (room + 2 - len(lines))
        said = self.ink.line(self.said)
        lines.append(strip(self.ink, cells, [(said, palette.fresh)]))
        lines.append(self._keys(cells))
        return lines[:height]

    def _keys(self, cells: int) -> Strip:
        palette = self.ink.palette
        words = (("a", "attach"), ("d", "detach"), ("r", "refresh"), ("Esc", "back"))
        parts = []
        for key, does in words:
            parts += [(Clean(key), palette.key), (Clean(f" {does}   "), palette.text)]
        return strip(self.ink, cells, parts)


class NumbersSheet(ModalScreen[None]):
    """`give` asks the hub; the hub refuses whoever may not."""

    CSS = """
    NumbersSheet { align: center middle; }
    NumbersSheet _Numbers { width: 110; max-width: 96%; height: 86%; background: $panel;
        border: round $primary; padding: 0 1; }
    """
    _STEPS: ClassVar = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}

    def __init__(self, ink: Ink, desk: Desk, give: Give) -> None:
        super().__init__()
        self._ink = ink
        self._give = give
        self._numbers = _Numbers(ink, desk)

    def compose(self) -> ComposeResult:
        """The frame."""
        yield self._numbers

    def on_mount(self) -> None:
        """Follows what becomes of the numbers."""
        self.set_interval(0.5, self._numbers.redraw)

    def say(self, sentence: str) -> None:
        """Shows the hub's answer."""
        self._numbers.said = sentence
        self._numbers.redraw()

    def on_key(self, event: events.Key) -> None:
        """Moves, asks and leaves; nothing gets through to the screen below."""
        event.stop()
        event.prevent_default()
        number = self._numbers.chosen()
        match event.key:
            case "escape" | "q" | "number_sign":
                self.dismiss(None)
            case "r":
                self.say("Reading the account.")
                self._give(RefreshNumbers(), "Numbers and groups are fresh.")
            case "a" if number is not None:
                words = (
                    "Point this number's SMS route at this desk? The route it has is remembered."
                )
                self._ask(
                    words, "attach", AttachNumber(number.number), "The number is on the desk."
                )
            case "d" if number is not None:
                words = "Give this number the SMS route back that it had? Its texts then stay away."
                self._ask(words, "detach", DetachNumber(number.number), "It has its route back.")
            case key:
                self._numbers.place += self._STEPS.get(key, 0)
                self._numbers.redraw()

    def _ask(self, words: str, yes: str, command: Command, done: str) -> None:
        def answered(agreed: bool | None) -> None:
            if agreed:
                self._give(command, done)

        self.app.push_screen(question(self._ink, words, yes), answered)
