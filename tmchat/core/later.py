"""What is put off on the desk, in the past tense: snoozes, replies for later.

What follows from it is `folding`'s."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConversationSnoozed:
    """An agent put a conversation off until `until` (ms UTC), or until the next text (0)."""

    conversation: int
    by: str
    until: int = 0


@dataclass(frozen=True, slots=True)
class ConversationWoken:
    """A snoozed conversation came back before a text did; `by` is empty when its time had come."""

    conversation: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReplyScheduled:
    """A reply was accepted that is to go out at `due` (ms UTC); its intent is on disk."""

    conversation: int
    text: str
    client_ref: str
    by: str
    due: int


@dataclass(frozen=True, slots=True)
class ScheduleHeld:
    """The time of a scheduled reply came and it did not go out: an agent decides about it."""

    conversation: int
    entry: int
    reason: str


@dataclass(frozen=True, slots=True)
class ScheduleEnded:
    """A reply is scheduled no longer: it went out (`sent`), or for the `reason` never will."""

    conversation: int
    entry: int
    sent: bool
    reason: str = ""


Later = ConversationSnoozed | ConversationWoken | ReplyScheduled | ScheduleHeld | ScheduleEnded
