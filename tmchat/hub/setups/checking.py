"""What speaks against a wish before Telmetrics is asked: the rules, and what the account holds."""

from collections.abc import Iterable

from tmchat.core import commands as cmd
from tmchat.core.routes import Problem
from tmchat.core.setup.addresses import address_problem
from tmchat.core.setup.plans import Kind, Plan, Target
from tmchat.core.setup.rules import Known, problems
from tmchat.core.setup.shapes import setting
from tmchat.core.setup.trees import Tree, at
from tmchat.core.setup.wording import title
from tmchat.hub.setups.reach import Reach
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.datastore import StoredType
from tmchat.telmetrics.errors import NotFound

FILE_TYPES: tuple[StoredType, ...] = (
    "CallRecordNotificationFiles",
    "StopCallFiles",
    "WhisperFiles",
    "CallVerifyFiles",
    "RouteMessageFiles",
)
_LEFT_BEHIND = ("sms.called", "calls.called")


async def wrong(
    reach: Reach, target: Target, before: Tree, after: Tree, changed: Iterable[str]
) -> cmd.Refused | None:
    """The refusal of a wish that rules or the account speak against; raises `TelmetricsError`.

    What was wrong before and is left alone does not stand in the way of other changes; something
    new has no `before`.
    """
    paths = frozenset(changed)
    known = await _known(reach, target, after, paths)
    earlier = problems(target.kind, before) if before else ()
    found = [
        one
        for one in problems(target.kind, after, known)
        if one.field in paths or one not in earlier
    ]
    found += _address(reach, after, paths)
    return refused(target.kind, found) if found else None


def refused(kind: Kind, found: Iterable[Problem]) -> cmd.Refused:
    """The refusal that names every problem."""
    held = tuple(found)
    said = [f"{title(kind, one.field)}: {one.sentence}" for one in held]
    return cmd.Refused("rules", " ".join(said), held)


def fixed(plan: Plan, before: Tree, *, undo: bool) -> cmd.Refused | None:
    """The refusal of a plan for what cannot be changed here."""
    kind = plan.target.kind
    found = []
    for one in plan.changes:
        known = setting(kind, one.path)
        left_behind = one.path in _LEFT_BEHIND and one.after is None
        if known is not None and known.fixed and not left_behind and not undo:
            found.append(Problem(one.path, "This cannot be changed here."))
    for block in ("sms", "calls"):
        chosen = any(one.path == f"{block}.kind" and one.after == "unknown" for one in plan.changes)
        if chosen and at(before, f"{block}.kind") != "unknown" and not undo:
            found.append(Problem(f"{block}.kind", "Choose a kind of route that this desk knows."))
    return refused(kind, found) if found else None


async def file_ids(telmetrics: Telmetrics) -> frozenset[str] | None:
    """The ids of every file, lower-case; None for an account without a datastore."""
    try:
        listed = [await telmetrics.datastore.list(stype) for stype in FILE_TYPES]
    except NotFound:
        return None
    return frozenset(one.data_store_id.lower() for files in listed for one in files)


async def _known(reach: Reach, target: Target, after: Tree, paths: frozenset[str]) -> Known:
    """What the account holds of that which changes; nothing is read for what does not."""
    clients = files = names = None
    if "name" in paths:
        names = _names(reach, target, at(after, "group"))
    if at(after, "sms.client") and paths & {"sms.client", "sms.kind"}:
        clients = await _chat_clients(reach.telmetrics)
    if any(path.endswith(".file") for path in paths):
        files = await file_ids(reach.telmetrics)
    return Known(clients, files, names)


async def _chat_clients(telmetrics: Telmetrics) -> frozenset[str] | None:
    try:
        return frozenset(one.chat_client_id.lower() for one in await telmetrics.chat_clients.list())
    except NotFound:
        return None


def _names(reach: Reach, target: Target, group: object) -> frozenset[str]:
    """The names taken beside it: of groups in the account, of others in their group."""
    inbox = reach.switchboard.inbox
    if target.kind is Kind.GROUP:
        return frozenset(
            one.name.casefold() for one in inbox.groups.values() if one.id != target.id
        )
    pools = target.kind is Kind.POOL
    return frozenset(
        one.name.casefold()
        for one in inbox.numbers.values()
        if one.group == group
        and bool(one.pool) is pools
        and target.id != (one.pool if pools else one.id)
    )


def _address(reach: Reach, after: Tree, paths: frozenset[str]) -> list[Problem]:
    url = at(after, "sms.url")
    if not paths & {"sms.url", "sms.kind"} or at(after, "sms.kind") != "webhook" or not url:
        return []
    if url == reach.hook.shown:
        return []
    sentence = address_problem(str(url), private=reach.private_webhooks)
    return [Problem("sms.url", sentence)] if sentence else []
