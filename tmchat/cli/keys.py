"""`tmchat keys`: prints the keys of the console and what each does; pressing is `console`'s."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight
from tmchat.settings.keymap import KEYMAP_FILE, key_wishes
from tmchat.settings.paths import folders

if TYPE_CHECKING:
    from tmchat.console.actions.action import Action


def arguments(parser: ArgumentParser) -> None:
    """Declare the files that may change keys."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="Settings file; see tmchat settings."
    )
    parser.add_argument(
        "--keymap", type=Path, metavar="FILE", help="Keymap file to look at instead of the usual."
    )
    parser.add_argument(
        "--toml", action="store_true", help="Print them as a keymap file to start from."
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="With --toml: write a new file, and make its folder.",
    )


def run(args: Namespace) -> int:
    """Print the keys in force, and on standard error what cannot be; the exit code."""
    from tmchat.cli.session import console_settings
    from tmchat.cli.streamed import write_pieces
    from tmchat.console.actions.ownkeys import with_own_keys

    if args.output is not None and not args.toml:
        raise Plight("-o wants --toml beside it.")
    settings = console_settings(args)
    usual = folders(os.environ).config / KEYMAP_FILE
    wishes, faults = key_wishes(settings.keys, args.keymap or settings.keymap, usual)
    own = with_own_keys(wishes, faults=faults)
    lines = _keymap(own.actions) if args.toml else _table(own.actions)
    if args.output is not None:
        _make_room(args.output)
        write_pieces((f"{line}\n".encode() for line in lines), args.output)
    else:
        print("\n".join(lines))
    for fault in own.faults:
        print(fault, file=sys.stderr)
    return 2 if own.faults else 0


def _make_room(file: Path) -> None:
    """Makes the folder; raises `Plight` where a file with somebody's keys would be written over."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        taken = file.is_file() and file.stat().st_size > 0
    except OSError as error:
        raise Plight(f"{file} cannot be written: {error.strerror}.") from None
    if taken:
        raise Plight(f"{file} is there already; move it away, or name another file.")


def _keymap(actions: "tuple[Action, ...]") -> Iterator[str]:
    """A keymap file that changes nothing as it is."""
    from tmchat.console.actions.action import HEADINGS
    from tmchat.console.actions.keynames import key_words

    yield f"# Keys of your own, read from {folders(os.environ).config / KEYMAP_FILE}:"
    yield '# a key or a list of keys for an action; "" or [] leaves it without one.'
    for scope, heading in HEADINGS.items():
        yield ""
        yield f"# {heading}"
        for action in actions:
            if action.scope is scope:
                keys = json.dumps([key_words(key) for key in action.keys], ensure_ascii=False)
                yield f"#{action.id} = {keys}  # {action.title}"


def _table(actions: "tuple[Action, ...]") -> Iterator[str]:
    """A block for each part of the screen: keys, the name for a keymap, what it does."""
    from tmchat.console.actions.action import HEADINGS
    from tmchat.console.actions.table import keys_of

    keys = max(len(keys_of(action)) for action in actions)
    ids = max(len(action.id) for action in actions)
    for number, (scope, place) in enumerate(HEADINGS.items()):
        if number:
            yield ""
        yield place
        for action in actions:
            if action.scope is scope:
                told = f"{action.title}. {action.help}"
                yield f"  {keys_of(action) or '-':<{keys}}  {action.id:<{ids}}  {told}"
