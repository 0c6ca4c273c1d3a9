"""What every test behind the proxy leaves behind is found while it still runs."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """A connection that was cut while it was being made is warned of here, not in another test."""
    yield
    gc.collect()
