"""The desk's own auto-reply as a tree of settings, and in words; answering is `answering`'s."""

from collections.abc import Callable
from typing import Any, Final

from tmchat.core.answering import problems
from tmchat.core.hours import DAYS, Answering, Span, day_words, spans_of
from tmchat.core.routes import Problem
from tmchat.core.setup.shapes import Form, Setting
from tmchat.core.setup.trees import Tree, at, differences
from tmchat.core.setup.wording import value_words
from tmchat.core.text import Clean, clean_line

_HOURS: Final = "Such as 9:00-17:30, or 9:00-12:00, 13:00-17:00; empty: closed."
SETTINGS: Final = (
    Setting("enabled", "Auto-reply", Form.FLAG, "Once in 24 hours for each texter; chat stays on."),
    Setting("zone", "Time zone", Form.TEXT, "By its name, such as America/Toronto."),
    Setting("holidays", "Holidays", Form.WORDS, "Days such as 2026-12-25, with commas between."),
    *(Setting(f"hours.{day}", day, Form.TEXT, _HOURS) for day in DAYS),
    Setting("texts.in_hours", "While open", Form.TEXT, "What texters get; empty: nothing."),
    Setting("texts.after_hours", "While closed", Form.TEXT, "What texters get; empty: nothing."),
)
_FIELDS: Final = {"in_hours": "texts.in_hours", "after_hours": "texts.after_hours"}


def tree_of(answering: Answering) -> dict[str, Any]:
    """The auto-reply as the form shows it."""
    return {
        "enabled": answering.enabled,
        "zone": answering.zone,
        "hours": {name: day_words(answering, day) or None for day, name in enumerate(DAYS)},
        "holidays": list(answering.holidays) or None,
        "texts": {
            "in_hours": answering.in_hours or None,
            "after_hours": answering.after_hours or None,
        },
    }


def answering_of(tree: Tree) -> Answering:
    """The auto-reply that a form holds; hours that cannot be read are left out."""
    spans: list[Span] = []
    for day, name in enumerate(DAYS):
        try:
            spans += spans_of(str(at(tree, f"hours.{name}") or ""), day)
        except ValueError:
            continue
    return Answering(
        enabled=bool(at(tree, "enabled")),
        zone=str(at(tree, "zone") or ""),
        hours=tuple(spans),
        holidays=tuple(at(tree, "holidays") or ()),
        in_hours=str(at(tree, "texts.in_hours") or ""),
        after_hours=str(at(tree, "texts.after_hours") or ""),
    )


def wrong(tree: Tree, is_zone: Callable[[str], bool]) -> tuple[Problem, ...]:
    """All that is wrong with it, by the path of the setting; `is_zone` knows the time zones."""
    found: list[Problem] = []
    for day, name in enumerate(DAYS):
        try:
            spans_of(str(at(tree, f"hours.{name}") or ""), day)
        except ValueError as fault:
            found.append(Problem(f"hours.{name}", str(fault)))
    for one in problems(answering_of(tree), is_zone):
        field = _FIELDS.get(one.field, one.field)
        found.append(Problem(_first_wrong_day(tree) if field == "hours" else field, one.sentence))
    return tuple(found)


def _first_wrong_day(tree: Tree) -> str:
    """The first day whose hours make no sense by themselves."""
    for day, name in enumerate(DAYS):
        one = Answering(hours=tuple(s for s in answering_of(tree).hours if s.day == day))
        if any(problem.field == "hours" for problem in problems(one, bool)):
            return f"hours.{name}"
    return f"hours.{DAYS[0]}"


def answering_words(before: Answering | None, after: Answering) -> tuple[Clean, ...]:
    """What was changed, a line a setting: before and after; none when nothing was."""
    titles = {one.path: one.title for one in SETTINGS}
    old = tree_of(before or Answering())
    return tuple(
        clean_line(f"{titles[one.path]}: {value_words(one.before)} → {value_words(one.after)}")
        for one in differences(old, tree_of(after))
    )
