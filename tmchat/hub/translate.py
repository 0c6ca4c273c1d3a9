"""Telmetrics' numbers, groups and SMS routes as the desk's records and back; nothing is fetched.

Sources: CONTRACT 5.2 and 7.
"""

from typing import Any

from tmchat.core import phone, routes
from tmchat.core.records import NumberGroup, TrackingNumber
from tmchat.telmetrics import sms_routes as theirs
from tmchat.telmetrics.call_routes import BasicCallRoute
from tmchat.telmetrics.groups import Group
from tmchat.telmetrics.numbers import Number
from tmchat.telmetrics.pools import NumberPool, PoolNumber
from tmchat.telmetrics.route_blocks import UnknownRoute


def route_shown(route: theirs.SmsRoute) -> routes.SmsRoute:
    """The route in the desk's words; what the desk has no word for becomes `UnknownRoute`."""
    match route:
        case theirs.NoneRoute():
            return routes.NoRoute()
        case theirs.WebhookRoute(url):
            return routes.WebhookRoute(url)
        case theirs.ChatClientRoute(client):
            return routes.ChatClientRoute(client)
        case theirs.AutoreplyRoute(enabled, text):
            return routes.AutoReplyRoute(bool(enabled), text or "")
        case theirs.SmartNumberRoute(enabled, text, mobile):
            return _forward(route, bool(enabled), text or "", mobile)
    return _as_it_came(route)


def route_kept(route: theirs.SmsRoute) -> routes.SmsRoute:
    """The route in a form from which `route_given_back` makes the very same block again."""
    shown = route_shown(route)
    exact = route_given_back(shown).to_json() == route.to_json()
    return shown if exact else _as_it_came(route)


def route_given_back(route: routes.SmsRoute) -> theirs.SmsRoute:
    """The block to send to Telmetrics for a route of the desk."""
    match route:
        case routes.NoRoute():
            return theirs.NoneRoute()
        case routes.WebhookRoute(url):
            return theirs.WebhookRoute(url)
        case routes.ChatClientRoute(client):
            return theirs.ChatClientRoute(client)
        case routes.AutoReplyRoute(enabled, text):
            return theirs.AutoreplyRoute(enabled, text)
        case routes.ForwardRoute(enabled, text, mobile):
            ten_digits = phone.to_telmetrics(mobile) if mobile else None
            return theirs.SmartNumberRoute(enabled, text, ten_digits)
        case routes.UnknownRoute(kind, block):
            return UnknownRoute(kind, dict(block))


def tracking_number(number: Number) -> TrackingNumber:
    """What the desk keeps of a number; raises `ValueError` when its phone number is none."""
    return TrackingNumber(
        phone.from_telmetrics(number.phone_number),
        id=number.id,
        name=number.name or "",
        group=number.group_id or 0,
        status=(number.status or "").lower(),
        termination=_termination(number.call_routes),
        route=plain_route(number.sms_routes),
    )


def pool_number(pool: NumberPool, member: PoolNumber) -> TrackingNumber:
    """What the desk keeps of a pool's number; raises `ValueError` when its phone number is none."""
    return TrackingNumber(
        phone.from_telmetrics(member.phone_number),
        id=member.id,
        name=pool.name or "",
        group=pool.group_id or 0,
        pool=pool.id,
        status=(pool.status or "").lower(),
        termination=_termination(pool.call_routes),
        route=plain_route(pool.sms_routes),
    )


def number_group(group: Group, owners: dict[int, str]) -> NumberGroup:
    """What the desk keeps of a group; `owners` are names by owner id."""
    return NumberGroup(group.id, group.name or "", owners.get(group.group_owner_id or 0, ""))


def plain_route(route: theirs.SmsRoute) -> dict[str, object]:
    """The route as a record of the desk holds it."""
    return routes.to_plain(route_shown(route))


def _forward(
    route: theirs.SmartNumberRoute, enabled: bool, text: str, mobile: str | None
) -> routes.SmsRoute:
    try:
        return routes.ForwardRoute(enabled, text, phone.from_telmetrics(mobile) if mobile else "")
    except ValueError:
        return _as_it_came(route)


def _as_it_came(route: theirs.SmsRoute) -> routes.UnknownRoute:
    return routes.UnknownRoute(route.route_type, route.to_json())


def _termination(call_route: Any) -> str:
    """The phone that takes the calls, E.164; empty for key-press and other routing."""
    if not isinstance(call_route, BasicCallRoute):
        return ""
    try:
        return phone.from_telmetrics(call_route.termination_number)
    except ValueError:
        return ""
