"""One of a list is chosen: a route, a chat client, a file; what the list holds is passed in."""

from collections.abc import Callable, Mapping, Sequence

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import SPACE, spaces, strip
from tmchat.console.screens.admin.worksheet import WorkSheet, scrolled
from tmchat.console.setup.choosing import Choice
from tmchat.core.text import Clean


class ChoiceSheet(WorkSheet[str]):
    """A list of choices; dismissed with the id of the one chosen."""

    part = Part.CHOICE

    def __init__(
        self, office: Office, title: str, choices: Sequence[Choice], chosen: str = ""
    ) -> None:
        super().__init__(office)
        self._title = title
        self._choices = choices
        ids = [one.id for one in choices]
        self._place = ids.index(chosen) if chosen in ids else 0
        self._now = chosen
        self._top = 0

    def heading(self) -> str:
        """What is chosen."""
        return self._title

    def move(self, count: int) -> None:
        """Moves the cursor."""
        self._place = max(0, min(self._place + count, len(self._choices) - 1))
        self.redraw()

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Choosing."""
        return {"choice-take": self._take} if self._choices else {}

    def body(self, cells: int, height: int) -> list[Strip]:
        """Every choice with what it means and why it is barred."""
        ink = self.office.ink
        if not self._choices:
            return [strip(ink, cells, [(Clean("   The account has none."), ink.palette.faint)])]
        lines, first, last = choice_lines(ink, self._choices, self._place, cells, now=self._now)
        self._top = scrolled(lines, first, last, self._top, height)
        return lines[self._top : self._top + height]

    def _take(self) -> None:
        one = self._choices[self._place]
        if one.barred:
            self.say(one.barred)
        else:
            self.dismiss(one.id)


def choice_lines(
    ink: Ink, choices: Sequence[Choice], cursor: int, cells: int, *, now: str = ""
) -> tuple[list[Strip], int, int]:
    """Every choice, the one with the id `now` marked as the present one; and of the one under the
    cursor its first line and the line after its last."""
    palette, signs = ink.palette, ink.signs
    lines: list[Strip] = []
    first = last = 0
    for place, one in enumerate(choices):
        start = len(lines)
        here = place == cursor
        style = palette.faint if one.barred else palette.strong
        mark = Clean("  (now)") if one.id == now else Clean("")
        head = [
            (signs.cursor if here else SPACE, palette.strong),
            (SPACE, palette.text),
            (ink.line(one.title), style),
            (mark, palette.good),
        ]
        lines.append(strip(ink, cells, head, over=palette.cursor if here else None))
        told = f"{signs.trouble} {one.barred}" if one.barred else one.more
        for words in wrap(ink.line(told), max(1, cells - 6)) if told else ():
            style = palette.trouble if one.barred else palette.faint
            lines.append(strip(ink, cells, [(spaces(4), palette.text), (words, style)]))
        if here:
            first, last = start, len(lines)
    return lines, first, last
