"""`tmchat keys`: prints the keys of the console and what each does; pressing is `console`'s."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    from tmchat.console.actions.action import Action


def arguments(parser: ArgumentParser) -> None:
    """Declare the settings file, whose `[console.keys]` may change keys."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="Settings file; see tmchat settings."
    )


def run(args: Namespace) -> int:
    """Print the keys in force; the exit code."""
    from tmchat.cli.session import console_settings
    from tmchat.console.actions.table import KeyConflict, Keymap, remapped

    try:
        actions = Keymap(remapped(console_settings(args).keys)).actions
    except KeyConflict as clash:
        raise Plight(f"The keys of the settings file clash: {clash}.") from None
    print("\n".join(_table(actions)))
    return 0


def _table(actions: "tuple[Action, ...]") -> Iterator[str]:
    """A block for each part of the screen: keys, the name for `[console.keys]`, what it does."""
    from tmchat.console.actions.action import Scope
    from tmchat.console.actions.table import keys_of

    places = {
        Scope.ANYWHERE: "Anywhere",
        Scope.READING: "In the list and the timeline",
        Scope.LIST: "In the list",
        Scope.TIMELINE: "In the timeline",
        Scope.COMPOSER: "In the composer",
        Scope.FILTER: "In the filter",
        Scope.SHEET: "On every sheet over the desk",
        Scope.AREA: "In administration",
        Scope.TABLE: "In every table",
        Scope.NUMBERS: "In the tracking numbers",
        Scope.GROUPS: "In the number groups",
        Scope.POOLS: "In the number pools",
        Scope.MEMBERS: "In a pool's numbers",
        Scope.CALLS: "In the calls",
        Scope.PUSHES: "In what was pushed",
        Scope.ACCOUNT: "In the account",
        Scope.CHANGES: "In the change log",
        Scope.FORM: "In a form of settings",
        Scope.MENU: "In a key-press menu",
        Scope.PLAN: "In a plan",
        Scope.MANY: "In a change of many",
        Scope.PAGE: "On a page",
        Scope.CHOICE: "In a list of choices",
        Scope.FOUND: "In a search",
        Scope.CANNED: "In the canned replies",
        Scope.WRITING: "While a line is written",
    }
    keys = max(len(keys_of(action)) for action in actions)
    ids = max(len(action.id) for action in actions)
    for number, (scope, place) in enumerate(places.items()):
        if number:
            yield ""
        yield place
        for action in actions:
            if action.scope is scope:
                told = f"{action.title}. {action.help}"
                yield f"  {keys_of(action) or '-':<{keys}}  {action.id:<{ids}}  {told}"
