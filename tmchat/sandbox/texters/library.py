"""Reads trades and written conversations from the packaged TOML files; holds no conversation."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tmchat.sandbox.texters.script import (
    MOODS,
    Attribution,
    Line,
    Person,
    Rule,
    Script,
    Trade,
)
from tmchat.sandbox.texters.words import pattern

_PERSON = ("name", "city", "state", "zip", "area_code")
_REQUIRED = ("id", *_PERSON, "language", "mood", "address", "free", "opening", "then", "ending")
_OPTIONAL = ("attribution", "media", "on", "impatient")


class ScriptError(ValueError):
    """A script file that cannot be played; the message names the file, the script and the fault."""


def trades() -> tuple[Trade, ...]:
    """The businesses of the sandbox, in the order of their files."""
    return tuple(trade for trade, _ in _library())


def scripts() -> tuple[Script, ...]:
    """Every written conversation, grouped by trade."""
    return tuple(script for _, written in _library() for script in written)


@cache
def _library() -> tuple[tuple[Trade, tuple[Script, ...]], ...]:
    folder = files(__package__) / "scripts"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=str)
    return tuple(read_trade(file.read_text(encoding="utf-8"), file.name) for file in found)


def read_trade(toml: str, source: str) -> tuple[Trade, tuple[Script, ...]]:
    """Read one trade file; `source` names it in errors.

    Raises ScriptError for a missing, unknown or empty field.
    """
    try:
        table = tomllib.loads(toml)
        trade = Trade(
            key=table["key"],
            group=table["group"],
            owner=table["owner"],
            lines=tuple(Line(**line) for line in table["lines"]),
        )
        site = table["site"]
        written = table["script"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise ScriptError(f"{source}: {fault}") from fault
    return trade, tuple(_script(each, trade.key, site, source) for each in written)


def _script(table: Mapping[str, Any], trade: str, site: str, source: str) -> Script:
    where = f"{source}, script {table.get('id', '?')}"
    missing = [key for key in _REQUIRED if not table.get(key)]
    unknown = sorted(set(table) - {*_REQUIRED, *_OPTIONAL})
    if missing or unknown:
        raise ScriptError(f"{where}: missing {missing}, unknown {unknown}")
    if table["mood"] not in MOODS:
        raise ScriptError(f"{where}: mood is one of {', '.join(sorted(MOODS))}")
    return Script(
        id=table["id"],
        trade=trade,
        person=Person(*(table[key] for key in _PERSON)),
        language=table["language"],
        mood=table["mood"],
        address=table["address"],
        free=table["free"],
        attribution=_attribution(table.get("attribution"), site),
        opening=_texts(table["opening"], where),
        opening_media=tuple(table.get("media", ())),
        rules=tuple(_rule(each, where) for each in table.get("on", ())),
        follow_ups=_texts(table["then"], where),
        impatient=_texts(table.get("impatient", []), where),
        ending=_texts(table["ending"], where),
    )


def _attribution(table: Mapping[str, str] | None, site: str) -> Attribution | None:
    if table is None:
        return None
    return Attribution(
        rule=table["rule"],
        landing_page=site + table["page"],
        referrer=table.get("referrer", ""),
        tag=table.get("tag", ""),
    )


def _rule(table: Mapping[str, Any], where: str) -> Rule:
    when = _texts(table.get("when", []), where)
    says = tuple(
        (saying,) if isinstance(saying, str) else _texts(saying, where)
        for saying in table.get("say", [])
    )
    if not when or not says:
        raise ScriptError(f"{where}: every rule needs words under `when` and texts under `say`")
    return Rule(when, says, tuple(table.get("media", ())), pattern(when))


def _texts(found: object, where: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
        raise ScriptError(f"{where}: texts are a list of strings that are not empty")
    return tuple(found)
