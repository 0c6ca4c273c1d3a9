"""`python -m tests.torture`: the long tries, with their results; the short ones are tests."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from tests.torture.processes import CARRIERS
from tests.torture.simulation import Simulation
from tests.torture.torture import Plan, torture


def main(arguments: Sequence[str]) -> int:
    """One try a carrier; 1 if any promise was broken."""
    parser = ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="kills of the hub")
    parser.add_argument("--texts", type=int, default=1_000_000, help="texts from consumers")
    parser.add_argument("--replies", type=int, default=10_000, help="replies from agents")
    parser.add_argument("--minutes", type=float, default=600.0, help="the longest a try may last")
    parser.add_argument("--seed", type=int, default=1, help="of the load and of the kills")
    parser.add_argument("--pause", type=float, default=0.003, help="seconds between two texts")
    parser.add_argument("--seeds", type=int, default=0, help="simulated days to play instead")
    parser.add_argument("--from-seed", type=int, default=0, help="the first simulated day")
    wanted = parser.parse_args(arguments)
    if wanted.seeds:
        return _simulate(range(wanted.from_seed, wanted.from_seed + wanted.seeds))
    broken = False
    for carrier in CARRIERS:
        plan = Plan(
            carrier,
            wanted.seed,
            wanted.kills,
            wanted.texts,
            wanted.replies,
            seconds=60 * wanted.minutes / len(CARRIERS),
            pause=wanted.pause,
        )
        result = torture(plan)
        print("\n".join(result.table()), end="\n\n", flush=True)
        broken = broken or bool(result.findings)
    return int(broken)


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
