"""Where a call to a tracking number goes: the `call_routes` block; texts are `sms_routes`'s.

Only the Basic route has been seen (CONTRACT 6); every other is kept whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.fields import Fields, as_object, as_text, as_whole
from tmchat.telmetrics.route_blocks import Route, UnknownRoute


@dataclass(frozen=True)
class BasicCallRoute(Route):
    """Calls are forwarded to the advertiser's number.

    `features` holds `call_record` and `whisper` as CONTRACT 6 lists them; `id` is Telmetrics' own.
    """

    route_type = "Basic"

    termination_number: str
    features: Mapping[str, Any] | None = field(default=None, hash=False)
    id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it, which is without the id."""
        block = super().to_json()
        block["route"].pop("id", None)
        return block


CallRoute = BasicCallRoute | UnknownRoute


def parse_call_route(value: object) -> CallRoute:
    """The route of a `call_routes` block.

    Whatever is not a Basic route with a number becomes an UnknownRoute. Raises UnexpectedAnswer
    only where `value` is no object.
    """
    block = Fields(value, "a call route")
    route_type = block.optional("route_type", as_text) or ""
    if route_type.casefold() == "basic":
        route = Fields(block.optional("route", as_object) or {}, "a Basic call route")
        try:
            return BasicCallRoute(
                route.required("termination_number", as_text),
                route.optional("features", as_object),
                route.optional("id", as_whole),
                extra=route.rest(),
                beside=block.rest(),
            )
        except UnexpectedAnswer:
            pass  # It lacks the number, so it is kept as it came.
    return UnknownRoute(route_type, as_object(value) or {})
