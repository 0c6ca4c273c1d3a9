"""A page to read: a call with its transcript, a push with its body; the lines are passed in."""

from collections.abc import Callable, Mapping

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.ink import Ink
from tmchat.console.screens.admin.worksheet import WorkSheet

Lines = Callable[[Ink, int], list[Strip]]


class PageSheet(WorkSheet[None]):
    """Lines that scroll. `copied` and what it is called go to the terminal on `y`."""

    part = Part.PAGE

    def __init__(
        self,
        office: Office,
        title: str,
        lines: Lines,
        *,
        copied: tuple[str, str] = ("", ""),
        replay: Callable[["PageSheet"], None] | None = None,
    ) -> None:
        super().__init__(office)
        self._title = title
        self._lines = lines
        self._copied = copied
        self._replay = replay
        self._top = 0

    def heading(self) -> str:
        """What the page is."""
        return self._title

    def move(self, count: int) -> None:
        """Scrolls."""
        self._top = max(0, self._top + count)
        self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Copying, and reading a push again."""
        found: dict[str, Callable[[], None]] = {}
        if self._copied[0]:
            found["page-copy"] = self._copy
        replay = self._replay
        if replay is not None:
            found["page-replay"] = lambda: replay(self)
        return found

    def body(self, cells: int, height: int) -> list[Strip]:
        """The lines in view."""
        lines = self._lines(self.office.ink, cells)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def _copy(self) -> None:
        text, what = self._copied
        self.office.copy(text, what, self.say)
