"""Starts the program's commands as processes with folders of their own; what they do is tested
elsewhere."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.asking import NO_TLS
from tests.e2e.terminal import DEADLINE, TMCHAT, Terminal
from tests.house.sources import ROOT

TEXTER = "9055550128"


def surroundings(
    folder: Path, *, term: str = "xterm-256color", locale: str = "C.UTF-8", **more: str
) -> Mapping[str, str]:
    """An environment with nothing of this machine's user in it; home and XDG are in `folder`."""
    kinds = ("CONFIG", "STATE", "DATA", "CACHE")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in kinds},
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "TERM": term,
        "LANG": locale,
        "TMCHAT_CONSOLE_TOUR": "no",
        **more,
    }


def run(
    *arguments: str, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end with `given` on standard input."""
    return subprocess.run(
        [*TMCHAT, *arguments],
        input=given,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=DEADLINE,
    )


class Consumers:
    """The phones at a running sandbox."""

    def __init__(self, sandbox: str) -> None:
        self.address = f"{sandbox}/sandbox"
        self._http = httpx.Client(base_url=self.address, timeout=DEADLINE, verify=NO_TLS)
        self.number = str(self._http.get("/numbers").json()[0]["phone_number"])

    def text(self, words: str, *, sender: str = TEXTER, number: str = "") -> None:
        """Texts a tracking number, the account's first unless another is named."""
        form = {"from": sender, "to": number or self.number, "text": words}
        # In ASCII, so that a lone surrogate can travel.
        sent = self._http.post("/texts", content=json.dumps(form).encode("ascii"))
        assert sent.status_code == 202, sent.text

    def text_together(self, texts: Iterable[tuple[str, str]]) -> None:
        """Phones text the account's first number, each with its words, in this order."""
        forms = [{"from": phone, "to": self.number, "text": words} for phone, words in texts]
        sent = self._http.post("/texts", content=json.dumps({"texts": forms}).encode("ascii"))
        assert sent.status_code == 202, sent.text

    def received(self, phone: str = TEXTER) -> list[str]:
        """The texts that a phone has got."""
        seen = self._http.get(f"/phones/{phone}").json()
        return [one["text"] for one in seen if one["direction"] == "received"]

    def close(self) -> None:
        """Ends the connection."""
        self._http.close()


@dataclass(frozen=True)
class Demo:
    """A running `tmchat demo` whose tracking numbers are on its desk."""

    terminal: Terminal
    consumers: Consumers
    hub: str
    token: str


@contextmanager
def demo(
    folder: Path, *flags: str, columns: int = 120, lines: int = 40, **around: str
) -> Iterator[Demo]:
    """`tmchat demo` without scripted texters, in a terminal; it keeps its data in `folder`."""
    kept = folder / "kept"
    command = [*TMCHAT, "demo", "--rate", "0", "--keep", str(kept), *flags]
    with Terminal(
        command, surroundings(folder, **around), columns=columns, lines=lines
    ) as terminal:
        notice = kept / "servers.json"
        terminal.until(notice.exists, "the demo's numbers on the desk")
        told = json.loads(notice.read_text("utf-8"))
        consumers = Consumers(told["sandbox"])
        try:
            yield Demo(terminal, consumers, told["hub"], told["token"])
        finally:
            consumers.close()
