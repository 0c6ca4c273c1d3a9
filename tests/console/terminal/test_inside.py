"""Notices a Textual that differs where the driver stands on it; the driver is tested elsewhere."""

import hashlib
import inspect
from importlib.metadata import version

from tmchat.console.terminal.driver import RELIED_ON

PINNED = "8.2.8"
READ = "348937bac12605bd"
"""Digest of the source that was read when the driver was written."""


def test_textual_is_the_one_whose_inside_the_driver_knows() -> None:
    source = "\n".join(inspect.getsource(one) for one in RELIED_ON)
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    assert (version("textual"), digest) == (PINNED, READ), (
        "Textual's driver is another one than tmchat/console/terminal/driver.py was written for. "
        "Read what changed in the functions of RELIED_ON, run the tests of this folder, "
        f"mend the driver where needed, then put {digest!r} here."
    )
