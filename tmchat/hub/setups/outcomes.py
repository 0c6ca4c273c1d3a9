"""What came of a change asked of Telmetrics, read from the account; keeping it is `ledger`'s."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.setup.plans import Kind, Plan, Setup
from tmchat.core.setup.trees import Difference, at, differences
from tmchat.core.setup.wording import title
from tmchat.core.text import clean_line
from tmchat.hub.account import as_known, read_owners
from tmchat.hub.setups.reach import Reach, Resource
from tmchat.hub.setups.translate import webhook_url
from tmchat.hub.translate import number_group, tracking_number
from tmchat.telmetrics.errors import NotFound
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to record, the event that names the intent first, and the refusal if it is one."""

    happenings: tuple[ev.Happening, ...]
    refused: cmd.Refused | None = None


async def read_outcome(
    reach: Reach, n: int, intent: ev.ChangeIntended, said: str, result: object = None
) -> Outcome:
    """What became of the change intended as event `n`.

    `said` is why its answer is not known, empty when Telmetrics took it; `result` is what it then
    says was made. Raises `TelmetricsError`.
    """
    if isinstance(result, Number | NumberPool | Group) and intent.asked in _MAKING:
        news = await listing(reach, result)
        return Outcome((_made(n, intent, reach.setup(result)), *news))
    outcome: Outcome | str
    try:
        read = _READERS.get(intent.asked)
        outcome = await read(reach, n, intent) if read else "This version cannot tell the outcome."
    except NotFound:
        outcome = "It is gone from the account."
    if isinstance(outcome, Outcome):
        return outcome
    words = f"{said or 'Telmetrics took it.'} {outcome}"
    failed = ev.ChangeFailed(
        n, intent.target, intent.label, intent.by, clean_line(words), certain=False
    )
    return Outcome((failed,), cmd.Refused("unknown", words))


async def listing(reach: Reach, resource: Resource) -> tuple[ev.Happening, ...]:
    """What of a resource is news to the desk's own list."""
    if not isinstance(resource, Group):
        return reach.listed(resource)
    owners = await read_owners(reach.telmetrics) if resource.group_owner_id else {}
    group = number_group(resource, owners)
    return () if reach.switchboard.inbox.groups.get(group.id) == group else (ev.GroupListed(group),)


def missing(plan: Plan, setup: Setup) -> tuple[Difference, ...]:
    """The changes of `plan` that `setup` does not show."""
    return tuple(
        one
        for one in plan.changes
        if differences({"x": at(setup.tree, one.path)}, {"x": one.after})
    )


Read = Callable[[Reach, int, ev.ChangeIntended], Awaitable["Outcome | str"]]


async def _changed(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    plan = intent.plan
    if plan is None:
        return "Nothing was planned."
    resource = await reach.resource(plan.target)
    left = missing(plan, reach.setup(resource))
    done = tuple(one for one in plan.changes if one not in left)
    news = await listing(reach, resource)
    if not done:
        return "Read again, it is as it was before."
    changed = ev.SetupChanged(replace(plan, changes=done), intent.by, intent.undoes, n)
    if not left:
        return Outcome((changed, *news))
    kept = ", ".join(title(plan.target.kind, one.path) for one in left)
    sentence = f"Telmetrics changed the rest, and kept as it was: {kept}."
    return Outcome((changed, *news), cmd.Refused("partly", sentence))


async def _number_made(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    known = {one.id for one in reach.switchboard.inbox.numbers.values()}
    for number in await reach.telmetrics.numbers.in_group(intent.target.id):
        if number.name == intent.label and number.id not in known:
            setup = reach.setup(number)
            return Outcome((_made(n, intent, setup), *reach.listed(number)))
    return "Its group has no number of this name: look again before ordering once more."


async def _pool_made(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    known = {one.pool for one in reach.switchboard.inbox.numbers.values()}
    for pool in await reach.telmetrics.number_pools.in_group(intent.target.id):
        if pool.name == intent.label and pool.id not in known:
            return Outcome((_made(n, intent, reach.setup(pool)), *reach.listed(pool)))
    return "Its group has no pool of this name: look again before ordering once more."


async def _pool_grown(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    pool = await reach.telmetrics.number_pools.get(intent.target.id)
    if len(pool.numbers) >= intent.count:
        return Outcome((_made(n, intent, reach.setup(pool)), *reach.listed(pool)))
    return f"The pool has {len(pool.numbers)} numbers: look again before ordering more."


async def _group_made(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    async for group in reach.telmetrics.groups.list():
        if group.name == intent.label and group.id not in reach.switchboard.inbox.groups:
            news = await listing(reach, group)
            return Outcome((_made(n, intent, reach.setup(group)), *news))
    return "There is no group of this name: look again before making it once more."


async def _owner_made(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    async for owner in reach.telmetrics.groups.owners():
        if owner.name == intent.label:
            made = ev.SetupMade(intent.target, intent.label, intent.by, intent.words, n)
            return Outcome((made,))
    return "There is no owner of this name: look again before making it once more."


async def _number_gone(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    try:
        await reach.resource(intent.target)
    except NotFound:
        removed = ev.SetupRemoved(intent.target, intent.label, intent.by, intent.words, n)
        gone = (intent.label,) if intent.label in reach.switchboard.inbox.numbers else ()
        return Outcome((removed, *(ev.NumberUnlisted(one) for one in gone)))
    return "Read again, the account still has it."


async def _gone(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    try:
        await reach.resource(intent.target)
    except NotFound:
        removed = ev.SetupRemoved(intent.target, intent.label, intent.by, intent.words, n)
        listed = intent.target.kind is Kind.GROUP
        known = listed and intent.target.id in reach.switchboard.inbox.groups
        return Outcome((removed, *((ev.GroupUnlisted(intent.target.id),) if known else ())))
    return "Read again, the account still has it."


async def _attached(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    number = await reach.telmetrics.numbers.get(intent.target.id)
    if not reach.hook.reaches(webhook_url(number)):
        return "Read again, its SMS route is as it was before."
    known = reach.switchboard.inbox.numbers.get(intent.label)
    record = as_known(tracking_number(number), known, reach.hook)
    return Outcome((ev.NumberAttached(record, intent.by, n),))


async def _detached(reach: Reach, n: int, intent: ev.ChangeIntended) -> "Outcome | str":
    number = await reach.telmetrics.numbers.get(intent.target.id)
    if reach.hook.ours(webhook_url(number)):
        return "Read again, its SMS route still points at this desk."
    known = reach.switchboard.inbox.numbers.get(intent.label)
    record = as_known(tracking_number(number), known, reach.hook)
    return Outcome((ev.NumberDetached(record, intent.by, n),))


def _made(n: int, intent: ev.ChangeIntended, setup: Setup) -> ev.SetupMade:
    return ev.SetupMade(setup.target, setup.label, intent.by, intent.words, n)


_MAKING = ("OrderNumber", "OrderPool", "MakeGroup")
_READERS: dict[str, Read] = {
    "AttachNumber": _attached,
    "DetachNumber": _detached,
    "ChangeSetup": _changed,
    "OrderNumber": _number_made,
    "OrderPool": _pool_made,
    "GrowPool": _pool_grown,
    "MakeGroup": _group_made,
    "MakeOwner": _owner_made,
    "ReleaseNumber": _number_gone,
    "RemoveSetup": _gone,
}
