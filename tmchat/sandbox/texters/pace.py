"""How fast the sandbox's day goes: when the next texter opens and how long people take.

Holds no texts and no texters; all times are seconds.
"""

from tmchat.sandbox.texters.chance import between

# A newcomer sees the first text at once and several within a minute, however low the rate.
_EAGER_OPENINGS = 4
_EAGER_GAP = 12.0
# After a time in which everybody was busy, only this much is caught up.
_ARREARS = 60.0
_SLOWEST_ANSWER = 25.0
_PATIENCE = (60.0, 120.0)
# Seconds from one text of a texter to the next, answered at once or never, with some to spare.
_BETWEEN_ANSWERS = 30.0
_BETWEEN_NAGS = 110.0
_BY_MOOD = {"hurried": 0.6, "angry": 0.7, "polite": 1.2}


class Pace:
    """Earns one text every `60 / rate` seconds; openings take what answers leave over.

    People answer in human time unless `texters` people could not reach the rate that way:
    then everybody is quicker by the same factor.
    """

    def __init__(self, *, seed: int, texters: int, rate: float) -> None:
        self._seed = seed
        self._gap = 60.0 / rate
        self._answering = min(1.0, texters * self._gap / _BETWEEN_ANSWERS)
        self._waiting = min(1.0, texters * self._gap / _BETWEEN_NAGS)
        self._openings = 0
        self._earned_at = 0.0
        self._last_opening = 0.0
        self._eager_at = 0.0

    def start(self, now: float) -> None:
        """Begin the day."""
        self._earned_at = now
        self._last_opening = now
        self._eager_at = now + between(0.5, 1.8, self._seed, "first opening")

    def next_opening(self) -> float:
        """When the next texter opens, if one is free."""
        if self._openings < _EAGER_OPENINGS:
            return self._eager_at
        return max(self._earned_at, self._last_opening + self._gap / 4)

    def opened(self, at: float) -> None:
        """A texter has begun at that time; the texts themselves are counted by `said`."""
        spread = between(-0.5, 0.5, self._seed, "opening", self._openings)
        self._openings += 1
        self._last_opening = at
        self._eager_at = at + min(_EAGER_GAP, self._gap) * (1 + spread)
        self._earned_at = max(self._earned_at, at - _ARREARS) + self._gap * spread

    def said(self) -> None:
        """One more text has been sent."""
        self._earned_at += self._gap

    def answer_delay(self, text: str, mood: str, *key: int | str) -> float:
        """Reading and typing an answer: 3 to 25 seconds at human speed."""
        thinking = between(3.0, 12.0, self._seed, "answer", *key)
        human = min(_SLOWEST_ANSWER, (thinking + len(text) / 15) * _BY_MOOD.get(mood, 1.0))
        return max(3.0, human) * self._answering

    def next_text_delay(self, *key: int | str) -> float:
        """From one text to the next of a thought split in two: 1 to 4 seconds at human speed."""
        return between(1.0, 4.0, self._seed, "split", *key) * self._answering

    def patience(self, mood: str, *key: int | str) -> float:
        """How long a texter waits for a reply before saying so, or giving up."""
        human = between(*_PATIENCE, self._seed, "patience", *key)
        return human * _BY_MOOD.get(mood, 1.0) * self._waiting
