"""Whether this user's console starts for the first time; what is then shown is `console`'s."""

import contextlib
from collections.abc import Callable
from pathlib import Path

_SEEN = "tour-seen"


def first_time(state: Path) -> Callable[[], None] | None:
    """None when this user has had the tour, otherwise what is to be called once they had it.

    A folder in which that cannot be kept counts as a first time; the tour is easily left.
    """
    seen = state / _SEEN
    if seen.exists():
        return None

    def keep() -> None:
        with contextlib.suppress(OSError):
            state.mkdir(mode=0o700, parents=True, exist_ok=True)
            seen.touch(mode=0o600)

    return keep
