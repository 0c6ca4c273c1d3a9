"""Changes to settings in words, a line each, fit for any terminal; layout is a screen's."""

from collections.abc import Iterable, Mapping
from typing import Any

from tmchat.core import phone
from tmchat.core.setup.plans import Kind, Plan
from tmchat.core.setup.shapes import Form, setting
from tmchat.core.setup.trees import Difference
from tmchat.core.text import Clean, clean_line

_LONGEST = 60
NOT_SET = "not set"


def title(kind: Kind, path: str) -> str:
    """What people call a setting; its path where nobody has a name for it."""
    found = setting(kind, path)
    return found.title if found is not None and found.form is not Form.KEPT else path


def value_words(value: Any) -> str:
    """One value in short."""
    if value is None or value in ({}, []):
        return NOT_SET
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        text = phone.pretty(value)
        return f"“{text}”" if len(text) <= _LONGEST else f"“{text[: _LONGEST - 1]}…”"
    if isinstance(value, list | tuple):
        return ", ".join(map(_item, value))
    if isinstance(value, Mapping):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    return str(value)


def change_words(kind: Kind, change: Difference) -> Clean:
    """One change: which setting, before, after."""
    before, after = value_words(change.before), value_words(change.after)
    return clean_line(f"{title(kind, change.path)}: {before} → {after}")


def plan_words(plan: Plan, *, most: int = 3) -> Clean:
    """A whole plan in one line; of many changes the first `most`."""
    return clean_line("; ".join(_first(plan.target.kind, plan.changes, most)))


def _first(kind: Kind, changes: Iterable[Difference], most: int) -> list[str]:
    lines: list[str] = [change_words(kind, one) for one in changes]
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"and {len(lines) - most} more"]


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        referrer, triggers = value.get("referrer"), value.get("triggers") or []
        words = [str(referrer or "nobody"), *map(str, triggers)]
        return " ".join([*words, "organic"] if value.get("organic") else words)
    return str(value)
