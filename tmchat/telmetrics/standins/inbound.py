"""Reads what Telmetrics pushes: texts, conversation starts and delivery receipts (CONTRACT 15.1).

It takes any bytes and never raises; whether the sender is to be believed is `signatures`'s.
"""

import json
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from tmchat.telmetrics.fields import as_moment, as_text
from tmchat.telmetrics.standins.arrivals import (
    Attribution,
    ConversationStart,
    DeliveryReceipt,
    Inbound,
    InboundText,
    Texter,
)
from tmchat.telmetrics.standins.mapping import Mapping
from tmchat.telmetrics.standins.pointers import follow

T = TypeVar("T")

_START = "smsdetails.smsconversationstart"
_RECEIPT = "smsdetails.smsdeliveryupdate"
_STATUSES = ("Queued", "Sent", "Delivered", "Undelivered", "Failed")


def parse_inbound(body: bytes, mapping: Mapping) -> Inbound:
    """Everything in one pushed body. Never raises.

    A body without `Notifications` is taken as one notification, a bare array as several.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return Inbound(unreadable=(0,))
    envelope = payload if isinstance(payload, dict) else {}
    listed = envelope.get("Notifications") if envelope else payload
    notifications = listed if isinstance(listed, list) and listed else [payload]
    texts: list[InboundText] = []
    starts: list[ConversationStart] = []
    receipts: list[DeliveryReceipt] = []
    unreadable: list[int] = []
    for position, notification in enumerate(notifications):
        reading = _Reading(notification, envelope, position, mapping)
        match reading.record():
            case InboundText() as text:
                texts.append(text)
            case ConversationStart() as start:
                starts.append(start)
            case DeliveryReceipt() as receipt:
                receipts.append(receipt)
            case None:
                unreadable.append(position)
    return Inbound(tuple(texts), tuple(starts), tuple(receipts), tuple(unreadable))


class _Reading:
    """One notification being read."""

    def __init__(
        self, notification: object, envelope: dict[str, object], position: int, mapping: Mapping
    ) -> None:
        self._notification = notification
        self._envelope = envelope
        self._position = position
        self._mapping = mapping

    def record(self) -> InboundText | ConversationStart | DeliveryReceipt | None:
        """What the notification is, None where it is none of the three."""
        action = self._word(self._mapping.action).casefold()
        if action == _RECEIPT:
            return self._receipt()
        texter = self._word(self._mapping.texter)
        tracking_number = self._word(self._mapping.tracking_number)
        if not texter or not tracking_number:
            return None
        if action == _START:
            return self._start(texter, tracking_number)
        return self._text(texter, tracking_number)

    def _text(self, texter: str, tracking_number: str) -> InboundText | None:
        message = self._find(self._mapping.message, as_text)
        media = self._find(self._mapping.media, _as_media) or ()
        if message is None and not media:
            return None
        message_id = self._message_id()
        return InboundText(
            position=self._position,
            key=message_id or self._place(),
            message_id=message_id,
            conversation_id=self._find(self._mapping.conversation_id, as_text),
            texter=self._texter(texter),
            tracking_number=tracking_number,
            message=message or "",
            media=media,
            sent_at=self._find(self._mapping.date, as_moment),
            attribution=self._attribution(),
            reply_url=self._word(self._mapping.reply_url),
            reply_field=self._word(self._mapping.reply_field) or "Message",
        )

    def _start(self, texter: str, tracking_number: str) -> ConversationStart:
        return ConversationStart(
            position=self._position,
            conversation_id=self._find(self._mapping.conversation_id, as_text),
            conversation_type=self._find(self._mapping.conversation_type, as_text),
            texter=self._texter(texter),
            tracking_number=tracking_number,
            sent_at=self._find(self._mapping.date, as_moment),
            attribution=self._attribution(),
        )

    def _receipt(self) -> DeliveryReceipt | None:
        message_id = self._message_id()
        status = self._word(self._mapping.delivery_status)
        if not message_id or not status:
            return None
        canonical = {known.casefold(): known for known in _STATUSES}
        return DeliveryReceipt(
            position=self._position,
            message_id=message_id,
            status=canonical.get(status.casefold(), status),
            error_code=self._find(self._mapping.delivery_error, as_text),
            at=self._find(self._mapping.date, as_moment),
        )

    def _texter(self, number: str) -> Texter:
        return Texter(
            number=number,
            name=self._word(self._mapping.name),
            city=self._word(self._mapping.city),
            state=self._word(self._mapping.state),
            zip=self._word(self._mapping.zip),
        )

    def _attribution(self) -> Attribution:
        landing_page = self._word(self._mapping.landing_page)
        utm = _query(landing_page)
        return Attribution(
            rule=self._word(self._mapping.rule),
            landing_page=landing_page,
            referrer=self._word(self._mapping.referrer),
            tag=self._word(self._mapping.tag),
            campaign=self._word(self._mapping.campaign) or utm.get("utm_campaign", ""),
            keyword=self._word(self._mapping.keyword) or utm.get("utm_term", ""),
        )

    def _message_id(self) -> str | None:
        for pointer in self._mapping.message_id:
            message_id = as_text(follow(pointer, self._notification))
            if message_id:
                return message_id
        return None

    def _place(self) -> str | None:
        envelope_id = as_text(self._envelope.get("Id"))
        return f"{envelope_id}/{self._position}" if envelope_id else None

    def _word(self, pointers: Iterable[str]) -> str:
        return self._find(pointers, as_text) or ""

    def _find(self, pointers: Iterable[str], read: Callable[[object], T | None]) -> T | None:
        for pointer in pointers:
            for document in (self._notification, self._envelope):
                found = follow(pointer, document)
                result = None if found is None else read(found)
                if result is not None:
                    return result
        return None


def _as_media(value: object) -> tuple[str, ...] | None:
    listed = value if isinstance(value, list) else [value]
    return tuple(item for item in listed if isinstance(item, str) and item) or None


def _query(address: str) -> dict[str, str]:
    try:
        parsed = parse_qs(urlsplit(address).query, errors="replace")
    except ValueError:
        return {}
    return {name: values[0] for name, values in parsed.items()}
