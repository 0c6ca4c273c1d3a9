"""A plan on its way: shown, under way, carried out, refused, overtaken; the sheet draws it."""

from dataclasses import dataclass, field
from enum import StrEnum

from tmchat.console.setup.planning import Change, change_words
from tmchat.console.setup.values import Lists
from tmchat.core.commands import ChangeSetup, Granted, Outcome
from tmchat.core.setup.plans import Plan, Setup, carried_out, made_again, reverse
from tmchat.core.setup.trees import Tree, differences

UNSURE = frozenset({"changed", "undecided"})
"""Refusals after which the account has to be read before anything is asked again."""


class Stage(StrEnum):
    """How far a plan is."""

    SHOWN = "shown"
    RUNNING = "running"
    DONE = "done"
    NOTHING = "nothing to do"


@dataclass(slots=True)
class Carrying:
    """`plan` against `setup`; `undoes` is the event it takes back. `unsure` says that the account
    has to be read again first; `meanwhile` is what somebody else changed."""

    setup: Setup
    plan: Plan
    undoes: int = 0
    lists: Lists | None = None
    stage: Stage = Stage.SHOWN
    unsure: bool = False
    event: int = 0
    meanwhile: tuple[Change, ...] = ()
    said: str = ""
    _wish: Plan | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.plan.changes:
            self.stage = Stage.NOTHING

    def command(self) -> ChangeSetup:
        """What to ask the hub."""
        return ChangeSetup(self.plan, self.undoes)

    def changes(self) -> tuple[Change, ...]:
        """The differences in words."""
        kind = self.plan.target.kind
        return tuple(change_words(kind, one, self.lists) for one in self.plan.changes)

    def after(self) -> Tree:
        """The settings once it is carried out."""
        return carried_out(self.plan, self.setup)

    def began(self) -> None:
        """It was sent."""
        self.stage, self.said = Stage.RUNNING, ""

    def ended(self, outcome: Outcome) -> None:
        """The hub answered."""
        if isinstance(outcome, Granted):
            self.stage, self.event, self.said = Stage.DONE, outcome.n, "Carried out."
            self.meanwhile = ()
            return
        self.stage, self.said = Stage.SHOWN, outcome.sentence
        self.unsure = outcome.code in UNSURE

    def read_again(self, setup: Setup) -> None:
        """The account as it is by now: the same wishes are planned against that."""
        kind = self.plan.target.kind
        ours = {one.path for one in self.plan.changes}
        moved = differences(self.setup.tree, setup.tree)
        again = made_again(self.plan, setup)
        self.meanwhile = tuple(
            change_words(kind, one, self.lists)
            for one in moved
            if one.path not in ours or one.path in {left.path for left in again.changes}
        )
        self.setup, self.plan, self.unsure = setup, again, False
        if again.changes:
            self.stage = Stage.SHOWN
            self.said = "The plan was made again against what is there now."
        else:
            self.stage = Stage.NOTHING
            self.said = "All of it is as wished by now."

    def undo(self, now: Setup) -> "Carrying":
        """The plan that takes this one back, against what is there now."""
        return Carrying(now, reverse(self.plan, now), self.event, self.lists)
