"""The `tmchat` command: finds the subcommand and ends it decently; what it does is its module's."""

import difflib
import importlib
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import tmchat
from tmchat.cli.failure import Plight, UsageError
from tmchat.cli.outlet import OutputFailed, abandon_output, prepare_streams
from tmchat.cli.parser import CommandParser
from tmchat.settings.failure import SettingsError


@dataclass(frozen=True)
class Command:
    """One subcommand; its module `tmchat.cli.<module>` is imported only when it is chosen."""

    name: str
    summary: str
    module: str


COMMANDS = (
    Command("console", "The agent's screen; what plain `tmchat` starts.", "console"),
    Command("demo", "Sandbox, hub and console on this machine, nothing to set up.", "demo"),
    Command(
        "sandbox",
        "A local server of the Telmetrics API; `sandbox text` and `call` play a consumer.",
        "sandbox",
    ),
    Command("hub", "The team's server; also its kept payloads and a backup.", "hub"),
    Command(
        "numbers", "List, attach, detach, check tracking numbers; set them up by a file.", "numbers"
    ),
    Command("auto-reply", "Show, set and try the desk's own auto-reply of a number.", "autoreply"),
    Command("replies", "Export and import canned replies, yours or the team's.", "replies"),
    Command("pools", "Set number pools up by a file.", "pools"),
    Command("groups", "Set number groups up by a file.", "groups"),
    Command("audit", "Print who changed what on the account.", "audit"),
    Command("calls", "Print calls to the tracking numbers.", "calls"),
    Command("agents", "Add, list and disable agents; give them tokens.", "agents"),
    Command("login", "Keep this agent's token for a hub.", "login"),
    Command("logout", "Forget it.", "logout"),
    Command("send", "Send one reply.", "send"),
    Command("tail", "Print what happens on the desk, as it happens.", "tail"),
    Command("export", "Print conversations as JSON or CSV.", "export"),
    Command("search", "Find texts, replies and notes by what was said.", "search"),
    Command("opt-outs", "List who opted out and in again, when and why.", "optouts"),
    Command("doctor", "Check this machine, the terminal and the hub.", "doctor"),
    Command("settings", "Print every setting, as a settings file to start from.", "settings"),
    Command("keys", "Print every key of the console.", "keys"),
)
DEFAULT = "console"
BY_NAME = {command.name: command for command in COMMANDS}


class CommandModule(Protocol):
    """What a subcommand's module offers."""

    def arguments(self, parser: ArgumentParser) -> None:
        """Declare flags and arguments; must import nothing heavy."""

    def run(self, args: Namespace) -> int:
        """Do it; the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (this process's own if None); the exit code.

    0 well, 1 a fault of the program, 2 a wrong argument or setting, 3 something to do or found
    where a command was asked for that, 130 interrupted.
    Only argparse's own `--help` leaves by `SystemExit`.
    """
    prepare_streams()
    try:
        return _flushed(list(sys.argv[1:] if argv is None else argv))
    except (Plight, SettingsError) as failure:
        if isinstance(failure, OutputFailed):
            abandon_output()
        print(f"tmchat: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        abandon_output()
        return 141
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            # What Ctrl+C becomes in the middle of making a class, as in an import.
            return 130
        print(f"tmchat: {_crash_sentence(error)}", file=sys.stderr)
        return 1


def parser_for(name: str) -> ArgumentParser:
    """The parser of the subcommand `name`, which imports its module and no other."""
    return _prepared(BY_NAME[name])[1]


def overview() -> str:
    """What `tmchat --help` prints."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join(
        [
            "usage: tmchat [COMMAND] [ARGUMENTS]",
            "",
            "The SMS desk in a terminal: consumers text, agents answer.",
            "",
            *lines,
            "",
            "tmchat COMMAND --help tells more; tmchat --version prints the version.",
        ]
    )


def _flushed(argv: list[str]) -> int:
    """Runs it and has all that was printed leave, help as well, while a failure can be told."""
    try:
        code = _run(argv)
    except SystemExit:
        sys.stdout.flush()
        raise
    sys.stdout.flush()
    return code


def _run(argv: list[str]) -> int:
    first = argv[0] if argv else DEFAULT
    if first in ("-h", "--help", "help"):
        if len(argv) > 1:
            return _run([*argv[1:], "--help"])
        print(overview())
        return 0
    if first == "--version":
        print(f"tmchat {tmchat.__version__}")
        return 0
    if first.startswith("-") or not argv:
        command, rest = BY_NAME[DEFAULT], argv
    else:
        command, rest = _named(first), argv[1:]
    module, parser = _prepared(command)
    wanted = parser.parse_args(rest)
    from tmchat.settings.discretion import hush_libraries

    hush_libraries()
    return module.run(wanted)


def _named(name: str) -> Command:
    if name in BY_NAME:
        return BY_NAME[name]
    close = difflib.get_close_matches(name, BY_NAME, n=1)
    hint = f", did you mean {close[0]}?" if close else ";"
    raise UsageError(f"{name!r} is no command{hint} see tmchat --help")


def _prepared(command: Command) -> tuple[CommandModule, ArgumentParser]:
    module = cast(CommandModule, importlib.import_module(f"tmchat.cli.{command.module}"))
    parser = CommandParser(prog=f"tmchat {command.name}", description=command.summary)
    module.arguments(parser)
    return module, parser


def _crash_sentence(error: Exception) -> str:
    """One sentence about a fault of this program; the crash file holds the rest."""
    from tmchat.cli.crash import write_crash
    from tmchat.settings.paths import folders

    kind = type(error).__name__
    try:
        path = write_crash(error, folders(os.environ).state, time.time())
    except (OSError, SettingsError):
        return f"broken off by a fault of its own ({kind}); no crash file could be written."
    return f"broken off by a fault of its own ({kind}); {path} says where."
