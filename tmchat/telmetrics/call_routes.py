"""Where a call to a tracking number goes: the `call_routes` block; texts are `sms_routes`'s.

The Basic route is documented (CONTRACT 6). That key-press routing exists is too, its JSON is not:
the fields of KeyPress are the stand-in of 15.4. Every other route is kept whole.
"""

from dataclasses import dataclass
from typing import Any

from tmchat.telmetrics.blocks import Block, listed, needed, read_own, told
from tmchat.telmetrics.features import RouteFeatures
from tmchat.telmetrics.fields import Fields, as_object, as_text, as_whole
from tmchat.telmetrics.route_blocks import Route, UnknownRoute


@dataclass(frozen=True)
class _CallRoute(Route):
    """A call route as it is written: without the id, which is Telmetrics' own."""

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it, which is without the id."""
        block = super().to_json()
        block.get("route", {}).pop("id", None)
        return block


@dataclass(frozen=True)
class BasicCallRoute(_CallRoute):
    """Calls are forwarded to the advertiser's number; `id` is Telmetrics' own."""

    route_type = "Basic"

    termination_number: str = needed(as_text)
    features: RouteFeatures | None = told(RouteFeatures)
    id: int | None = told(as_whole)


@dataclass(frozen=True)
class PressedKey(Block):
    """One line of the menu: where callers go who press `key`, one of 0-9, * and #."""

    key: str | None = told(as_text)
    label: str | None = told(as_text)
    termination_number: str | None = told(as_text)
    features: RouteFeatures | None = told(RouteFeatures)


@dataclass(frozen=True)
class KeyPressCallRoute(_CallRoute):
    """Callers hear a menu and press a key (stand-in, CONTRACT 15.4).

    The menu is said again `repeat` times, each time with `timeout_seconds` to press; after a key
    that leads nowhere `invalid_text` is said.
    """

    route_type = "KeyPress"

    notification_text: str | None = told(as_text)
    notification_file: str | None = told(as_text)
    repeat: int | None = told(as_whole)
    timeout_seconds: int | None = told(as_whole)
    invalid_text: str | None = told(as_text)
    keys: tuple[PressedKey, ...] = listed(PressedKey)
    id: int | None = told(as_whole)


CallRoute = BasicCallRoute | KeyPressCallRoute | UnknownRoute


def parse_call_route(value: object) -> CallRoute:
    """The route of a `call_routes` block.

    A block of no known type, a Basic route without a number and a KeyPress route without keys
    become an UnknownRoute. Raises UnexpectedAnswer only where `value` is no object.
    """
    block = Fields(value, "a call route")
    route_type = block.optional("route_type", as_text) or ""
    route = Fields(block.optional("route", as_object) or {}, "a call route")
    if route_type.casefold() == "basic":
        own = read_own(BasicCallRoute, route)
        if own["termination_number"] is not None:
            return BasicCallRoute(**own, extra=route.rest(), beside=block.rest())
    elif route_type.casefold() == "keypress":
        own = read_own(KeyPressCallRoute, route)
        if own["keys"]:
            return KeyPressCallRoute(**own, extra=route.rest(), beside=block.rest())
    return UnknownRoute(route_type, as_object(value) or {})
