"""`python -m tests.torture`: the long tries, with their results; the short ones are tests."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence

from tests.torture.processes import CARRIERS
from tests.torture.simulation import Simulation
from tests.torture.torture import Plan, lines, torture


def main(arguments: Sequence[str]) -> int:
    """One try a carrier, each with its share of the whole; 1 if any promise was broken."""
    parser = ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="kills of the hub, in all")
    parser.add_argument("--texts", type=int, default=1_000_000, help="texts from consumers, in all")
    parser.add_argument("--replies", type=int, default=10_000, help="replies from agents, in all")
    parser.add_argument("--minutes", type=float, default=600.0, help="the longest it may last")
    parser.add_argument("--seed", type=int, default=1, help="of the load and of the kills")
    parser.add_argument("--pause", type=float, default=0.003, help="seconds between two batches")
    parser.add_argument("--batch", type=int, default=200, help="texts that are sent at once")
    parser.add_argument("--seeds", type=int, default=0, help="simulated days to play instead")
    parser.add_argument("--from-seed", type=int, default=0, help="the first simulated day")
    wanted = parser.parse_args(arguments)
    if wanted.seeds:
        return _simulate(range(wanted.from_seed, wanted.from_seed + wanted.seeds))
    totals: Counter[str] = Counter()
    for place, carrier in enumerate(CARRIERS):
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


def _simulate(seeds: range) -> int:
    """One day a seed; 1 if any broke a promise."""
    broken = 0
    for seed in seeds:
        found = Simulation(seed).run()
        broken += bool(found)
        for one in found:
            print(f"seed {seed}: {one}", flush=True)
    print(f"{len(seeds)} simulated days, {broken} with findings")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
