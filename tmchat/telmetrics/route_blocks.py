"""The JSON form SMS routes and call routes share, `{"route_type", "route"}`; it names no route.

What Telmetrics sends beyond the fields known stays with the route and goes back with it, so that a
route read, changed elsewhere and written again loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tmchat.telmetrics.blocks import Block


@dataclass(frozen=True, kw_only=True)
class Route(Block):
    """A route of a known type: its own fields are those of `route`, None meaning not set.

    `extra` is what else stood inside `route`, `beside` what else stood beside it.
    """

    route_type: ClassVar[str]

    beside: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it, without the fields that are not set."""
        route = super().to_json()
        block = {**self.beside, "route_type": self.route_type}
        return {**block, "route": route} if route else block


@dataclass(frozen=True)
class UnknownRoute:
    """A block of a type or shape the contract does not name, kept whole so it can be restored."""

    route_type: str
    block: Mapping[str, Any] = field(hash=False)

    def to_json(self) -> dict[str, Any]:
        """The block as it came."""
        return dict(self.block)
