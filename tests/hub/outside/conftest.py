"""The fixtures of these tests: a bench, and one served; what they are made of is not here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.hub.outside.bench import Bench
from tests.hub.outside.running import Running, serving


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A hub and its carrier in process, with usual settings."""
    async with Bench(tmp_path) as running:
        yield running


@pytest.fixture
async def running(bench: Bench) -> AsyncIterator[Running]:
    """A served hub with usual settings."""
    async with serving(bench) as served:
        yield served
