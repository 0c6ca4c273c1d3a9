"""`tmchat hub`: runs the team's server; `tmchat hub inbound` reads what a running one keeps."""

import contextlib
import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from tmchat.cli.flags import add_flags, chosen


def arguments(parser: ArgumentParser) -> None:
    """Declare a flag for every setting, and the steps of `inbound`."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.settings.hub import HubSettings

    add_flags(parser, HubSettings)
    steps = parser.add_subparsers(dest="part", metavar="inbound")
    inbound = steps.add_parser(
        "inbound", help="List, show and replay the payloads that a running hub has kept."
    )
    add_hub_flags(inbound, config=False)
    inbound.set_defaults(step="list", all=False)
    wanted = inbound.add_subparsers(dest="step", metavar="STEP")
    listing = wanted.add_parser("list", help="List those in which no text could be found.")
    listing.add_argument("--all", action="store_true", help="List the others as well.")
    for step, summary in (
        ("show", "Print one as it came."),
        ("replay", "Read one again, with the settings as they are by then."),
    ):
        one = wanted.add_parser(step, help=summary)
        one.add_argument("id", type=int, metavar="ID", help="Its number in the list.")


def run(args: Namespace) -> int:
    """Serve until told to stop, or ask a running hub; the exit code."""
    if args.part == "inbound":
        return _inbound(args)
    import logging

    from tmchat.hub.serve import serve
    from tmchat.settings.hub import HubSettings

    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    settings = chosen(args, HubSettings, section="hub")
    settings.check()
    serve(settings, _ready)
    return 0


def _ready(addresses: dict[str, str]) -> None:
    print(f"Consoles connect to {addresses['agents']}")
    print(f"Webhooks come in at {addresses['public']}")
    if addresses["webhook"] != addresses["public"]:
        print(f"Telmetrics is told {addresses['webhook']}")
    print("Stop with Ctrl+C.", flush=True)


def _inbound(args: Namespace) -> int:
    from tmchat.cli.hubcall import hub_call

    with hub_call(args) as call:
        match args.step:
            case "show":
                _show(call.get(f"/agents/inbound/{args.id}"))
            case "replay":
                print(call.post(f"/agents/inbound/{args.id}/replay")["message"])
            case _:
                query = {} if args.all else {"unread": "1"}
                _list(call.get("/agents/inbound", query)["inbound"])
    return 0


def _list(kept: list[dict[str, Any]]) -> None:
    from tmchat.core.text import clean_line

    for one in kept:
        note = clean_line(str(one.get("note", "")))
        print(f"{one['id']:>8}  {_time(one['at'])}  {one['status']:<12}  {note}".rstrip())
    if not kept:
        print("Nothing is kept that could not be read.", file=sys.stderr)


def _show(one: dict[str, Any]) -> None:
    """Headers and body; on a terminal nothing of them may act, in a pipe the bytes are exact."""
    from tmchat.core.text import clean

    body = one["body"]
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(body.encode("utf-8", "surrogateescape"))
        return
    for name, value in one["headers"].items():
        print(clean(f"{name}: {value}"))
    with contextlib.suppress(ValueError):
        body = json.dumps(json.loads(body), indent=2)
    print(clean(body))


def _time(at: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
