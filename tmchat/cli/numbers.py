"""`tmchat numbers`: lists tracking numbers, attaches, detaches and checks them; the hub does it.

How they are set up, as a text file and back, is `setups`'s.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from tmchat.cli.failure import Plight


def arguments(parser: ArgumentParser) -> None:
    """Declare the hub's address and the three steps."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.setups.steps import add_setup_steps

    add_hub_flags(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    listing = steps.add_parser("list", help="List the account's tracking numbers.")
    listing.add_argument(
        "--refresh", action="store_true", help="Have the hub read the account again first."
    )
    for step, summary in (
        ("attach", "Point the SMS routes of tracking numbers at this desk."),
        ("detach", "Give tracking numbers the SMS routes back that they had."),
    ):
        named = steps.add_parser(step, help=summary)
        named.add_argument(
            "numbers", nargs="+", metavar="NUMBER", help="A tracking number, as people write it."
        )
    add_setup_steps(steps, "number", ordered=True)
    check = steps.add_parser(
        "check",
        help="Find numbers and pools whose set-up cannot be meant so.",
        epilog="Exit codes: 0 nothing found, 2 it could not be checked, 3 something was found.",
    )
    check.add_argument("--group", metavar="GROUP", help="Only this number group, by id or name.")
    check.add_argument(
        "--try", dest="attempt", action="store_true", help="Have the hub try every webhook address."
    )


def run(args: Namespace) -> int:
    """Do the step; the exit code."""
    from tmchat.cli.hubcall import HubCall, hub_call

    if args.step in ("export", "apply"):
        from tmchat.cli.setups.steps import run_setup_step

        return run_setup_step(args, "number")
    if args.step == "check":
        from tmchat.cli.setups.check import run_check

        return run_check(args)

    def command(call: HubCall, form: dict[str, Any]) -> None:
        """Raises `Plight` when the hub refuses."""
        outcome = call.post("/agents/commands", form)
        if outcome.get("is") != "Granted":
            from tmchat.core.text import clean_line

            raise Plight(clean_line(str(outcome.get("sentence", "The hub refused."))))

    with hub_call(args) as call:
        if args.step == "list":
            if args.refresh:
                command(call, {"is": "RefreshNumbers"})
            _print(call.get("/agents/numbers"))
            return 0
        code = 0
        for number in args.numbers:
            kind = "AttachNumber" if args.step == "attach" else "DetachNumber"
            try:
                command(call, {"is": kind, "number": number})
                print(f"{number}: {args.step}ed.")
            except Plight as refusal:
                print(f"tmchat: {number}: {refusal}", file=sys.stderr)
                code = 2
        return code


def _print(answer: dict[str, Any]) -> None:
    """One line a number: an asterisk where it is attached, number, route, group, name."""
    from tmchat.core import phone, routes
    from tmchat.core.plainform import record
    from tmchat.core.records import NumberGroup, TrackingNumber
    from tmchat.core.text import clean_line

    groups = {one.id: one for one in (record(NumberGroup, form) for form in answer["groups"])}
    for form in answer["numbers"]:
        number = record(TrackingNumber, form)
        route = number.route if isinstance(number.route, dict) else {"kind": "none"}
        group = groups.get(number.group)
        cells = (
            "*" if number.attached else " ",
            f"{phone.pretty(number.number):<16}",
            f"{routes.describe(routes.from_plain(route)):<40}",
            clean_line(group.name) if group else "",
            clean_line(number.name),
        )
        print("  ".join(cells).rstrip())
