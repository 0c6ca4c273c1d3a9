"""What is printed of the desk and of the open conversation; commands are `verbs`'s."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from tmchat.console.desk import Desk
from tmchat.console.plain.calling import Calling
from tmchat.console.plain.reading import Reading
from tmchat.console.plain.wording import LocalTime, Wording
from tmchat.console.work import Work
from tmchat.core import events as ev
from tmchat.core.commands import Refused
from tmchat.core.entries import conversation_of, entry_of
from tmchat.core.records import Conversation, Delivery, EntryKind
from tmchat.core.text import clean, clean_line
from tmchat.core.views import View
from tmchat.link.drafts import Draft
from tmchat.link.line import LineChanged, LineState
from tmchat.link.updates import CarrierTold, EventsCame, PresenceTold, Update

ROWS: Final = 50
"""Conversations listed at once."""

_TOLD: Final = (Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED, Delivery.UNKNOWN)


class Talk:
    """Prints through `say`, a line at a time. `work` is set once there is a line to the hub,
    `calling` where somebody sits who is to be called.

    `filled` is set when the desk is known, `refused` when the hub will never let this agent in;
    `failed` says that something typed was not done.
    """

    def __init__(self, desk: Desk, say: Callable[[str], None], local: LocalTime) -> None:
        self.desk = desk
        self.say = say
        self.local = local
        self.wording = Wording(desk, local)
        self.reading = Reading()
        self.work: Work | None = None
        self.calling: Calling | None = None
        self.filled = asyncio.Event()
        self.refused = asyncio.Event()
        self.failed = False
        self._state = LineState.CONNECTING
        self._company: tuple[int, str] = (0, "")

    def hear(self, update: Update | LineChanged) -> None:
        """Takes in what the line brings, and prints what of it an agent wants to know."""
        ailed = self.desk.carrier.trouble
        self.desk.hear(update)
        match update:
            case LineChanged():
                self._line_changed(update)
            case CarrierTold() if bool(ailed) is not bool(update.trouble):
                self.say(clean_line(update.trouble) or "The carrier answers again.")
            case EventsCame():
                for event in update.events:
                    self._happened(event)
            case PresenceTold():
                self._tell_company()
        if lost := self.desk.given_back():
            self.say(clean(lost))
        news = self.desk.take_news()
        for one in news.not_sent:
            about = f"#{one.conversation} a scheduled reply did not go out: "
            self.say(f"{about}{clean_line(one.reason)}")
        if self.calling is not None:
            self.calling.heard(news)
        self.follow()
        self._mark_read()
        self.attend()

    def refuse(self, sentence: str) -> None:
        """Says why what was typed is not done."""
        self.fail()
        self.say(sentence)

    def fail(self) -> None:
        """What was typed was not done, which is said elsewhere."""
        self.failed = True

    def typed(self) -> None:
        """The agent typed a line: they are there, and have read what was printed."""
        if self.calling is not None:
            self.calling.typed()
            self._mark_read()

    def opened(self, conversation: Conversation) -> None:
        """Another conversation is open: its heading, and its lines as soon as they are here."""
        self.reading = Reading()
        for line in self.wording.heading(conversation):
            self.say(line)
        self._tell_company()
        self.follow()
        self.attend()

    def attend(self) -> None:
        """Tells the hub which conversation is open here, so that others see it."""
        if self.work is not None:
            self.work.attend(time.monotonic(), typing=False)

    def follow(self) -> None:
        """Prints what is new in the open conversation; while the agent reads it counts as read."""
        conversation, timeline = self.desk.open, self.desk.openings.timeline
        if conversation is None or timeline is None:
            return
        news = self.reading.newer(timeline)
        for one in news:
            self.say(self.wording.item(conversation, one))
        self.desk.saw()
        if news:
            self._mark_read()

    def waiting(self, view: View = View.WAITING, query: str = "") -> None:
        """Prints the conversations of a view, narrowed by the words of `query`."""
        shelf = self.desk.shelf
        shelf.show(view=view, query=query)
        listed = shelf.ids()
        for one in listed[:ROWS]:
            self.say(self.wording.row(self.desk.inbox.conversations[one]))
        if len(listed) > ROWS:
            self.say(f"And {len(listed) - ROWS} more: a filter narrows the list.")
        if not listed:
            self.say("Nothing is listed here.")

    def given_back(self, draft: Draft, refusal: Refused) -> None:
        """The hub refused a reply or a note: it is a draft again."""
        self.fail()
        self.say(f"#{draft.conversation} {clean_line(refusal.sentence)}")
        self.kept(draft.note)

    def kept(self, note: bool) -> None:
        """Says where a text is that did not leave."""
        kind = "note" if note else "reply"
        what = " note" if note else ""
        self.say(f"The {kind} is kept as a draft: send{what} sends it, drop{what} throws it away.")

    def drafts(self, conversation: Conversation) -> None:
        """Prints what is written in a conversation and was not sent."""
        for note in (False, True):
            text = self.desk.outgoing.text(conversation.id, note=note)
            if text:
                self.say(f"Draft of a {'note' if note else 'reply'}: {clean(text)}")
                self.kept(note)

    def _tell_company(self) -> None:
        """Says who else is at the open conversation when that is news."""
        here = self.desk.openings.current
        company, _ = self.desk.company(here) if here else ("", False)
        before, self._company = self._company, (here, company)
        if not here or self._company == before:
            return
        if company:
            self.say(f"#{here} {clean_line(company)}.")
        elif before[0] == here:
            self.say(f"#{here} nobody else is here any more.")

    def _mark_read(self) -> None:
        """Not at each answer of the hub: one that refuses a mark would be asked without end."""
        if self.work is not None and (self.calling is None or self.calling.reads()):
            self.work.mark_read()

    def _line_changed(self, change: LineChanged) -> None:
        before, self._state = self._state, change.state
        if before is change.state:
            return
        why = f" {clean_line(change.sentence)}" if change.sentence else ""
        match change.state:
            case LineState.LIVE:
                self._live(first=not self.filled.is_set())
            case LineState.OFFLINE:
                self.say(f"Offline.{why} Trying again; replies are held until the line is back.")
            case LineState.REFUSED:
                self.say(f"Signed out:{why}")
                self.refused.set()

    def _live(self, *, first: bool) -> None:
        self.say(self.wording.summary())
        self.filled.set()
        if first:
            self.waiting()
        if self.work is not None:
            self.work.resume()
            self.work.fetch(self.desk.openings.newest())

    def _happened(self, event: ev.Event) -> None:
        """Prints an event, unless `follow` prints it as a line of the open conversation."""
        conversation = self.desk.inbox.conversations.get(conversation_of(event))
        if conversation is None:
            return
        me, what = self.desk.agent.name, event.what
        if isinstance(what, ev.DeliveryChanged):
            ours = conversation.id == self.desk.openings.current or conversation.holder == me
            if ours and what.delivery in _TOLD:
                self.say(self.wording.delivery(conversation, what.delivery, what.reason))
            return
        entry = entry_of(event)
        timeline = self.desk.openings.timeline
        if entry is None or (timeline is not None and timeline.entry(entry.id) is not None):
            return
        lost = isinstance(what, ev.ConversationTakenOver) and what.holder == me
        mine = entry.by == me and entry.kind is not EntryKind.LINE
        if entry.kind is EntryKind.TEXT or mine or lost:
            self.say(self.wording.entry(conversation, entry, named=True))
