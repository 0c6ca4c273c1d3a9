"""One sentence for a few seconds; what it says and where is the screen's."""

from asyncio import TimerHandle

from tmchat.console.screens.once import once
from tmchat.console.widgets.banner import Banner

SECONDS = 5.0
READING_SECONDS = 15.0  # for what is to be done about it
LASTING = 60.0  # for what happened while nobody may have looked


class Notices:
    """Shows a sentence in `banner`; a later one takes its place."""

    def __init__(self, banner: Banner) -> None:
        self._banner = banner
        self._due: TimerHandle | None = None

    def show(self, sentence: str, seconds: float = SECONDS) -> None:
        """Shows `sentence` for some seconds."""
        if self._due is not None:
            self._due.cancel()
        self._banner.show(sentence)
        self._due = once(self._banner, seconds, self.end)

    def end(self) -> None:
        """Takes it away."""
        self._banner.show("")
