"""Ours, not Telmetrics': the unknown shapes of texts, replies and listings (CONTRACT 15).

Whatever is documented stays outside this package, so that someone who sees the real shapes
replaces these modules and nothing else.
"""

from tmchat.telmetrics.standins.addresses import host_of
from tmchat.telmetrics.standins.arrivals import (
    Attribution,
    ConversationStart,
    DeliveryReceipt,
    Inbound,
    InboundText,
    Texter,
)
from tmchat.telmetrics.standins.inbound import parse_inbound
from tmchat.telmetrics.standins.listing import ListedMessage, lookup_messages
from tmchat.telmetrics.standins.mapping import Mapping
from tmchat.telmetrics.standins.replies import (
    Accepted,
    NotDelivered,
    RefusedForGood,
    ReplyOutcome,
    Unknown,
    send_reply,
)
from tmchat.telmetrics.standins.signatures import check_signature, signing_key

__all__ = [
    "Accepted",
    "Attribution",
    "ConversationStart",
    "DeliveryReceipt",
    "Inbound",
    "InboundText",
    "ListedMessage",
    "Mapping",
    "NotDelivered",
    "RefusedForGood",
    "ReplyOutcome",
    "Texter",
    "Unknown",
    "check_signature",
    "host_of",
    "lookup_messages",
    "parse_inbound",
    "send_reply",
    "signing_key",
]
