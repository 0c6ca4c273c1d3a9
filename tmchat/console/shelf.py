"""The list's model: which view, which filter, which rows in which order; drawing is a widget's."""

from collections.abc import Iterator
from dataclasses import dataclass

from tmchat.core.inbox import Inbox
from tmchat.core.records import Conversation, TrackingNumber
from tmchat.core.returns import rests
from tmchat.core.search import Search
from tmchat.core.views import Listing, Tally, View, belongs, standing


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A heading of the list: a tracking number with what waits on it; `since` is ms UTC."""

    number: str
    name: str
    group: str
    waiting: int
    since: int


class Shelf:
    """The rows beside the timeline, for one agent.

    `by_number` puts the conversations under their tracking numbers, longest waiting number first:
    what a supervisor watches. `only` narrows the list to one tracking number.
    """

    def __init__(self) -> None:
        self.view = View.WAITING
        self.query = ""
        self.only = ""
        self.by_number = False
        self.tally = Tally()
        self._agent = ""
        self._inbox = Inbox()
        self._on_screen = self._keep = self._done = 0
        self._counts = dict.fromkeys(View, 0)
        self._search = Search()
        # What the view would list without a filter is kept beside what it lists: a letter more in
        # the filter then costs neither looking at every conversation nor sorting.
        self._unfiltered = Listing(self._is_in_view)
        self._listing = Listing(self._admits)

    def attach(self, inbox: Inbox, agent: str) -> None:
        """Starts anew from a whole state."""
        self._inbox, self._agent = inbox, agent
        self.tally.fill(inbox.conversations.values())
        self._counts = dict.fromkeys(View, 0)
        for conversation in inbox.conversations.values():
            self._count(conversation, 1)
        self.refill()

    def show(
        self,
        *,
        view: View | None = None,
        query: str | None = None,
        only: str | None = None,
        by_number: bool | None = None,
    ) -> None:
        """Changes what is listed; what is not given stays."""
        before = (self.view, self.only)
        self.view = self.view if view is None else view
        self.query = self.query if query is None else query
        self.only = self.only if only is None else only
        self.by_number = self.by_number if by_number is None else by_number
        if (self.view, self.only) == before:
            self._filter()
            return
        if self.view is not before[0]:
            open_one = self._inbox.conversations.get(self._on_screen)
            self._keep = self._on_screen if open_one and self._belongs(open_one) else 0
        self.refill()

    def keep(self, conversation: int) -> bool:
        """Has the open conversation stay listed although it no longer belongs to the view, so
        that answering does not take it from under the cursor; True when the list changed. Another
        view lists it only where it belongs."""
        if conversation == self._on_screen:
            return False
        before, self._on_screen = self._keep, conversation
        self._keep = conversation
        changed = False
        for one in (before, conversation):
            known = self._inbox.conversations.get(one)
            if known is not None:
                self._unfiltered.update(known)
                changed |= self._listing.update(known)
        return changed

    def refill(self) -> None:
        """Lists anew."""
        self._unfiltered.fill(self._inbox.conversations.values())
        self._filter()

    def update(self, before: Conversation | None, after: Conversation) -> bool:
        """Takes in one changed conversation; True when rows came, went or moved."""
        counted = self.tally.update(before, after)
        if before is None:
            self._count(after, 1)
        elif standing(before, self._agent) != standing(after, self._agent):
            self._count(before, -1)
            self._count(after, 1)
        if after.id == self._on_screen and self._belongs(after):
            self._keep = after.id
        self._unfiltered.update(after)
        moved = self._listing.update(after)
        if before is not None and moved and after.id == self._on_screen:
            # What comes right behind an answer, such as its delivery, takes nothing of that back.
            if self._put_away(before, after):
                self._done = after.id
            elif after.waiting_since:
                self._done = 0
        return moved or (counted and self.by_number)

    def take_done(self) -> int:
        """The open conversation if this agent just answered it or put it away, which moved its
        row; 0: it is where it was, or others moved it. Told once."""
        done, self._done = self._done, 0
        return done

    def rows(self) -> list[int | NumberRow]:
        """The rows from the top: conversation ids, under headings when listed by number."""
        ids = self._listing.ids()
        if not self.by_number:
            return list(ids)
        under: dict[str, list[int]] = {}
        for one in ids:
            under.setdefault(self._inbox.conversations[one].number, []).append(one)
        rows: list[int | NumberRow] = []
        for number in self._numbers(under):
            rows.append(self.heading(number))
            rows.extend(under.get(number, ()))
        return rows

    def ids(self) -> list[int]:
        """The listed conversations in order, without headings."""
        return self._listing.ids()

    def count(self, view: View) -> int:
        """How many conversations a view would list without a filter."""
        return self._counts[view]

    def next_waiting(self, after: int, now: int) -> int:
        """The conversation that waits longest of those behind `after`, round to the first of all;
        where `after` itself waits no more, the first of all. 0: none but what others hold and what
        was just given back from this agent. `now` is the hub's time, ms UTC."""
        waiting = [
            _turn(one) for one in self._waiting_else(after) if not rests(one, self._agent, now)
        ]
        here = self._inbox.conversations.get(after)
        passed = _turn(here) if here is not None and here.waiting_since else (0, 0)
        return min(waiting, key=lambda one: (one < passed, one))[1] if waiting else 0

    def nobody_else(self, after: int, now: int) -> str:
        """Why `next_waiting` finds none, as one sentence."""
        left = sum(rests(one, self._agent, now) for one in self._waiting_else(after))
        if not left:
            return "Nobody else waits."
        were = "1 that was" if left == 1 else f"{left} that were"
        return f"Nobody else waits but {were} given back from you: others come first for a while."

    def _waiting_else(self, after: int) -> Iterator[Conversation]:
        for one in self._inbox.conversations.values():
            if one.waiting_since and one.id != after and one.holder in ("", self._agent):
                yield one

    def heading(self, number: str) -> NumberRow:
        """The heading of one tracking number."""
        known = self._inbox.numbers.get(number) or TrackingNumber(number)
        group = self._inbox.groups.get(known.group)
        return NumberRow(
            number,
            known.name or number,
            group.name if group is not None else "",
            self.tally.waiting(number),
            self.tally.oldest(number),
        )

    def _numbers(self, under: dict[str, list[int]]) -> list[str]:
        """The headings' order: longest waiting first, then by group and name."""
        wanted = set(under)
        if not self.query and not self.only:
            wanted |= {number for number, one in self._inbox.numbers.items() if one.attached}
        far = 1 << 62

        def rank(number: str) -> tuple[int, str, str]:
            row = self.heading(number)
            return (self.tally.first(number) or far, row.group, row.name)

        return sorted(wanted, key=rank)

    def _filter(self) -> None:
        self._search.look_for(self.query, self._inbox.numbers)
        known = self._inbox.conversations
        found = self._search.found(known[one] for one in self._unfiltered.ids())
        self._listing.fill_from(self._unfiltered, found)

    def _admits(self, conversation: Conversation) -> bool:
        return self._is_in_view(conversation) and bool(self._search.found([conversation]))

    def _is_in_view(self, conversation: Conversation) -> bool:
        if self.only and conversation.number != self.only:
            return False
        return conversation.id == self._keep or self._belongs(conversation)

    def _belongs(self, conversation: Conversation) -> bool:
        return belongs(self.view, conversation, self._agent)

    def _put_away(self, before: Conversation, after: Conversation) -> bool:
        """Whether what happened is this agent's reply or snooze, or a close of what is theirs."""
        replied = after.last_reply != before.last_reply and after.last_reply_by == self._agent
        snoozed = after.snoozed_by == self._agent and not before.snoozed_by
        closed = after.closed and not before.closed and before.holder in ("", self._agent)
        return replied or snoozed or closed

    def _count(self, conversation: Conversation, step: int) -> None:
        for view in View:
            if belongs(view, conversation, self._agent):
                self._counts[view] += step


def _turn(waiting: Conversation) -> tuple[int, int]:
    """When it is a conversation's turn, and which it is."""
    return waiting.waiting_entry, waiting.id
