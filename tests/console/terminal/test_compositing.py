"""A whole application's updates as cells and as Textual's own text: both show the same screen."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from random import Random
from typing import Any

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from tests.console.terminal.seen import Screen, Stream, emulator, seen
from tests.waiting import until
from tmchat.console.terminal.compositing import CellApp, CellDriver, Update
from tmchat.console.terminal.painting import Painting
from tmchat.console.terminal.wall import walled

ENVIRONMENT = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
LOOKS = ("red on blue", "bold", "reverse", "default", "#112233 on #445566", "underline italic")


class Lines(Widget):
    """Lines of words that scroll."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random
        self._lines = [self._line() for _ in range(60)]

    def render_line(self, y: int) -> Strip:
        """One of them, as wide as there is room."""
        text, style = self._lines[y]
        return Strip([Segment(text, Style.parse(style))]).adjust_cell_length(self.size.width)

    def go_on(self) -> None:
        """The next line comes, the first goes."""
        self._lines = [*self._lines[1:], self._line()]
        self.refresh()

    def change(self) -> None:
        """Another line somewhere."""
        y = self._random.randrange(self.size.height)
        self._lines[y] = self._line()
        self.refresh(Region(0, y, self.size.width, 1))

    def _line(self) -> tuple[str, str]:
        words = self._random.choices(("the", "quick", "漢字", "é", "──", "    "), k=6)
        return " ".join(words), self._random.choice(LOOKS)


class Box(ModalScreen[None]):
    """Something over a part of the screen, which shows through."""

    CSS = "Box { align: center middle; background: black 40%; } Static { width: 20; height: 5; }"

    def compose(self) -> ComposeResult:
        """A few words."""
        yield Static("over the rest of the screen", id="box")


class WholeApp(CellApp[None]):
    """Three columns and a line to write in."""

    CSS = "#side { width: 11; } Input { height: 1; border: none; }"
    animation_level = "none"

    def __init__(self, random: Random) -> None:
        super().__init__(driver_class=BothDriver)
        self.columns = [Lines(random) for _ in range(3)]

    def compose(self) -> ComposeResult:
        """The columns, the middle one wider."""
        self.columns[0].id = "side"
        yield Horizontal(*self.columns)
        yield Input(id="input", select_on_focus=False)


class BothDriver(CellDriver):
    """Shows each update twice: as Textual's own text and as cells; counts where they differ."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.console = Console(color_system="truecolor", force_terminal=True)
        self.painting = Painting(ENVIRONMENT)
        self.painting.allow_margins()
        self.shown = 0
        self.differing: list[int] = []
        self.cells, self.text = 0, 0
        self.begin(50, 14)

    def begin(self, columns: int, rows: int) -> None:
        """Two terminals, both empty."""
        self.one: tuple[Screen, Stream] = emulator(columns, rows)
        self.other: tuple[Screen, Stream] = emulator(columns, rows)

    def write(self, data: str) -> None:
        """Modes and the like."""

    def show(self, update: Update) -> None:
        """One update."""
        if (update.columns, update.rows) != (self.one[0].columns, self.one[0].lines):
            return
        plain = walled(update.text(self.console))
        self.other[1].feed(plain)
        assert self.painting.take(update)
        frame = self.painting.frame().decode()
        self.one[1].feed(frame)
        self.shown += 1
        self.cells, self.text = self.cells + len(frame), self.text + len(plain)
        if seen(self.one[0]) != seen(self.other[0]):
            self.differing.append(self.shown)

    def resize(self, columns: int, rows: int) -> None:
        """The terminal gets another size."""
        self.begin(columns, rows)
        self.painting.forget()
        self.start_application_mode()

    def start_application_mode(self) -> None:
        """Tells the application how large its screen is."""
        size = Size(self.one[0].columns, self.one[0].lines)
        self._app.post_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """There is no input."""

    def stop_application_mode(self) -> None:
        """There is no mode."""


async def test_an_application_shows_the_same_either_way() -> None:
    random = Random(3)
    app = WholeApp(random)
    running = asyncio.create_task(app.run_async(size=(50, 14), mouse=False))
    await until(lambda: app._driver is not None and app.is_running)
    driver: Any = app._driver
    await until(lambda: driver.shown > 0)

    def showing(before: int) -> bool:
        return int(driver.shown) > before

    def key(letter: str) -> Callable[[], object]:
        return lambda: driver.process_message(events.Key(letter, letter))

    causes: list[Callable[[], object]] = [
        *[app.columns[place].go_on for place in (0, 1, 2)],
        *[app.columns[place].change for place in (0, 1, 2)],
        *[key(letter) for letter in "abc"],
    ]
    for step in range(40):
        before = driver.shown
        if step % 20 == 10:
            app.call_later(lambda: app.push_screen(Box()))
        elif step % 20 == 15:
            app.call_later(app.pop_screen)
        elif step % 20 == 18:
            driver.resize(random.randint(20, 70), random.randint(5, 20))
        else:
            app.call_later(random.choice(causes))
        with suppress(AssertionError):  # What happens out of sight shows nothing.
            await until(partial(showing, before), 0.5)
    app.exit()
    await running
    assert driver.differing == []
    assert driver.shown > 25
    assert driver.cells < driver.text / 3
