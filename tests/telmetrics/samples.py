"""The documented exchanges beside the repository; where they are absent their tests are skipped.

Only what lies before a sample's `cut_after` is documented (see the samples' README).
"""

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[3] / "shared" / "telmetrics" / "samples"


def sample(name: str) -> dict[str, Any]:
    """One sample file, decoded; skips the test where there is none."""
    path = SAMPLES / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the documented samples are not beside this repository ({path.name})")
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


def caseless(value: Any) -> Any:
    """A request body with its enumerations in lower case, which may be sent in any (CONTRACT 3)."""
    if isinstance(value, dict):
        return {
            key: inner.lower() if key in ("match_type", "route_type") else caseless(inner)
            for key, inner in value.items()
        }
    return [caseless(item) for item in value] if isinstance(value, list) else value
