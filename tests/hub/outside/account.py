"""Commands and questions to a bench's hub as an administrator, for tests of what they do."""

from typing import Any

from tests.hub.outside.bench import Bench
from tmchat.core import commands as cmd
from tmchat.core import questions as qu
from tmchat.core.records import Agent, Role
from tmchat.core.setup.plans import Kind, Setup, Target, planned
from tmchat.core.setup.trees import Difference, changed

ADA = Agent("ada", Role.ADMINISTRATOR)


async def do(bench: Bench, command: cmd.Command, agent: Agent = ADA) -> cmd.Outcome:
    """Gives a command."""
    return await bench.hub.switchboard.command(agent, command)


async def granted(bench: Bench, command: cmd.Command) -> int:
    """Gives a command that must be granted; the number of its event."""
    outcome = await do(bench, command)
    assert isinstance(outcome, cmd.Granted), outcome
    return outcome.n


async def refused(bench: Bench, command: cmd.Command) -> cmd.Refused:
    """Gives a command that must be refused."""
    outcome = await do(bench, command)
    assert isinstance(outcome, cmd.Refused), outcome
    return outcome


async def tell(bench: Bench, question: qu.Question, agent: Agent = ADA) -> Any:
    """The answer to a question."""
    return await bench.hub.switchboard.inquire(agent, question)


async def number_target(bench: Bench) -> Target:
    """A tracking number of the account that is in no pool."""
    await granted(bench, cmd.RefreshNumbers())
    numbers = bench.hub.switchboard.inbox.numbers.values()
    return Target(Kind.NUMBER, next(one.id for one in numbers if one.id and not one.pool))


async def pool_target(bench: Bench) -> Target:
    """A number pool of the account, ordered behind the hub's back."""
    groups = (await bench.account.get("/groups")).json()["results"]
    pool = {
        "name": "Search ads",
        "match_period": 30,
        "quantity": 3,
        "phone_number_request": {"match_type": "Tollfree"},
        "replacement_configuration": {"replace_all_numbers": True},
    }
    answer = await bench.account.post(f"/groups/{groups[0]['id']}/numberpools", json=pool)
    assert answer.status_code == 200, answer.text
    await granted(bench, cmd.RefreshNumbers())
    return Target(Kind.POOL, answer.json()["id"])


async def setup_of(bench: Bench, target: Target) -> Setup:
    """How something is set up now."""
    told = await tell(bench, qu.SetupOf(target))
    assert isinstance(told, qu.SetupTold), told
    return told.setup


def wish(setup: Setup, **values: Any) -> cmd.ChangeSetup:
    """The command that sets settings, their dots written as two underscores."""
    news = tuple(Difference(n.replace("__", "."), None, value) for n, value in values.items())
    return cmd.ChangeSetup(planned(setup, changed(setup.tree, news)))


async def raw(bench: Bench, target: Target) -> dict[str, Any]:
    """What the account itself says of it."""
    places = {Kind.NUMBER: "numbers", Kind.POOL: "numberpools", Kind.GROUP: "groups"}
    answer = await bench.account.get(f"/{places[target.kind]}/{target.id}")
    found: dict[str, Any] = answer.json()
    return found


async def put(bench: Bench, target: Target, **body: Any) -> None:
    """Changes it behind the hub's back."""
    places = {Kind.NUMBER: "numbers", Kind.POOL: "numberpools", Kind.GROUP: "groups"}
    answer = await bench.account.put(f"/{places[target.kind]}/{target.id}", json=body)
    assert answer.status_code == 200, answer.text
