"""Commands of any content: each is granted or refused in a sentence, none ends in a fault."""

from random import Random
from typing import Any

from tests.hub.outside.account import do, number_target, setup_of
from tests.hub.outside.bench import Bench
from tmchat.core import commands as cmd
from tmchat.core.setup.plans import Kind, Plan, Target, planned
from tmchat.core.setup.shapes import SETTINGS
from tmchat.core.setup.trees import Difference, changed

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 1 << 62, 1.5, "", "x", "\ud800", "\x00", "webhook", "unknown"),
    *("+12245550121", "forward", "key_press", [], ["a"], [1], {}, {"a": 1}, {"other": {"b": None}}),
    *({"1": {"label": "x"}}, {"1": "x"}, {"": {}}, [{}], [{"referrer": "Any"}], [[]]),
)
STRANGE = ("", ".", "sms", "calls", "calls.keys", "calls.keys.1", "other", "sms.other", "a.b.c")


def odd_plan(random: Random, setup: Any) -> Plan:
    """A plan that sets some paths, known and strange, to odd values."""
    paths = [*STRANGE, *(one.path.replace("*", "1") for one in SETTINGS[Kind.NUMBER])]
    news = tuple(
        Difference(random.choice(paths), random.choice(ODD), random.choice(ODD))
        for _ in range(random.randint(1, 3))
    )
    if random.random() < 0.5:
        return planned(setup, changed(setup.tree, news))
    return Plan(setup.target, setup.label, setup.version, news)


async def test_no_plan_ends_in_a_fault(bench: Bench) -> None:
    random = Random(5)
    target = await number_target(bench)
    for _ in range(400):
        setup = await setup_of(bench, target)
        plan = odd_plan(random, setup)
        outcome = await do(bench, cmd.ChangeSetup(plan, random.choice((0, 0, 0, 1, -1))))
        assert isinstance(outcome, cmd.Granted | cmd.Refused)


async def test_no_order_ends_in_a_fault(bench: Bench) -> None:
    random = Random(6)
    await number_target(bench)
    group = next(iter(bench.hub.switchboard.inbox.groups))

    def odd() -> Any:
        return random.choice(ODD)

    def tree() -> Any:
        names = ("name", "sms", "calls", "verify", "replace", "match_period", "group", "x")
        return random.choice((odd(), {name: odd() for name in names if random.random() < 0.6}))

    for place in range(300):
        request = random.choice((odd(), {"match_type": odd()}, {"match_type": "Tollfree"}))
        ref = f"ref {place}"
        command = random.choice(
            (
                cmd.OrderNumber(random.choice((group, 0, 5)), request, tree(), ref),
                cmd.OrderPool(group, random.choice((-1, 1, 10**9)), request, tree(), ref),
                cmd.GrowPool(random.choice((group, 5)), 1, request, False, ref),
                cmd.MakeGroup(tree(), ref),
                cmd.ReleaseNumber(random.choice((group, 5, 1 << 62)), "1", random.choice((0, 5))),
                cmd.RemoveSetup(Target(random.choice(list(Kind)), 5), "x"),
            )
        )
        assert isinstance(await do(bench, command), cmd.Granted | cmd.Refused)
