"""`tmchat tail`: prints what happens on the desk, an event a line; what has been is `export`'s."""

import asyncio
import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight

if TYPE_CHECKING:
    from tmchat.cli.session import Session
    from tmchat.core.events import Event
    from tmchat.core.inbox import Snapshot
    from tmchat.link.line import Connect, LineChanged
    from tmchat.link.updates import Update

CLIENT = "tmchat tail"


def arguments(parser: ArgumentParser) -> None:
    """Declare the form of a line and which events are wanted."""
    from tmchat.cli.hubcall import add_hub_flags

    parser.add_argument(
        "--json", action="store_true", help="Print events as JSON, texts exactly as they were sent."
    )
    parser.add_argument("--number", metavar="TRACKING", help="Only events of this tracking number.")
    parser.add_argument(
        "--since",
        type=int,
        metavar="N",
        help="Begin after event N (1 or more), as far back as the hub has events at hand.",
    )
    parser.add_argument("--count", type=int, metavar="N", help="End after N events.")
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Print events until interrupted, or until the wanted count; the exit code."""
    from tmchat.cli.session import session

    if args.since is not None and args.since < 1:
        raise Plight("--since wants the number of an event, 1 or more.")
    if args.count is not None and args.count < 1:
        raise Plight("--count wants 1 or more.")
    signed_in = session(args)
    printer = Printer(
        as_json=args.json,
        number=_e164(args.number, signed_in),
        since=args.since,
        count=args.count,
    )
    asyncio.run(_follow(signed_in, printer))
    return 0


async def _follow(signed_in: "Session", printer: "Printer") -> None:
    """Keeps a line up and prints what it brings, until the printer has enough."""
    from tmchat.core.plainform import as_sent
    from tmchat.link.line import Line
    from tmchat.link.ways import HubAddress, ways

    async def find() -> HubAddress:
        return HubAddress(signed_in.hub, signed_in.token.value)

    connects = ways(find, signed_in.settings.transport)
    updates: asyncio.Queue[Update | LineChanged] = asyncio.Queue()
    line = Line(
        connects,
        updates.put_nowait,
        client=CLIENT,
        words=as_sent,
        clock=time.monotonic,
        random=Random(),
    )
    following = asyncio.create_task(line.run())
    printing = asyncio.create_task(printer.run(updates, connects))
    try:
        await asyncio.wait({following, printing}, return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            # Either a fault, or a refusal that the printer is about to read.
            following.result()
        await printing
    finally:
        following.cancel()
        printing.cancel()
        await asyncio.gather(following, printing, return_exceptions=True)


class Printer:
    """Prints events in order, and on standard error how the line stands.

    `number` is E.164 or empty for all; `since` and `count` are None where not asked for.
    """

    def __init__(self, *, as_json: bool, number: str, since: int | None, count: int | None) -> None:
        from tmchat.core.inbox import Inbox

        self._as_json = as_json
        self._number = number
        self._since = since
        self._left = count
        self._inbox = Inbox()
        self._broken = False

    async def run(
        self, updates: "asyncio.Queue[Update | LineChanged]", connects: "list[Connect]"
    ) -> None:
        """Prints until there have been enough events.

        Raises `Plight` when the hub refuses, and for a number that the desk does not know.
        """
        from tmchat.link.line import LineChanged
        from tmchat.link.updates import EventsCame, StateReplaced

        while self._left != 0:
            update = await updates.get()
            match update:
                case LineChanged():
                    self._standing(update)
                case StateReplaced():
                    before = self._inbox.head
                    self._replace(update.snapshot)
                    if not before:
                        self._check_number()
                    if before:
                        self._skipped(before)
                    elif self._since is not None:
                        self._print(await self._past(self._since, connects))
                case EventsCame():
                    for event in update.events:
                        self._inbox.apply(event)
                    self._print(update.events)

    def _standing(self, change: "LineChanged") -> None:
        """Says once that the line broke and once that it is back."""
        from tmchat.link.line import LineState

        match change.state:
            case LineState.REFUSED:
                raise Plight(change.sentence)
            case LineState.OFFLINE if not self._broken:
                self._broken = True
                _say(f"{change.sentence} Trying again until it is back.")
            case LineState.LIVE if self._broken:
                self._broken = False
                _say("The line to the hub is back.")

    def _replace(self, snapshot: "Snapshot") -> None:
        from tmchat.core.inbox import Inbox

        self._inbox = Inbox()
        self._inbox.head = snapshot.head
        self._inbox.fill(numbers=snapshot.numbers, conversations=snapshot.conversations)

    def _check_number(self) -> None:
        """Raises `Plight` for a number of which nothing can ever come."""
        from tmchat.cli.tracked import unknown_number

        talked = {one.number for one in self._inbox.conversations.values()}
        if self._number and self._number not in self._inbox.numbers and self._number not in talked:
            raise Plight(unknown_number(self._number))

    async def _past(self, since: int, connects: "list[Connect]") -> "list[Event]":
        """The events between `since` and the state at hand, as far as the hub has them."""
        from tmchat.cli.replay import past_events
        from tmchat.link.wire import WireBroken

        head = self._inbox.head
        if since >= head:
            return []
        try:
            events = await past_events(connects, since, head, client=CLIENT, clock=time.monotonic)
        except WireBroken as broken:
            raise Plight(broken.sentence) from None
        if events is None:
            self._skipped(since)
        return events or []

    def _skipped(self, since: int) -> None:
        _say(f"The hub has no events after {since} at hand; going on after {self._inbox.head}.")

    def _print(self, events: "Iterable[Event]") -> None:
        from tmchat.cli.happened import event_line
        from tmchat.core.entries import conversation_of
        from tmchat.core.plainform import plain

        for event in events:
            conversation = self._inbox.conversations.get(conversation_of(event))
            number = conversation.number if conversation else _number_of(event)
            if self._left == 0 or self._number not in ("", number):
                continue
            line = json.dumps(plain(event)) if self._as_json else event_line(event, conversation)
            print(line, flush=True)
            if self._left is not None:
                self._left -= 1


def _number_of(event: "Event") -> str:
    """The tracking number that an event without a conversation is about, else an empty string."""
    number = getattr(event.what, "number", "")
    return number if isinstance(number, str) else str(number.number)


def _e164(written: str | None, signed_in: "Session") -> str:
    """The number that `--number` names; one without a country code is of the hub's region."""
    from tmchat.cli.hubcall import HubCall
    from tmchat.cli.tracked import region_of
    from tmchat.core import phone

    if written is None:
        return ""
    region = "US"
    if not written.strip().startswith("+"):
        with HubCall(signed_in.hub, signed_in.token.value) as call:
            region = region_of(call)
    try:
        return phone.e164(written, region)
    except ValueError as wrong:
        raise Plight(f"--number: {wrong}") from None


def _say(sentence: str) -> None:
    print(f"tmchat: {sentence}", file=sys.stderr, flush=True)
