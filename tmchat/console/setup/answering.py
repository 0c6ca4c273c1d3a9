"""The desk's own auto-reply as a tree of settings, for the form; what it answers is `core`'s."""

from typing import Any, Final

from tmchat.console.setup.form import Shape
from tmchat.core.answering import problems
from tmchat.core.hours import DAYS, Answering, Span, day_words, spans_of
from tmchat.core.routes import Problem
from tmchat.core.setup.shapes import Form, Setting
from tmchat.core.setup.trees import Tree, at
from tmchat.settings.zones import zone_of

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


def _wrong(tree: Tree) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for day, name in enumerate(DAYS):
        try:
            spans_of(str(at(tree, f"hours.{name}") or ""), day)
        except ValueError as fault:
            found.append(Problem(f"hours.{name}", str(fault)))
    for one in problems(answering_of(tree), lambda zone: zone_of(zone) is not None):
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


SHAPE: Final = Shape(SETTINGS, lambda tree: SETTINGS, _wrong)
