"""weechat and irssi in a terminal of the same size, where they are installed: what programs write
that people use over SSH all day. They talk to an IRC server of one channel on loopback."""

import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from tests.benchmarks.figures import Figure, amount, middle
from tests.benchmarks.terminal import Terminal, surroundings

KEYS = 24
TEXTS = 12
CHANNEL = "#desk"
WORDS = "Hi, do you have front brake pads for a 2014 Civic, and what would they cost?"
TYPED = "because we have had them in stock since Monday "


def figures() -> Iterator[Figure]:
    """Each program's first paint, a key and a text in the open channel."""
    for name, command in (("weechat", _weechat), ("irssi", _irssi)):
        if shutil.which(name) is None:
            yield Figure(f"{name}", "not installed")
            continue
        with tempfile.TemporaryDirectory() as folder, Channel() as channel:
            yield from _measured(name, command(Path(folder), channel.port), channel, Path(folder))


def _weechat(folder: Path, port: int) -> list[str]:
    connect = f"/server add desk 127.0.0.1/{port} -autojoin={CHANNEL}"
    return ["weechat", "-d", str(folder), "-r", connect, "-r", "/connect desk"]


def _irssi(folder: Path, port: int) -> list[str]:
    return ["irssi", f"--home={folder}", "-c", "127.0.0.1", "-p", str(port), "-n", "ana"]


def _measured(name: str, command: list[str], channel: "Channel", folder: Path) -> Iterator[Figure]:
    with Terminal(command, surroundings(folder)) as terminal:
        terminal.rest(1.0)
        yield Figure(f"{name}: first paint", amount(len(terminal.written), "bytes"))
        if name == "irssi":
            terminal.type(f"/join {CHANNEL}\r")
        terminal.until(b"welcome to the desk")
        terminal.rest(1.0)
        letters = iter(TYPED)
        key = _each(terminal, lambda: terminal.type(next(letters)), KEYS)
        yield Figure(f"{name}: a key", amount(key, "bytes"))
        count = iter(range(TEXTS))
        text = _each(terminal, lambda: channel.say(f"{WORDS} {next(count)}"), TEXTS)
        yield Figure(f"{name}: a text", amount(text, "bytes"))


def _each(terminal: Terminal, cause: Callable[[], object], count: int) -> float:
    found = []
    for _ in range(count):
        before = len(terminal.written)
        cause()
        terminal.rest(0.3)
        found.append(len(terminal.written) - before)
    return middle(found)


class Channel:
    """An IRC server for one client, who is let into one channel; a context that ends it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._client, self._listener):
            if one is not None:
                one.close()

    def say(self, words: str) -> None:
        """Kim says `words` in the channel."""
        self._tell(f":kim!kim@desk PRIVMSG {CHANNEL} :{words}")

    def _tell(self, line: str) -> None:
        if self._client is not None:
            self._client.sendall(f"{line}\r\n".encode())

    def _serve(self) -> None:
        try:
            self._client, _ = self._listener.accept()
            for line in self._client.makefile("r", encoding="utf-8", errors="replace"):
                self._heard(line.split())
        except OSError:
            return

    def _heard(self, words: list[str]) -> None:
        match words:
            case ["USER", *_]:
                self._tell(":desk 001 ana :welcome")
                self._tell(":desk 422 ana :no message of the day")
            case ["JOIN", *_]:
                self._tell(f":ana!ana@desk JOIN {CHANNEL}")
                self._tell(f":desk 366 ana {CHANNEL} :end")
                self.say("welcome to the desk")
            case ["PING", *rest]:
                self._tell(f":desk PONG desk {' '.join(rest)}")
