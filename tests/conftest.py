"""What every test stands on: a clean environment, folders of its own, a free port."""

import os
import signal
import socket
import sys
from collections.abc import Iterator

import hypothesis
import pytest

from tests.surroundings import unwanted

inherited = unwanted(os.environ)
for name in inherited:
    del os.environ[name]
# The snapshot plugin imports Textual before any conftest, and Textual reads these at import.
if "textual" in sys.modules and any(name.startswith("TEXTUAL") for name in inherited):
    pytest.exit(f"unset {', '.join(inherited)} first, or run python -m tests", returncode=2)

# A shell that begins the tests in the background has them, and all that they begin, ignore Ctrl+C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A keyring backend that keeps nothing: no test may touch the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# The machine is shared with other workers, so a slow example says nothing about the code.
hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")


LONGEST = ("tests/torture/", "tests/e2e/", "tests/faultproxy/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the long files, so that none of them is left when the other workers are done."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """XDG folders inside pytest's temporary folder, for this process and its children."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(tmp_path_factory.mktemp(kind.lower())))
        yield


@pytest.fixture
def free_port() -> int:
    """A loopback port that was free a moment ago, for programs that cannot take port 0."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
