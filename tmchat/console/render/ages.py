"""Spans of time in the few cells of a list; moments and dates are drawn where they stand."""

from tmchat.core.text import Clean

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def age(since: int, at: int) -> Clean:
    """How long before `at` the moment `since` was (both ms UTC): `now`, `4m`, `2h`, `3d`, `15w`.

    A moment in the future counts as now: two clocks seldom agree.
    """
    span = at - since
    if span < MINUTE:
        return Clean("now")
    if span < HOUR:
        return Clean(f"{span // MINUTE}m")
    if span < DAY:
        return Clean(f"{span // HOUR}h")
    if span < 100 * DAY:
        return Clean(f"{span // DAY}d")
    return Clean(f"{span // (7 * DAY)}w")
