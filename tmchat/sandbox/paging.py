"""Pages of a listing: the query read, the envelope written (CONTRACT 3); not the listing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tmchat.sandbox.errors import invalid

PAGE_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a listing is wanted; numbers count from 1."""

    number: int = 1
    size: int = PAGE_CAP

    @property
    def offset(self) -> int:
        """How many results come before this page."""
        return (self.number - 1) * self.size


def read_page(query: Mapping[str, str]) -> Page:
    """Read `pagesize` and `pagenumber` (keys in lower case); a size over the cap is clamped."""
    size = _positive(query, "pagesize", PAGE_CAP)
    return Page(_positive(query, "pagenumber", 1), min(size, PAGE_CAP))


def envelope(results: Sequence[Any], page: Page, total: int) -> dict[str, Any]:
    """The documented wrapping of a page of results."""
    paging = {"pageNumber": page.number, "pageSize": page.size, "total": total}
    return {"results": list(results), "paging": paging}


def _positive(query: Mapping[str, str], key: str, default: int) -> int:
    text = query.get(key)
    if text is None:
        return default
    # Nine digits keep the offset inside SQLite's integers.
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0):
        raise invalid(key, "Must be a whole number of at least 1.")
    return int(text)
