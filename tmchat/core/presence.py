"""Who looks at which conversation and who types there; never journalled, it ends by itself."""

from dataclasses import dataclass

LOOKING = 45.0  # seconds after which a console that says nothing more no longer looks
TYPING = 6.0  # seconds after which nobody types who has not typed again


@dataclass(frozen=True, slots=True)
class Presence:
    """An agent has a conversation on screen, or types in it."""

    agent: str
    conversation: int
    typing: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    presence: Presence
    at: float


class Attendance:
    """What every console last said of itself. Times are seconds of one monotonic clock.

    Consoles are told apart by a key of their own: an agent may have several.
    """

    def __init__(self) -> None:
        self._told: dict[str, _Told] = {}

    def look(self, console: str, presence: Presence, now: float) -> bool:
        """A console says what is on its screen (conversation 0: nothing); True when it is news."""
        before = self._told.get(console)
        if not presence.conversation:
            return self.leave(console)
        self._told[console] = _Told(presence, now)
        return before is None or before.presence != presence

    def leave(self, console: str) -> bool:
        """A console is gone; True when it had been looking."""
        return self._told.pop(console, None) is not None

    def expire(self, now: float) -> bool:
        """Forgets what is too old; True when something was."""
        news = False
        for console, told in list(self._told.items()):
            age = now - told.at
            if age >= LOOKING:
                del self._told[console]
                news = True
            elif told.presence.typing and age >= TYPING:
                at_rest = Presence(told.presence.agent, told.presence.conversation)
                self._told[console] = _Told(at_rest, told.at)
                news = True
        return news

    def present(self) -> tuple[Presence, ...]:
        """Everybody once for each conversation, typing if any of their consoles says so."""
        found: dict[tuple[str, int], Presence] = {}
        for told in self._told.values():
            one = told.presence
            known = found.get((one.agent, one.conversation))
            if known is None or one.typing:
                found[one.agent, one.conversation] = one
        return tuple(found[key] for key in sorted(found))


def company(present: tuple[Presence, ...], me: str) -> tuple[str, bool]:
    """The others at one conversation in words, and whether one of them types; empty: nobody."""
    others = [one for one in present if one.agent != me]
    typing = [one.agent for one in others if one.typing]
    if typing:
        verb = "is" if len(typing) == 1 else "are"
        return f"{', '.join(typing)} {verb} typing", True
    if others:
        verb = "is" if len(others) == 1 else "are"
        return f"{', '.join(one.agent for one in others)} {verb} looking on", False
    return "", False
