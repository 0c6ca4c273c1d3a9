"""An auto-reply of the desk as a text file (TOML) that people edit; the rules are `core`'s."""

import tomllib
from typing import Any

from tmchat.cli.failure import Plight
from tmchat.cli.setups.writing import value_text
from tmchat.core.hours import DAYS, Answering, Span, day_words, spans_of

_TEXTS = ("zone", "in_hours", "after_hours")
_KNOWN = {"enabled", "hours", "holidays", *_TEXTS}


def answering_text(answering: Answering) -> str:
    """The file's text; `read_answering` reads the very same auto-reply out of it."""
    lines = [
        f"enabled = {value_text(answering.enabled)}",
        f"zone = {value_text(answering.zone)}",
        f"holidays = {value_text(list(answering.holidays))}",
        "# What texters get while you are open, and while you are not; empty: nothing.",
        f"in_hours = {value_text(answering.in_hours)}",
        f"after_hours = {value_text(answering.after_hours)}",
        "",
        "# A day without hours is closed; two spans: 9:00-12:00, 13:00-17:30",
        "[hours]",
    ]
    hours = [f"{name} = {value_text(day_words(answering, day))}" for day, name in enumerate(DAYS)]
    return "\n".join([*lines, *hours]) + "\n"


def read_answering(text: str) -> Answering:
    """The auto-reply that a file holds; raises `Plight` naming what is wrong."""
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Plight(f"The file is no TOML: {fault}.") from None
    for name in held:
        if name not in _KNOWN:
            raise Plight(f"An auto-reply has no setting {name!r}.")
    for name in _TEXTS:
        if not isinstance(held.get(name, ""), str):
            raise Plight(f"{name} wants a text in quotes.")
    if not isinstance(held.get("enabled", False), bool):
        raise Plight("enabled wants true or false.")
    holidays = held.get("holidays", [])
    if not isinstance(holidays, list) or not all(isinstance(one, str) for one in holidays):
        raise Plight('holidays wants a list of days such as ["2026-12-25"].')
    return Answering(
        enabled=held.get("enabled", False),
        zone=held.get("zone", "UTC"),
        hours=_hours(held.get("hours", {})),
        holidays=tuple(holidays),
        in_hours=held.get("in_hours", ""),
        after_hours=held.get("after_hours", ""),
    )


def _hours(held: Any) -> tuple[Span, ...]:
    if not isinstance(held, dict):
        raise Plight("hours wants a table with a line for each day.")
    names = {name.casefold(): day for day, name in enumerate(DAYS)}
    spans: list[Span] = []
    for name, written in held.items():
        day = names.get(name.casefold())
        if day is None:
            raise Plight(f"hours.{name} is no day; write Mon, Tue and so on.")
        try:
            spans += spans_of(written if isinstance(written, str) else "?", day)
        except ValueError as fault:
            raise Plight(f"hours.{name}: {fault}") from None
    return tuple(spans)
