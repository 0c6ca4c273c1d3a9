"""Tests that no power cut and no failing disk costs what was answered, and that the proof can fail.

More cuts are `python -m tests.torture --power-cuts`.
"""

from random import Random

import apsw
import pytest

from tests.torture.powercuts import PowerDay, broken_by_cuts, found_after
from tests.torture.powerdisk import Op, cuts

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


FAILURES = {
    "no room": (("create", "write"), apsw.SQLITE_FULL),
    "a write refused": (("write", "truncate"), apsw.SQLITE_IOERR_WRITE),
    "a sync refused": (("sync",), apsw.SQLITE_IOERR_FSYNC),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("lasting", [1, 12])
def test_a_disk_that_fails_at_any_write_costs_nothing_that_was_answered(
    failure: str, lasting: int
) -> None:
    ready = len(PowerDay(5).play(rounds=0).ops) - 3
    count = len(PowerDay(5).play(rounds=4).ops)
    kinds, code = FAILURES[failure]
    refused = 0
    # The first operations make the tables: a hub that cannot says so and does not start.
    for place in range(ready, count, 3 if lasting == 1 else 12):
        day = PowerDay(5)
        left = lasting

        def fail(op: Op, place: int = place, day: PowerDay = day) -> None:
            nonlocal left
            if op.kind in kinds and left and len(day.disk.ops) >= place:
                left -= 1
                raise apsw.exception_for(code)

        day.disk.fault = fail
        played = day.play(rounds=4)
        refused += sum(answered < 0 for _, answered, _ in played.pushes)
        assert played.pushes[-1][1] > 0, f"{failure} at {place}"
        (image,) = cuts(played.ops, [len(played.ops)], Random(place))
        assert found_after(played, len(played.ops), image) == [], f"{failure} at {place}"
    assert refused
