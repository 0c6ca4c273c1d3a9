"""Tests of the hours of a week as people write them."""

from datetime import datetime

import pytest

from tmchat.core.hours import within
from tmchat.core.week import week_of

SATURDAY = datetime(2026, 11, 28, 12, 0)


def at(written: str, day: int, hour: int, minute: int = 0) -> bool:
    """Whether the hours hold a time of the week of Monday, 23 November 2026."""
    return within(week_of(written), datetime(2026, 11, 23 + day, hour, minute))


def test_no_hours_are_no_spans() -> None:
    assert week_of("") == ()
    assert not within(week_of(" , "), SATURDAY)


@pytest.mark.parametrize(
    ("written", "day", "hour", "minute", "inside"),
    [
        ("09:00-18:00", 0, 9, 0, True),
        ("09:00-18:00", 6, 17, 59, True),
        ("09:00-18:00", 3, 18, 0, False),
        ("9:00-12:00, 13:00-17:30", 2, 12, 30, False),
        ("Mon-Fri 09:00-18:00, Sat 10:00-14:00", 5, 9, 30, False),
        ("Mon-Fri 09:00-18:00, Sat 10:00-14:00", 5, 10, 0, True),
        ("Mon-Fri 09:00-18:00", 6, 10, 0, False),
        ("sunday 09:00-18:00", 6, 10, 0, True),
        ("Sat-Mon 09:00-18:00", 0, 10, 0, True),
        ("Sat-Mon 09:00-18:00", 1, 10, 0, False),
        ("22:00-06:00", 0, 5, 59, True),
        ("22:00-06:00", 0, 23, 0, True),
        ("22:00-06:00", 0, 12, 0, False),
        ("Fri 22:00-06:00", 5, 5, 0, True),
        ("Fri 22:00-06:00", 4, 5, 0, False),
        ("Sun 22:00-06:00", 0, 5, 0, True),
        ("00:00-24:00", 4, 0, 0, True),
        ("18:00-00:00", 4, 23, 59, True),
        ("18:00-00:00", 4, 0, 0, False),
    ],
)
def test_hours_hold_what_they_say(
    written: str, day: int, hour: int, minute: int, inside: bool
) -> None:
    assert at(written, day, hour, minute) is inside


@pytest.mark.parametrize(
    "written", ["9", "9:00", "9-17", "Mon", "Xyz 9:00-10:00", "a b 9:00-10:00"]
)
def test_what_is_no_hours_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(ValueError, match="Write"):
        week_of(written)
