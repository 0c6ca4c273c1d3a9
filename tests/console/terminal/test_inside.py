"""Notices a Textual that differs where this room stands on it; what stands there is tested
elsewhere."""

import hashlib
import inspect
from importlib.metadata import version
from types import ModuleType

import pytest

from tmchat.console.terminal import compositing, driver

PINNED = "8.2.8"
READ: dict[ModuleType, str] = {driver: "4b8f986ff550fad4", compositing: "ac8a55818f4ac116"}
"""Digests of the source that was read when these modules were written."""


@pytest.mark.parametrize("module", READ, ids=["driver", "compositing"])
def test_textual_is_the_one_whose_inside_is_known(module: ModuleType) -> None:
    source = "\n".join(inspect.getsource(one) for one in module.RELIED_ON)
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    assert (version("textual"), digest) == (PINNED, READ[module]), (
        f"Textual is another one than {module.__name__} was written for. "
        "Read what changed in what its RELIED_ON names, run the tests of this folder, "
        f"mend that module where needed, then put {digest!r} here."
    )
