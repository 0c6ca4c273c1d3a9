"""The environment variables that no test may inherit; setting them for one test is the test's."""

from collections.abc import Iterable

NAMES = frozenset({"NO_COLOR", "FORCE_COLOR", "COLORTERM", "PYTHONASYNCIODEBUG"})
PREFIXES = ("TEXTUAL", "TMCHAT_")
KEPT = ("TEXTUAL_SNAPSHOT",)
"""The snapshot plugin tells its own workers where to write by these."""


def unwanted(names: Iterable[str]) -> list[str]:
    """Those of the variables `names` that change pictures, settings or sign-in."""
    return sorted(
        name
        for name in names
        if name in NAMES or (name.startswith(PREFIXES) and not name.startswith(KEPT))
    )
