"""Takes one change of the audit log back; what that means for settings is `plans`'s."""

from argparse import Namespace

from tmchat.cli.asking import ask, carry_out
from tmchat.cli.failure import Plight
from tmchat.cli.hubcall import HubCall
from tmchat.cli.setups.comparing import plan_lines
from tmchat.cli.setups.steps import SOMETHING_TO_DO, confirm
from tmchat.core.commands import ChangeSetup
from tmchat.core.questions import ChangeMade, ChangesMade, ChangesTold, SetupOf, SetupTold
from tmchat.core.setup.plans import reverse


def undo(args: Namespace, call: HubCall) -> int:
    """Shows what goes back, asks, and carries it out; the exit code.

    What was changed again since stays as it is. Raises `Plight` for what cannot be taken back.
    """
    change = _change(call, args.undo)
    if not change.carried_out:
        raise Plight(f"Change {change.n} was not carried out: there is nothing to take back.")
    if change.plan is None:
        raise Plight(
            f"Change {change.n} cannot be taken back: only changes of settings on the account can, "
            "and those are listed with a line for each setting."
        )
    setup = ask(call, SetupOf(change.plan.target), SetupTold).setup
    plan = reverse(change.plan, setup)
    if not plan.changes:
        print("Nothing to do: all of it was changed again since.")
        return 0
    for line in plan_lines(plan):
        print(line)
    if args.dry_run:
        return SOMETHING_TO_DO
    if not args.yes:
        confirm("1 to change")
    carry_out(call, ChangeSetup(plan, change.n))
    print("Done.")
    return 0


def _change(call: HubCall, n: int) -> ChangeMade:
    """Raises `Plight` where the log has no such change."""
    for one in ask(call, ChangesMade(n + 1, None, 1), ChangesTold).changes:
        if one.n == n:
            return one
    raise Plight(f"The audit log has no change {n}; `tmchat audit` lists them.")
