"""`tmchat audit`: who changed what on the account, newest first; taking a change back is
`setups.undoing`'s."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from tmchat.cli.failure import Plight

_PAGE = 200
COLUMNS = (
    *("n", "at", "by", "kind", "id", "label", "carried_out", "undoes"),
    *("setting", "before", "after", "words"),
)


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, whose changes, how many, where to, and which to take back."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.streamed import add_form_flags, add_output_flag

    add_form_flags(parser)
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    parser.add_argument("--limit", type=int, metavar="N", help="At most so many changes.")
    add_output_flag(parser)
    parser.add_argument(
        "--undo", type=int, metavar="CHANGE", help="Take back the change with this number."
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="With --undo: only print it; exit code 3 if so."
    )
    parser.add_argument("--yes", action="store_true", help="With --undo: do not ask first.")
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Print the changes, write them out, or take one back; the exit code."""
    from tmchat.cli.hubcall import hub_call
    from tmchat.cli.streamed import write_pieces

    if args.output is not None and args.form is None:
        raise Plight("-o wants --json or --csv beside it.")
    if args.limit is not None and args.limit < 1:
        raise Plight("--limit wants a number from 1.")
    if args.undo is None and (args.dry_run or args.yes):
        raise Plight(f"{'--dry-run' if args.dry_run else '--yes'} wants --undo beside it.")
    with hub_call(args) as call:
        if args.undo is not None:
            from tmchat.cli.setups.undoing import undo

            return undo(args, call)
        changes = _changes(call, _target(call, args.number), args.limit)
        if args.form == "json":
            lines = (json.dumps(_json(one)) + "\n" for one in changes)
            write_pieces((line.encode() for line in lines), args.output)
        elif args.form == "csv":
            write_pieces(_csv(changes), args.output)
        else:
            for one in changes:
                for line in change_lines(one):
                    print(line)
    sys.stdout.flush()
    return 0


def change_lines(change: Any) -> Iterator[str]:
    """One change for people: when (UTC), who, what about; then a line a setting."""
    from datetime import UTC, datetime

    from tmchat.core import phone
    from tmchat.core.setup.wording import change_words
    from tmchat.core.text import clean_line

    moment = datetime.fromtimestamp(change.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    done = "" if change.carried_out else "not carried out: "
    undone = f"took back change {change.undoes}" if change.undoes else ""
    words = change.words or undone or "changed"
    head = f"{moment} {change.n} {change.by} {phone.pretty(change.label)}: {done}{words}"
    yield clean_line(head)
    if change.plan is not None:
        for one in change.plan.changes:
            yield f"    {change_words(change.plan.target.kind, one)}"


def _changes(call: Any, target: Any, limit: int | None) -> Iterator[Any]:
    from tmchat.cli.asking import ask
    from tmchat.core.questions import ChangesMade, ChangesTold

    before, left = 0, limit
    while left is None or left > 0:
        wanted = _PAGE if left is None else min(left, _PAGE)
        told = ask(call, ChangesMade(before, target, wanted), ChangesTold).changes
        yield from told
        if len(told) < wanted:
            return
        before = told[-1].n
        left = None if left is None else left - len(told)


def _target(call: Any, written: str | None) -> Any:
    """The number that `--number` names. Raises `Plight`."""
    if written is None:
        return None
    from tmchat.cli.tracked import tracking_number, unknown_number
    from tmchat.core.setup.plans import Kind, Target

    found = tracking_number(call, written, "--number")
    if not found.get("id"):
        raise Plight(unknown_number(found["number"]))
    return Target(Kind.NUMBER, found["id"])


def _json(change: Any) -> dict[str, Any]:
    """A change with the names of `COLUMNS`; its settings stand in `changes` as they are."""
    target = change.target
    settings = change.plan.changes if change.plan is not None else ()
    return {
        "n": change.n,
        "at": change.at,
        "by": change.by,
        "kind": target.kind.value if target is not None else "",
        "id": target.id if target is not None else 0,
        "label": change.label,
        "carried_out": change.carried_out,
        "undoes": change.undoes,
        "changes": [
            {"setting": one.path, "before": one.before, "after": one.after} for one in settings
        ],
        "words": change.words,
    }


def _csv(changes: Iterable[Any]) -> Iterator[bytes]:
    """A row a setting, its values as JSON; what is no plan makes one row."""
    from tmchat.cli.streamed import csv_line

    yield csv_line(COLUMNS)
    for change in changes:
        form = _json(change)
        shared = [form[name] for name in COLUMNS[:8]]
        for one in form["changes"] or [{"setting": ""}]:
            values = [json.dumps(one[at]) if at in one else "" for at in ("before", "after")]
            yield csv_line((*shared, one["setting"], *values, form["words"]))
