"""`tmchat settings`: prints all settings as a file; reading one is `settings.source`'s."""

import json
import os
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from tmchat.settings.paths import folders
from tmchat.settings.schema import Setting, settings_of
from tmchat.settings.source import SECTIONS


def arguments(parser: ArgumentParser) -> None:
    """Declare the sections that may be asked for."""
    parser.add_argument(
        "section",
        nargs="?",
        choices=SECTIONS,
        help="Print this section alone: console, hub or sandbox.",
    )


def run(args: Namespace) -> int:
    """Print the settings, each with its sentence, variable and flag; the exit code."""
    wanted = (args.section,) if args.section else SECTIONS
    print(f"# Settings file of tmchat, read from {folders(os.environ).settings_file}")
    print("# or from --config FILE. A flag goes over a variable, a variable over this file.")
    for section in wanted:
        print()
        print("\n".join(_section(section)))
    return 0


def settings_class(section: str) -> type:
    """The settings class behind the table `section` of a settings file."""
    if section == "console":
        from tmchat.settings.console import ConsoleSettings

        return ConsoleSettings
    if section == "hub":
        from tmchat.settings.hub import HubSettings

        return HubSettings
    from tmchat.settings.sandbox import SandboxSettings

    return SandboxSettings


def _section(section: str) -> Iterator[str]:
    """The lines of one table; values are commented out, so that the file changes nothing as is."""
    yield f"[{section}]"
    for one in settings_of(settings_class(section)):
        yield ""
        yield from textwrap.wrap(one.doc, 94, initial_indent="# ", subsequent_indent="# ")
        places = [one.variable(f"TMCHAT_{section.upper()}"), one.flag]
        if known := ", ".join(place for place in places if place):
            yield f"# {known}"
        yield f"#{one.name} = {_toml(one)}"


def _toml(one: Setting) -> str:
    return '""' if one.default is None else _value(one.default)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(str(value) if not isinstance(value, bool | int | float) else value)
