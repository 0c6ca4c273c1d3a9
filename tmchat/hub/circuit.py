"""Whether a carrier may be asked now, as a state machine without a clock; asking is `attempts`'.

An outage makes every attempt cost a time-out and leave one more reply of unknown delivery. So after
some attempts in a row without an answer the circuit opens: one probe at a time goes out, with
pauses that grow, until one is answered.
"""

from math import inf

from tmchat.protocol.backoff import Backoff

SILENCES = 5
"""Attempts in a row without an answer after which the circuit opens."""
LONGEST_HOLD = 3600.0
"""Seconds after which a carrier is asked again, whatever pause it asked for."""


class Circuit:
    """One carrier's state. Times are seconds of any clock that never goes back.

    `pauses` are those between two probes.
    """

    def __init__(self, pauses: Backoff, *, silences: int = SILENCES) -> None:
        self._pauses = pauses
        self._most = silences
        self._silences = 0
        self._next_probe = -inf
        self._held = -inf
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether the carrier does not answer."""
        return self._silences >= self._most

    def at_rest(self, now: float) -> bool:
        """Whether it knows nothing that a new circuit would not."""
        return not self._silences and self._held <= now

    def wait(self, now: float) -> float:
        """Seconds until an attempt may begin, 0 for now; infinite while a probe is out."""
        until = max(self._held, self._next_probe)
        if until > now:
            return until - now
        return inf if self._probing else 0.0

    def begin(self) -> bool:
        """An attempt begins, after `wait` said 0; whether it is the probe."""
        self._probing = self.is_open
        return self._probing

    def answered(self) -> None:
        """The carrier answered an attempt, with whatever answer."""
        self._silences = 0
        self._probing = False
        self._next_probe = -inf
        self._pauses.reset()

    def silent(self, now: float, *, probe: bool) -> None:
        """An attempt got no answer. What was begun before the circuit opened lengthens no pause."""
        was_open = self.is_open
        self._silences += 1
        self._probing = self._probing and not probe
        if probe or (self.is_open and not was_open):
            self._next_probe = now + self._pauses.next()

    def hold(self, now: float, seconds: float) -> None:
        """The carrier asked for a pause: `Retry-After` counts for all that is sent there."""
        self._held = max(self._held, now + min(seconds, LONGEST_HOLD))

    def withdrawn(self, *, probe: bool) -> None:
        """An attempt ended without asking the carrier anything."""
        self._probing = self._probing and not probe
