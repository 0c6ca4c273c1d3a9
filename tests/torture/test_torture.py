"""Tests that a real hub keeps its promises through SIGKILL under load, a short try a carrier.

The long try is `python -m tests.torture`.
"""

import pytest

from tests.torture.processes import CARRIERS, Carrier
from tests.torture.torture import Plan, torture

KILLS = 13
SEEDS = {carrier: seed for seed, carrier in enumerate(CARRIERS, 31)}


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda one: one.name)
def test_no_kill_loses_doubles_or_disorders_anything(carrier: Carrier) -> None:
    plan = Plan(carrier, SEEDS[carrier], kills=KILLS, texts=500, replies=100, seconds=90)
    result = torture(plan)
    told = "\n".join(result.table())
    print(told)
    assert not result.findings, told
    assert result.kills.total() >= KILLS, told
    assert sum(one.accepted for one in result.books.pushes) > 100, told
    assert len(result.books.received) > 50, told
