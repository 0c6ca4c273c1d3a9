"""Tests that a sweep that fails keeps no later one from its turn."""

import logging

import pytest

from tests.waiting import until
from tmchat.hub.store.interface import StoreFailed
from tmchat.hub.sweeping import Sweeping


async def test_no_failure_ends_it_and_none_says_what_it_was_about(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults: list[Exception] = [StoreFailed("The disk is full."), ValueError("a texter's words")]
    done: list[bool] = []

    async def sweep() -> None:
        if faults:
            raise faults.pop(0)
        done.append(True)

    sweeping = Sweeping(sweep, 0.001, "tidying")
    with caplog.at_level(logging.WARNING):
        sweeping.start()
        await until(lambda: bool(done))
        await sweeping.stop()
    said = [one.getMessage() for one in caplog.records]
    assert said == ["tidying cannot be done: The disk is full.", "tidying failed with ValueError"]
