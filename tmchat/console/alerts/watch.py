"""Who is called for what, when, and when again, with time passed in; ringing is `alerts`'."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from tmchat.core.records import Conversation, NumberGroup, TrackingNumber

Whose = Literal["mine", "free", "all"]
REST: Final = 2.0
"""Seconds between two calls: what comes in between is called together."""


class Cause(StrEnum):
    """What calls the agent."""

    TEXT = "text"
    WOKE = "woke"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Call:
    """A conversation that calls: why, how many times it did, and when next (seconds of a clock
    that never jumps)."""

    conversation: int
    cause: Cause
    times: int = 0
    at: float = 0.0


class Watch:
    """What calls and was not looked at yet. With `again` 0 each calls once."""

    def __init__(self, again: float) -> None:
        """`again` is in seconds."""
        self._again = again
        self._calls: dict[int, Call] = {}
        self._rests_until = 0.0

    def came(self, conversation: int, cause: Cause, now: float) -> None:
        """Something happened that calls, at `now` (seconds)."""
        self._calls[conversation] = Call(conversation, cause, at=now)

    def drop(self, over: Callable[[Call], bool]) -> None:
        """Forgets the calls that are over: somebody looked, or nothing waits any more."""
        self._calls = {one: call for one, call in self._calls.items() if not over(call)}

    def looked(self) -> None:
        """The agent is at the console: what was called already is before their eyes."""
        self.drop(lambda call: call.times > 0)

    def due(self, now: float) -> tuple[Call, ...]:
        """The calls to make at `now`, all in one; mostly none.

        With a call that is due all others are made too, so that they repeat together.
        """
        if now < self._rests_until or not any(call.at <= now for call in self._calls.values()):
            return ()
        self._rests_until = now + REST
        later = {
            one: replace(call, times=call.times + 1, at=now + self._again)
            for one, call in self._calls.items()
        }
        self._calls = later if self._again else {}
        return tuple(later.values())

    def next_at(self) -> float | None:
        """When to ask `due` again, in seconds of the same clock; None: not before more comes."""
        if not self._calls:
            return None
        return max(self._rests_until, min(call.at for call in self._calls.values()))


def concerns(
    conversation: Conversation,
    agent: str,
    whose: Whose,
    wanted: Collection[str],
    number: TrackingNumber,
    group: NumberGroup | None,
) -> bool:
    """Whether a conversation calls `agent`; `wanted` are tracking numbers and number groups by
    name or digits, none for all of them."""
    if conversation.closed or conversation.opted_out:
        return False
    if conversation.holder != agent and (
        whose == "mine" or (whose == "free" and conversation.holder)
    ):
        return False
    if not wanted:
        return True
    names = {folded(conversation.number), folded(number.name)}
    if group is not None:
        names.add(folded(group.name))
    return any(folded(one) in names for one in wanted)


def folded(name: str) -> str:
    """A name for comparison; of a phone number, its digits without the country code 1."""
    digits = "".join(one for one in name if one.isdecimal())
    if digits and not any(one.isalpha() for one in name):
        return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return " ".join(name.casefold().split())
