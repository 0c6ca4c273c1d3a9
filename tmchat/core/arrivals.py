"""What happens when the carrier brings something; reading its payload is `telmetrics`' matter."""

from dataclasses import dataclass

from tmchat.core import events as ev
from tmchat.core.compliance import Wish, asks_for_silence, wish_of
from tmchat.core.inbox import Inbox
from tmchat.core.lateness import SKEWED, is_late, overtaker
from tmchat.core.optout import inherited, locks, opting_in, opting_out
from tmchat.core.records import NOT_ATTRIBUTED, Attribution, Conversation, TrackingNumber


@dataclass(frozen=True, slots=True)
class Arrival:
    """One inbound text as the intake read it; phone numbers E.164, `sent_at` ms UTC or 0.

    `at` is the hub's time, `received_at` that at which the payload came if it was kept unread till
    now; both ms UTC, 0 where that is not told.
    """

    texter: str
    number: str
    text: str
    sent_at: int = 0
    media: tuple[str, ...] = ()
    name: str = ""
    place: str = ""
    attribution: Attribution = NOT_ATTRIBUTED
    number_id: int = 0
    at: int = 0
    received_at: int = 0


def arrive(inbox: Inbox, arrival: Arrival) -> tuple[ev.Happening, ...]:
    """The happenings of one inbound text, in order; the first gets the inbox's next number."""
    happenings: list[ev.Happening] = []
    if arrival.number not in inbox.numbers:
        happenings.append(
            ev.NumberListed(
                TrackingNumber(arrival.number, id=arrival.number_id, name=arrival.number)
            )
        )
    conv = inbox.between(arrival.texter, arrival.number)
    if conv is None:
        happenings.append(
            ev.ConversationOpened(
                arrival.texter, arrival.number, arrival.name, arrival.place, arrival.attribution
            )
        )
        about = inbox.head + len(happenings)
    else:
        about = conv.id
        if (
            arrival.name not in ("", conv.name)
            or arrival.place not in ("", conv.place)
            or arrival.attribution not in (NOT_ATTRIBUTED, conv.attribution)
        ):
            happenings.append(
                ev.TexterDescribed(about, arrival.name, arrival.place, arrival.attribution)
            )
        if conv.closed:
            happenings.append(ev.ConversationReopened(about))
    happenings.append(_text(arrival, about, conv))
    entry = inbox.head + len(happenings)
    happenings.extend(_wished(inbox, arrival, about, entry))
    return tuple(happenings)


def _text(arrival: Arrival, about: int, conv: Conversation | None) -> ev.TextArrived:
    overtaken_by = overtaker(conv, arrival.sent_at) if conv is not None else 0
    return ev.TextArrived(
        about,
        arrival.text,
        arrival.sent_at,
        arrival.media,
        bool(overtaken_by) or is_late(arrival.sent_at, arrival.received_at, arrival.at),
        overtaken_by,
        arrival.received_at,
    )


def _wished(inbox: Inbox, arrival: Arrival, about: int, entry: int) -> tuple[ev.Happening, ...]:
    """What the text `entry` changes about whether its texter may be texted."""
    texter = arrival.texter
    conv = inbox.conversations.get(about)
    locked = inherited(inbox, texter, about) if conv is None else ()
    match wish_of(arrival.text):
        case (Wish.OUT, keyword):
            return opting_out(inbox, texter, about, keyword, entry)
        case (Wish.IN, _) if any(_outdates(one, arrival) for one in locks(inbox, texter, about)):
            return locked
        case (Wish.IN, keyword):
            return opting_in(inbox, texter, about, keyword, entry)
        case (Wish.HELP, keyword):
            return (ev.HelpAsked(about, keyword, entry), *locked)
    may_be_texted = not locked and (conv is None or not conv.opted_out)
    if may_be_texted and asks_for_silence(arrival.text):
        return (ev.OptOutSuspected(about, entry),)
    return locked


def _outdates(lock: Conversation, arrival: Arrival) -> bool:
    """Whether the STOP that locks a conversation is a later word of its texter's than a START.

    By the carrier's clock, where the STOP overtook the START; by the hub's, where the START had
    come before the STOP and was kept unread until now.
    """
    if arrival.received_at and (not lock.opt_out_at or arrival.received_at <= lock.opt_out_at):
        return True
    return bool(arrival.sent_at) and 0 < lock.opt_out_sent - arrival.sent_at < SKEWED
