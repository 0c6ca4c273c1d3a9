"""Carries out a plan: compared with what is there now, checked, put, and read back.

Ordering and giving back are `ordering`'s and `removing`'s.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import routes
from tmchat.core.records import Agent
from tmchat.core.setup.plans import (
    Kind,
    Plan,
    Setup,
    carried_out,
    made_again,
    planned,
    reverse,
    still_fits,
)
from tmchat.core.setup.trees import OTHER, Difference, Tree, differences
from tmchat.core.setup.wording import plan_words
from tmchat.hub.setups.checking import fixed, wrong
from tmchat.hub.setups.ledger import Ledger
from tmchat.hub.setups.reach import Reach, Resource
from tmchat.hub.setups.translate import group_body, number_body, settled, webhook_url
from tmchat.hub.translate import route_kept
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number

REMEMBERED = 12_000
"""States whose differences from now can be named, should a plan come for one of them."""


class Shown:
    """The states that the desk has told somebody of lately, by their versions."""

    def __init__(self) -> None:
        # As text: ten thousand trees of objects would take several times the memory.
        self._trees: OrderedDict[str, str] = OrderedDict()

    def remember(self, setups: Iterable[Setup]) -> None:
        """Keeps what is told."""
        for setup in setups:
            if setup.version not in self._trees:
                self._trees[setup.version] = json.dumps(setup.tree)
            self._trees.move_to_end(setup.version)
        while len(self._trees) > REMEMBERED:
            self._trees.popitem(last=False)

    def since(self, plan: Plan, setup: Setup) -> tuple[Difference, ...]:
        """What of `setup` is not as whoever made `plan` took it to be, as far as it is known."""
        before = self._trees.get(plan.version)
        if before is not None:
            return differences(json.loads(before), setup.tree)
        meant = {one.path: one.before for one in plan.changes}
        now = planned(setup, carried_out(plan, setup)).changes
        return tuple(
            Difference(one.path, meant[one.path], one.before)
            for one in now
            if one.path in meant and one.before != meant[one.path]
        )


async def change(
    reach: Reach, ledger: Ledger, shown: Shown, agent: Agent, command: cmd.ChangeSetup
) -> cmd.Outcome:
    """Carries out a plan, or says why not. Raises `TelmetricsError` where nothing was begun."""
    target = command.plan.target
    if refusal := in_pool(reach, command.plan):
        return refusal
    resource = await reach.resource(target)
    setup = reach.setup(resource)
    if not still_fits(command.plan, setup) or _overtaken(command.plan, setup):
        if not command.undoes and not made_again(command.plan, setup).changes:
            return cmd.Granted()
        return _changed_meanwhile(shown, command.plan, setup)
    wished = await _wished(reach, command, setup)
    if isinstance(wished, cmd.Refused):
        return wished
    after = settled(setup.tree, carried_out(wished, setup))
    exact = planned(setup, after)
    if not exact.changes:
        return cmd.Granted()
    paths = [one.path for one in exact.changes]
    refusal = fixed(exact, setup.tree, undo=bool(command.undoes))
    refusal = refusal or await wrong(reach, target, setup.tree, after, paths)
    if refusal is not None:
        return refusal
    intent = ev.ChangeIntended(
        "ChangeSetup",
        target,
        setup.label,
        agent.name,
        plan_words(exact),
        exact,
        command.undoes,
    )
    body = _body(reach, resource, setup.tree, after)
    return await ledger.carry_out(
        intent, lambda: _put(reach, resource, body), after, *_remembered(reach, resource, after)
    )


def in_pool(reach: Reach, plan: Plan) -> cmd.Refused | None:
    """The refusal of a plan for a number that follows its pool."""
    if plan.target.kind is not Kind.NUMBER:
        return None
    for one in reach.switchboard.inbox.numbers.values():
        if one.id == plan.target.id and one.pool:
            return cmd.Refused("pool", "This number follows its number pool: change the pool.")
    return None


async def _wished(reach: Reach, command: cmd.ChangeSetup, setup: Setup) -> Plan | cmd.Refused:
    """The plan to carry out: the one given, or what takes back the change that it names.

    The values to go back to are the journal's: a console has them cleaned for its screen.
    """
    if not command.undoes:
        return command.plan
    event = await reach.store.event(command.undoes)
    if event is None or not isinstance(event.what, ev.SetupChanged):
        return cmd.Refused("unknown", "No change is kept under that number.")
    if event.what.plan.target != setup.target:
        return cmd.Refused("unknown", "That change was of something else.")
    back = reverse(event.what.plan, setup)
    asked = {one.path for one in command.plan.changes}
    kept = tuple(one for one in back.changes if one.path in asked)
    if not kept:
        return cmd.Refused("changed", "Nothing of that change is left to take back.")
    return replace(back, changes=kept)


def _overtaken(plan: Plan, setup: Setup) -> bool:
    """Whether the plan changes unknown fields, which no version covers, and they have changed."""
    return any(
        one.path == OTHER and differences({OTHER: one.before}, {OTHER: setup.tree.get(OTHER)})
        for one in plan.changes
    )


def _changed_meanwhile(shown: Shown, plan: Plan, setup: Setup) -> cmd.Refused:
    news = shown.since(plan, setup)
    said = plan_words(Plan(setup.target, setup.label, setup.version, news)) if news else ""
    what = f"It was changed meanwhile ({said})" if said else "It was changed meanwhile"
    return cmd.Refused("changed", f"{what}: nothing was done, look at it again.")


def _body(reach: Reach, resource: Resource, before: Tree, after: Tree) -> dict[str, object]:
    if isinstance(resource, Group):
        return group_body(before, after)
    return number_body(before, after, reach.hook, webhook_url(resource))


async def _put(reach: Reach, resource: Resource, body: dict[str, object]) -> object:
    if isinstance(resource, Group):
        return await reach.telmetrics.groups.change(resource.id, body)
    if isinstance(resource, Number):
        return await reach.telmetrics.numbers.change(resource.id, body)
    return await reach.telmetrics.number_pools.change(resource.id, body)


def _remembered(reach: Reach, resource: Resource, after: Tree) -> tuple[ev.Happening, ...]:
    """The route that a number has before it is pointed here, kept for when it is given back."""
    sms = after.get("sms") or {}
    here = sms.get("kind") == "webhook" and sms.get("url") == reach.hook.shown
    if not isinstance(resource, Number) or not here or reach.hook.ours(webhook_url(resource)):
        return ()
    for known in reach.switchboard.inbox.numbers.values():
        if known.id == resource.id:
            before = routes.to_plain(route_kept(resource.sms_routes))
            return (ev.NumberListed(replace(known, route_before=before)),)
    return ()
