"""Walks a listing item by item, paged or not; what an item is made of is each resource's.

Paged collections answer `{"results": [...], "paging": {"pageNumber", "pageSize", "total"}}`,
others a bare array (CONTRACT 3). Both are read wherever a listing is expected.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, TypeVar

from tmchat.telmetrics.errors import UnexpectedAnswer
from tmchat.telmetrics.fields import as_object, as_whole
from tmchat.telmetrics.session import Session

T = TypeVar("T")

LARGEST_PAGE = 10_000
USUAL_PAGE = 1_000


async def walk(
    session: Session,
    address: str,
    read: Callable[[object], T],
    *,
    query: Mapping[str, str] | None = None,
    page_size: int = USUAL_PAGE,
) -> AsyncIterator[T]:
    """Every item of the listing at `address` (see `Session.call`), one page in memory at a time.

    `page_size` is at most 10,000. Raises ValueError for another, UnexpectedAnswer where no listing
    comes, and what `Session.call` raises.
    """
    if not 1 <= page_size <= LARGEST_PAGE:
        raise ValueError(f"a page holds 1 to {LARGEST_PAGE} items, not {page_size}")
    seen = 0
    number = 1
    more = True
    while more:
        paged = {"pagesize": str(page_size), "pagenumber": str(number), **(query or {})}
        answer = await session.call("GET", address, query=paged)
        items = listing(answer)
        for item in items:
            yield read(item)
        seen += len(items)
        number += 1
        more = bool(items) and _goes_on(answer, seen, len(items), page_size)


async def one_page(
    session: Session, address: str, read: Callable[[object], T], *, number: int, size: int
) -> tuple[tuple[T, ...], int]:
    """The items of page `number`, from 1, and how many pages there are; raises as `walk` does."""
    query = {"pagesize": str(size), "pagenumber": str(number)}
    answer = await session.call("GET", address, query=query)
    items = tuple(map(read, listing(answer)))
    paging = as_object(answer.get("paging")) if isinstance(answer, dict) else None
    if paging is None or not items:
        return items, number
    total, per_page = as_whole(paging.get("total")), as_whole(paging.get("pageSize"))
    if total is None:
        # Without a total, only a page that came short can be the last.
        return items, number + 1 if len(items) >= (per_page or size) else number
    # A page may hold less than was asked for, told or not.
    return items, max(1, -(-total // max(1, per_page or min(size, len(items)))))


def listing(answer: object) -> list[Any]:
    """The items of one answer, paged or bare. Raises UnexpectedAnswer where there are none."""
    items = answer.get("results") if isinstance(answer, dict) else answer
    if not isinstance(items, list):
        raise UnexpectedAnswer("Telmetrics sent something else where a listing should be")
    return items


def _goes_on(answer: object, seen: int, came: int, asked: int) -> bool:
    paging = as_object(answer.get("paging")) if isinstance(answer, dict) else None
    if paging is None:
        return False
    total = as_whole(paging.get("total"))
    if total is not None:
        return seen < total
    # Without a total, only a page that came short can be the last.
    return came >= (as_whole(paging.get("pageSize")) or asked)
