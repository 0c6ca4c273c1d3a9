"""What happens to a text that reaches a tracking number: the `sms_routes` block, to and from JSON.

Enumerations are read in any case and written in the documented one (CONTRACT 3 and 7). What a
person may set and which limits hold is not decided here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.fields import Fields, as_flag, as_object, as_text
from tmchat.telmetrics.route_blocks import Route, UnknownRoute


@dataclass(frozen=True)
class NoneRoute(Route):
    """Texts go nowhere."""

    route_type = "None"


@dataclass(frozen=True)
class WebhookRoute(Route):
    """Every text is pushed to an http or https address."""

    route_type = "Webhook"

    inbound_webhook_url: str


@dataclass(frozen=True)
class ChatClientRoute(Route):
    """Texts open or continue a chat at a configured provider; the id is a GUID."""

    route_type = "ChatClient"

    chat_client_id: str


@dataclass(frozen=True)
class AutoreplyRoute(Route):
    """Each texter is answered with a set message, at most once in 24 hours."""

    route_type = "Autoreply"

    autoreply_enabled: bool | None = None
    autoreply_message: str | None = None


@dataclass(frozen=True)
class SmartNumberRoute(Route):
    """The business gets the text on its own phone and answers from there; not for pools."""

    route_type = "SmartNumber"

    autoreply_enabled: bool | None = None
    autoreply_message: str | None = None
    alternate_text_termination: str | None = None


Rest = Mapping[str, Any]
SmsRoute = (
    NoneRoute | WebhookRoute | ChatClientRoute | AutoreplyRoute | SmartNumberRoute | UnknownRoute
)


def parse_sms_route(value: object) -> SmsRoute:
    """The route of a `sms_routes` block; None, an absent block, is NoneRoute (CONTRACT 5.1).

    A block of no known type, or without a field its type needs, becomes an UnknownRoute. Raises
    UnexpectedAnswer only where `value` is no object.
    """
    if value is None:
        return NoneRoute()
    block = Fields(value, "an SMS route")
    route_type = block.optional("route_type", as_text) or ""
    route = Fields(block.optional("route", as_object) or {}, "an SMS route")
    read = _READERS.get(route_type.casefold())
    if read is not None:
        try:
            return read(route, block.rest())
        except UnexpectedAnswer:
            pass  # It lacks a field, so it is kept as it came.
    return UnknownRoute(route_type, as_object(value) or {})


def _none(route: Fields, beside: Rest) -> SmsRoute:
    return NoneRoute(extra=route.rest(), beside=beside)


def _webhook(route: Fields, beside: Rest) -> SmsRoute:
    url = route.required("inbound_webhook_url", as_text)
    return WebhookRoute(url, extra=route.rest(), beside=beside)


def _chat_client(route: Fields, beside: Rest) -> SmsRoute:
    chat_client_id = route.required("chat_client_id", as_text)
    return ChatClientRoute(chat_client_id, extra=route.rest(), beside=beside)


def _autoreply(route: Fields, beside: Rest) -> SmsRoute:
    return AutoreplyRoute(
        route.optional("autoreply_enabled", as_flag),
        route.optional("autoreply_message", as_text),
        extra=route.rest(),
        beside=beside,
    )


def _smart_number(route: Fields, beside: Rest) -> SmsRoute:
    return SmartNumberRoute(
        route.optional("autoreply_enabled", as_flag),
        route.optional("autoreply_message", as_text),
        route.optional("alternate_text_termination", as_text),
        extra=route.rest(),
        beside=beside,
    )


_READERS: dict[str, Callable[[Fields, Rest], SmsRoute]] = {
    "none": _none,
    "webhook": _webhook,
    "chatclient": _chat_client,
    "autoreply": _autoreply,
    "smartnumber": _smart_number,
}
