"""A hub that is killed again and again beside a sandbox that lives; what they do is `load`'s."""

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.realdesk import free_ports
from tests.e2e.programs import run, surroundings
from tests.e2e.servers import SANDBOX_TOKEN, SEGMENT, Server
from tmchat.hub.store.crashpoints import VARIABLE


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a carrier offers: a field on which it drops repeated replies, a listing, or nothing."""

    name: str
    reference_field: str = ""
    lookup: str = ""

    def passes(self, step: str) -> bool:
        """Whether a hub with this carrier comes to a step of its own."""
        return bool(self.lookup) or not step.startswith("settle.")


LISTING = "/sms/conversations/{conversation}/messages"
CARRIERS = (
    Carrier("nothing offered"),
    Carrier("a reference field", "ClientRef"),
    Carrier("a look-up", lookup=LISTING),
)


class Victim:
    """`tmchat hub` at the addresses `agents` and `public`, dead until it is started."""

    def __init__(self, folder: Path, environment: Mapping[str, str], ports: list[int]) -> None:
        self.database = folder / "hub.db"
        self.agents, self.public = (f"http://127.0.0.1:{port}" for port in ports)
        self._flags = [f"--port={ports[0]}", f"--public-port={ports[1]}"]
        self._folder = folder
        self._lives = 0
        self._environment = environment
        self._server: Server | None = None

    @property
    def dead(self) -> bool:
        """Whether it does not run."""
        return self._server is None or self._server.process.poll() is not None

    def start(self, crash_at: str = "") -> None:
        """Starts it, to kill itself at a step such as `outbox.after-post:2` if one is named."""
        armed = {VARIABLE: crash_at} if crash_at else {}
        around = {**self._environment, **armed}
        self._lives += 1
        log = self._folder / f"hub-{self._lives}.log"
        self._server = Server(["hub", *self._flags], around, log)

    def ready(self) -> None:
        """Waits until it takes connections."""
        assert self._server is not None
        self._server.address_after("Consoles connect to")

    def dies_within(self, seconds: float) -> bool:
        """Whether it ends by SIGKILL of its own before `seconds` are over."""
        assert self._server is not None
        try:
            code = self._server.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        assert code == -signal.SIGKILL, f"the hub ended with {code}: {self._server.printed()}"
        return True

    def kill(self) -> None:
        """Ends it at once."""
        assert self._server is not None
        self._server.stop(signal.SIGKILL)

    def stop(self) -> None:
        """Ends it as an administrator does."""
        if self._server is not None and not self.dead:
            self._server.stop()

    def logs(self) -> Iterator[str]:
        """All that hub and sandbox printed in all their lives, line by line."""
        for path in self._folder.glob("*.log"):
            yield from path.read_text("utf-8", "replace").splitlines()

    def add_agent(self, name: str, role: str) -> str:
        """The token of a further agent."""
        added = run("agents", "add", name, "--role", role, environment=self._environment)
        assert added.returncode == 0, added.stderr
        return added.stdout.strip()


@contextmanager
def servers(
    folder: Path, carrier: Carrier, *, batch: int = 1
) -> Iterator[tuple[Victim, str, Path]]:
    """A hub not yet started, the address and the file of a sandbox whose numbers push to it.

    A push carries up to `batch` texts of a conversation.
    """
    ports = free_ports(2)
    books = folder / "sandbox.db"
    field = carrier.reference_field
    flags = [
        "--port=0",
        "--rate=0",
        "--texters=0",
        f"--db={books}",
        f"--inbound-webhook-url=http://127.0.0.1:{ports[1]}/hook/{SEGMENT}",
        "--retry-scale=0.02",
        "--push-seconds=3",
        f"--push-batch={batch}",
        f"--reply-reference-field={field}",
        "--reply-lookup" if carrier.lookup else "--no-reply-lookup",
        # The desk's own lock is to be seen, not the carrier's behind it.
        "--no-carrier-blocks-opt-out",
    ]
    sandbox = Server(["sandbox", *flags], surroundings(folder / "sandbox"), folder / "sandbox.log")
    try:
        address = sandbox.address_after("The sandbox listens at")
        environment = surroundings(
            folder,
            TMCHAT_HUB_DB=str(folder / "hub.db"),
            TMCHAT_HUB_TELMETRICS_URL=f"{address}/v3/api",
            TMCHAT_HUB_TELMETRICS_TOKEN=SANDBOX_TOKEN,
            TMCHAT_HUB_HOOK_SEGMENTS=SEGMENT,
            TMCHAT_HUB_REPLY_REFERENCE_FIELD=field,
            TMCHAT_HUB_REPLY_LOOKUP=carrier.lookup,
            TMCHAT_HUB_REPLY_LOOKUP_LAG="1",
            TMCHAT_HUB_REPLY_FLIGHT="2",
            TMCHAT_HUB_REPLY_TIMEOUT="2",
        )
        hub = Victim(folder, environment, ports)
        try:
            yield hub, address, books
        finally:
            hub.stop()
    finally:
        sandbox.stop()
