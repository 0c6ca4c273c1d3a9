"""Records of the desk as plain lines; when a line is printed is `talk`'s.

Texts and names are cleaned here, where they become lines; the printer cleans once more.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tmchat.console.desk import Desk
from tmchat.console.render.ages import age
from tmchat.core import phone
from tmchat.core.entries import ANYWAY
from tmchat.core.lateness import late_words
from tmchat.core.questions import Hit
from tmchat.core.records import (
    NOT_ATTRIBUTED,
    Conversation,
    Delivery,
    Entry,
    EntryKind,
)
from tmchat.core.text import Clean, clean, clean_line
from tmchat.core.timeline import Gap
from tmchat.core.views import View

LocalTime = Callable[[int], datetime]

_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_SPOKEN_BY: Final = {
    EntryKind.REPLY: "us: ",
    EntryKind.AUTO_REPLY: "auto-reply: ",
    EntryKind.NOTE: "note: ",
}


class Wording:
    """The words for what is on `desk`, with times by the agent's clock on the wall."""

    def __init__(self, desk: Desk, local: LocalTime) -> None:
        self._desk = desk
        self._local = local

    def moment(self, at: int) -> Clean:
        """A time (ms UTC) in brackets: of today the time, otherwise with the date."""
        return Clean(f"[{self._written(at)}]")

    def _written(self, at: int, precise: bool = False) -> str:
        here, today = self._local(at), self._local(self._desk.now())
        words = f"{here:%H:%M:%S}" if precise else f"{here:%H:%M}"
        if here.date() != today.date():
            words = f"{here.day} {_MONTHS[here.month - 1]} {words}"
        if here.year != today.year:
            words = f"{here.year} {words}"
        return words

    def texter(self, conversation: Conversation) -> Clean:
        """The texter's name, if known, and number."""
        number = clean_line(phone.pretty(conversation.texter))
        return Clean(f"{clean_line(conversation.name)} {number}".strip())

    def parties(self, conversation: Conversation) -> Clean:
        """Who wrote to which tracking number."""
        number = self._desk.number_of(conversation)
        group = self._desk.inbox.groups.get(number.group)
        names = [clean_line(group.name)] if group is not None else []
        names.append(clean_line(number.name) or clean_line(phone.pretty(number.number)))
        return Clean(f"{self.texter(conversation)} -> {', '.join(names)}")

    def agent(self, name: str) -> Clean:
        """How an agent is named."""
        return Clean("you") if name == self._desk.agent.name else Clean(f"@{clean_line(name)}")

    def summary(self) -> Clean:
        """Who this is and what waits."""
        desk = self._desk
        count = desk.shelf.count
        who = f"{clean_line(desk.agent.name)} ({desk.agent.role})"
        where = f" at {clean_line(desk.name)}" if desk.name else ""
        return Clean(
            f"You are {who}{where}. {count(View.WAITING)} waiting, {count(View.MINE)} yours, "
            f"{count(View.ALL)} open in all."
        )

    def row(self, conversation: Conversation) -> Clean:
        """One conversation of a list."""
        desk = self._desk
        parts = [f"#{conversation.id} {self.parties(conversation)}"]
        if conversation.waiting_since:
            parts.append(f"waiting {age(conversation.waiting_since, desk.now())}")
        if unread := desk.unread(conversation):
            parts.append(f"{unread} unread")
        if conversation.holder:
            mine = conversation.holder == desk.agent.name
            parts.append("yours" if mine else f"held by {self.agent(conversation.holder)}")
        if conversation.opted_out:
            parts.append("opted out")
        if conversation.asks_out:
            parts.append("may be opting out")
        if conversation.snoozed_by:
            until = conversation.snoozed_until
            parts.append(f"snoozed until {self._written(until) if until else 'the next text'}")
        if conversation.closed:
            parts.append("closed")
        if conversation.unknown:
            parts.append("a reply may not have arrived")
        elif conversation.trouble:
            parts.append("a reply did not arrive")
        if desk.outgoing.drafted(conversation.id):
            parts.append("draft")
        said = _SPOKEN_BY.get(conversation.last_kind, "") + clean_line(conversation.last_line)
        return Clean(f"{'; '.join(parts)}: {said}")

    def heading(self, conversation: Conversation) -> list[Clean]:
        """What is known of a conversation, before its lines."""
        lines = [self.row(conversation)]
        if place := clean_line(conversation.place):
            lines.append(Clean(f"From: {place}"))
        known = conversation.attribution
        if known != NOT_ATTRIBUTED:
            marks = (known.rule, known.campaign, known.keyword, known.landing_page)
            lines.append(Clean("Came by: " + ", ".join(clean_line(one) for one in marks if one)))
        if conversation.opted_out:
            lines.append(Clean("This texter opted out: nothing can be sent."))
        if conversation.asks_out:
            lines.append(
                Clean(
                    "A text here may be an opt-out: optout locks replies, dismiss says it is none."
                )
            )
        if conversation.unknown:
            look = "lookup asks the carrier, " if self._desk.carrier.listing else ""
            lines.append(
                Clean(
                    "Nobody knows whether a reply here arrived: resend sends it again, "
                    f"{look}leave leaves it."
                )
            )
        return lines

    def entry(self, conversation: Conversation, entry: Entry, *, named: bool = False) -> Clean:
        """One line of a conversation; `named` says which conversation it belongs to."""
        where = f" #{conversation.id}" if named else ""
        return Clean(f"{self.moment(entry.at)}{where} {self._said(conversation, entry, named)}")

    def item(self, conversation: Conversation, one: Entry | Gap) -> Clean:
        """An entry, or the gap between two."""
        if isinstance(one, Gap):
            return Clean("(Something is missing here: gap fetches it.)")
        return self.entry(conversation, one)

    def delivery(self, conversation: Conversation, delivery: Delivery, reason: str) -> Clean:
        """How far a reply has come."""
        why = f": {clean_line(reason)}" if reason else ""
        at = self.moment(self._desk.now())
        whom = self.texter(conversation)
        return Clean(f"{at} #{conversation.id} the reply to {whom} is {delivery}{why}")

    def _said(self, conversation: Conversation, entry: Entry, named: bool) -> str:
        if entry.kind is EntryKind.LINE:
            by = f"{self.agent(entry.by)} " if entry.by else ""
            due = f" {self._written(entry.due)}" if entry.due else ""
            return f"{by}{clean_line(entry.text)}{due}"
        body = clean(entry.text) + "".join(f"\nmedia {clean_line(one)}" for one in entry.media)
        if entry.kind is EntryKind.TEXT:
            who = self.parties(conversation) if named else self.texter(conversation)
            late = late_words(entry, self._written)
            return f"{who}{f' ({late})' if late else ''}: {body}"
        if entry.kind is EntryKind.NOTE:
            return f"note by {self.agent(entry.by)}: {body}"
        who = self.agent(entry.by) if entry.by else Clean("auto-reply")
        to = f" to {self.texter(conversation)}" if named else ""
        due = f" for {self._written(entry.due)}" if entry.due else ""
        return f"{who}{to}{due}{_how_far(entry)}: {body}"

    def hit(self, place: int, hit: Hit) -> Clean:
        """What a search found, with the number by which it is opened."""
        conversation = self._desk.inbox.conversations.get(hit.conversation)
        if conversation is None:
            gone = f"of a conversation that is gone: {clean_line(hit.entry.text)}"
            return Clean(f"{place}. {self.moment(hit.entry.at)} {gone}")
        return Clean(f"{place}. {self.entry(conversation, hit.entry, named=True)}")

    def number(self, number: str) -> Clean:
        """A tracking number: its name, what waits on it and for how long."""
        desk = self._desk
        row = desk.shelf.heading(number)
        known = desk.inbox.numbers.get(number)
        names = [clean_line(row.group), clean_line(row.name)]
        parts = [f"{phone.pretty(number)} {', '.join(one for one in names if one)}".strip()]
        since = f", longest {age(row.since, desk.now())}" if row.waiting and row.since else ""
        parts.append(f"{row.waiting} waiting{since}")
        if known is not None:
            parts.append("attached to this desk" if known.attached else "not attached")
        return Clean("; ".join(parts))

    def details(self, conversation: Conversation) -> list[Clean]:
        """What the side panel shows of the texter and the tracking number."""
        desk, known = self._desk, conversation.attribution
        number = desk.number_of(conversation)
        group = desk.inbox.groups.get(number.group)
        shown = (
            ("Texter", self.texter(conversation)),
            ("From", conversation.place),
            ("Tracking number", f"{number.name} {phone.pretty(number.number)}"),
            ("Group", group.name if group is not None else ""),
            ("Owner", group.owner if group is not None else ""),
            ("Status", number.status),
            ("Rings at", phone.pretty(number.termination) if number.termination else ""),
            ("Auto-reply of this desk", "on" if number.answering is not None else "off"),
            ("Rule", known.rule),
            ("Campaign", known.campaign),
            ("Keyword", known.keyword),
            ("Source", known.source),
            ("Medium", known.medium),
            ("Landing page", known.landing_page),
            ("Referrer", known.referrer),
            ("Tag", known.tag),
            ("Opened", self._written(conversation.opened_at)),
            ("Texts from them", str(conversation.inbound)),
        )
        return [Clean(f"{name}: {clean_line(value)}") for name, value in shown if value.strip()]


def _how_far(entry: Entry) -> str:
    told = [ANYWAY] if entry.anyway else []
    if entry.delivery is not None and entry.delivery is not Delivery.QUEUED:
        told.append(str(entry.delivery))
        told += [clean_line(entry.reason)] if entry.reason else []
    return f" ({', '.join(told)})" if told else ""
