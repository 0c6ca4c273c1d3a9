"""Walking listings: every item once, page by page, and an end to it whatever the answers say."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telmetrics.account import TOKEN, Account
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.errors import UnexpectedAnswer


class Collection:
    """A paged collection of numbers 1 to `total`, with a cap on the page."""

    def __init__(
        self, total: int, *, cap: int = 10_000, tells: tuple[str, ...] = ("total",)
    ) -> None:
        self._items = [{"id": at, "phone_number": f"{at:010}"} for at in range(1, total + 1)]
        self._cap = cap
        self._tells = tells
        self.asked = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One page, as the query wants it."""
        self.asked += 1
        size = min(int(request.url.params["pagesize"]), self._cap)
        start = (int(request.url.params["pagenumber"]) - 1) * size
        paging = {"total": len(self._items), "pageSize": size}
        told = {name: paging[name] for name in self._tells}
        return httpx.Response(
            200, json={"results": self._items[start : start + size], "paging": told}
        )

    async def walked(self, page_size: int) -> list[int]:
        """The ids of every number the client lists."""
        transport = httpx.MockTransport(self.answer)
        async with Telmetrics(TOKEN, transport=transport) as client:
            return [number.id async for number in client.numbers.list(page_size=page_size)]

    async def paged(self, size: int) -> list[int]:
        """The same by asking for one page after the other."""
        transport = httpx.MockTransport(self.answer)
        found: list[int] = []
        async with Telmetrics(TOKEN, transport=transport) as client:
            number, pages = 1, 1
            while number <= pages:
                items, pages = await client.numbers.page(number, size)
                found += [item.id for item in items]
                number += 1
        return found


@given(
    total=st.integers(0, 12),
    cap=st.integers(1, 6),
    page_size=st.integers(1, 6),
    tells=st.sampled_from([("total",), ("pageSize",), ("total", "pageSize")]),
)
async def test_every_item_comes_once(
    total: int, cap: int, page_size: int, tells: tuple[str, ...]
) -> None:
    collection = Collection(total, cap=cap, tells=tells)
    assert await collection.walked(page_size) == list(range(1, total + 1))


async def test_no_request_beyond_the_last_page() -> None:
    collection = Collection(6)
    await collection.walked(3)
    assert collection.asked == 2


async def test_an_answer_without_paging_is_the_whole() -> None:
    item = {"id": 1, "phone_number": "1"}
    for answer in ([item, item], {"results": [item, item]}):
        account = Account(answer)
        async with account.client() as client:
            assert len([number async for number in client.numbers.list(page_size=2)]) == 2
        assert len(account.requests) == 1


async def test_an_end_although_more_is_promised() -> None:
    account = Account({"results": [], "paging": {"total": 895}})
    async with account.client() as client:
        assert [number async for number in client.numbers.list()] == []


@pytest.mark.parametrize("answer", [{}, {"results": None}, "numbers", 4, None])
async def test_what_is_no_listing_is_an_error(answer: Any) -> None:
    async with Account(answer).client() as client:
        with pytest.raises(UnexpectedAnswer, match="listing"):
            await anext(client.numbers.list())


@pytest.mark.parametrize("page_size", [0, 10_001])
async def test_page_size_has_limits(page_size: int) -> None:
    async with Account([]).client() as client:
        with pytest.raises(ValueError, match="10000"):
            await anext(client.numbers.list(page_size=page_size))


@given(
    total=st.integers(0, 12),
    cap=st.integers(1, 6),
    size=st.integers(1, 6),
    tells=st.sampled_from([("total",), ("pageSize",), ("total", "pageSize")]),
)
async def test_single_pages_hold_every_item_once(
    total: int, cap: int, size: int, tells: tuple[str, ...]
) -> None:
    collection = Collection(total, cap=cap, tells=tells)
    assert await collection.paged(size) == list(range(1, total + 1))


async def test_a_listing_that_is_not_paged_is_one_page() -> None:
    account = Account([{"id": 1, "phone_number": "9055550128"}])
    async with account.client() as client:
        items, pages = await client.numbers.page(1, 1)
    assert ([item.id for item in items], pages) == ([1], 1)
