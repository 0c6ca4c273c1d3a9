"""Tests of how long is waited before trying again; what is tried is tested with the link."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tmchat.protocol.backoff import Backoff


@given(st.integers(), st.integers(1, 60))
def test_delays_double_with_jitter_up_to_the_longest(seed: int, tries: int) -> None:
    backoff = Backoff(Random(seed), first=0.25, longest=15.0)
    for number in range(tries):
        ceiling = min(15.0, 0.25 * 2**number)
        assert ceiling / 2 <= backoff.next() <= ceiling


def test_after_success_the_delay_is_short_again() -> None:
    backoff = Backoff(Random(1), first=1.0, longest=60.0)
    for _ in range(8):
        backoff.next()
    backoff.reset()
    assert backoff.next() <= 1.0


def test_two_consoles_do_not_come_back_together() -> None:
    delays = {Backoff(Random(seed)).next() for seed in range(50)}
    assert len(delays) == 50
