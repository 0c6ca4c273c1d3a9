"""`tmchat groups`: how number groups are set up, as a text file and back, and whom they belong to;
the hub does it."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tmchat.cli.hubcall import HubCall


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub's address and the steps."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.setups.steps import add_setup_steps

    add_hub_flags(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    add_setup_steps(steps, "group", ordered=False)
    steps.add_parser("owners", help="List the group owners, with the ids that `owner` takes.")
    fresh = steps.add_parser("add-owner", help="Make a group owner.")
    fresh.add_argument("name", metavar="NAME", help="The owner's name.")
    fresh.add_argument("--email", default="", help="Where the owner's reports go.")


def run(args: Namespace) -> int:
    """Do the step; the exit code."""
    if args.step in ("export", "apply"):
        from tmchat.cli.setups.steps import run_setup_step

        return run_setup_step(args, "group")
    from tmchat.cli.hubcall import hub_call

    with hub_call(args) as call:
        if args.step == "owners":
            _print_owners(call)
        else:
            _add_owner(call, args.name, args.email)
    return 0


def _print_owners(call: "HubCall") -> None:
    from tmchat.cli.asking import ask
    from tmchat.core.questions import AccountParts, PartsTold
    from tmchat.core.text import clean_line

    for one in ask(call, AccountParts(), PartsTold).owners:
        cells = (f"{clean_line(one.id):>8}", clean_line(one.name), clean_line(one.more))
        print("  ".join(cells).rstrip())


def _add_owner(call: "HubCall", name: str, email: str) -> None:
    """Raises `Plight` with the hub's sentence."""
    import secrets

    from tmchat.cli.asking import carry_out
    from tmchat.core.commands import MakeOwner

    carry_out(call, MakeOwner(name, email, secrets.token_hex(16)))
    print("Done; `tmchat groups owners` shows its id.")
