"""Which phone number to provision: the forms of `phone_number_request`; ordering is `numbers`'s.

Sources: CONTRACT 5.1. Enumerations are written in their capitalised form (CONTRACT 3).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class LocalToNumber:
    """A domestic number local to another, 10 digits.

    `number_match_filter` is an area code (3 digits), or area code and exchange (6).
    """

    local_to_number: str
    number_match_filter: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it."""
        return _told({"match_type": "LocalToNumber", **asdict(self)})


@dataclass(frozen=True)
class Tollfree:
    """A domestic toll-free number; `number_match_filter` is a prefix such as 833."""

    number_match_filter: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it."""
        return _told({"match_type": "Tollfree", **asdict(self)})


@dataclass(frozen=True)
class OwnerAddress:
    """The address some countries want behind a number; a field that is None is left out."""

    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    registration_name: str | None = None
    building_number: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    iso_country: str | None = None


@dataclass(frozen=True)
class International:
    """A number abroad: `iso_country` is two letters, `area_code` as dialled there (`020`)."""

    match_type: Literal["Geographic", "Tollfree", "National"]
    iso_country: str
    city: str | None = None
    region: str | None = None
    area_code: str | None = None
    owner_address_details: OwnerAddress | None = None

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it."""
        fields = {**asdict(self), "number_type": "International"}
        if self.owner_address_details is not None:
            fields["owner_address_details"] = _told(asdict(self.owner_address_details))
        return _told(fields)


@dataclass(frozen=True)
class OtherMatch:
    """A form CONTRACT 5.1 does not spell out, such as the domestic match by region.

    That one is taken to be `OtherMatch("Region", {"region": "ON"})`.
    """

    match_type: str
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """The block with the fields as given."""
        return {**self.fields, "match_type": self.match_type}


NumberRequest = LocalToNumber | Tollfree | International | OtherMatch


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
