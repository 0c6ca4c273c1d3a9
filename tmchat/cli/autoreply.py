"""`tmchat auto-reply`: the desk's own auto-replies, of one tracking number or of many by a file;
the hub keeps them."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    from tmchat.cli.hubcall import HubCall
    from tmchat.core.hours import Answering
    from tmchat.core.records import TrackingNumber

EARLIEST = 1971
LATEST = 9998  # a year further, some time zone has no date for it


def arguments(parser: ArgumentParser) -> None:
    """Declare the steps."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.setups.steps import add_file_steps

    add_hub_flags(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    for step, summary in (
        ("show", "Print it as a file to edit."),
        ("set", "Set it from a file, - for standard input."),
        ("off", "Switch it off and keep the rest."),
        ("try", "Say what a texter would get, and why."),
    ):
        one = steps.add_parser(step, help=summary)
        one.add_argument("number", metavar="NUMBER", help="A tracking number.")
        if step == "set":
            one.add_argument("file", metavar="FILE", help="The file.")
            one.add_argument(
                "--yes",
                action="store_true",
                help="Do not ask first, nor refuse where it was changed since the file was shown.",
            )
        if step == "try":
            one.add_argument("--text", default="Hello", help="What the texter writes.")
            one.add_argument(
                "--at", metavar="TIME", help="A time such as 2026-12-25T08:00, in its zone."
            )
    add_file_steps(
        steps,
        "Print those of all numbers that have one, as TOML.",
        "Make them as a file of export says.",
    )


def run(args: Namespace) -> int:
    """Carry the step out; the exit code."""
    from dataclasses import replace

    from tmchat.cli.answeringfile import answering_text, read_answering, version_line
    from tmchat.cli.hubcall import hub_call
    from tmchat.core.hours import Answering

    with hub_call(args) as call:
        if args.step in ("export", "apply"):
            from tmchat.cli.setups import answerings

            step = answerings.export if args.step == "export" else answerings.apply
            return step(args, call)
        number = _number(call, args.number)
        answering = number.answering or Answering()
        match args.step:
            case "show":
                print(version_line(answering) + answering_text(answering), end="")
            case "try":
                print(_tried(answering, args.text, args.at))
            case "off":
                _set(call, number, replace(answering, enabled=False))
            case _:
                text = _read(args.file)
                wanted = read_answering(text)
                _check(wanted)
                if wanted != answering and not args.yes:
                    _agree(answering, wanted, text, asks=args.file != "-" and sys.stdin.isatty())
                _set(call, number, wanted)
    return 0


def _number(call: "HubCall", written: str) -> "TrackingNumber":
    from tmchat.cli.tracked import tracking_number
    from tmchat.core.plainform import record
    from tmchat.core.records import TrackingNumber

    return record(TrackingNumber, tracking_number(call, written))


def _read(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    from tmchat.cli.setups.reading import text_of

    return text_of(Path(file))


def _check(answering: "Answering") -> None:
    """Raises `Plight` for what would be refused, with the setting's name."""
    from tmchat.core.answering import problems
    from tmchat.settings.zones import zone_of

    wrong = problems(answering, lambda zone: zone_of(zone) is not None)
    if wrong:
        raise Plight(f"{wrong[0].field}: {wrong[0].sentence}")


def _agree(before: "Answering", after: "Answering", text: str, *, asks: bool) -> None:
    """Whether the file `text` may replace what is there: without a question where it was shown
    from the very same. `asks`: somebody is there; without them only what was changed since is
    refused. Raises `Plight` for no."""
    from tmchat.cli.answeringfile import version_in, version_of
    from tmchat.cli.setups.steps import confirm
    from tmchat.core.setup.answers import answering_words

    shown = version_in(text)
    if shown == version_of(before) or not (shown or asks):
        return
    since = "The auto-reply was changed since this file was shown"
    if not asks:
        raise Plight(f"{since}; look at it again, or set it all the same with --yes.")
    for words in answering_words(before, after):
        print(f"    {words}")
    confirm(since if shown else "1 to change")


def _set(call: "HubCall", number: "TrackingNumber", answering: "Answering") -> None:
    """Raises `Plight` where it is refused, also because somebody else was quicker."""
    from tmchat.cli.asking import carry_out
    from tmchat.core.commands import SetAnswering
    from tmchat.core.hours import Answering

    was = number.answering or Answering()
    if answering != was:
        carry_out(call, SetAnswering(number.number, answering, was))
    print("The auto-reply is on." if answering.enabled else "The auto-reply is off.")


def _tried(answering: "Answering", text: str, at: str | None) -> str:
    """What somebody who has never written before would get at that time."""
    from datetime import UTC, datetime

    from tmchat.core.answering import preview
    from tmchat.core.text import clean
    from tmchat.settings.zones import zone_of

    zone = zone_of(answering.zone)
    try:
        moment = datetime.fromisoformat(at) if at else datetime.now(UTC)
    except ValueError:
        raise Plight("Write a time as 2026-12-25T08:00.") from None
    if not EARLIEST <= moment.year <= LATEST:
        raise Plight(f"Write a time between the years {EARLIEST} and {LATEST}.")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or UTC)
    told = preview(answering, round(moment.timestamp() * 1000), zone, text)
    return clean(f"{told.text or '(nothing)'}\n{told.reason}")
