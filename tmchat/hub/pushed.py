"""What Telmetrics pushed in the desk's own words, or why not; recording it is `intake`'s."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from tmchat.core import phone
from tmchat.core.arrivals import Arrival
from tmchat.core.records import Attribution, Delivery
from tmchat.hub.store.interface import Receipt, ReplyAddress
from tmchat.telmetrics import standins
from tmchat.telmetrics.standins import ConversationStart, DeliveryReceipt, InboundText, Mapping

# What the carrier calls the states of a text that we sent (CONTRACT 15.3).
_DELIVERIES = {
    "Queued": Delivery.SENT,
    "Sent": Delivery.SENT,
    "Delivered": Delivery.DELIVERED,
    "Undelivered": Delivery.FAILED,
    "Failed": Delivery.FAILED,
}

_LAST_MOMENT = 253_370_764_800_000  # 9999-01-01, ms UTC


@dataclass(frozen=True, slots=True)
class PushedText:
    """One text to be taken; `key` is empty where nothing tells a repeat."""

    key: str
    arrival: Arrival
    address: ReplyAddress | None


@dataclass(frozen=True, slots=True)
class Pushed:
    """One payload. `starts` are arrivals without a text: they only say who texted and why.

    `unreadable` is one sentence about what could not be read, empty when all could.
    """

    texts: tuple[PushedText, ...]
    starts: tuple[Arrival, ...]
    receipts: tuple[Receipt, ...]
    unreadable: str


def read(body: bytes, mapping: Mapping, region: str) -> Pushed:
    """Everything in `body`; never raises. `region` is that of numbers without a country code."""
    inbound = standins.parse_inbound(body, mapping)
    unreadable = len(inbound.unreadable)
    strange = 0
    texts: list[PushedText] = []
    starts: list[Arrival] = []
    receipts: list[Receipt] = []
    told_of: tuple[InboundText | ConversationStart, ...] = (*inbound.starts, *inbound.texts)
    for one in told_of:
        try:
            arrival = _arrival(one, region)
        except ValueError:
            strange += 1
            continue
        if isinstance(one, ConversationStart):
            starts.append(arrival)
        else:
            address = _address(one)
            texts.append(PushedText(one.key or "", arrival, address))
    for told in inbound.receipts:
        delivery = _DELIVERIES.get(told.status)
        if delivery is None:
            unreadable += 1
        else:
            receipts.append(Receipt(told.message_id, delivery, _reason(told, delivery)))
    sentences = []
    if unreadable:
        sentences.append(f"In {unreadable} of its notifications no text was found.")
    if strange:
        sentences.append(f"In {strange} of its notifications a phone number is none.")
    return Pushed(tuple(texts), tuple(starts), tuple(receipts), " ".join(sentences))


def _arrival(one: InboundText | ConversationStart, region: str) -> Arrival:
    """Raises `ValueError` when a number of it is no phone number."""
    text, media = (one.message, one.media) if isinstance(one, InboundText) else ("", ())
    return Arrival(
        texter=phone.sender(one.texter.number, region),
        number=phone.e164(one.tracking_number, region),
        text=text,
        sent_at=_sane(one.sent_at or 0),
        media=media,
        name=one.texter.name,
        place=_place(one.texter),
        attribution=_attribution(one.attribution),
    )


def _sane(moment: int) -> int:
    """A time of the carrier's, or 0 for one that is none: .NET writes an unset time as year 1, and
    no calendar has the local time of the last day of the year 9999."""
    return moment if 0 < moment < _LAST_MOMENT else 0


def _place(texter: standins.Texter) -> str:
    region = " ".join(part for part in (texter.state, texter.zip) if part)
    return ", ".join(part for part in (texter.city, region) if part)


def _attribution(told: standins.Attribution) -> Attribution:
    try:
        query = parse_qs(urlsplit(told.landing_page).query, errors="replace")
    except ValueError:
        query = {}
    return Attribution(
        rule=told.rule,
        campaign=told.campaign,
        keyword=told.keyword,
        source=query.get("utm_source", [""])[0],
        medium=query.get("utm_medium", [""])[0],
        landing_page=told.landing_page,
        referrer=told.referrer,
        tag=told.tag,
    )


def _reason(told: DeliveryReceipt, delivery: Delivery) -> str:
    if delivery is not Delivery.FAILED:
        return ""
    code = f" (error {told.error_code})" if told.error_code else ""
    return f"The carrier could not deliver it{code}."


def _address(text: InboundText) -> ReplyAddress | None:
    if not text.reply_url:
        return None
    return ReplyAddress(text.reply_url, text.reply_field, text.conversation_id or "")
