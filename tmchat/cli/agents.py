"""`tmchat agents`: who may sign in; works on the database, beside a running hub or without one."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight
from tmchat.cli.parser import share

if TYPE_CHECKING:
    from tmchat.hub.store.sqlite import SqliteStore


def arguments(parser: ArgumentParser) -> None:
    """Declare the database and the steps."""
    from tmchat.core.records import Role

    share(parser, "--config", type=Path, metavar="FILE", help="Settings file; see tmchat settings.")
    share(
        parser,
        "--db",
        metavar="FILE",
        help="The hub's database (default: the one in the settings).",
    )
    steps = parser.add_subparsers(dest="step", metavar="STEP", required=True)
    add = steps.add_parser("add", help="Add an agent and print the token, this once.")
    add.add_argument("name", metavar="NAME", help="A name that no other agent has.")
    roles = [role.value for role in Role]
    add.add_argument(
        "--role",
        choices=roles,
        default=Role.AGENT.value,
        help="What the agent may do (default: agent).",
    )
    steps.add_parser("list", help="List every agent with role and state.")
    for step, summary in (
        ("disable", "End an agent's sign-in at once, also on a line that is open."),
        ("token", "Print another token for an agent; the one before ends at once."),
    ):
        named = steps.add_parser(step, help=summary)
        named.add_argument("name", metavar="NAME", help="The agent's name.")
    change = steps.add_parser("role", help="Give an agent another role, at once and for good.")
    change.add_argument("name", metavar="NAME", help="The agent's name.")
    change.add_argument("role", choices=roles, metavar="ROLE", help=f"One of {', '.join(roles)}.")


def run(args: Namespace) -> int:
    """Carry out the step; the exit code."""
    import asyncio

    from tmchat.hub.store.interface import AgentRefused, StoreFailed

    database = _database(args)
    new = not database.exists()
    if new and args.step != "add":
        raise Plight(
            f"There is no database {database}; name the hub's with --db, or begin one with "
            "tmchat agents add."
        )
    try:
        asyncio.run(_run(args, database))
    except (AgentRefused, StoreFailed) as refusal:
        raise Plight(str(refusal)) from None
    if new:
        print(f"{database} is new; a hub that uses it knows this agent.", file=sys.stderr)
    return 0


async def _run(args: Namespace, database: Path) -> None:
    from tmchat.core.records import Role
    from tmchat.hub.store.sqlite import SqliteStore

    store = SqliteStore.open_beside(database)
    try:
        match args.step:
            case "list":
                await _list(store)
            case "disable":
                await store.disable_agent(args.name)
                print(f"{args.name} can no longer sign in; tmchat agents token lets them again.")
            case "role":
                await store.set_role(args.name, Role(args.role))
                print(f"{args.name} is now {args.role}.")
            case _:
                await _give_token(store, args)
    finally:
        store.close()


async def _give_token(store: "SqliteStore", args: Namespace) -> None:
    """Prints the token alone on standard output, so that it can be piped to where it belongs."""

    from tmchat.core.records import Role
    from tmchat.hub.signin import new_token, token_hash

    token = new_token()
    if args.step == "add":
        await store.add_agent(args.name, Role(args.role), token_hash(token))
    else:
        await store.set_token(args.name, token_hash(token))
    print(f"The token of {args.name}, shown this once; it is for tmchat login:", file=sys.stderr)
    print(token)


async def _list(store: "SqliteStore") -> None:
    for agent in await store.agents():
        state = "disabled" if agent.disabled else ""
        print(f"{agent.name:<40}  {agent.role.value:<13}  {state}".rstrip())


def _database(args: Namespace) -> Path:
    """The database that flag, environment and settings file name. Raises `SettingsError`."""
    from tmchat.settings.hub import HubSettings
    from tmchat.settings.paths import folders, make_private
    from tmchat.settings.source import load

    places = folders(os.environ)
    usual = places.settings_file
    settings = load(
        HubSettings,
        toml=args.config or (usual if usual.is_file() else None),
        section="hub",
        environment=os.environ,
        prefix="TMCHAT_HUB",
        flags={"db": args.db},
    )
    if settings.db is None and args.step == "add":
        make_private(places.data)
    return settings.database(places)
