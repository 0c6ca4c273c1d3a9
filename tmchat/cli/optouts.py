"""`tmchat opt-outs`: the ledger of who may not be texted; recording one is the console's."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from tmchat.cli.failure import Plight


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, whose changes, and where to."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.streamed import add_form_flags, add_output_flag

    add_form_flags(parser)
    parser.add_argument("--texter", metavar="PHONE", help="Only the changes of this texter.")
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    add_output_flag(parser)
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """List the changes, newest first, or write them out; the exit code."""
    from tmchat.cli.session import session
    from tmchat.cli.streamed import hub_stream, write_out

    if args.output is not None and args.form is None:
        raise Plight("-o wants --json or --csv beside it.")
    query = {"format": args.form or "json"}
    query |= {
        name: value
        for name, value in (("texter", args.texter), ("number", args.number))
        if value is not None
    }
    with hub_stream(session(args), "/agents/opt-outs", query) as answer:
        if args.form is not None:
            write_out(answer, args.output)
            return 0
        for line in answer.iter_lines():
            print(ledger_line(_change(line)))
    sys.stdout.flush()
    return 0


def _change(line: str) -> dict[str, Any]:
    try:
        change = json.loads(line)
    except ValueError:
        change = None
    if not isinstance(change, dict):
        raise Plight("The hub sent a line that is no change of an opt-out.")
    return change


def ledger_line(change: dict[str, Any]) -> str:
    """One change for people, fit for any terminal: when (UTC), who, which number, how, the words.

    Raises `Plight` for a change without its fields.
    """
    from datetime import UTC, datetime

    from tmchat.core import phone
    from tmchat.core.text import clean_line

    try:
        moment = datetime.fromtimestamp(change["at"] / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        texter, number = phone.pretty(change["texter"]), phone.pretty(change["number"])
        way = "opted out of" if change["change"] == "out" else "opted in to"
        how = [change["keyword"]]
        how += [f"by {change['by']}"] if change["by"] else []
        how += ["on another number"] if change["elsewhere"] else []
        words = f"{moment} {texter} {way} {number}, {', '.join(how)}: {change['words']}"
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Plight("The hub sent a line that is no change of an opt-out.") from None
    return clean_line(words)
