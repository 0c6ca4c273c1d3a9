"""Who has told the carrier STOP, as US carriers hear it; not a desk's own opt-out list."""

from collections.abc import Callable

from tmchat.sandbox.store import Store

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
START_WORDS = frozenset({"start", "unstop", "yes"})


class OptOuts:
    """Pairs of texter and tracking number between which nothing may be sent to the texter."""

    def __init__(self, store: Store, now: Callable[[], int], *, enforced: bool) -> None:
        self._store = store
        self._now = now
        self._enforced = enforced

    def hear(self, texter: str, number: str, body: str) -> None:
        """Take note when a text consists of a keyword alone."""
        word = body.strip().casefold()
        if word in STOP_WORDS:
            self._store.run(
                "INSERT OR IGNORE INTO opt_outs (texter, number, at) VALUES (?, ?, ?)",
                texter,
                number,
                self._now(),
            )
        elif word in START_WORDS:
            self._store.run("DELETE FROM opt_outs WHERE texter = ? AND number = ?", texter, number)

    def blocks(self, texter: str, number: str) -> bool:
        """Whether the carrier refuses texts from `number` to `texter`."""
        sql = "SELECT 1 FROM opt_outs WHERE texter = ? AND number = ?"
        return self._enforced and bool(self._store.value(sql, texter, number))
