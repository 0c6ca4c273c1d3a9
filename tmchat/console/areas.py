"""The areas of administration and the pages of the side panel by name; they show nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Area(StrEnum):
    """One area of administration."""

    NUMBERS = "numbers"
    GROUPS = "groups"
    POOLS = "pools"
    CALLS = "calls"
    PUSHES = "webhooks"
    ACCOUNT = "account"
    CHANGES = "log"


@dataclass(frozen=True, slots=True)
class Known:
    """How an area is called, and what it is for in a sentence."""

    title: str
    help: str


AREAS: Final = {
    Area.NUMBERS: Known(
        "Numbers", "Every tracking number: on this desk, its group, its SMS route."
    ),
    Area.GROUPS: Known("Groups", "Number groups and their owners."),
    Area.POOLS: Known("Pools", "Number pools, their members and replacement rules."),
    Area.CALLS: Known("Calls", "Calls with details, transcript, keywords and score."),
    Area.PUSHES: Known("Webhooks", "What was pushed to this desk, to look at and to read again."),
    Area.ACCOUNT: Known("Account", "Chat clients, integrations, webhooks, files, owners, types."),
    Area.CHANGES: Known("Log", "Who changed what, when, and taking it back."),
}
"""In the order of their digits."""


class PanelPage(StrEnum):
    """One page of the side panel."""

    TEXTER = "Texter"
    SMS = "SMS"
    AUTO_REPLY = "Auto"
    NUMBER = "Number"
    CALLS = "Calls"


SECTION_OF: Final = {
    PanelPage.SMS: "sms.",
    PanelPage.AUTO_REPLY: "sms.",
    PanelPage.NUMBER: "calls.",
}
"""The settings that a page of the panel shows, by the beginning of their paths."""
