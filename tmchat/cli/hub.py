"""`tmchat hub`: runs the team's server; `tmchat hub inbound` reads what a running one keeps, and
`tmchat hub backup` copies its database."""

import contextlib
import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tmchat.cli.failure import Plight
from tmchat.cli.flags import add_flags, chosen

if TYPE_CHECKING:
    from tmchat.cli.hubcall import HubCall


def arguments(parser: ArgumentParser) -> None:
    """Declare a flag for every setting, `backup`, and the steps of `inbound`."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.settings.hub import HubSettings

    add_flags(parser, HubSettings)
    steps = parser.add_subparsers(dest="part", metavar="inbound|backup")
    backup = steps.add_parser(
        "backup", help="Copy the database, whole as of one moment, also while a hub runs on it."
    )
    backup.add_argument(
        "file", type=Path, metavar="FILE", help="Where to; nothing is ever written over."
    )
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
    if args.part == "backup":
        return _backup(args)
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


def _backup(args: Namespace) -> int:
    """Copies the database that the settings name; raises `Plight`."""
    from tmchat.hub.store.backup import back_up
    from tmchat.hub.store.interface import StoreFailed
    from tmchat.settings.hub import HubSettings
    from tmchat.settings.paths import folders

    database = chosen(args, HubSettings, section="hub").database(folders(os.environ))
    try:
        size = back_up(database, args.file)
    except StoreFailed as failure:
        raise Plight(str(failure)) from None
    print(f"{database} is copied to {args.file}, {size / 1_000_000:.1f} MB.")
    return 0


def _inbound(args: Namespace) -> int:
    from tmchat.cli.hubcall import hub_call

    with hub_call(args) as call:
        match args.step:
            case "show":
                _show(call.get(f"/agents/inbound/{args.id}"))
            case "replay":
                _replay(call, args.id)
            case _:
                query = {} if args.all else {"unread": "1"}
                _list(call.get("/agents/inbound", query)["inbound"])
    return 0


def _replay(call: "HubCall", id: int) -> None:
    """Raises `Plight` where it still cannot be read."""
    from tmchat.core.text import clean_line

    message = call.post(f"/agents/inbound/{id}/replay")["message"]
    kept = call.get(f"/agents/inbound/{id}")
    if kept["status"] == "unreadable":
        raise Plight(clean_line(f"It still cannot be read: {kept['note']}"))
    print(clean_line(message))


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
