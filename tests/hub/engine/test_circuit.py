"""Tests of the circuit before a carrier, as a table of what is told and what it then allows."""

from math import inf
from random import Random

import pytest

from tmchat.hub.circuit import LONGEST_HOLD, SILENCES, Circuit
from tmchat.protocol.backoff import Backoff


class NoJitter(Random):
    """Draws what makes a pause its whole length."""

    def random(self) -> float:
        return 1.0


def circuit(silences: int = 3) -> Circuit:
    """A circuit with pauses of 2, 4, 8... 16 seconds."""
    return Circuit(Backoff(NoJitter(), first=2.0, longest=16.0), silences=silences)


# What happens, one word a step: `.` an attempt is silent, `+` one is answered, `p` a probe begins
# and is silent, `P` one begins and is answered, `w` one begins and is withdrawn; a number passes
# so many seconds. Then whether the circuit is open and the wait that is left.
STEPS = [
    ("", False, 0.0),
    (". .", False, 0.0),
    (". . + . .", False, 0.0),
    (". . .", True, 2.0),
    (". . . .", True, 2.0),
    (". . . 1", True, 1.0),
    (". . . 2", True, 0.0),
    (". . . 2 p", True, 4.0),
    (". . . 2 p 4 p", True, 8.0),
    (". . . 2 p 4 p 8 p 16 p", True, 16.0),
    (". . . 2 P", False, 0.0),
    (". . . 2 p 4 P . . .", True, 2.0),
    (". . . 2 w", True, 0.0),
    (". . . +", False, 0.0),
]


@pytest.mark.parametrize(("steps", "is_open", "wait"), STEPS)
def test_the_circuit(steps: str, is_open: bool, wait: float) -> None:
    one, now = circuit(), 100.0
    for step in steps.split():
        if step.isdigit():
            now += int(step)
        elif step in "pPw":
            assert one.wait(now) == 0
            assert one.begin()
            assert one.wait(now) == inf, "only one probe is out at a time"
            if step == "p":
                one.silent(now, probe=True)
            elif step == "P":
                one.answered()
            else:
                one.withdrawn(probe=True)
        elif step == ".":
            one.silent(now, probe=False)
        else:
            one.answered()
    assert (one.is_open, one.wait(now)) == (is_open, wait)


def test_what_was_begun_before_it_opened_ends_no_probe() -> None:
    one = circuit()
    for _ in range(3):
        assert not one.begin()
        one.silent(0.0, probe=False)
    assert one.begin()
    one.silent(2.0, probe=False)
    assert one.wait(2.0) == inf
    one.withdrawn(probe=False)
    assert one.wait(2.0) == inf


def test_a_pause_that_the_carrier_asks_for_holds_over_an_answer() -> None:
    one = circuit()
    one.hold(10.0, 30.0)
    one.hold(10.0, 5.0)
    one.answered()
    assert not one.is_open
    assert one.wait(10.0) == 30.0
    assert not one.at_rest(39.0)
    assert one.at_rest(40.0)


def test_no_pause_is_longer_than_an_hour() -> None:
    one = circuit()
    one.hold(0.0, 1e12)
    assert one.wait(0.0) == LONGEST_HOLD


def test_pauses_have_jitter() -> None:
    def first_pause(seed: int) -> float:
        one = Circuit(Backoff(Random(seed), first=2.0, longest=16.0))
        for _ in range(SILENCES):
            one.silent(0.0, probe=False)
        return one.wait(0.0)

    pauses = {first_pause(seed) for seed in range(20)}
    assert len(pauses) == 20
    assert all(1.0 <= pause <= 2.0 for pause in pauses)
