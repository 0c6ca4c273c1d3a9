"""Tests that no power cut and no failing disk costs what was answered, and that the proof can fail.

More cuts are `python -m tests.torture --power-cuts`, and failures at every write `--disk-failures`.
"""

from random import Random

import pytest

from tests.torture.powercuts import (
    FAILURES,
    LASTING,
    PowerDay,
    broken_by_cuts,
    day_of_failure,
    failing_places,
    found_after,
)
from tests.torture.powerdisk import cuts

DAYS, CUTS = 6, 50


@pytest.mark.parametrize("day", range(DAYS))
def test_no_power_cut_loses_or_spoils_what_was_answered(day: int) -> None:
    assert list(broken_by_cuts(day, CUTS)) == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_without_a_sync_of_every_commit_cuts_lose_what_was_answered(synchronous: str) -> None:
    found = " ".join(broken_by_cuts(1, 20, synchronous))
    assert "I1: lost" in found


def test_a_cut_on_a_disk_that_loses_its_log_whole_is_found() -> None:
    day = PowerDay(1).play(rounds=6)
    syncs = [place for place, op in enumerate(day.ops, 1) if op.kind == "sync"]
    end = syncs[-4]  # before the hub's own end puts the log into the file
    (left,) = cuts(day.ops, [end], Random(1))
    lost = {name: content for name, content in left.items() if not name.endswith("-wal")}
    assert found_after(day, end, lost)


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("lasting", LASTING)
def test_a_disk_that_fails_at_any_write_costs_nothing_that_was_answered(
    failure: str, lasting: int
) -> None:
    refused = 0
    for place in failing_places()[:: 5 if lasting == 1 else 12]:
        day, found = day_of_failure(failure, lasting, place)
        assert found == []
        refused += sum(answered < 0 for _, answered, _ in day.pushes)
    assert refused
