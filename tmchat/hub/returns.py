"""Gives claims of agents who are gone back to the queue; which ones, `core.returns` decides.

An agent is gone while no console of theirs is connected. How long is counted by a monotonic clock
and from the start of the hub at the earliest: after a restart everybody is only just gone.
"""

from collections.abc import Callable, Iterable

from tmchat.core.returns import giving_back
from tmchat.hub.sweeping import Sweeping
from tmchat.hub.switchboard import Switchboard

LONGEST_SWEEP = 5.0  # seconds between two looks at who is here
SHORTEST_SWEEP = 0.05


class Returns:
    """Looks who is here, and gives back what those hold who are not.

    `here` names the agents with a console connected. `after` is in seconds, 0 for never; `now` is
    a monotonic clock in seconds.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        here: Callable[[], Iterable[str]],
        *,
        after: float,
        now: Callable[[], float],
    ) -> None:
        self._switchboard = switchboard
        self._here = here
        self._after = after
        self._now = now
        self._began = now()
        self._seen: dict[str, float] = {}
        pause = min(LONGEST_SWEEP, max(SHORTEST_SWEEP, after / 10))
        self._sweeping = Sweeping(self.sweep, pause, "giving claims back")

    def start(self) -> None:
        """Begins to look, unless claims are never given back."""
        if self._after:
            self._sweeping.start()

    async def stop(self) -> None:
        """Ends the looking."""
        await self._sweeping.stop()

    def heard(self, agent: str) -> None:
        """An agent gave a sign of life without a console: a command from a command line."""
        self._seen[agent] = self._now()

    async def sweep(self) -> None:
        """Gives back what is due. Raises `StoreFailed`: then nothing was."""
        for agent in self._here():
            self.heard(agent)
        # Asked first and then again where it is decided: mostly there is nothing to make durable.
        if giving_back(self._switchboard.inbox, self._is_gone):
            await self._switchboard.record(lambda inbox: giving_back(inbox, self._is_gone))

    def _is_gone(self, agent: str) -> bool:
        return self._now() - self._seen.get(agent, self._began) >= self._after
