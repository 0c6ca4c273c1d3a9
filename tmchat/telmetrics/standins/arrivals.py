"""What a pushed body can hold, as records; finding them in it is `inbound`'s.

All strings are outside text, kept as they came, lone surrogates included.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texter:
    """The consumer: a number as it came, and what a look-up found; empty where it found nothing."""

    number: str
    name: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True)
class Attribution:
    """Why the consumer texted; empty where not told.

    `campaign` and `keyword` are the landing page's `utm_campaign` and `utm_term` where no field
    of their own says them.
    """

    rule: str = ""
    landing_page: str = ""
    referrer: str = ""
    tag: str = ""
    campaign: str = ""
    keyword: str = ""


@dataclass(frozen=True)
class InboundText:
    """One text of a consumer, in milliseconds UTC; `position` counts the notifications from 0.

    `key` is the same for every attempt to push this text: its message id, else envelope id and
    position, and None where the payload has neither, so that no repeat can be told. `reply_url` is
    empty where there is no way to answer.
    """

    position: int
    key: str | None
    message_id: str | None
    conversation_id: str | None
    texter: Texter
    tracking_number: str
    message: str
    media: tuple[str, ...]
    sent_at: int | None
    attribution: Attribution
    reply_url: str
    reply_field: str


@dataclass(frozen=True)
class ConversationStart:
    """That a conversation began, and whence; the documented push (CONTRACT 11.1) has no text."""

    position: int
    conversation_id: str | None
    conversation_type: str | None
    texter: Texter
    tracking_number: str
    sent_at: int | None
    attribution: Attribution


@dataclass(frozen=True)
class DeliveryReceipt:
    """What became of a reply (CONTRACT 15.3); a status of its list is in that spelling."""

    position: int
    message_id: str
    status: str
    error_code: str | None
    at: int | None


@dataclass(frozen=True)
class Inbound:
    """One pushed body. `unreadable` are the positions in which nothing of the three was found.

    A body that is no JSON, or holds nothing at all, is unreadable at position 0.
    """

    texts: tuple[InboundText, ...] = ()
    starts: tuple[ConversationStart, ...] = ()
    receipts: tuple[DeliveryReceipt, ...] = ()
    unreadable: tuple[int, ...] = ()
