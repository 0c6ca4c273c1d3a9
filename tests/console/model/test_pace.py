"""Tests of how soon the screen may be painted again, on a clock set by hand."""

import pytest

from tmchat.console.pace import Pace


def paints(pace: Pace, start: float, count: int) -> list[float]:
    """When so many paints come, each as soon as it may."""
    now, found = start, []
    for _ in range(count):
        now += pace.wait(now)
        pace.painted(now)
        found.append(now - start)
    return found


def test_a_few_paints_come_at_once_and_then_ten_a_second() -> None:
    assert paints(Pace(10, 3), 100.0, 6) == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3])


def test_a_quiet_while_gives_no_more_than_the_few() -> None:
    pace = Pace(10, 3)
    paints(pace, 100.0, 6)
    assert paints(pace, 200.0, 5) == pytest.approx([0, 0, 0, 0.1, 0.2])
