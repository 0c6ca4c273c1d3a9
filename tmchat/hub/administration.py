"""Takes tracking numbers onto the desk and gives them back; their texts are `intake`'s matter.

Attaching points a number's SMS route at this hub and remembers the route it had; detaching gives
that one back (CONTRACT 7).
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import Random
from typing import TypeVar

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import phone, routes
from tmchat.core.records import Agent, TrackingNumber
from tmchat.core.text import clean_line
from tmchat.hub.account import as_known, group_news, losses, number_news, read_account
from tmchat.hub.hook import Hook
from tmchat.hub.store.interface import StoreFailed
from tmchat.hub.switchboard import Switchboard
from tmchat.hub.translate import plain_route, route_given_back, route_kept, tracking_number
from tmchat.protocol.backoff import Backoff
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import TelmetricsError
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.sms_routes import WebhookRoute, parse_sms_route

REFRESH_SECONDS = 600.0
T = TypeVar("T")

AT_ONCE = 200  # happenings of a refresh put on record together, so that no console is flooded

log = logging.getLogger(__name__)


class Administration:
    """Carries out the number commands, one at a time, and keeps the list of numbers fresh."""

    def __init__(
        self,
        telmetrics: Telmetrics,
        switchboard: Switchboard,
        hook: Hook,
        *,
        random: Random,
        region: str,
    ) -> None:
        """`region` says where a number without a country code belongs."""
        self.trouble = "The account has not been read yet."
        self._telmetrics = telmetrics
        self._switchboard = switchboard
        self._hook = hook
        self._region = region
        self._backoff = Backoff(random, first=1.0, longest=120.0)
        self._turn = asyncio.Lock()
        self._due = asyncio.Event()
        self._refreshing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to read the account, at once and then every ten minutes."""
        self._refreshing = asyncio.create_task(self._keep_fresh())

    async def stop(self) -> None:
        """Ends that; what became of a command broken off is read from the account at next start."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            with suppress(asyncio.CancelledError):
                await self._refreshing

    async def __call__(self, agent: Agent, command: cmd.Command) -> cmd.Outcome:
        """Carries out a number command that the switchboard has found permitted."""
        async with self._turn:
            try:
                match command:
                    case cmd.AttachNumber(number):
                        return await self._attach(agent, number)
                    case cmd.DetachNumber(number):
                        return await self._detach(agent, number)
                    case cmd.RefreshNumbers():
                        await self._refresh()
                        return cmd.Granted()
            except TelmetricsError as error:
                # What became of a request that broke off, only the account can tell.
                self._due.set()
                return cmd.Refused("telmetrics", f"{error}.")
            except StoreFailed as failure:
                return cmd.Refused("storage", str(failure))
        raise TypeError(f"{type(command).__name__} is no number command")

    async def _attach(self, agent: Agent, written: str) -> cmd.Outcome:
        found = await self._find(written)
        if isinstance(found, cmd.Refused):
            return found
        present = await self._telmetrics.numbers.get(found.id)
        url = _webhook_url(present)
        known = as_known(tracking_number(present), found, self._hook)
        if url == self._hook.address and found.attached:
            return cmd.Granted()
        if not self._hook.ours(url):
            kept = routes.to_plain(route_kept(present.sms_routes))
            known = replace(known, route_before=kept)
        # On disk before the route is changed: a crash in between must not lose what it was.
        await self._record(ev.NumberListed(known))
        address = self._hook.address
        await self._telmetrics.numbers.update(found.id, sms_routes=WebhookRoute(address))
        shown = routes.to_plain(routes.WebhookRoute(self._hook.shown))
        attached = replace(known, attached=True, route=shown)
        return await self._record(ev.NumberAttached(attached, agent.name))

    async def _detach(self, agent: Agent, written: str) -> cmd.Outcome:
        found = await self._find(written)
        if isinstance(found, cmd.Refused):
            return found
        present = await self._telmetrics.numbers.get(found.id)
        if not self._hook.ours(_webhook_url(present)):
            return await self._not_ours(found, present)
        before = routes.NoRoute() if found.route_before is None else _route(found.route_before)
        block = route_given_back(before)
        await self._telmetrics.numbers.update(found.id, sms_routes=block)
        detached = replace(
            tracking_number(present), route=plain_route(parse_sms_route(block.to_json()))
        )
        known = as_known(detached, found, self._hook)
        return await self._record(ev.NumberDetached(known, agent.name))

    async def _not_ours(self, found: TrackingNumber, present: Number) -> cmd.Refused:
        """Somebody else has set the route meanwhile: theirs stays, and the desk takes note."""
        told = as_known(tracking_number(present), found, self._hook)
        if told != found:
            await self._record(ev.NumberListed(told))
        shown = routes.describe(_route(told.route))
        name = phone.pretty(found.number)
        if not found.attached:
            return cmd.Refused("not-attached", f"{name} is not attached to this desk: {shown}.")
        return cmd.Refused(
            "changed",
            f"The SMS route of {name} was changed elsewhere and is left as it is: {shown}.",
        )

    async def _find(self, written: str) -> TrackingNumber | cmd.Refused:
        """The record of a number as somebody wrote it, read from the account if need be."""
        try:
            number = phone.e164(written, self._region)
        except ValueError as fault:
            return cmd.Refused("number", str(fault))
        found = self._switchboard.inbox.numbers.get(number)
        if found is None or not found.id:
            await self._refresh()
            found = self._switchboard.inbox.numbers.get(number)
        name = phone.pretty(number)
        if found is None or not found.id:
            return cmd.Refused("unknown", f"The account has no tracking number {name}.")
        if found.pool:
            return cmd.Refused(
                "pool", f"{name} belongs to a number pool, whose SMS route is set for all at once."
            )
        return found

    async def _record(self, happening: ev.Happening) -> cmd.Granted:
        (event,) = await self._switchboard.record(lambda inbox: (happening,))
        return cmd.Granted(event.n)

    async def _refresh(self) -> None:
        """Reads the account and puts on record what changed."""
        try:
            account = await read_account(self._telmetrics)
        except TelmetricsError as error:
            self.trouble = clean_line(f"{error}.")
            raise
        record = self._switchboard.record
        for groups in _some(account.groups):
            await record(partial(group_news, groups=groups))
        for numbers in _some(tuple(account.numbers.values())):
            await record(partial(number_news, numbers=numbers, hook=self._hook))
        await record(partial(losses, account=account))
        self.trouble = ""

    async def _keep_fresh(self) -> None:
        while True:
            self._due.clear()
            wait = REFRESH_SECONDS
            try:
                async with self._turn:
                    await self._refresh()
                self._backoff.reset()
            except (TelmetricsError, StoreFailed) as failure:
                wait = self._backoff.next()
                log.warning("the account cannot be read: %s", clean_line(str(failure)))
            with suppress(TimeoutError):
                # `wait_for` of Python 3.11 can swallow a cancellation, `timeout` cannot.
                async with asyncio.timeout(wait):
                    await self._due.wait()


def _some(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _webhook_url(number: Number) -> str:
    route = number.sms_routes
    return route.inbound_webhook_url if isinstance(route, WebhookRoute) else ""


def _route(plain: object) -> routes.SmsRoute:
    """A route out of a record, which this desk wrote itself."""
    return routes.from_plain(plain if isinstance(plain, dict) else {})
