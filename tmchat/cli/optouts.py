"""`tmchat opt-outs`: the ledger of opt-outs and returns, and who may not be texted now; recording
one is the console's."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from tmchat.cli.failure import Plight


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, whose changes, and where to."""
    parser.epilog = (
        "Each line is an event, newest first: a texter opted out, or came back. With --now it is "
        "who may not be texted at present, a line for each texter and tracking number."
    )
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.streamed import add_form_flags, add_output_flag

    add_form_flags(parser)
    parser.add_argument(
        "--now", action="store_true", help="Only who may not be texted at present, and since when."
    )
    parser.add_argument("--texter", metavar="PHONE", help="Only the changes of this texter.")
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    add_output_flag(parser)
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """List the changes, newest first, or write them out; the exit code."""
    from tmchat.cli.session import session
    from tmchat.cli.streamed import hub_stream, write_out, write_pieces

    if args.output is not None and args.form is None:
        raise Plight("-o wants --json or --csv beside it.")
    query = {"format": args.form if args.form and not args.now else "json"}
    query |= {
        name: value
        for name, value in (("texter", args.texter), ("number", args.number))
        if value is not None
    }
    out = _out_now(args) if args.now else None
    with hub_stream(session(args), "/agents/opt-outs", query) as answer:
        if args.form is not None and out is None:
            write_out(answer, args.output)
            return 0
        changes: Iterable[dict[str, Any]] = map(_change, answer.iter_lines())
        if out is not None:
            changes = _in_force(changes, out)
        if args.form is not None:
            write_pieces(_written(changes, args.form), args.output)
            return 0
        for change in changes:
            print(ledger_line(change))
    sys.stdout.flush()
    return 0


def _out_now(args: Namespace) -> set[int]:
    """The conversations whose texters may not be texted."""
    from tmchat.cli.hubcall import hub_call

    with hub_call(args) as call:
        listed = call.get("/agents/conversations")["conversations"]
    return {one["id"] for one in listed if one.get("opted_out")}


def _in_force(changes: Iterable[dict[str, Any]], out: set[int]) -> Iterator[dict[str, Any]]:
    """The newest opt-out of each conversation in `out`; `changes` come newest first."""
    left = set(out)
    for change in changes:
        if change.get("change") == "out" and change.get("conversation") in left:
            left.remove(change["conversation"])
            yield change


def _written(changes: Iterable[dict[str, Any]], form: str) -> Iterator[bytes]:
    """The changes as the hub itself writes them."""
    from tmchat.cli.streamed import csv_line
    from tmchat.hub.listeners.optouts import COLUMNS

    if form == "csv":
        yield csv_line(COLUMNS)
    for change in changes:
        line = json.dumps(change) + "\n"
        yield csv_line(change.values()) if form == "csv" else line.encode("ascii")


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
