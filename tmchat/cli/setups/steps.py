"""The steps `export` and `apply` that numbers, pools and groups share; what is theirs is their own.

Exit codes of apply: 0 nothing to do or all done, 2 something wrong or failed, 3 something to do
(with --dry-run).
"""

import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import Any

from tmchat.cli.failure import Plight

SOMETHING_TO_DO = 3


def add_setup_steps(steps: Any, kind: str, *, ordered: bool) -> None:
    """Declares the two steps on the subparsers `steps`; `ordered`: new ones cost money."""
    apply = add_file_steps(
        steps,
        f"Print how the {kind}s are set up, as TOML.",
        f"Make the {kind}s as a file of export says.",
    )
    if ordered:
        apply.add_argument(
            "--order", action="store_true", help=f"Order {kind}s that the account has not."
        )


def add_file_steps(steps: Any, export: str, apply: str) -> ArgumentParser:
    """Declares `export` and `apply`, each with its sentence of help; the parser of apply."""
    from tmchat.cli.streamed import add_output_flag

    exporting = steps.add_parser("export", help=export)
    _group_flag(exporting)
    add_output_flag(exporting)
    applying: ArgumentParser = steps.add_parser(
        "apply",
        help=apply,
        epilog="Exit codes: 0 all done or nothing to do, 2 something is wrong or failed, "
        "3 there is something to do (with --dry-run).",
    )
    applying.add_argument("file", type=Path, metavar="FILE", help="A file that export has printed.")
    applying.add_argument(
        "--dry-run", action="store_true", help="Only print what would change; exit code 3 if so."
    )
    applying.add_argument("--yes", action="store_true", help="Do not ask first.")
    return applying


def run_setup_step(args: Namespace, kind: str) -> int:
    """Exports or applies; the exit code."""
    from tmchat.cli.hubcall import hub_call
    from tmchat.core.setup.plans import Kind

    with hub_call(args) as call:
        if args.step == "export":
            return _export(args, call, Kind(kind))
        return _apply(args, call, Kind(kind))


def group_id(call: Any, written: str | None) -> int:
    """The id of a number group by id or name; 0 for none asked for. Raises `Plight`."""
    if written is None:
        return 0
    groups = call.get("/agents/numbers")["groups"]
    if any(str(one["id"]) == written for one in groups):
        return int(written)
    found = [one["id"] for one in groups if one["name"].casefold() == written.casefold()]
    if len(found) != 1:
        several = "several groups are called so; name its id" if found else "there is no such group"
        raise Plight(f"--group {written!a}: {several}.")
    return int(found[0])


def _group_flag(parser: ArgumentParser) -> None:
    parser.add_argument("--group", metavar="GROUP", help="Only of this number group, id or name.")


def _export(args: Namespace, call: Any, kind: Any) -> int:
    from tmchat.cli.asking import setups
    from tmchat.cli.setups.writing import written
    from tmchat.cli.streamed import write_pieces

    found = sorted(
        setups(call, kind, group_id(call, args.group)), key=lambda one: (one.label, one.target.id)
    )
    write_pieces((piece.encode() for piece in written(kind, found)), args.output)
    return 0


def _apply(args: Namespace, call: Any, kind: Any) -> int:
    from tmchat.cli.asking import setups
    from tmchat.cli.setups.applying import apply
    from tmchat.cli.setups.comparing import Present, compare, fault_line, plan_lines
    from tmchat.cli.setups.reading import read_entries
    from tmchat.cli.tracked import region_of
    from tmchat.core.setup.plans import Kind
    from tmchat.core.text import clean_line

    region = region_of(call)
    entries, faults = read_entries(args.file, kind, region)
    present = Present(setups(call, kind))
    todo = compare(kind, entries, present, region=region, address=partial(_address, call))
    ordered = kind is Kind.GROUP or args.order
    if not ordered:
        for entry in todo.fresh:
            print(clean_line(f"? {entry.label}: the account has it not; --order orders it."))
        todo.fresh.clear()
    faults += todo.faults
    for fault in faults:
        print(f"tmchat: {fault_line(args.file, fault)}", file=sys.stderr)
    if faults:
        return 2
    for plan in todo.plans:
        for line in plan_lines(plan):
            print(line)
    for entry in todo.fresh:
        print(clean_line(f"+ {entry.label}: {'make it' if kind is Kind.GROUP else 'order it'}"))
    if not todo.plans and not todo.fresh:
        print("Nothing to do.")
        return 0
    if args.dry_run:
        return SOMETHING_TO_DO
    if not args.yes:
        what = [f"{len(todo.plans)} to change"] if todo.plans else []
        what += [f"{len(todo.fresh)} to order"] if todo.fresh else []
        confirm(", ".join(what))
    return apply(call, kind, todo, region)


def _address(call: Any, url: str) -> str:
    """Why the hub would push no texts to `url`, empty where it would or does not say."""
    from tmchat.core.setup.addresses import address_problem

    sentence = address_problem(url, private=False)
    if not sentence or not url:
        return ""
    checks = call.get("/agents/checks")
    own = url == f"{checks.get('public_url')}/hook/"
    return "" if own else address_problem(url, private=checks.get("private_webhooks", True))


def confirm(what: str) -> None:
    """Asks on the terminal; raises `Plight` where nobody says yes."""
    if not sys.stdin.isatty():
        raise Plight("Nobody is there to be asked; --yes applies it without asking.")
    print(f"{what}. Go on? [y/N] ", end="", flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Plight("Nothing was changed.")
