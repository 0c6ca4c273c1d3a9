"""One change carried out on many things, one after the other; showing how far it is is a sheet's.

A failure stops nothing: it is kept with its reason, and another run does only what is left.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tmchat.core.commands import ChangeSetup, Command, Outcome, Refused
from tmchat.core.questions import Question, SetupOf, SetupTold, Told
from tmchat.core.setup.plans import Setup, Target, planned
from tmchat.core.setup.rules import Known, problems
from tmchat.core.setup.shapes import present, setting
from tmchat.core.setup.trees import Difference, changed

Ask = Callable[[Question], Awaitable[Told]]
Order = Callable[[Command], Awaitable[Outcome]]


class Came(StrEnum):
    """How far one of many is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "changed"
    SAME = "as wished already"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Many:
    """One of many and what people call it."""

    target: Target
    label: str


@dataclass(slots=True)
class BulkRun:
    """`wishes` are the settings to change, to their value after, of all of `many`.

    `redraw` is called whenever something moved on.
    """

    wishes: tuple[Difference, ...]
    many: Sequence[Many]
    known: Known = field(default_factory=Known)
    redraw: Callable[[], None] = lambda: None
    came: dict[Target, Came] = field(default_factory=dict)
    reasons: dict[Target, str] = field(default_factory=dict)
    running: bool = False
    stopping: bool = False

    def state(self, one: Many) -> Came:
        """How far one is."""
        return self.came.get(one.target, Came.WAITING)

    def count(self, *states: Came) -> int:
        """How many are in one of these states."""
        return sum(self.state(one) in states for one in self.many)

    def left(self) -> list[Many]:
        """What another run would do."""
        return [one for one in self.many if self.state(one) in (Came.WAITING, Came.FAILED)]

    def failures(self) -> list[tuple[Many, str]]:
        """What failed, and why."""
        return [
            (one, self.reasons.get(one.target, ""))
            for one in self.many
            if self.state(one) is Came.FAILED
        ]

    async def run(self, ask: Ask, order: Order) -> None:
        """Does what is left, until done or `stopping`."""
        self.running, self.stopping = True, False
        try:
            for one in self.left():
                if self.stopping:
                    break
                self._move(one, Came.RUNNING)
                self._move(one, *await self._change(one, ask, order))
        finally:
            for one in self.many:
                if self.state(one) is Came.RUNNING:
                    self._move(one, Came.FAILED, "Broken off; whether it was changed is not known.")
            self.running = False
            self.redraw()

    async def _change(self, one: Many, ask: Ask, order: Order) -> tuple[Came, str]:
        told = await ask(SetupOf(one.target))
        if not isinstance(told, SetupTold):
            return Came.FAILED, told.sentence if isinstance(told, Refused) else "No answer."
        plan = planned(told.setup, changed(told.setup.tree, self.wishes))
        if not plan.changes:
            return Came.SAME, ""
        if wrong := self._foreign(told.setup) or self._wrong(told.setup):
            return Came.FAILED, wrong
        outcome = await order(ChangeSetup(plan))
        if isinstance(outcome, Refused):
            return Came.FAILED, outcome.sentence
        return Came.DONE, ""

    def _foreign(self, setup: Setup) -> str:
        """Why a wish makes no sense for this one: its routes have no such setting."""
        kind, after = setup.target.kind, changed(setup.tree, self.wishes)
        exist = {one.path for one in present(kind, after)}
        for wish in self.wishes:
            known = setting(kind, wish.path)
            if known is not None and wish.after is not None and wish.path not in exist:
                return f"It has no setting “{known.title}”: its route is of another kind."
        return ""

    def _wrong(self, setup: Setup) -> str:
        """What the wishes would make wrong; what was wrong before and stays is not their matter."""
        kind, wished = setup.target.kind, {one.path for one in self.wishes}
        before = problems(kind, setup.tree)
        found = problems(kind, changed(setup.tree, self.wishes), self.known)
        wrong = [one for one in found if one.field in wished or one not in before]
        return wrong[0].sentence if wrong else ""

    def _move(self, one: Many, state: Came, reason: str = "") -> None:
        self.came[one.target] = state
        self.reasons[one.target] = reason
        self.redraw()
