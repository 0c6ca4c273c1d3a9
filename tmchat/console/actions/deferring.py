"""Actions that put something off until a time; choosing the time is a sheet's."""

from tmchat.console.actions.action import Action, Scope
from tmchat.console.desk import Desk


def _may_snooze(desk: Desk) -> bool:
    one = desk.open
    return one is not None and not one.closed and not one.opted_out


def _has_scheduled(desk: Desk) -> bool:
    return desk.open is not None and bool(desk.open.scheduled)


def _why_no_snooze(desk: Desk) -> str:
    return "it is closed" if desk.open is not None and desk.open.closed else "it is opted out"


ACTIONS = (
    Action(
        "snooze",
        "Snooze",
        ("z",),
        Scope.READING,
        lambda bench: bench.deferring.snooze(),
        "Puts the conversation off until a time or the next text, for all; also takes that back.",
        "",
        _may_snooze,
        _why_no_snooze,
    ),
    Action(
        "schedule",
        "Send later",
        ("f8",),
        Scope.COMPOSER,
        lambda bench: bench.deferring.schedule(),
        "Has the reply go out at a time, outside of the texter's quiet hours.",
    ),
    Action(
        "scheduled",
        "Scheduled replies",
        ("S",),
        Scope.READING,
        lambda bench: bench.deferring.scheduled(),
        "Sends one of this conversation now, or cancels it.",
        "",
        _has_scheduled,
        lambda desk: "nothing is scheduled here",
    ),
)
