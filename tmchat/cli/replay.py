"""A line to the hub for one errand: is a console let in, what has already happened; following what
happens is `link.line`'s."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from tmchat.core.events import Event
from tmchat.core.plainform import as_sent
from tmchat.link.line import Connect
from tmchat.link.wire import Wire, WireBroken
from tmchat.protocol.consoleside import (
    SILENCE,
    ConsoleSide,
    EventsCame,
    LineUseless,
    Update,
    Welcomed,
)


async def greeting(connects: list[Connect], *, client: str, clock: Callable[[], float]) -> str:
    """Why the hub lets no console of this version in, a sentence; empty where it does.

    `clock` is in seconds, monotonic.
    """
    try:
        async with aclosing(_updates(connects, ConsoleSide(client, as_sent), clock)) as updates:
            async for update in updates:
                if isinstance(update, Welcomed):
                    break
    except WireBroken as broken:
        return broken.sentence
    return ""


async def past_events(
    connects: list[Connect], since: int, upto: int, *, client: str, clock: Callable[[], float]
) -> list[Event] | None:
    """The events after number `since` up to `upto`, texts as they were sent.

    None when the hub does not have all of them at hand any more. `clock` is in seconds, monotonic.
    Raises `WireBroken`.
    """
    # The hub replays for whoever names the desk's epoch, and only its welcome tells that.
    probe = ConsoleSide(client, as_sent)
    async with aclosing(_updates(connects, probe, clock)) as updates:
        async for update in updates:
            if isinstance(update, Welcomed):
                break
    side = ConsoleSide(client, as_sent)
    side.epoch, side.head = probe.epoch, since
    events: list[Event] = []
    async with aclosing(_updates(connects, side, clock)) as updates:
        async for update in updates:
            if isinstance(update, Welcomed) and update.fresh:
                return None
            if isinstance(update, EventsCame):
                events += [event for event in update.events if event.n <= upto]
                if update.events[-1].n >= upto:
                    break
    return events


async def _updates(
    connects: list[Connect], side: ConsoleSide, clock: Callable[[], float]
) -> AsyncGenerator[Update, None]:
    wire = await _connected(connects)
    try:
        await wire.send(side.connected(clock()))
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    message = await wire.receive()
            except TimeoutError:
                raise WireBroken("The hub has been silent for too long.") from None
            for update in side.receive(message, clock()):
                if isinstance(update, LineUseless):
                    raise WireBroken(update.sentence, refused=update.final)
                yield update
    finally:
        await wire.abort()


async def _connected(connects: list[Connect]) -> Wire:
    """The first way that is fit; raises `WireBroken`."""
    for connect in connects[:-1]:
        try:
            return await connect()
        except WireBroken as fault:
            if not fault.unfit:
                raise
    return await connects[-1]()
