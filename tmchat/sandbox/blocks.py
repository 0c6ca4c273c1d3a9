"""The configurable blocks of a number or pool, read together as they depend on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tmchat.sandbox.call_blocks import FileExists, read_call_routes, read_features
from tmchat.sandbox.errors import Checks
from tmchat.sandbox.fields import Fields
from tmchat.sandbox.replacement import read_replacement
from tmchat.sandbox.sms_blocks import NO_ROUTE, business_phone, read_sms_routes

# In the order in which a number object shows them.
NAMES = ("replacement_configuration", "features", "sms_routes", "call_routes")
# What an object shows and no request changes; sent back, it is not kept beside itself.
_READ_ONLY = (
    "id",
    "group_id",
    "status",
    "phone_number",
    "quantity",
    "numbers",
    "created_datetime",
    "modified_datetime",
)
# Fields of a number or pool that nobody knows, kept beside the blocks.
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Reads blocks against what the account holds; `new_route_id` numbers call routes."""

    chat_client_exists: Callable[[str], bool]
    file_exists: FileExists
    new_route_id: Callable[[], int]

    def read(
        self, fields: Fields, checks: Checks, before: dict[str, Any], *, is_pool: bool
    ) -> dict[str, Any]:
        """The blocks after a partial change: those given replace theirs, the others stay.

        An explicit null takes features or the replacement away. To be called last: what nobody has
        asked `fields` for until then counts as unknown, and is kept. Raises `ApiError` 400 with
        every field error noted in `checks` so far.
        """
        after = {"sms_routes": dict(NO_ROUTE)} | before
        block = fields.part("call_routes")
        if block is not None:
            after["call_routes"] = read_call_routes(block, self.file_exists)
        block = fields.part("sms_routes")
        if block is not None:
            after["sms_routes"] = read_sms_routes(
                block,
                is_pool=is_pool,
                chat_client_exists=self.chat_client_exists,
            )
        block = fields.part("features")
        if block is not None:
            after["features"] = _merged(after.get("features", {}), block, self.file_exists)
        block = fields.part("replacement_configuration")
        if block is not None:
            after["replacement_configuration"] = read_replacement(block)
        for name in ("features", "replacement_configuration"):
            if fields.takes_away(name):
                after.pop(name, None)
        unknown = after.pop(_UNKNOWN, {}) | fields.rest(*_READ_ONLY)
        if unknown:
            after[_UNKNOWN] = unknown
        _check_together(after, checks)
        checks.finish()
        if not is_pool and "call_routes" in fields:
            route = after["call_routes"]["route"]
            earlier = before.get("call_routes", {}).get("route", {}).get("id")
            after["call_routes"]["route"] = {"id": earlier or self.new_route_id()} | route
        return after


def shown(blocks: dict[str, Any]) -> dict[str, Any]:
    """The blocks of an API object, in documented order; absent ones are left out."""
    unknown: dict[str, Any] = blocks.get(_UNKNOWN, {})
    return {name: blocks[name] for name in NAMES if name in blocks} | unknown


def _merged(before: dict[str, Any], block: Fields, file_exists: FileExists) -> dict[str, Any]:
    """The features after a change: each one given replaces its own, a null takes it away."""
    after = before | read_features(block, file_exists)
    return {name: feature for name, feature in after.items() if not block.takes_away(name)}


def _check_together(blocks: dict[str, Any], checks: Checks) -> None:
    """What holds between blocks, whichever of them a change was about (CONTRACT 5.1, 7)."""
    sms_routes, call_routes = blocks["sms_routes"], blocks.get("call_routes")
    is_smart = sms_routes["route_type"] == "SmartNumber"
    if is_smart and business_phone(sms_routes, call_routes) is None:
        checks.fail(
            "sms_routes.route.alternate_text_termination",
            "Is required unless a Basic call route names a termination number.",
        )
    verify = blocks.get("features", {}).get("call_verify", {"enabled": False})
    if verify["enabled"] and call_routes is not None and call_routes["route_type"] != "Basic":
        checks.fail(
            "features.call_verify.enabled", "Call verify does not go with advanced call routing."
        )
