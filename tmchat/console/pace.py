"""How soon the screen may be painted again; what there is to paint is not its matter."""


class Pace:
    """`a_second` paints a second in the long run, of which `at_once` may come without a wait.

    A text on a quiet desk shows at once, and so does the page of a conversation just opened; what
    pours in is collected. Times are seconds of a monotonic clock.
    """

    def __init__(self, a_second: float, at_once: int) -> None:
        self._each = 1 / a_second
        self._ahead = (at_once - 1) / a_second
        self._paid_until = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next paint may come."""
        return max(0.0, self._paid_until - self._ahead - now)

    def painted(self, now: float) -> None:
        """A paint came in its turn."""
        self._paid_until = max(self._paid_until, now) + self._each
