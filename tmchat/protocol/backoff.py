"""How long to wait before trying again; what is tried is the caller's."""

from random import Random


class Backoff:
    """Delays in seconds that double from `first` to `longest`, each with jitter.

    Jitter keeps two hundred consoles of a restarted hub from coming back in the same instant.
    """

    def __init__(self, random: Random, *, first: float = 0.25, longest: float = 15.0) -> None:
        self._random = random
        self._first = first
        self._longest = longest
        self._tries = 0

    def reset(self) -> None:
        """The last try went well: the next delay is short again."""
        self._tries = 0

    def next(self) -> float:
        """The delay before the next try."""
        ceiling = min(self._longest, self._first * 2.0**self._tries)
        self._tries = min(self._tries + 1, 16)
        return ceiling * (0.5 + self._random.random() / 2)
