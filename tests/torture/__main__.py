"""`python -m tests.torture`: the long tries, with their results; the short ones are tests."""

import os
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.torture.powercuts import (
    CUTS_A_DAY,
    FAILURES,
    LASTING,
    broken_by_failure,
    day_of_cuts,
    failing_places,
)
from tests.torture.processes import CARRIERS
from tests.torture.simulation import simulated
from tests.torture.torture import Plan, lines, torture


def main(arguments: Sequence[str]) -> int:
    """One try a carrier, each with its share of the whole; 1 if any promise was broken."""
    parser = ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="kills of the hub, in all")
    parser.add_argument("--texts", type=int, default=1_000_000, help="texts from consumers, in all")
    parser.add_argument("--replies", type=int, default=10_000, help="replies from agents, in all")
    parser.add_argument("--minutes", type=float, default=600.0, help="the longest it may last")
    names = [carrier.name for carrier in CARRIERS]
    parser.add_argument("--carrier", choices=names, help="only this one's share of the whole")
    parser.add_argument("--seed", type=int, default=1, help="of the load and of the kills")
    parser.add_argument("--pause", type=float, default=0.003, help="seconds between two batches")
    parser.add_argument("--batch", type=int, default=200, help="texts that are sent at once")
    parser.add_argument("--seeds", type=int, default=0, help="simulated days to play instead")
    parser.add_argument("--from-seed", type=int, default=0, help="the first simulated day")
    parser.add_argument("--power-cuts", type=int, default=0, help="cuts to make instead")
    parser.add_argument(
        "--disk-failures", action="store_true", help="let the disk fail at every write instead"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="days played at once")
    wanted = parser.parse_args(arguments)
    if wanted.seeds:
        seeds = range(wanted.from_seed, wanted.from_seed + wanted.seeds)
        return _play(simulated, seeds, wanted.jobs, f"{len(seeds)} simulated days")
    if wanted.power_cuts:
        days = range(wanted.from_seed, wanted.from_seed + -(-wanted.power_cuts // CUTS_A_DAY))
        told = f"{len(days) * CUTS_A_DAY} power cuts in {len(days)} days"
        return _play(day_of_cuts, days, wanted.jobs, told)
    if wanted.disk_failures:
        places = failing_places()
        told = f"{len(places) * len(FAILURES) * len(LASTING)} days with a failing disk"
        return _play(broken_by_failure, places, wanted.jobs, told)
    totals: Counter[str] = Counter()
    for place, carrier in enumerate(CARRIERS):
        if wanted.carrier not in (None, carrier.name):
            continue
        plan = Plan(
            carrier,
            wanted.seed,
            _share(wanted.kills, place),
            _share(wanted.texts, place),
            _share(wanted.replies, place),
            seconds=60 * wanted.minutes / len(CARRIERS),
            texters=12,
            pause=wanted.pause,
            batch=wanted.batch,
        )
        result = torture(plan)
        print("\n".join(result.table()), end="\n\n", flush=True)
        totals += result.figures()
    print("\n".join(("all carriers", *lines(totals))))
    return int(totals["findings"] > 0)


def _share(whole: int, place: int) -> int:
    """What the carrier at `place` gets of a whole that is dealt out evenly."""
    return whole // len(CARRIERS) + (place < whole % len(CARRIERS))


def _play(
    play: Callable[[int], list[str]], seeds: Sequence[int], jobs: int | None, told: str
) -> int:
    """Plays every seed, `jobs` at once; 1 if any broke a promise."""
    begun, broken = time.monotonic(), 0
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(play, seeds, chunksize=max(1, min(100, len(seeds) // 8))):
            broken += bool(found)
            for one in found:
                print(one, flush=True)
    print(f"{told}, {broken} of the seeds with findings, {time.monotonic() - begun:.0f} seconds")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
