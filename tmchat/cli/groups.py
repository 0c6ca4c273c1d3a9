"""`tmchat groups`: how number groups are set up, as a text file and back; the hub does it."""

from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub's address and the steps."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.setups.steps import add_setup_steps

    add_hub_flags(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    add_setup_steps(steps, "group", ordered=False)


def run(args: Namespace) -> int:
    """Export or apply; the exit code."""
    from tmchat.cli.setups.steps import run_setup_step

    return run_setup_step(args, "group")
