"""The `sms_routes` block (CONTRACT 7) made canonical; what a route does is `behaviour`'s."""

from collections.abc import Callable
from typing import Any

from tmchat.sandbox.fields import Fields

ROUTE_TYPES = ("None", "Webhook", "ChatClient", "Autoreply", "SmartNumber")
# Stated on the SmartNumber page alone; applied to Autoreply too (CONTRACT 7).
AUTOREPLY_LIMIT = 155
NO_ROUTE: dict[str, Any] = {"route_type": "None"}


def read_sms_routes(
    block: Fields,
    *,
    is_pool: bool,
    chat_client_exists: Callable[[str], bool],
) -> dict[str, Any]:
    """The canonical block; `None` without a route when it cannot be read."""
    route_type = block.choice("route_type", ROUTE_TYPES, required=True)
    if route_type in (None, "None"):
        return NO_ROUTE | block.rest("route")
    route = block.part("route", required=True)
    if route is None:
        return dict(NO_ROUTE)
    if route_type == "Webhook":
        fields = {"inbound_webhook_url": route.url("inbound_webhook_url", required=True)}
    elif route_type == "ChatClient":
        fields = {"chat_client_id": _chat_client(route, chat_client_exists)}
    elif route_type == "Autoreply":
        fields = _autoreply(route)
    else:
        if is_pool:
            block.fail("route_type", "SmartNumber is for single numbers, not for pools.")
        fields = _smart_number(route)
    return {"route_type": route_type, "route": fields | route.rest()} | block.rest()


def business_phone(sms_routes: dict[str, Any], call_routes: dict[str, Any] | None) -> str | None:
    """Where a SmartNumber's notices go: its alternate, else the call termination number."""
    alternate: str | None = sms_routes["route"].get("alternate_text_termination")
    if alternate is not None or call_routes is None or call_routes["route_type"] != "Basic":
        return alternate
    termination: str | None = call_routes["route"]["termination_number"]
    return termination


def _chat_client(route: Fields, exists: Callable[[str], bool]) -> str | None:
    client = route.guid("chat_client_id", required=True)
    if client is not None and not exists(client):
        route.fail("chat_client_id", "There is no such chat client.")
    return client


def _autoreply(route: Fields) -> dict[str, Any]:
    enabled = route.flag("autoreply_enabled")
    message = route.text("autoreply_message", required=enabled, limit=AUTOREPLY_LIMIT)
    return {"autoreply_enabled": enabled, "autoreply_message": message}


def _smart_number(route: Fields) -> dict[str, Any]:
    fields = _autoreply(route)
    alternate = route.phone("alternate_text_termination")
    if alternate is not None and alternate.startswith("+"):
        route.fail("alternate_text_termination", "Must be 10 digits.")
    elif alternate is not None:
        fields["alternate_text_termination"] = alternate
    return fields
