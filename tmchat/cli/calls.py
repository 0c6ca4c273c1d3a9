"""`tmchat calls`: calls to the tracking numbers, newest first; texts are `export`'s."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tmchat.cli.failure import Plight

_DAY_MS = 86_400_000
COLUMNS = (
    *("id", "at", "number", "caller", "name", "place", "status", "termination"),
    *("rang", "lasted", "key", "score", "keywords", "recording"),
    *("rule", "campaign", "source", "medium", "tag"),
)


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, the window, the number, and where to."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.streamed import add_form_flags, add_output_flag

    add_form_flags(parser)
    parser.add_argument(
        "--since", metavar="TIME", help="Since this day or time UTC (default: the last 24 hours)."
    )
    parser.add_argument("--until", metavar="TIME", help="Before this day or time UTC.")
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    add_output_flag(parser)
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Print the calls, or write them out; the exit code."""
    from tmchat.cli.hubcall import hub_call
    from tmchat.cli.moments import utc_moment
    from tmchat.cli.streamed import csv_line, write_pieces

    if args.output is not None and args.form is None:
        raise Plight("-o wants --json or --csv beside it.")
    now = time.time_ns() // 1_000_000
    until = now if args.until is None else utc_moment(args.until, "--until")
    since = until - _DAY_MS if args.since is None else utc_moment(args.since)
    with hub_call(args) as call:
        calls = _calls(call, since, until, args.number or "")
        if args.form == "json":
            lines = (json.dumps(_row(one)) + "\n" for one in calls)
            write_pieces((line.encode() for line in lines), args.output)
        elif args.form == "csv":
            rows = (csv_line(_row(one).values()) for one in calls)
            write_pieces(_after(csv_line(COLUMNS), rows), args.output)
        else:
            for one in calls:
                print(call_line(one))
    sys.stdout.flush()
    return 0


def call_line(call: Any) -> str:
    """One call for people: when (UTC), who called which number, how it went."""
    from datetime import UTC, datetime

    from tmchat.core import phone
    from tmchat.core.text import clean_line

    moment = datetime.fromtimestamp(call.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    caller = phone.pretty(call.caller) or "a hidden number"
    words = [f"{moment} {caller} called {phone.pretty(call.number)}:", call.status]
    words += [f"{call.lasted // 60}:{call.lasted % 60:02}"] if call.lasted else []
    words += [f"key {call.key}"] if call.key else []
    words += [f"score {call.score}"] if call.score >= 0 else []
    words += [", ".join(call.keywords)] if call.keywords else []
    words += [call.name] if call.name else []
    return clean_line(" ".join(words))


def _calls(call: Any, since: int, until: int, number: str) -> Iterator[Any]:
    """Raises `Plight` at once for a number that the account has not and that nobody called."""
    from tmchat.cli.asking import ask
    from tmchat.cli.tracked import tracking_number
    from tmchat.core.questions import CallsBetween, CallsTold

    told = ask(call, CallsBetween(since, until, number), CallsTold)
    if number and not told.calls:
        # A number that was given back has its calls still.
        tracking_number(call, number, "--number")

    def pages() -> Iterator[Any]:
        yield from told.calls
        for page in range(2, told.pages + 1):
            yield from ask(call, CallsBetween(since, until, number, page), CallsTold).calls

    return pages()


def _row(call: Any) -> dict[str, Any]:
    form = asdict(call)
    form |= {**form["attribution"], "keywords": ", ".join(call.keywords)}
    return {name: form[name] for name in COLUMNS}


def _after(head: bytes, rows: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rows
