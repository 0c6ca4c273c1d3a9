"""Orders numbers and pools, lets pools grow, makes groups and owners: each at most once a request.

What is ordered costs money, so that a repeat of a command under its `client_ref` orders nothing.
"""

from collections.abc import Mapping
from typing import Any

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import phone
from tmchat.core.records import Agent
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Kind, Target
from tmchat.core.setup.trees import Tree, tidy
from tmchat.hub.setups.checking import refused, wrong
from tmchat.hub.setups.ledger import Ledger, Send
from tmchat.hub.setups.reach import Reach
from tmchat.hub.setups.translate import group_body, number_body
from tmchat.telmetrics.call_routes import parse_call_route
from tmchat.telmetrics.features import NumberFeatures
from tmchat.telmetrics.number_requests import OtherMatch
from tmchat.telmetrics.replacement import Replacement
from tmchat.telmetrics.sms_routes import parse_sms_route

MOST_NUMBERS = 500
Order = cmd.OrderNumber | cmd.OrderPool | cmd.GrowPool | cmd.MakeGroup | cmd.MakeOwner


async def order(reach: Reach, ledger: Ledger, agent: Agent, command: Order) -> cmd.Outcome:
    """Carries out an order. Raises `TelmetricsError` where nothing was begun."""
    earlier = await ledger.again(command.client_ref)
    if earlier is not None:
        return earlier
    match command:
        case cmd.OrderNumber():
            return await _number(reach, ledger, agent, command)
        case cmd.OrderPool():
            return await _pool(reach, ledger, agent, command)
        case cmd.GrowPool():
            return await _grow(reach, ledger, agent, command)
        case cmd.MakeGroup():
            return await _group(reach, ledger, agent, command)
    return await _owner(reach, ledger, agent, command)


async def _number(
    reach: Reach, ledger: Ledger, agent: Agent, command: cmd.OrderNumber
) -> cmd.Outcome:
    tree = _wish(command.tree, command.group)
    refusal = _unclear(Kind.NUMBER, command.request, 1) or await _wrong(reach, Kind.NUMBER, tree)
    if refusal is not None:
        return refusal
    settings = _typed(number_body({}, _settings(tree), reach.hook))
    numbers, request = reach.telmetrics.numbers, _request(command.request)

    async def send() -> object:
        return await numbers.create(command.group, phone_number_request=request, **settings)

    words = f"ordered a number for {reach.label(Target(Kind.GROUP, command.group))}"
    intent = _intent(command, Target(Kind.GROUP, command.group), tree["name"], agent, words)
    return await ledger.carry_out(intent, send, tree)


async def _pool(reach: Reach, ledger: Ledger, agent: Agent, command: cmd.OrderPool) -> cmd.Outcome:
    tree = _wish(command.tree, command.group)
    refusal = _unclear(Kind.POOL, command.request, command.quantity)
    if refusal is None and not tree.get("match_period"):
        problem = Problem("match_period", "Say for how many minutes a visit stays open.")
        refusal = refused(Kind.POOL, (problem,))
    refusal = refusal or await _wrong(reach, Kind.POOL, tree)
    if refusal is not None:
        return refusal
    settings = _typed(number_body({}, _settings(tree), reach.hook))
    pools, request = reach.telmetrics.number_pools, _request(command.request)

    async def send() -> object:
        return await pools.create(
            command.group, phone_number_request=request, quantity=command.quantity, **settings
        )

    words = f"ordered a pool of {command.quantity} numbers"
    intent = _intent(command, Target(Kind.GROUP, command.group), tree["name"], agent, words)
    return await ledger.carry_out(intent, send, tree)


async def _grow(reach: Reach, ledger: Ledger, agent: Agent, command: cmd.GrowPool) -> cmd.Outcome:
    refusal = _unclear(Kind.POOL, command.request, command.quantity)
    if refusal is not None:
        return refusal
    target = Target(Kind.POOL, command.pool)
    pool = await reach.telmetrics.number_pools.get(command.pool)
    request = _request(command.request)

    async def send() -> object:
        await reach.telmetrics.number_pools.add_numbers(
            command.pool, command.quantity, request, top_up_with_tollfree=command.tollfree or None
        )
        return None

    words = f"ordered {command.quantity} more numbers"
    count = len(pool.numbers) + command.quantity
    label = pool.name or f"pool {pool.id}"
    intent = _intent(command, target, label, agent, words, count=count)
    return await ledger.carry_out(intent, send, {})


async def _group(reach: Reach, ledger: Ledger, agent: Agent, command: cmd.MakeGroup) -> cmd.Outcome:
    tree = _wish(command.tree)
    refusal = await _wrong(reach, Kind.GROUP, tree)
    if refusal is not None:
        return refusal
    body = group_body({}, tree)
    name = body.pop("name")

    async def send() -> object:
        return await reach.telmetrics.groups.create(name, **body)

    intent = _intent(command, Target(Kind.GROUP, 0), name, agent, "made the group")
    return await ledger.carry_out(intent, send, tree)


async def _owner(reach: Reach, ledger: Ledger, agent: Agent, command: cmd.MakeOwner) -> cmd.Outcome:
    name = command.name.strip()
    if not name:
        return refused(Kind.GROUP, (Problem("name", "A name is needed; reports show it."),))
    settings = {"email": command.email.strip()} if command.email.strip() else {}
    send: Send = lambda: reach.telmetrics.groups.create_owner(name, **settings)  # noqa: E731
    intent = _intent(command, Target(Kind.GROUP, 0), name, agent, "made the group owner")
    return await ledger.carry_out(intent, send, {})


def _intent(
    command: Order, target: Target, label: str, agent: Agent, words: str, *, count: int = 0
) -> ev.ChangeIntended:
    return ev.ChangeIntended(
        type(command).__name__,
        target,
        label,
        agent.name,
        words,
        count=count,
        client_ref=command.client_ref,
    )


def _wish(tree: Any, group: int = 0) -> dict[str, Any]:
    wish = tidy(tree) if isinstance(tree, Mapping) else {}
    return {**wish, "group": group} if group else wish


async def _wrong(reach: Reach, kind: Kind, tree: Tree) -> cmd.Refused | None:
    paths = [*tree, *_paths("", tree)]
    return await wrong(reach, Target(kind, 0), {}, tree, paths)


def _paths(above: str, tree: Tree) -> list[str]:
    found = []
    for name, value in tree.items():
        found.append(f"{above}{name}")
        if isinstance(value, Mapping):
            found += _paths(f"{above}{name}.", value)
    return found


def _settings(tree: Tree) -> dict[str, Any]:
    """What of a wish is sent as settings: where it stands is said by the path of the order."""
    return {name: value for name, value in tree.items() if name not in ("group", "status")}


def _typed(body: dict[str, Any]) -> dict[str, Any]:
    """A body as the arguments of `create`."""
    readers = {
        "sms_routes": parse_sms_route,
        "call_routes": parse_call_route,
        "features": NumberFeatures.read,
        "replacement_configuration": Replacement.read,
    }
    plain = {name: body[name] for name in ("name", "match_period") if body.get(name) is not None}
    read = {name: make(body[name]) for name, make in readers.items() if body.get(name)}
    return {**plain, **read}


def _unclear(kind: Kind, request: Any, quantity: int) -> cmd.Refused | None:
    """What is wrong with which numbers are asked for (CONTRACT 5.1)."""
    if not 1 <= quantity <= MOST_NUMBERS:
        sentence = f"Order between 1 and {MOST_NUMBERS} numbers at a time."
        return refused(kind, (Problem("quantity", sentence),))
    asked = request if isinstance(request, Mapping) else {}
    match = asked.get("match_type")
    if not isinstance(match, str) or not match:
        return refused(kind, (Problem("request.match", "Choose what kind of number is wanted."),))
    near = _near(asked)
    if match.casefold() == "localtonumber" and not (len(near) == 10 and near.isdigit()):
        sentence = "Name the ten-digit number that it is to be local to."
        return refused(kind, (Problem("request.near", sentence),))
    return None


def _near(asked: Mapping[str, Any]) -> str:
    near = asked.get("local_to_number")
    if not isinstance(near, str):
        return ""
    try:
        return phone.to_telmetrics(near) if near.startswith("+") else near
    except ValueError:
        return ""


def _request(asked: Mapping[str, Any]) -> OtherMatch:
    rest = {name: value for name, value in asked.items() if name != "match_type"}
    if "local_to_number" in rest:
        rest["local_to_number"] = _near(asked)
    return OtherMatch(str(asked["match_type"]), rest)
