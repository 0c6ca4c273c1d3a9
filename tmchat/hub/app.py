"""One hub put together: store, switchboard, intake, outbox, administration and both listeners.

Each part's own work is in its own module; serving over sockets is `serve`'s.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from random import Random
from typing import Any

from starlette.applications import Starlette

from tmchat.core import phone
from tmchat.core.questions import Find
from tmchat.core.records import OptOutScope
from tmchat.hub.addresses import Trials
from tmchat.hub.administration import Administration
from tmchat.hub.callbook import CallBook
from tmchat.hub.fanout import Fanout
from tmchat.hub.finding import Finder
from tmchat.hub.hook import Hook, WeakSegment, hook_segments
from tmchat.hub.inquiry import Inquiry
from tmchat.hub.intake import Intake
from tmchat.hub.listeners.agents import agents_app
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.public import public_app
from tmchat.hub.outbox import Outbox
from tmchat.hub.replaying import replay
from tmchat.hub.returns import Returns
from tmchat.hub.settling import Lookup
from tmchat.hub.setups.changing import Shown
from tmchat.hub.setups.reach import Reach
from tmchat.hub.signin import SignIn
from tmchat.hub.store.interface import Store, StoreFailed
from tmchat.hub.store.sqlite import SqliteStore
from tmchat.hub.switchboard import Switchboard
from tmchat.hub.waking import Waking
from tmchat.hub.zones import foreseen
from tmchat.protocol.frames import Carrier
from tmchat.settings.failure import SettingsError
from tmchat.settings.hub import HubSettings
from tmchat.settings.paths import folders, make_private
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.standins import (
    ListedMessage,
    Mapping,
    ReplyOutcome,
    lookup_messages,
    send_reply,
    signing_key,
)


class Hub:
    """One hub: `start`, hand `public` and `agents` to a server, `stop`.

    `clock` is in ms UTC. `transport` is an httpx transport that stands in for the network to
    Telmetrics. `public_port` may be set before `start` to the port really taken.
    """

    public: Starlette
    agents: Starlette

    def __init__(
        self,
        settings: HubSettings,
        *,
        clock: Callable[[], int],
        random: Random,
        transport: Any = None,
    ) -> None:
        """Raises `SettingsError` for settings that cannot be used."""
        if not phone.is_region(settings.region):
            raise SettingsError(
                f"hub.region wants a country in two letters, not {settings.region!r}."
            )
        self.settings = settings
        self.public_port = settings.public_port
        self._clock = clock
        self._random = random
        self._mapping = _mapping(settings)
        self._transport = transport
        self._telmetrics = _telmetrics(settings, transport)
        self._token_hosts = settings.hosts_for_token()
        if settings.reply_lookup:
            _check_listing(settings.reply_lookup)
        if settings.hook_secret:
            _check_secret(settings.hook_secret)

    async def start(self) -> None:
        """Opens the database and begins to work; nothing waits for Telmetrics.

        Raises `SettingsError`, one sentence, where the database or a setting cannot be used.
        """
        self.store = _opened(self.settings)
        try:
            await self._start()
        except (StoreFailed, WeakSegment) as failure:
            self.store.close()
            raise SettingsError(str(failure)) from None
        except BaseException:
            self.store.close()
            raise

    async def _start(self) -> None:
        settings, store = self.settings, self.store
        base = settings.hook_address(self.public_port)
        hook = Hook(base, await hook_segments(settings.hook_segments, store))
        switchboard = Switchboard(
            store,
            clock=self._clock,
            replay=settings.replay_events,
            scope=OptOutScope(settings.opt_out_scope),
            run=f"{self._random.getrandbits(64):x}",
        )
        await switchboard.widen()
        self.switchboard, self.hook = switchboard, hook
        self.fanout = Fanout(
            switchboard,
            store,
            clock=self._clock,
            queue=settings.console_queue,
            heartbeat=settings.heartbeat,
            most=settings.max_consoles,
        )
        self.returns = self._returns(switchboard)
        self.signin = SignIn(store, self.fanout)
        self.finder = Finder(switchboard, store)
        self.waking = Waking(switchboard, clock=self._clock, restored=store.restored)
        switchboard.foresee = partial(foreseen, self._clock, lambda: switchboard.inbox)
        switchboard.answers[Find] = self.finder.find
        self.outbox = Outbox(
            switchboard,
            store,
            self._send,
            clock=self._clock,
            random=self._random,
            reference=bool(settings.reply_reference_field),
            lookup=self._lookup(),
        )
        self.fanout.carrier = self._carrier
        intake = Intake(
            switchboard, store, mapping=self._mapping, region=settings.region, clock=self._clock
        )
        self._administer(intake)
        desk = Desk(
            settings=settings,
            clock=self._clock,
            store=store,
            switchboard=switchboard,
            intake=intake,
            fanout=self.fanout,
            returns=self.returns,
            signin=self.signin,
            administration=self.administration,
            hook=hook,
        )
        self.public = public_app(desk)
        self.agents = agents_app(desk)
        await self._begin()

    async def _begin(self) -> None:
        """Has every part begin its work."""
        await self.signin.start()
        self.fanout.start()
        self.outbox.start()
        await self.administration.start()
        self.returns.start()
        self.waking.start()
        self.finder.start()

    def _administer(self, intake: Intake) -> None:
        """Makes what carries out commands about the account, and what answers questions."""
        settings, shown = self.settings, Shown()
        reach = Reach(
            self._telmetrics,
            self.switchboard,
            self.store,
            self.hook,
            settings.region,
            settings.private_webhooks,
        )
        self.administration = Administration(
            reach, shown, partial(replay, intake, self.store), random=self._random
        )
        calls = CallBook(self._telmetrics, region=settings.region, clock=self._clock)
        trials = Trials(
            self.hook,
            self._clock,
            self._random,
            settings.private_webhooks,
            transport=self._transport,
        )
        self.switchboard.administration = self.administration
        self.switchboard.inquiry = Inquiry(reach, shown, calls, trials)

    async def stop_lines(self) -> None:
        """Says good-bye to every console, so that a server can then end their connections."""
        await self.fanout.stop()

    async def stop(self) -> None:
        """Ends all work and closes the database; what was accepted is on disk already."""
        await self.stop_lines()
        self.signin.stop()
        await self.returns.stop()
        await self.waking.stop()
        await self.administration.stop()
        await self.finder.stop()
        await self.outbox.stop()
        await self.switchboard.close()
        await self._telmetrics.close()
        self.store.close()

    def _returns(self, switchboard: Switchboard) -> Returns:
        return Returns(
            switchboard,
            self.fanout.agents,
            after=self.settings.claims_return_after,
            now=asyncio.get_running_loop().time,
        )

    async def _send(self, url: str, field: str, text: str, client_ref: str) -> ReplyOutcome:
        """One attempt at one reply; the token goes to allowed hosts alone (CONTRACT 15.2)."""
        reference = self.settings.reply_reference_field
        return await send_reply(
            self._telmetrics,
            url,
            text,
            message_field=field,
            reference=(reference, client_ref) if reference else None,
            allowed_hosts=self._token_hosts,
        )

    def _lookup(self) -> Lookup | None:
        settings = self.settings
        if not settings.reply_lookup:
            return None
        flight = max(settings.reply_flight, settings.reply_timeout)
        return Lookup(self._look, settings.reply_lookup_lag, flight)

    async def _look(self, conversation: str, since: int) -> Sequence[ListedMessage]:
        return await lookup_messages(
            self._telmetrics,
            conversation,
            since,
            path=self.settings.reply_lookup,
            allowed_hosts=self._token_hosts,
        )

    def _carrier(self) -> Carrier:
        return Carrier(bool(self.settings.reply_lookup), self.outbox.carriers.trouble)


def _opened(settings: HubSettings) -> Store:
    path = settings.database(folders(os.environ))
    if settings.db is None:
        make_private(path.parent)
    try:
        return SqliteStore(path)
    except StoreFailed as failure:
        raise SettingsError(str(failure)) from None


def _mapping(settings: HubSettings) -> Mapping:
    try:
        return Mapping.of(asdict(settings.inbound))
    except ValueError as fault:
        raise SettingsError(f"hub.inbound.{fault}.") from None


def _telmetrics(settings: HubSettings, transport: Any) -> Telmetrics:
    if not settings.telmetrics_token:
        raise SettingsError(
            "The hub needs the account's token; set TMCHAT_HUB_TELMETRICS_TOKEN, "
            "or hub.telmetrics_token in the settings file."
        )
    try:
        return Telmetrics(
            settings.telmetrics_token,
            base_url=settings.telmetrics_url,
            extra_headers=settings.extra_headers,
            transport=transport,
            timeout=settings.reply_timeout,
        )
    except ValueError as fault:
        raise SettingsError(f"The Telmetrics account cannot be used: {fault}.") from None


def _check_listing(path: str) -> None:
    whole = path.startswith(("/", "https://", "http://"))
    if not whole or "{conversation}" not in path:
        raise SettingsError(
            "hub.reply_lookup wants a path that begins with / or a whole address, and "
            "{conversation} in it for the carrier's id of the conversation."
        )


def _check_secret(secret: str) -> None:
    try:
        signing_key(secret)
    except ValueError as fault:
        raise SettingsError(f"hub.hook_secret cannot be used: {fault}.") from None
