"""What a line can bring, for the console, which knows the link and not the protocol under it."""

from tmchat.protocol.consoleside import (
    Answered,
    CarrierTold,
    ClockTold,
    EventsCame,
    LineUseless,
    PageCame,
    PresenceTold,
    StateReplaced,
    Update,
    Welcomed,
)

__all__ = [
    "Answered",
    "CarrierTold",
    "ClockTold",
    "EventsCame",
    "LineUseless",
    "PageCame",
    "PresenceTold",
    "StateReplaced",
    "Update",
    "Welcomed",
]
