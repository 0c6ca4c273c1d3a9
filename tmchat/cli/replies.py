"""`tmchat replies`: canned replies as a file, one's own or the team's; the rules are `core`'s."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    from tmchat.cli.hubcall import HubCall
    from tmchat.core.records import CannedReply
    from tmchat.link.cannedfile import OwnReplies


def arguments(parser: ArgumentParser) -> None:
    """Declare the steps."""
    from tmchat.cli.hubcall import add_hub_flags

    add_hub_flags(parser)
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    for step, summary in (
        ("list", "Print the titles."),
        ("export", "Print the set as TOML."),
        ("import", "Take in the replies of a TOML file; those of the same title are replaced."),
    ):
        one = steps.add_parser(step, help=summary)
        one.add_argument("--team", action="store_true", help="The team's set instead of your own.")
        if step == "import":
            one.add_argument("file", metavar="FILE", help="The file, - for standard input.")
            one.add_argument(
                "--replace", action="store_true", help="Remove what the file does not have."
            )
            one.add_argument(
                "--dry-run", action="store_true", help="Only print what would change; exit code 3."
            )
            one.add_argument(
                "--yes", action="store_true", help="With --replace: remove without asking first."
            )


def run(args: Namespace) -> int:
    """Carry the step out; the exit code."""
    from tmchat.cli.hubcall import hub_call

    if not args.team:
        return _step(args, _own(args))
    with hub_call(args) as call:
        return _step(args, _Team(call))


class _Team:
    """The team's set, at the hub."""

    def __init__(self, call: "HubCall") -> None:
        self._call = call

    def replies(self) -> dict[str, "CannedReply"]:
        from tmchat.core.plainform import record
        from tmchat.core.records import CannedReply

        listed = self._call.get("/agents/canned")["canned"]
        return {one.title: one for one in (record(CannedReply, form) for form in listed)}

    def keep(self, reply: "CannedReply") -> None:
        from tmchat.cli.asking import carry_out
        from tmchat.core.commands import KeepCanned

        carry_out(self._call, KeepCanned(reply))

    def remove(self, title: str) -> None:
        from tmchat.cli.asking import carry_out
        from tmchat.core.commands import RemoveCanned

        carry_out(self._call, RemoveCanned(title))


class _Own:
    """The agent's own set, on this machine."""

    def __init__(self, kept: "OwnReplies") -> None:
        self._kept = kept

    def replies(self) -> dict[str, "CannedReply"]:
        return dict(self._kept.replies)

    def keep(self, reply: "CannedReply") -> None:
        self._done(self._kept.keep(reply))

    def remove(self, title: str) -> None:
        self._done(self._kept.remove(title))

    def _done(self, why: str) -> None:
        if why:
            raise Plight(why)


def _own(args: Namespace) -> _Own:
    from tmchat.cli.session import console_settings
    from tmchat.link.cannedfile import OwnReplies
    from tmchat.settings.paths import folders

    settings = console_settings(args)
    folder = settings.state or folders(os.environ).state
    troubles: list[str] = []
    own = OwnReplies(folder / "replies.toml", troubles.append)
    if troubles:
        raise Plight(troubles[0])
    return _Own(own)


def _step(args: Namespace, kept: _Own | _Team) -> int:
    from tmchat.core.text import clean_line
    from tmchat.link.cannedfile import canned_text

    known = kept.replies()
    if args.step == "list":
        for title in sorted(known):
            print(clean_line(title))
    elif args.step == "export":
        print(canned_text(known[title] for title in sorted(known)), end="")
    else:
        return _take_in(args, kept, known, _read(args.file))
    return 0


def _take_in(
    args: Namespace,
    kept: _Own | _Team,
    known: dict[str, "CannedReply"],
    held: tuple["CannedReply", ...],
) -> int:
    """Keeps what is new or changed, and says how much that was; asks before anything is removed.

    The exit code. Raises `Plight` for no.
    """
    from tmchat.cli.setups.steps import SOMETHING_TO_DO, confirm
    from tmchat.core.text import clean_line

    gone = [title for title in known if args.replace and title not in {one.title for one in held}]
    news = [one for one in held if known.get(one.title) != one]
    if args.dry_run or (gone and not args.yes):
        for sign, title in (
            *(("-", title) for title in gone),
            *(("~" if one.title in known else "+", one.title) for one in news),
        ):
            print(clean_line(f"{sign} {title}"))
        if args.dry_run:
            print("" if gone or news else "Nothing to do.\n", end="")
            return SOMETHING_TO_DO if gone or news else 0
        confirm(f"{len(gone)} to remove")
    for title in gone:
        kept.remove(title)
    for one in news:
        kept.keep(one)
    added = sum(one.title not in known for one in news)
    removed = f", {len(gone)} removed" if args.replace else ""
    same = len(held) - len(news)
    print(f"{added} added, {len(news) - added} changed{removed}, {same} as they were.")
    return 0


def _read(file: str) -> tuple["CannedReply", ...]:
    """Raises `Plight` for what is no set, and for an empty one."""
    from tmchat.link.cannedfile import read_canned

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        held = read_canned(text)
    except OSError as fault:
        raise Plight(f"{file} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise Plight(f"{file} is no UTF-8 text.") from None
    except ValueError as fault:
        raise Plight(str(fault)) from None
    if not held:
        raise Plight(f"{'The file' if file == '-' else file} holds no canned reply.")
    return held
