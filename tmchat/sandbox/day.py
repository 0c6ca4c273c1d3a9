"""Plays the scripted texters against the carrier in real time; what they say is `texters`'."""

import asyncio
import sqlite3
from collections.abc import Callable

from tmchat.sandbox.books import Text, Texter
from tmchat.sandbox.carrier import Carrier, Incoming
from tmchat.sandbox.errors import ApiError
from tmchat.sandbox.tags import Tags
from tmchat.sandbox.texters import Cast, Said


class Day:
    """One task that sends what the cast says, and lets it hear what reaches its phones."""

    def __init__(
        self, cast: Cast, carrier: Carrier, tags: Tags, clock: Callable[[], float]
    ) -> None:
        self._cast = cast
        self._carrier = carrier
        self._tags = tags
        self._clock = clock
        self._heard = asyncio.Event()

    def hear(self, text: Text) -> None:
        """Tell the cast of a text that has reached a phone."""
        self._cast.heard(text.recipient, text.sender, text.body, self._clock())
        self._heard.set()

    async def run(self) -> None:
        """Send texts as they fall due, until cancelled."""
        while True:
            for said in self._cast.due(self._clock()):
                self._send(said)
            self._heard.clear()
            due = self._cast.next_due()
            seconds = None if due is None else max(0.0, due - self._clock())
            try:
                async with asyncio.timeout(seconds):
                    await self._heard.wait()
            except TimeoutError:
                continue

    def _send(self, said: Said) -> None:
        about = Texter(said.name, "", said.city, said.state, said.zip_code)
        attribution = None
        if said.attribution is not None:
            attribution = self._tags.told(
                said.to,
                rule=said.attribution.rule,
                tag_data=said.attribution.tag,
                landing_page=said.attribution.landing_page,
                referrer=said.attribution.referrer,
            )
        try:
            self._carrier.take(
                Incoming(said.phone, said.to, said.text, said.media, about, attribution)
            )
        except (ApiError, sqlite3.Error):
            # A number given back, or a disk in trouble: the day goes on for the others.
            return
