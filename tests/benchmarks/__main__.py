"""`python -m tests.benchmarks [GROUP...]`: prints one table; whether it is good is for people.

The exit code is 0 whatever is measured. Runs alone on the machine, or it measures its neighbours.
"""

import importlib
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from tests.benchmarks.figures import Figure, line, machine
from tmchat.cli.screen import FRAMES_A_SECOND

GROUPS = {
    "paint": "first paint of the console beside an empty Textual application",
    "keys": "from a key to its paint, idle and under inbound texts",
    "opening": "opening a long conversation beside a short one",
    "administration": "the table of ten thousand tracking numbers",
    "memory": "the console's memory with a full list",
    "push": "from a consumer's text to the agent's screen",
    "output": "bytes to the terminal, beside Textual's own, weechat and irssi",
    "finding": "searching a million texts",
    "catchup": "a console that was away is level again, by replay and by a whole state",
    "crowd": "a thousand consoles on one hub, and what an idle one costs",
    "intake": "durable texts a second at the hub, with consoles listening",
    "account": "a hub on an account of ten thousand numbers",
}
"""Each is a module of this package with a `figures` function."""


def main(arguments: Sequence[str]) -> int:
    """Measures the groups named in `arguments`, all when none is."""
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    told = "; ".join(f"{name}: {summary}" for name, summary in GROUPS.items())
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=told)
    groups = parser.parse_args(arguments).groups
    strange = [name for name in groups if name not in GROUPS]
    if strange:
        parser.error(f"{strange[0]} is no group; there are {', '.join(GROUPS)}")
    # As `tmchat` does, before Textual is imported.
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    print(machine(), flush=True)
    heads = Figure("figure", "measured", "to be reached")
    print(f"\n{line(heads)}", flush=True)
    for name in groups or GROUPS:
        measure = importlib.import_module(f"tests.benchmarks.{name}").figures
        for figure in measure():
            print(line(figure), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
