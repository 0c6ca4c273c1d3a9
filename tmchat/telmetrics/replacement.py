"""Which numbers a web page shows instead of which: `replacement_configuration` (CONTRACT 9).

The block is read and written here; the numbers and pools that carry it are `numbers`' and `pools`'.
"""

from dataclasses import dataclass
from typing import Any

from tmchat.telmetrics.blocks import Block, listed, told
from tmchat.telmetrics.fields import as_flag, as_text


@dataclass(frozen=True)
class TrackingSource(Block):
    """Visitors from `referrer_domain` (or `Any`) whose address matches one of the triggers.

    A trigger is such as `gclid=%`, with `%` or `*` for anything. The last three are for single
    numbers and known from the successor API alone (CONTRACT 5.1); the operators are AND or OR.
    """

    referrer_domain: str | None = told(as_text)
    url_triggers: tuple[str, ...] = listed(as_text)
    track_organic: bool | None = told(as_flag)
    page_variable_triggers: tuple[str, ...] = listed(as_text)
    url_trigger_operator: str | None = told(as_text)
    page_trigger_operator: str | None = told(as_text)


@dataclass(frozen=True)
class Replacement(Block):
    """The numbers a page shows that are replaced: a list of them, or all, never both."""

    numbers_to_replace: tuple[str, ...] = listed(as_text)
    replace_all_numbers: bool | None = told(as_flag)
    tracking_sources: tuple[TrackingSource, ...] = listed(TrackingSource)

    def to_json(self) -> dict[str, Any]:
        """The block as Telmetrics takes it. Raises ValueError for a list and all at once."""
        if self.numbers_to_replace and self.replace_all_numbers:
            raise ValueError("name the numbers to replace or replace all of them, not both")
        return super().to_json()
