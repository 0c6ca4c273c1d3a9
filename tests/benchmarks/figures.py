"""What a benchmark hands back and how it is printed; measuring is each group's own module's."""

import math
import os
import platform
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("textual", "starlette", "uvicorn", "websockets")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `target` says what is to be reached, empty for a row that only
    explains another; `reached` is None where there is nothing to reach."""

    name: str
    measured: str
    target: str = ""
    reached: bool | None = None


Measure = Callable[[], Iterator[Figure]]
"""One group of figures; yields each as soon as it is known."""


def at_most(name: str, value: float, most: float, unit: str) -> Figure:
    """A figure that should not be above `most`."""
    return Figure(name, amount(value, unit), f"≤ {most:g} {unit}", value <= most)


def spread(
    name: str, seconds: Sequence[float], *, p50: float | None = None, p99: float | None = None
) -> Figure:
    """Waiting times in seconds by their middle and their slow end; targets in milliseconds."""
    found = {share: percentile(seconds, share) * 1000 for share in (50, 99)}
    told = ", ".join(f"p{share} {value:.1f}" for share, value in found.items())
    wanted = {share: most for share, most in ((50, p50), (99, p99)) if most is not None}
    targets = ", ".join(f"p{share} ≤ {most:g}" for share, most in wanted.items())
    return Figure(
        name,
        f"{told} ms (n {len(seconds)})",
        f"{targets} ms" if wanted else "",
        all(found[share] <= most for share, most in wanted.items()) if wanted else None,
    )


def ratio(name: str, value: float, beside: float, most: float) -> Figure:
    """`value` as a multiple of `beside`; both in seconds."""
    told = f"{value / beside:.2f} x ({value * 1000:.1f} against {beside * 1000:.1f} ms)"
    return Figure(name, told, f"≤ {most:g} x", value / beside <= most)


def amount(value: float, unit: str) -> str:
    """`value` with its unit, in as many digits as mean something."""
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` percent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def middle(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)


def machine() -> str:
    """The machine and the versions in one line."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {libraries}"
    )


def line(figure: Figure) -> str:
    """One row, as it is printed."""
    word = {None: "", True: "reached", False: "MISSED"}[figure.reached]
    return f"{figure.name:<52}  {figure.measured:<44}  {figure.target:<24}  {word}".rstrip()


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    names = [one.partition(":")[2] for one in told.splitlines() if one.startswith("model name")]
    return " ".join(names[0].split()) if names else platform.machine()
