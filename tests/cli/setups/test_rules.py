"""Every rule of a set-up on the command line: refused at its setting, and nothing is sent."""

import re
from bisect import bisect_right
from typing import Any

import httpx
import pytest

from tests.cli.setups.command import Console
from tests.core.setup import broken
from tmchat.cli.setups.writing import written
from tmchat.core.setup.plans import Kind, Setup, Target

ORDER = 'group = {group}\norder.match = "tollfree"\n'
QUANTITY = "order.quantity = 1\n"


@pytest.mark.parametrize(
    ("kind", "cases"),
    [(Kind.NUMBER, broken.NUMBERS), (Kind.POOL, broken.POOLS), (Kind.GROUP, broken.GROUPS)],
)
def test_every_rule_is_refused_at_its_setting_and_nothing_is_sent(
    tmchat: Console,
    account: httpx.Client,
    kind: Kind,
    cases: list[tuple[str, dict[str, Any]]],
) -> None:
    resource = {Kind.POOL: "numberpools"}.get(kind, f"{kind.value}s")
    group = account.get("/groups").json()["results"][0]["id"]
    before = account.get(f"/{resource}").json()
    entries = []
    for _, tree in cases:
        (_, *pieces) = written(kind, [Setup(Target(kind, 0), "", "", tree)])
        entry = re.sub(r"^(id|number) = .*\n", "", "".join(pieces), flags=re.M)
        order = "" if kind is Kind.GROUP else ORDER.format(group=group)
        entries.append(entry + order + (QUANTITY if kind is Kind.POOL else ""))
    file = tmchat.file("".join(entries))
    begun = [1 + "".join(entries[:place]).count("\n") for place in range(len(entries))]
    flags = () if kind is Kind.GROUP else ("--order",)
    code, out, err = tmchat(f"{kind.value}s", "apply", file, *flags, "--yes")
    assert (code, out) == (2, "")
    refused = []
    for line in err.splitlines():
        found = re.fullmatch(rf"tmchat: {re.escape(file)}:(\d+): .+?: (\S+): \S.+", line)
        assert found, line
        refused.append((bisect_right(begun, int(found[1])) - 1, found[2]))
    assert refused == [(place, path) for place, (path, _) in enumerate(cases)]
    assert account.get(f"/{resource}").json() == before
