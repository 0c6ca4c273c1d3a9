"""Waiting for a condition with a deadline, in place of sleeping; not for measuring speed."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PAUSE = 0.005
"""Seconds between two looks: short beside a test, long beside a look."""


async def until(condition: Callable[[], T], timeout: float = 20.0) -> T:
    """The first true value of `condition`, looked at while the event loop runs.

    Raises `AssertionError` after `timeout` seconds, showing the last value.
    """
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {timeout} s; last seen: {value!r}"
        await asyncio.sleep(PAUSE)
    return value


def until_blocking(condition: Callable[[], T], timeout: float = 20.0) -> T:
    """As `until`, for tests without an event loop: processes and terminals."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {timeout} s; last seen: {value!r}"
        time.sleep(PAUSE)
    return value
