"""The timelines an agent has open or just left, and the pages they lack; fetching is the app's."""

from collections import OrderedDict
from dataclasses import dataclass

from tmchat.core.inbox import DeliveryMoved, EntryAdded
from tmchat.core.records import Conversation
from tmchat.core.timeline import Timeline
from tmchat.link.updates import PageCame

PAGE = 60
KEPT = 12


@dataclass(frozen=True, slots=True)
class PageWish:
    """A page to ask the hub for, with the words of `Line.page`."""

    conversation: int
    before: int = 0
    after: int = 0
    limit: int = PAGE


class Openings:
    """The timeline of the open conversation, and of the last few so that coming back is instant."""

    def __init__(self) -> None:
        self.current = 0
        self._timelines: OrderedDict[int, Timeline] = OrderedDict()
        self._asked: set[PageWish] = set()

    @property
    def timeline(self) -> Timeline | None:
        """The timeline of the open conversation."""
        return self._timelines.get(self.current)

    def open(self, conversation: int) -> PageWish | None:
        """Makes a conversation the open one; the page to fetch when its newest are not here."""
        self.current = conversation
        if not conversation:
            return None
        if conversation not in self._timelines:
            self._timelines[conversation] = Timeline(conversation)
        self._timelines.move_to_end(conversation)
        while len(self._timelines) > KEPT:
            self._timelines.popitem(last=False)
        return self.newest()

    def newest(self) -> PageWish | None:
        """The newest page of the open conversation, when the timeline does not reach its end."""
        timeline = self.timeline
        if timeline is None or timeline.end:
            return None
        return self._wish(PageWish(self.current))

    def older(self) -> PageWish | None:
        """The page above what is loaded."""
        timeline = self.timeline
        if timeline is None or timeline.start or not timeline.oldest:
            return None
        return self._wish(PageWish(self.current, before=timeline.oldest))

    def around(self, entry: int) -> tuple[PageWish, ...]:
        """The pages on both sides of an entry of the open conversation, unless it is loaded."""
        timeline = self.timeline
        if timeline is None or timeline.entry(entry) is not None:
            return ()
        wishes = (
            self._wish(PageWish(self.current, before=entry + 1, limit=PAGE // 2)),
            self._wish(PageWish(self.current, after=entry, limit=PAGE // 2)),
        )
        return tuple(wish for wish in wishes if wish is not None)

    def into_gap(self, after: int) -> PageWish | None:
        """The page that fills a gap from its lower end, which is where somebody scrolls up to."""
        timeline = self.timeline
        gap = timeline.gap_after(after) if timeline is not None else None
        return self._wish(PageWish(self.current, before=gap.before)) if gap is not None else None

    def came(self, wish: PageWish, page: PageCame | None) -> bool:
        """The answer to a wish, None when the line broke; True when the open timeline changed."""
        self._asked.discard(wish)
        timeline = self._timelines.get(wish.conversation)
        if page is None or timeline is None:
            return False
        timeline.merge(
            page.entries,
            before=wish.before,
            after=wish.after,
            start=page.start,
            end=page.end,
            keep_newest=not wish.before,
        )
        return wish.conversation == self.current

    def take(self, change: EntryAdded | DeliveryMoved) -> bool:
        """An event's change; True when the open timeline changed."""
        timeline = self._timelines.get(change.conversation)
        if timeline is None:
            return False
        if isinstance(change, EntryAdded):
            changed = timeline.add(change.entry)
        else:
            changed = timeline.change(change.change)
        return changed and change.conversation == self.current

    def line_broke(self, conversations: dict[int, Conversation]) -> None:
        """A whole state came: no timeline is known to reach its end until its page comes.

        One that lacks no entry may still lack what became of a reply's delivery.
        """
        self._asked.clear()
        for one in list(self._timelines):
            if one in conversations:
                self._timelines[one].line_broke()
            else:
                del self._timelines[one]

    def _wish(self, wish: PageWish) -> PageWish | None:
        """The wish, unless it has been asked already."""
        if wish in self._asked:
            return None
        self._asked.add(wish)
        return wish
