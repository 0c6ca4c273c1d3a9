"""Makes the account as a file of setups says: one change after another, on after a failure.

What there is to do was settled by `comparing`. Run again, the same file does only the rest.
"""

import secrets
import sys
from collections.abc import Callable, Sequence

from tmchat.cli.asking import give
from tmchat.cli.failure import Plight
from tmchat.cli.hubcall import HubCall
from tmchat.cli.setups.comparing import Comparison
from tmchat.cli.setups.orders import order_request
from tmchat.cli.setups.reading import Entry
from tmchat.core import phone
from tmchat.core.commands import (
    ChangeSetup,
    Command,
    MakeGroup,
    OrderNumber,
    OrderPool,
    Outcome,
    Refused,
)
from tmchat.core.setup.plans import Kind
from tmchat.core.text import clean_line

_UNREACHED = 3  # failures of the hub itself in a row, after which the rest is left


def apply(call: HubCall, kind: Kind, todo: Comparison, region: str) -> int:
    """Carries out all of it, a line each; the exit code: 2 when anything failed.

    What failed and why is said again at the end.
    """
    steps: list[tuple[str, Callable[[], Command]]] = [
        (phone.pretty(plan.label), lambda plan=plan: ChangeSetup(plan))  # type: ignore[misc]
        for plan in todo.plans
    ]
    steps += [
        (entry.label, lambda entry=entry: _order(kind, entry, region))  # type: ignore[misc]
        for entry in todo.fresh
    ]
    failures: list[tuple[str, str]] = []
    unreached = 0
    for place, (label, command) in enumerate(steps, 1):
        try:
            refusal = _refusal(give(call, command()))
            unreached = 0
        except Plight as plight:
            refusal = str(plight)
            unreached += 1
        if refusal:
            failures.append((label, refusal))
        print(clean_line(f"{place}/{len(steps)} {label}: {refusal or 'done.'}"), flush=True)
        if unreached >= _UNREACHED and place < len(steps):
            failures.append(
                (f"{len(steps) - place} more", "not tried, for the hub does not answer.")
            )
            break
    return _sum_up(len(steps), failures)


def _sum_up(steps: int, failures: Sequence[tuple[str, str]]) -> int:
    if not failures:
        print(f"All {steps} done." if steps != 1 else "Done.")
        return 0
    print(f"tmchat: {len(failures)} of {steps} failed; apply again does the rest:", file=sys.stderr)
    for label, reason in failures:
        print(clean_line(f"  {label}: {reason}"), file=sys.stderr)
    return 2


def _refusal(outcome: Outcome) -> str:
    return outcome.sentence if isinstance(outcome, Refused) else ""


def _order(kind: Kind, entry: Entry, region: str) -> Command:
    """The command that makes what the account has not."""
    tree = {name: value for name, value in entry.tree.items() if name not in ("group", "quantity")}
    ref = secrets.token_hex(16)
    if kind is Kind.GROUP:
        return MakeGroup(tree, ref)
    group, request = int(entry.tree["group"]), order_request(entry.order, region)
    if kind is Kind.POOL:
        return OrderPool(group, int(entry.order["quantity"]), request, tree, ref)
    return OrderNumber(group, request, tree, ref)
