"""One's own replies brought back into an empty composer; which they are is passed in."""

from collections.abc import Iterable


class Recall:
    """Where somebody is among their own replies. `text` is what it put into the composer last."""

    def __init__(self) -> None:
        self.text = ""
        self._place = -1

    def goes_on(self, written: str) -> bool:
        """Whether the composer holds nothing of its own: it is empty, or what was brought back."""
        return not written or (self._place >= 0 and written == self.text)

    def step(self, count: int, written: str, replies: Iterable[str]) -> str | None:
        """The text to put in place of `written`, `count` replies earlier (or later, negative);
        None where there is no further one. `replies` are newest first."""
        if written != self.text or not written:
            self._place = -1
        listed = list(dict.fromkeys(one for one in replies if one.strip()))
        place = self._place + count
        if place >= len(listed) or place < -1:
            return None
        self._place = place
        self.text = listed[place] if place >= 0 else ""
        return self.text
