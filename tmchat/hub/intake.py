"""Takes what Telmetrics pushes: kept raw, read, recorded once, then answered; HTTP is `listeners`'.

Nothing inbound is dropped: what cannot be read is kept for an administrator, who mends the mapping
and replays it (CONTRACT 15.1).
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from secrets import token_hex

from tmchat.core import events as ev
from tmchat.core import phone
from tmchat.core.answering import answered
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.inbox import Inbox
from tmchat.core.records import NOT_ATTRIBUTED, Conversation
from tmchat.hub.pushed import Pushed, PushedText, read
from tmchat.hub.receipts import reconcile
from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import RawPayload, Reading, Store, StoreFailed
from tmchat.hub.switchboard import Switchboard
from tmchat.settings.zones import zone_of
from tmchat.telmetrics.standins import Mapping as Pointers

log = logging.getLogger(__name__)

EARLY_STARTS = 10_000  # conversation starts kept for texts that are still to come
_KEPT_HEADERS = ("content-type", "user-agent", "webhook-id", "webhook-timestamp")


@dataclass(frozen=True, slots=True)
class Taken:
    """What to answer: an HTTP status with a sentence. `texts` counts those taken for the first
    time."""

    status: int
    sentence: str
    texts: int = 0


class Intake:
    """The one way in for texts. Answers 200 only for what is durable, 503 while the store fails."""

    def __init__(
        self,
        switchboard: Switchboard,
        store: Store,
        *,
        mapping: Pointers,
        region: str,
        clock: Callable[[], int],
        new_ref: Callable[[], str] = lambda: f"auto-{token_hex(16)}",
    ) -> None:
        """`region` (two letters) is that of numbers without a country code; `clock` in ms UTC;
        `new_ref` makes the client_ref of an auto-reply."""
        self._switchboard = switchboard
        self._store = store
        self._mapping = mapping
        self._region = region
        self._clock = clock
        self._new_ref = new_ref
        self._taking: dict[str, asyncio.Future[None]] = {}
        self._starts: OrderedDict[tuple[str, str], Arrival] = OrderedDict()

    async def take(self, body: bytes, headers: Mapping[str, str]) -> Taken:
        """Takes one pushed payload; what was begun is finished even if the caller is cancelled."""
        kept = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
        raw = RawPayload(self._clock(), body, kept, Reading.TAKEN)
        return await asyncio.shield(asyncio.ensure_future(self._take(raw)))

    async def replay(self, inbound_id: int) -> Taken:
        """Takes a kept payload again, with the mapping as it is; texts taken before stay single."""
        try:
            raw = await self._store.inbound_one(inbound_id)
        except StoreFailed as failure:
            return Taken(503, str(failure))
        if raw is None:
            return Taken(404, "There is no raw payload with this id.")
        return await asyncio.shield(asyncio.ensure_future(self._take(raw)))

    async def _take(self, raw: RawPayload) -> Taken:
        pushed = read(raw.body, self._mapping, self._region)
        # Sorted, so that two payloads with the same keys never wait for each other.
        keys = sorted({text.key for text in pushed.texts if text.key})
        for key in keys:
            await self._claim(key)
        try:
            texts = await self._first_times(pushed)
            raw = _judged(raw, pushed, texts)
            for start in pushed.starts:
                await self._describe(start)
            crash("intake.before-commit")
            await self._record(raw, pushed, texts)
            crash("intake.after-commit")
            for receipt in pushed.receipts:
                await reconcile(self._switchboard, self._store, receipt.carrier_id)
        except StoreFailed as failure:
            return Taken(503, str(failure))
        finally:
            for key in keys:
                self._taking.pop(key).set_result(None)
        if raw.status is Reading.UNREADABLE:
            log.warning("a pushed payload is kept unread: %s", raw.note)
        crash("intake.before-answer")
        return Taken(200, raw.note or "Taken.", len(texts))

    async def _claim(self, key: str) -> None:
        """Waits until nobody else is taking a text with this key.

        A repeat waits for the first: its 200, too, must mean that the text is durable.
        """
        while key in self._taking:
            await asyncio.wait([self._taking[key]])
        self._taking[key] = asyncio.get_running_loop().create_future()

    async def _first_times(self, pushed: Pushed) -> list[PushedText]:
        """The texts that were not taken before, each once."""
        first: dict[str, PushedText] = {}
        for position, text in enumerate(pushed.texts):
            # Without a key no repeat can be told, and a text twice is better than none.
            if not text.key:
                first[f"\0{position}"] = text
            elif text.key not in first and not await self._store.known_message(text.key):
                first[text.key] = text
        return _as_sent(list(first.values()))

    async def _record(self, raw: RawPayload, pushed: Pushed, texts: list[PushedText]) -> None:
        """Records `texts` in their order; the raw payload becomes durable with the last of them."""
        if not texts:
            await self._switchboard.record(_nothing, inbound=raw, receipts=pushed.receipts)
        # All are begun in turn before the first is durable, so that they share a commit.
        ended = await asyncio.gather(
            *(
                self._switchboard.record(
                    self._arriving(text.arrival, raw),
                    message_keys=(text.key,) if text.key else (),
                    inbound=raw if text is texts[-1] else None,
                    address=text.address,
                    receipts=pushed.receipts if text is texts[-1] else (),
                )
                for text in texts
            ),
            return_exceptions=True,
        )
        for failed in ended:
            if isinstance(failed, BaseException):
                raise failed
        for text in texts:
            self._starts.pop((text.arrival.texter, text.arrival.number), None)

    def _arriving(
        self, arrival: Arrival, raw: RawPayload
    ) -> Callable[[Inbox], tuple[ev.Happening, ...]]:
        """What happens with the text, with what an earlier conversation start said of it, and with
        the desk's own answer."""

        def happens(inbox: Inbox) -> tuple[ev.Happening, ...]:
            start = self._starts.get((arrival.texter, arrival.number))
            whole = arrival if start is None else _completed(arrival, start)
            replayed = raw.at if raw.id else 0
            happenings = arrive(inbox, replace(whole, at=self._clock(), received_at=replayed))
            if ev.ConversationOpened in map(type, happenings):
                log.info("first text from %s", phone.masked(arrival.texter))
            replies = answered(inbox, happenings, self._clock(), zone_of, self._new_ref)
            return (*happenings, *replies)

        return happens

    async def _describe(self, start: Arrival) -> None:
        """Records whom a conversation start tells of, or keeps it until the first text comes.

        It is kept in memory alone: what a restart loses is where a texter came from, not a text.
        """
        conv = self._switchboard.inbox.between(start.texter, start.number)
        if conv is None:
            self._starts[start.texter, start.number] = start
            if len(self._starts) > EARLY_STARTS:
                self._starts.popitem(last=False)
        elif _adds_to(conv, start):
            described = ev.TexterDescribed(conv.id, start.name, start.place, start.attribution)
            await self._switchboard.record(lambda inbox: (described,))


def _as_sent(texts: list[PushedText]) -> list[PushedText]:
    """The texts of one payload in the order in which they were sent, where it tells."""
    if all(text.arrival.sent_at for text in texts):
        return sorted(texts, key=lambda text: text.arrival.sent_at)
    return texts


def _nothing(inbox: Inbox) -> tuple[ev.Happening, ...]:
    return ()


def _judged(raw: RawPayload, pushed: Pushed, texts: list[PushedText]) -> RawPayload:
    """`raw` with what became of it."""
    if pushed.unreadable:
        return replace(raw, status=Reading.UNREADABLE, note=pushed.unreadable)
    if pushed.texts and not texts:
        return replace(raw, status=Reading.REPEATED, note="Every text in it was taken before.")
    return replace(raw, status=Reading.TAKEN, note="")


def _completed(arrival: Arrival, start: Arrival) -> Arrival:
    """`arrival` with the words of `start` where it has none of its own."""
    told = arrival.attribution != NOT_ATTRIBUTED
    return replace(
        arrival,
        name=arrival.name or start.name,
        place=arrival.place or start.place,
        attribution=arrival.attribution if told else start.attribution,
    )


def _adds_to(conv: Conversation, start: Arrival) -> bool:
    return (
        start.name not in ("", conv.name)
        or start.place not in ("", conv.place)
        or start.attribution not in (NOT_ATTRIBUTED, conv.attribution)
    )
