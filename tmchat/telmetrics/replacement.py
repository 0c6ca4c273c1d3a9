"""Which numbers a web page shows instead of which: `replacement_configuration` (CONTRACT 9).

The block is read and written here; the numbers and pools that carry it are `numbers`' and `pools`'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, as_flag, as_text


@dataclass(frozen=True)
class TrackingSource:
    """Visitors from `referrer_domain` (or `Any`) whose address matches one of the triggers.

    A trigger is such as `gclid=%`, with `%` or `*` for anything.
    """

    referrer_domain: str | None = None
    url_triggers: tuple[str, ...] = ()
    track_organic: bool | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "TrackingSource":
        """Raises UnexpectedAnswer where `value` is no object."""
        fields = Fields(value, "a tracking source")
        return cls(
            referrer_domain=fields.optional("referrer_domain", as_text),
            url_triggers=fields.listed("url_triggers", as_text),
            track_organic=fields.optional("track_organic", as_flag),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, Any]:
        """The source as Telmetrics takes it; what is not set is left out."""
        told: dict[str, Any] = dict(self.extra)
        if self.referrer_domain is not None:
            told["referrer_domain"] = self.referrer_domain
        if self.url_triggers:
            told["url_triggers"] = list(self.url_triggers)
        if self.track_organic is not None:
            told["track_organic"] = self.track_organic
        return told


@dataclass(frozen=True)
class Replacement:
    """The numbers a page shows that are replaced: a list of them, or all, never both."""

    numbers_to_replace: tuple[str, ...] = ()
    replace_all_numbers: bool | None = None
    tracking_sources: tuple[TrackingSource, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "Replacement":
        """Raises UnexpectedAnswer where `value` is no object."""
        fields = Fields(value, "a replacement configuration")
        return cls(
            numbers_to_replace=fields.listed("numbers_to_replace", as_text),
            replace_all_numbers=fields.optional("replace_all_numbers", as_flag),
            tracking_sources=fields.listed("tracking_sources", TrackingSource.from_json),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it. Raises ValueError for a list and all at once."""
        if self.numbers_to_replace and self.replace_all_numbers:
            raise ValueError("name the numbers to replace or replace all of them, not both")
        told: dict[str, Any] = dict(self.extra)
        if self.numbers_to_replace:
            told["numbers_to_replace"] = list(self.numbers_to_replace)
        if self.replace_all_numbers is not None:
            told["replace_all_numbers"] = self.replace_all_numbers
        if self.tracking_sources:
            told["tracking_sources"] = [source.to_json() for source in self.tracking_sources]
        return told
