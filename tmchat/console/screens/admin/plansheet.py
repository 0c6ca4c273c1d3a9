"""A plan is shown, carried out, shown again when overtaken, and taken back."""

from collections.abc import Callable, Iterable, Mapping

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.planned import change_lines, sentence_lines, titled
from tmchat.console.screens.admin.worksheet import LEAVING, WorkSheet
from tmchat.console.setup.carrying import Carrying, Stage
from tmchat.console.setup.planning import meaning
from tmchat.core import phone
from tmchat.core.commands import Refused
from tmchat.core.questions import SetupOf, SetupTold
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Setup

_RUNNING = "Being carried out; a slow account may take a while."


class PlanSheet(WorkSheet[bool]):
    """Dismissed with whether something was carried out."""

    part = Part.PLAN

    def __init__(
        self,
        office: Office,
        carrying: Carrying,
        blame: Callable[[Iterable[Problem]], None] = lambda problems: None,
    ) -> None:
        """`blame` is told which settings the hub refused."""
        super().__init__(office)
        self._blame = blame
        self.carrying = carrying
        self._top = 0
        self._done = False

    def heading(self) -> str:
        """What it is a plan for."""
        back = "Taking back" if self.carrying.undoes else "Plan"
        plan = self.carrying.plan
        return f"{back}: {plan.target.kind} {phone.pretty(plan.label)}"

    def move(self, count: int) -> None:
        """Scrolls."""
        self._top = max(0, self._top + count)
        self.redraw()

    def back(self) -> None:
        """Out; the form keeps what was wished. What is under way goes on."""
        if self.carrying.stage is Stage.RUNNING and self.waits != LEAVING:
            self.waits = LEAVING
            self.redraw()
        else:
            self.dismiss(self._done)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Carrying out what is shown, taking back what was carried out."""
        match self.carrying.stage:
            case Stage.SHOWN:
                return {"plan-do": self._begin}
            case Stage.DONE if self.carrying.event:
                return {
                    "plan-do": self.back,
                    "plan-undo": lambda: self.office.run(self._undo()),
                }
            case Stage.DONE | Stage.NOTHING:
                return {"plan-do": self.back}
        return {}

    def called(self) -> Mapping[str, str]:
        """Where nothing is left to carry out the same key closes the sheet."""
        over = self.carrying.stage in (Stage.DONE, Stage.NOTHING)
        return {"plan-do": "close"} if over else {}

    def body(self, cells: int, height: int) -> list[Strip]:
        """What was changed meanwhile, what changes, what it means."""
        ink, carrying = self.office.ink, self.carrying
        lines: list[Strip] = []
        if carrying.said:
            lines += titled(ink, "So far", sentence_lines(ink, [carrying.said], cells), cells)
        if carrying.meanwhile:
            changed = change_lines(ink, carrying.meanwhile, cells)
            lines += titled(ink, "Changed meanwhile by somebody else", changed, cells)
        words = "What was changed" if carrying.stage is Stage.DONE else "What changes"
        lines += titled(ink, words, change_lines(ink, carrying.changes(), cells), cells)
        if carrying.stage is Stage.NOTHING and not carrying.said:
            lines += sentence_lines(ink, ["There is nothing to do."], cells)
        if carrying.stage in (Stage.SHOWN, Stage.RUNNING):
            sentences = meaning(carrying.setup.tree, carrying.after(), self.office.here)
            lines += titled(ink, "What it means", sentence_lines(ink, sentences, cells), cells)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def _begin(self) -> None:
        if self.carrying.unsure:
            self.office.run(self._look_again())
            return
        # At once, so that a second Enter finds it under way.
        self.carrying.began()
        self.office.run(self._carry_out())

    async def _carry_out(self) -> None:
        carrying = self.carrying
        self.waits = _RUNNING
        self.redraw()
        outcome = await self.office.order(carrying.command())
        self.waits = ""
        carrying.ended(outcome)
        if isinstance(outcome, Refused):
            self._blame(outcome.problems)
        self._done |= carrying.stage is Stage.DONE
        self._top = 0
        if carrying.unsure:
            await self._look_again()
        self.redraw()

    async def _look_again(self) -> None:
        """Plans against what is there by now; that is to be looked at before it is carried out."""
        now = await self._read()
        if now is not None:
            self.carrying.read_again(now)
            self.redraw()

    async def _undo(self) -> None:
        now = await self._read()
        if now is None:
            return
        back = self.carrying.undo(now)
        if back.stage is Stage.NOTHING:
            self.say("Nothing is left to take back: it was changed again since.")
        elif self.is_attached:
            self.app.push_screen(PlanSheet(self.office, back), self._undone)

    def _undone(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)

    async def _read(self) -> Setup | None:
        told = await self.ask(SetupOf(self.carrying.plan.target), "Reading how it is set up now.")
        return told.setup if isinstance(told, SetupTold) else None
