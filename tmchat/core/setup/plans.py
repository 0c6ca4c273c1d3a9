"""A plan: one change to how something is set up, made against what was there; carrying it out is
the hub's administration.

A plan names the state it was made against. Whoever carries it out compares that with the state of
the moment, so that nobody's change is overwritten unseen.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tmchat.core.setup.trees import Difference, Tree, changed, differences


class Kind(StrEnum):
    """What can be set up."""

    NUMBER = "number"
    POOL = "pool"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan changes: its kind and the id that Telmetrics gave it."""

    kind: Kind
    id: int


@dataclass(frozen=True, slots=True)
class Setup:
    """How something is set up at one moment. `label` is how people call it: a phone number, or a
    name. `version` tells this state from every other; only its maker reads it."""

    target: Target
    label: str
    version: str
    tree: Any


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes to one target, made against `version`; without changes there is nothing to do."""

    target: Target
    label: str
    version: str
    changes: tuple[Difference, ...] = ()


def planned(setup: Setup, after: Tree) -> Plan:
    """The plan that makes `after` of `setup`."""
    return Plan(setup.target, setup.label, setup.version, differences(setup.tree, after))


def carried_out(plan: Plan, setup: Setup) -> dict[str, Any]:
    """The tree of `setup` after `plan`."""
    return changed(setup.tree, plan.changes)


def still_fits(plan: Plan, setup: Setup) -> bool:
    """Whether `setup` is the very state that the plan was made against."""
    return plan.target == setup.target and plan.version == setup.version


def made_again(plan: Plan, setup: Setup) -> Plan:
    """The same wishes against another state: what is already as wished is left out."""
    return planned(setup, carried_out(plan, setup))


def reverse(plan: Plan, setup: Setup) -> Plan:
    """The plan that takes `plan`, once carried out, back: made against the state `setup`.

    A setting that was changed again since is left alone.
    """
    now = differences(setup.tree, carried_out(plan, setup))
    moved = {one.path for one in now}
    back = tuple(
        Difference(one.path, one.after, one.before) for one in plan.changes if one.path not in moved
    )
    return replace(plan, version=setup.version, changes=back)
