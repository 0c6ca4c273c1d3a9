"""`tmchat demo`: sandbox, hub and console on this machine; the servers are `demo_servers`'."""

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tmchat.cli.failure import Plight
from tmchat.cli.flags import add_flags, chosen
from tmchat.core.text import clean_line
from tmchat.settings.console import ConsoleSettings

if TYPE_CHECKING:
    from tmchat.link.ways import HubAddress

READY_SECONDS = 30.0


def arguments(parser: ArgumentParser) -> None:
    """The demo's own flags and the console's."""
    parser.add_argument("--keep", type=Path, metavar="DIR", help="Keep the data in this folder.")
    parser.add_argument("--seed", default="1", metavar="N", help="The same seed, the same day.")
    parser.add_argument("--texters", default="12", metavar="N", help="How many text at once.")
    parser.add_argument("--rate", default="6", metavar="N", help="Texts a minute, 0 for none.")
    add_flags(parser, ConsoleSettings)


def run(args: Namespace) -> int:
    """Runs the console; the servers come up behind it and end with it."""
    from tmchat.cli.screen import show

    settings = chosen(args, ConsoleSettings, section="console")
    _check_texting({name: getattr(args, name) for name in ("seed", "texters", "rate")})
    with _folder(args.keep) as folder:
        servers = Servers(folder, seed=args.seed, texters=args.texters, rate=args.rate)
        try:
            return show(
                settings, servers.find, drafts=folder / "drafts", owner="demo", state=folder
            )
        finally:
            servers.end()


def _check_texting(flags: dict[str, str]) -> None:
    """Refuses in the parent what the servers would; raises `SettingsError`."""
    from tmchat.settings.sandbox import SandboxSettings
    from tmchat.settings.source import load

    load(
        SandboxSettings,
        toml=None,
        section="sandbox",
        environment={},
        prefix="TMCHAT_SANDBOX",
        flags=flags,
    )


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder to keep data in, made where it is not there, or one that goes away again."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tmchat-demo-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise Plight(f"The folder {keep} cannot be made: {fault.strerror}.") from None
    yield keep


class Servers:
    """The child process that runs sandbox and hub on loopback; started when first asked for.

    It ends when its standard input does, so that even a killed console leaves nothing running.
    """

    def __init__(self, folder: Path, *, seed: str, texters: str, rate: str) -> None:
        self._log = folder / "servers.log"
        self._logged = 0
        self._command = [sys.executable, "-m", "tmchat.cli.demo_servers", str(folder)]
        self._command += [seed, texters, rate]
        self._process: subprocess.Popen[bytes] | None = None
        self._starting: asyncio.Task[HubAddress] | None = None

    async def find(self) -> "HubAddress":
        """Where the demo's hub is, once it listens; raises `WireBroken`."""
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        return await asyncio.shield(self._starting)

    def end(self) -> None:
        """Ends the servers and waits for them."""
        if self._process is None:
            return
        with self._process as process:
            process.terminate()

    async def _start(self) -> "HubAddress":
        from tmchat.link.ways import HubAddress
        from tmchat.link.wire import WireBroken

        try:
            async with asyncio.timeout(READY_SECONDS):
                told = json.loads(await asyncio.to_thread(self._first_line))
            if "trouble" in told:
                raise WireBroken(str(told["trouble"]), refused=True)
            return HubAddress(told["hub"], told["token"])
        except (TimeoutError, ValueError, KeyError, TypeError):
            raise WireBroken(self._why_not(), refused=True) from None
        except OSError as fault:
            sentence = f"The demo's servers did not start: {fault.strerror}."
            raise WireBroken(sentence, refused=True) from None

    def _why_not(self) -> str:
        """Why the servers did not start, by the last that they said: the folder may go away."""
        said = self._log.read_bytes()[self._logged :].decode("utf-8", "replace")
        last = clean_line(said.strip().rpartition("\n")[2])
        return f"The demo's servers did not start{': ' if last else '.'}{last}"

    def _first_line(self) -> bytes:
        """Starts the child and waits for what it says first, nothing if it ends before."""
        with self._log.open("ab") as log:
            self._logged = log.tell()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        output = self._process.stdout
        return output.readline() if output is not None else b""
