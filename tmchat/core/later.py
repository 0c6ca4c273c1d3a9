"""What is put off on the desk, in the past tense: snoozes; what follows is `folding`'s."""

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


Later = ConversationSnoozed | ConversationWoken
