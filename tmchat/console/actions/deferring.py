"""Actions that put something off until a time; choosing the time is a sheet's."""

from tmchat.console.actions.action import Action, Scope
from tmchat.console.desk import Desk


def _may_snooze(desk: Desk) -> bool:
    one = desk.open
    return one is not None and not one.closed and not one.opted_out


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
    ),
)
