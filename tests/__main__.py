"""`python -m tests`: layout, lint, types and tests, each timed; not for benchmarks.

Arguments go to pytest, as in `python -m tests -k layers`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.surroundings import unwanted

ROOT = Path(__file__).parent.parent

STEPS = {
    "layout": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "types": ("mypy", "--strict", "--no-error-summary"),
    # One file stays with one worker, so that fixtures of a module are made once; in the order of
    # `conftest`. Three workers keep two processors busy: many tests wait for other processes.
    "tests": ("pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"),
}


def main(arguments: Sequence[str]) -> int:
    """Run every step, also after one has failed; 1 if any failed."""
    unwanted_here = unwanted(os.environ)
    environment = {key: value for key, value in os.environ.items() if key not in unwanted_here}
    results: list[tuple[str, float, int]] = []
    for name, words in STEPS.items():
        extra = arguments if name == "tests" else ()
        print(f"== {name}: {' '.join((*words, *extra))}", flush=True)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", *words, *extra], cwd=ROOT, env=environment)
        results.append((name, time.perf_counter() - started, done.returncode))
    print()
    for name, seconds, code in results:
        print(f"{name:8} {seconds:6.1f} s  {'well' if code == 0 else f'FAILED ({code})'}")
    return int(any(code for _, _, code in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
