"""The desk's own auto-replies as a text file and back; the file's form is `answeringfile`'s.

Exit codes are those of `steps`.
"""

import sys
from argparse import Namespace
from collections.abc import Iterator

from tmchat.cli.answeringfile import answerings_text, read_answerings
from tmchat.cli.asking import give
from tmchat.cli.hubcall import HubCall
from tmchat.cli.setups.comparing import fault_line
from tmchat.cli.setups.reading import Fault
from tmchat.cli.setups.steps import SOMETHING_TO_DO, confirm, group_id
from tmchat.cli.streamed import write_pieces
from tmchat.cli.tracked import region_of
from tmchat.core import phone
from tmchat.core.commands import Refused, SetAnswering
from tmchat.core.hours import Answering
from tmchat.core.plainform import record
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.answers import answering_words
from tmchat.core.text import clean_line


def export(args: Namespace, call: HubCall) -> int:
    """Writes those of all numbers that have one; the exit code."""
    group = group_id(call, args.group)
    found = sorted(
        (one.number, one.answering)
        for one in _numbers(call)
        if one.answering is not None and group in (0, one.group)
    )
    write_pieces((piece.encode() for piece in answerings_text(found)), args.output)
    return 0


def apply(args: Namespace, call: HubCall) -> int:
    """Sets those that differ from the file, on after a refusal; the exit code."""
    wishes, faults = read_answerings(args.file, region_of(call))
    present = {one.number: one.answering or Answering() for one in _numbers(call)}
    for wish in wishes:
        if wish.number not in present:
            label = phone.pretty(wish.number)
            faults.append(Fault(wish.line, label, "number", "The desk has no such number."))
    for fault in faults:
        print(f"tmchat: {fault_line(args.file, fault)}", file=sys.stderr)
    if faults:
        return 2
    todo = [
        SetAnswering(wish.number, wish.answering, present[wish.number])
        for wish in wishes
        if wish.answering != present[wish.number]
    ]
    for command in todo:
        print(f"~ {phone.pretty(command.number)}")
        for words in answering_words(command.was, command.answering):
            print(f"    {words}")
    if not todo:
        print("Nothing to do.")
        return 0
    if args.dry_run:
        return SOMETHING_TO_DO
    if not args.yes:
        confirm(f"{len(todo)} to change")
    return _set(call, todo)


def _set(call: HubCall, todo: list[SetAnswering]) -> int:
    failed = 0
    for place, command in enumerate(todo, 1):
        outcome = give(call, command)
        refused = isinstance(outcome, Refused)
        failed += refused
        told = outcome.sentence if isinstance(outcome, Refused) else "done."
        print(clean_line(f"{place}/{len(todo)} {phone.pretty(command.number)}: {told}"), flush=True)
    if failed:
        print(
            f"tmchat: {failed} of {len(todo)} failed; apply again does the rest.", file=sys.stderr
        )
    return 2 if failed else 0


def _numbers(call: HubCall) -> Iterator[TrackingNumber]:
    for form in call.get("/agents/numbers")["numbers"]:
        yield record(TrackingNumber, form)
