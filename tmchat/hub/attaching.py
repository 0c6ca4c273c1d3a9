"""Takes tracking numbers onto the desk and gives them back; their texts are `intake`'s matter.

Attaching points a number's SMS route at this hub and remembers the route it had; detaching gives
that one back (CONTRACT 7).
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core import phone, routes
from tmchat.core.records import Agent, TrackingNumber
from tmchat.core.setup.plans import Kind, Target
from tmchat.hub.account import as_known
from tmchat.hub.setups.ledger import Ledger
from tmchat.hub.setups.reach import Reach
from tmchat.hub.setups.translate import webhook_url
from tmchat.hub.translate import route_given_back, route_kept, tracking_number
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.sms_routes import WebhookRoute

Refresh = Callable[[], Awaitable[None]]


async def attach(
    reach: Reach, ledger: Ledger, refresh: Refresh, agent: Agent, written: str
) -> cmd.Outcome:
    """Points the SMS route of a number, as somebody wrote it, at this desk.

    `refresh` reads the account where the number is not known. Raises `TelmetricsError`.
    """
    found = await _find(reach, refresh, written)
    if isinstance(found, cmd.Refused):
        return found
    hook = reach.hook
    found, present = await _now(reach, found)
    url = webhook_url(present)
    known = as_known(tracking_number(present), found, hook)
    if url == hook.address and found.attached:
        return cmd.Granted()
    if not hook.ours(url):
        kept = routes.to_plain(route_kept(present.sms_routes))
        known = replace(known, route_before=kept)
    target = Target(Kind.NUMBER, found.id)
    intent = ev.ChangeIntended(
        "AttachNumber", target, found.number, agent.name, "attach it to this desk"
    )

    async def send() -> object:
        await reach.telmetrics.numbers.update(found.id, sms_routes=WebhookRoute(hook.address))
        return None

    # What the route was is on disk before it is changed: a crash must not lose it.
    return await ledger.carry_out(intent, send, {}, ev.NumberListed(known))


async def detach(
    reach: Reach, ledger: Ledger, refresh: Refresh, agent: Agent, written: str
) -> cmd.Outcome:
    """Gives a number the SMS route back that it had; raises as `attach`."""
    found = await _find(reach, refresh, written)
    if isinstance(found, cmd.Refused):
        return found
    found, present = await _now(reach, found)
    if not reach.hook.ours(webhook_url(present)):
        return await _not_ours(reach, found, present)
    before = routes.NoRoute() if found.route_before is None else _route(found.route_before)
    block = route_given_back(before)
    target = Target(Kind.NUMBER, found.id)
    intent = ev.ChangeIntended(
        "DetachNumber", target, found.number, agent.name, "give it back the route that it had"
    )

    async def send() -> object:
        await reach.telmetrics.numbers.update(found.id, sms_routes=block)
        return None

    return await ledger.carry_out(intent, send, {})


async def _not_ours(reach: Reach, found: TrackingNumber, present: Number) -> cmd.Refused:
    """Somebody else has set the route meanwhile: theirs stays, and the desk takes note."""
    told = as_known(tracking_number(present), found, reach.hook)
    if told != found:
        await reach.record(ev.NumberListed(told))
    shown = routes.describe(_route(told.route))
    name = phone.pretty(found.number)
    if not found.attached:
        return cmd.Refused("not-attached", f"{name} is not attached to this desk: {shown}.")
    return cmd.Refused(
        "changed",
        f"The SMS route of {name} was changed elsewhere and is left as it is: {shown}.",
    )


async def _now(reach: Reach, found: TrackingNumber) -> tuple[TrackingNumber, Number]:
    """The desk's record and what Telmetrics has, both as of the moment of the answer: an auto-reply
    may be set while Telmetrics thinks."""
    present = await reach.telmetrics.numbers.get(found.id)
    return reach.switchboard.inbox.numbers.get(found.number, found), present


async def _find(reach: Reach, refresh: Refresh, written: str) -> TrackingNumber | cmd.Refused:
    """The record of a number as somebody wrote it, read from the account if need be."""
    try:
        number = phone.e164(written, reach.region)
    except ValueError as fault:
        return cmd.Refused("number", str(fault))
    found = reach.switchboard.inbox.numbers.get(number)
    if found is None or not found.id:
        await refresh()
        found = reach.switchboard.inbox.numbers.get(number)
    name = phone.pretty(number)
    if found is None or not found.id:
        return cmd.Refused("unknown", f"The account has no tracking number {name}.")
    if found.pool:
        return cmd.Refused(
            "pool", f"{name} belongs to a number pool, whose SMS route is set for all at once."
        )
    return found


def _route(plain: object) -> routes.SmsRoute:
    """A route out of a record, which this desk wrote itself."""
    return routes.from_plain(plain if isinstance(plain, dict) else {})
