"""What the console knows and shows, as one object without widgets; painting is the app's.

Updates of the line go in, what has to be painted comes out as `dirty`. The console's rules are the
hub's own: `core.decide` says at once what the hub would refuse.
"""

from collections import deque
from collections.abc import Callable

from tmchat.console.dirty import Dirty
from tmchat.console.news import News, Returned
from tmchat.console.openings import Openings
from tmchat.console.outgoing import Outgoing
from tmchat.console.setup.insight import Insight
from tmchat.console.shelf import Shelf
from tmchat.core import phone
from tmchat.core.commands import Command, MarkRead, Refused
from tmchat.core.decide import decide
from tmchat.core.events import (
    ConversationGivenBack,
    DeliveryChanged,
    Event,
    NoteAdded,
    ReplyQueued,
)
from tmchat.core.inbox import (
    CannedChanged,
    ConversationChanged,
    DeliveryMoved,
    EntryAdded,
    Inbox,
    MarkMoved,
    NumbersChanged,
    Snapshot,
)
from tmchat.core.later import ConversationWoken, ReplyScheduled, ScheduleEnded, ScheduleHeld
from tmchat.core.presence import Presence, company
from tmchat.core.records import (
    Agent,
    Conversation,
    Delivery,
    Entry,
    EntryKind,
    Role,
    TrackingNumber,
)
from tmchat.core.scheduling import cancelled_by
from tmchat.link.line import LineChanged, LineState
from tmchat.link.updates import (
    CarrierTold,
    ClockTold,
    EventsCame,
    PresenceTold,
    StateReplaced,
    Update,
    Welcomed,
)

NOBODY = Agent("", Role.AGENT)
SAID = 200  # replies of one's own that are kept at hand
NAMED = 3  # texters whom a sentence names before it counts the rest


class Desk:
    """One agent's view of the desk. `clock` is this machine's, ms UTC; ages use the hub's."""

    def __init__(self, outgoing: Outgoing, clock: Callable[[], int]) -> None:
        self.inbox = Inbox()
        self.agent = NOBODY
        self.name = ""
        self.shelf = Shelf()
        self.openings = Openings()
        self.outgoing = outgoing
        self.dirty = Dirty()
        self.line = LineChanged(LineState.CONNECTING)
        self.line_since = clock()
        self.carrier = CarrierTold()
        self.news = News()
        self._saw: dict[int, int] = {}
        self._lost: dict[int, int] = {}
        self._told_lost: set[tuple[int, int]] = set()
        self.insight = Insight()
        self.numbers_changed = 0
        """Goes up whenever something is news about tracking numbers or groups."""
        self.canned_changed = 0
        """Goes up whenever something is news about the team's canned replies."""
        self._present: dict[int, tuple[Presence, ...]] = {}
        self._mine: dict[int, str] = {}
        self.said: deque[str] = deque(maxlen=SAID)
        """What this agent sent of late, oldest first."""
        self._clock = clock
        self._ahead = 0
        self.dirty.all()

    def take_news(self) -> News:
        """What came since this was asked last."""
        news, self.news = self.news, News()
        return news

    def now(self) -> int:
        """The hub's time as far as this machine can tell, ms UTC."""
        return self._clock() + self._ahead

    @property
    def open(self) -> Conversation | None:
        """The conversation on screen."""
        return self.inbox.conversations.get(self.openings.current)

    def number_of(self, conversation: Conversation) -> TrackingNumber:
        """The tracking number of a conversation, with what is known of it."""
        return self.inbox.numbers.get(conversation.number) or TrackingNumber(conversation.number)

    def unread(self, conversation: Conversation) -> int:
        """The texts of a conversation that this agent has not seen."""
        return self.inbox.unread(self.agent.name, conversation)

    def hear(self, update: Update | LineChanged) -> None:
        """Takes in what the line brings."""
        match update:
            case LineChanged():
                if update.state is not LineState.LIVE:
                    self._see(())
                else:
                    self.insight.line_back()
                if update.state is not self.line.state:
                    self.line_since = self._clock()
                self.line = update
                self.dirty.status = True
            case Welcomed():
                self.agent, self.name = update.agent, update.desk
                self._ahead = update.now - self._clock()
                self.carrier = CarrierTold()
                self.dirty.status = True
            case CarrierTold():
                self.carrier = update
                self.dirty.status = True
            case PresenceTold():
                self._see(update.here)
            case ClockTold():
                self._ahead = update.now - self._clock()
            case StateReplaced():
                self._replace(update.snapshot)
            case EventsCame():
                for event in update.events:
                    self._apply(event)

    def company(self, conversation: int) -> tuple[str, bool]:
        """Who else is at a conversation, in words, and whether they type."""
        return company(self._present.get(conversation, ()), self.agent.name)

    def given_back(self) -> str:
        """What was given back from this agent while they were away, as one sentence, once; empty:
        nothing, or the desk is not level yet."""
        if self.line.state is not LineState.LIVE:
            return ""
        lost, self._lost = self._lost, {}
        news = [one for one, at in lost.items() if (one, at) not in self._told_lost]
        self._told_lost |= lost.items()
        names = [self.called(self.inbox.conversations[one]) for one in news[:NAMED]]
        if len(news) > NAMED:
            names.append(f"{len(news) - NAMED} more")
        return f"Given back while you were away: {', '.join(names)}." if news else ""

    def called(self, conversation: Conversation) -> str:
        """The texter's name, or number."""
        return conversation.name or phone.pretty(conversation.texter)

    def foresee(self, command: Command) -> Refused | None:
        """The refusal that the hub would give, as far as can be told from here."""
        decision = decide(self.inbox, command, self.agent)
        return decision if isinstance(decision, Refused) else None

    def saw(self) -> None:
        """The end of the open timeline is before the agent's eyes, as far as it is loaded."""
        timeline = self.openings.timeline
        if timeline is not None:
            self._saw[timeline.conversation] = timeline.newest

    def seen(self) -> int:
        """The newest entry of the open conversation that its agent has had on screen; what came
        below while they had scrolled up, or is not painted yet, they have not."""
        timeline = self.openings.timeline
        if timeline is None or not timeline.end:
            return 0
        return min(timeline.newest, self._saw.get(timeline.conversation, 0))

    def news_since(self, seen: int) -> list[Entry]:
        """What came to the open conversation after the entry `seen` and holds a reply."""
        loaded = self.openings.timeline or ()
        entries = (one for one in loaded if isinstance(one, Entry) and one.id > seen)
        return [
            one
            for one in entries
            if one.kind is EntryKind.TEXT
            or (one.delivery and one.due == 0 and one.by != self.agent.name)
        ]

    def own_replies(self) -> list[str]:
        """The agent's own replies, newest first: those of the open timeline, then all of late."""
        loaded = self.openings.timeline or ()
        here = [
            one.text
            for one in loaded
            if isinstance(one, Entry) and one.kind is EntryKind.REPLY and one.by == self.agent.name
        ]
        return [*reversed(here), *reversed(self.said)]

    def reading(self) -> MarkRead | None:
        """The read mark to set while the open conversation's end is on screen."""
        conversation, seen = self.open, self.seen()
        if conversation is None or not seen or not self.unread(conversation):
            return None
        if seen != conversation.last_entry:
            return None
        return MarkRead(conversation.id, seen, conversation.inbound)

    def _see(self, here: tuple[Presence, ...]) -> None:
        before, self._present = self._present, {}
        for one in here:
            at = self._present.get(one.conversation, ())
            self._present[one.conversation] = (*at, one)
        for conversation in before.keys() | self._present.keys():
            if before.get(conversation) != self._present.get(conversation):
                self.dirty.rows.add(conversation)
                self.dirty.lines |= conversation == self.openings.current

    def _replace(self, snapshot: Snapshot) -> None:
        self.inbox = Inbox.of(snapshot, self.agent.name)
        self.shelf.attach(self.inbox, self.agent.name)
        for one in snapshot.conversations:
            if one.given_back_from == self.agent.name:
                self._lost[one.id] = one.given_back_at
        self.openings.line_broke(self.inbox.conversations)
        self.numbers_changed += 1
        self.canned_changed += 1
        self.dirty.all()

    def _apply(self, event: Event) -> None:
        match event.what:
            case (
                ReplyQueued(text=text, client_ref=ref)
                | ReplyScheduled(text=text, client_ref=ref)
                | NoteAdded(text=text, client_ref=ref)
            ) if ref and not self.outgoing.arrived(ref):
                changed = self.outgoing.left_after_all(ref, text)
                if changed:
                    self.news.redrafted.append(changed)
                    self.dirty.rows.add(changed)
        if isinstance(event.what, ReplyQueued) and event.what.by == self.agent.name:
            self._mine[event.n] = event.what.text
            self.said.append(event.what.text)
        if isinstance(event.what, ConversationGivenBack) and event.what.holder == self.agent.name:
            self._lost[event.what.conversation] = event.at
        if isinstance(event.what, ConversationWoken) and not event.what.by:
            self.news.woken.append(event.what.conversation)
        if isinstance(event.what, ScheduleHeld | ScheduleEnded):
            self._scheduled(event.what)
        if isinstance(event.what, DeliveryChanged):
            self._delivered(event.what)
        self.dirty.panel |= self.insight.heard(event.what)
        for change in self.inbox.apply(event):
            match change:
                case ConversationChanged():
                    self._changed(change)
                case EntryAdded() | DeliveryMoved():
                    self.dirty.lines |= self.openings.take(change)
                case MarkMoved() if change.agent == self.agent.name:
                    self.dirty.rows.add(change.conversation)
                case CannedChanged():
                    self.canned_changed += 1
                case NumbersChanged():
                    self.numbers_changed += 1
                    self.dirty.order |= self.shelf.by_number
                    self.dirty.rows |= set(self.shelf.ids()) if self.shelf.by_number else set()
                    self.dirty.panel = True

    def _scheduled(self, what: ScheduleHeld | ScheduleEnded) -> None:
        """A scheduled reply of one's own that did not go out is told, unless one cancelled it."""
        conversation = self.inbox.conversations.get(what.conversation)
        found = conversation.scheduled if conversation is not None else ()
        mine = any(one.entry == what.entry and one.by == self.agent.name for one in found)
        if mine and what.reason and what.reason != cancelled_by(self.agent.name):
            self.news.not_sent.append(Returned(what.conversation, what.reason))

    def _delivered(self, change: DeliveryChanged) -> None:
        """A reply of one's own that failed goes back into the composer with its reason."""
        if change.delivery in (Delivery.QUEUED, Delivery.SENDING, Delivery.UNKNOWN):
            return
        text = self._mine.pop(change.entry, None)
        if text is not None and change.delivery is Delivery.FAILED:
            self.outgoing.give_back(change.conversation, text)
            self.news.returned.append(Returned(change.conversation, change.reason))
            self.dirty.rows.add(change.conversation)

    def _changed(self, change: ConversationChanged) -> None:
        after = change.after
        self.dirty.order |= self.shelf.update(change.before, after)
        self.dirty.rows.add(after.id)
        self.dirty.status = True
        if after.id == self.openings.current:
            self.dirty.panel = True
        if after.inbound > (change.before.inbound if change.before is not None else 0):
            self.news.arrived.append(after.id)
