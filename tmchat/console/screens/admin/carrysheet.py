"""Something that costs or cannot be undone is shown whole before it is asked of the hub."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.planned import change_lines, sentence_lines, titled
from tmchat.console.screens.admin.worksheet import LEAVING, WorkSheet
from tmchat.console.setup.planning import Change
from tmchat.core.commands import Command, Granted
from tmchat.core.routes import Problem

Make = Callable[[str], Command]
"""The command, from what was typed to confirm it (empty where nothing has to be)."""


class CarrySheet(WorkSheet[bool]):
    """Dismissed with whether it was carried out. `typed` is what has to be typed first, and
    `typed_name` what that is; `blame` is told which settings the hub refused."""

    part = Part.PLAN

    def __init__(
        self,
        office: Office,
        title: str,
        sections: Sequence[tuple[str, Sequence[str] | Sequence[Change]]],
        make: Make,
        done: str,
        *,
        typed: str = "",
        typed_name: str = "",
        blame: Callable[[Iterable[Problem]], None] = lambda problems: None,
    ) -> None:
        super().__init__(office)
        self._title = title
        self._sections = sections
        self._make = make
        self._done_words = done
        self._typed = typed
        self._typed_name = typed_name
        self._blame = blame
        self._under_way = False
        self._done = False
        self._top = 0

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def move(self, count: int) -> None:
        """Scrolls."""
        self._top = max(0, self._top + count)
        self.redraw()

    def back(self) -> None:
        """Out. What is under way goes on."""
        if self._under_way and self.waits != LEAVING:
            self.waits = LEAVING
            self.redraw()
        else:
            self.dismiss(self._done)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Carrying it out."""
        if self._under_way:
            return {}
        return {"plan-do": self.back if self._done else self._begin}

    def called(self) -> Mapping[str, str]:
        """Once it is carried out the same key closes the sheet."""
        return {"plan-do": "close"} if self._done else {}

    def body(self, cells: int, height: int) -> list[Strip]:
        """What is shown, section by section."""
        ink = self.office.ink
        lines: list[Strip] = []
        if self._done:
            lines += titled(ink, "So far", sentence_lines(ink, [self._done_words], cells), cells)
        for title, told in self._sections:
            changes = [one for one in told if isinstance(one, Change)]
            sentences = [one for one in told if isinstance(one, str)]
            drawn = change_lines(ink, changes, cells) + sentence_lines(ink, sentences, cells)
            lines += titled(ink, title, drawn, cells)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def _begin(self) -> None:
        if self._typed:
            self.write("", f"Type {self._typed_name}", self._confirmed)
        else:
            self._send("")

    def _confirmed(self, text: str) -> None:
        if _same(text, self._typed):
            self._send(text.strip())
        else:
            self.say(f"That is not {self._typed_name}; nothing was sent.")

    def _send(self, typed: str) -> None:
        self._under_way = True
        self.office.run(self._carry_out(self._make(typed)))

    async def _carry_out(self, command: Command) -> None:
        self.waits = "Being carried out; a slow account may take a while."
        self.redraw()
        outcome = await self.office.order(command)
        self.waits = ""
        self._under_way = False
        self._done = isinstance(outcome, Granted)
        if not isinstance(outcome, Granted):
            self._blame(outcome.problems)
            self.say(outcome.sentence)
        self._top = 0
        self.redraw()


def _same(typed: str, wanted: str) -> bool:
    """Whether what was typed is what is wanted; of a number the digits count."""
    digits = "".join(one for one in typed if one.isdigit())
    if wanted.isdigit():
        return digits == wanted or digits == f"1{wanted}"
    return typed.strip() == wanted
