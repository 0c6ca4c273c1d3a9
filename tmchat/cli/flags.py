"""Command-line flags made from a settings class; what a setting means is the class's."""

import os
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from tmchat.cli.parser import share
from tmchat.settings.paths import folders
from tmchat.settings.schema import Setting, settings_of
from tmchat.settings.source import load

T = TypeVar("T")

METAVARS: dict[Any, str] = {int: "N", float: "N", Path: "FILE", Path | None: "FILE"}


def add_flags(parser: ArgumentParser, cls: type) -> None:
    """A flag for each setting of `cls` that may stand on a command line, and `--config FILE`.

    Values stay text here, so that a wrong one is refused in `load`'s words.
    """
    share(parser, "--config", type=Path, metavar="FILE", help="Settings file; see tmchat settings.")
    for one in settings_of(cls):
        if one.flag is None:
            continue
        help_line = f"{one.doc}{_default(one)}".replace("%", "%%")
        if one.shape is bool:
            parser.add_argument(
                one.flag, dest=one.key, action=BooleanOptionalAction, help=help_line
            )
        else:
            parser.add_argument(one.flag, dest=one.key, metavar=_metavar(one), help=help_line)


def chosen(args: Namespace, cls: type[T], *, section: str) -> T:
    """The settings that `args`, this process's environment and the settings file make together.

    The file is the one named by `--config`, else the usual one if it exists.
    Raises `SettingsError`.
    """
    usual = folders(os.environ).settings_file
    return load(
        cls,
        toml=args.config or (usual if usual.is_file() else None),
        section=section,
        environment=os.environ,
        prefix=f"TMCHAT_{section.upper()}",
        flags={one.key: getattr(args, one.key) for one in settings_of(cls) if one.flag},
    )


def _metavar(one: Setting) -> str:
    if get_origin(one.shape) is Literal:
        return "|".join(get_args(one.shape))
    if get_origin(one.shape) is tuple:
        return f"{one.path[-1].upper()},..."
    return METAVARS.get(one.shape, one.path[-1].upper())


def _default(one: Setting) -> str:
    if one.default in ("", None, (), {}):
        return ""
    if isinstance(one.default, bool):
        return f" (default: {'yes' if one.default else 'no'})"
    return f" (default: {one.default})"
