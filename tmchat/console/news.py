"""What came for an agent since they were told last; telling it is the screen's and the lines'."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Returned:
    """A reply of this agent that did not go out, and why."""

    conversation: int
    reason: str


@dataclass(slots=True)
class News:
    """Conversations in which a text came (`arrived`, once a text) or whose snooze ended (`woken`),
    one's own replies that failed and are back in their composers (`returned`), and scheduled ones
    that were held (`not_sent`), and drafts of which the hub turned out to have all or a part
    (`redrafted`)."""

    arrived: list[int] = field(default_factory=list)
    woken: list[int] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    not_sent: list[Returned] = field(default_factory=list)
    redrafted: list[int] = field(default_factory=list)
