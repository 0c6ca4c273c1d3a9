"""The fixture that most sandbox tests stand on; special settings are made with `rig` itself."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.rig import Rig, rig


@pytest.fixture
async def desk() -> AsyncIterator[Rig]:
    """A running sandbox with the tests' usual settings."""
    async with rig() as running:
        yield running
