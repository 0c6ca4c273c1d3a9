"""A text in an editor and back: which editor, what it gets, what becomes of what it leaves."""

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tmchat.console.terminal.editing import NotEdited, edited, editor_of


class Editor:
    """Stands in for a program on the terminal: leaves `after` in the file and ends with `code`."""

    def __init__(self, after: bytes | None = None, code: int = 0) -> None:
        self.after = after
        self.code = code
        self.command: list[str] = []
        self.before = b""
        self.file = Path()
        self.mode = 0

    async def lend(self, command: Sequence[str]) -> int:
        """Runs it."""
        self.command = list(command)
        self.file = Path(command[-1])
        self.before = self.file.read_bytes()
        self.mode = stat.S_IMODE(self.file.stat().st_mode)
        if self.after is None:
            self.file.unlink()
        else:
            self.file.write_bytes(self.after)
        return self.code


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, ["vi"]),
        ({"EDITOR": "nano"}, ["nano"]),
        ({"EDITOR": "nano", "VISUAL": "emacs -nw"}, ["emacs", "-nw"]),
        ({"EDITOR": "'/opt/my editor' --wait; rm -rf"}, ["/opt/my editor", "--wait;", "rm", "-rf"]),
    ],
)
def test_which_editor(environment: dict[str, str], command: list[str]) -> None:
    assert editor_of(environment) == command


@pytest.mark.parametrize("named", ["'", "   "])
def test_an_editor_that_names_nothing(named: str) -> None:
    with pytest.raises(NotEdited, match="names no program"):
        editor_of({"EDITOR": named})


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (b"Hello\n", "Hello"),
        (b"one\r\ntwo\r\n", "one\ntwo"),
        (b"two\n\n", "two\n"),
        ("né\n".encode("latin-1"), "n\ufffd"),
        (b"", ""),
    ],
)
async def test_what_the_editor_leaves_comes_back(after: bytes, text: str) -> None:
    editor = Editor(after)
    assert await edited("Hi ’\nthere", editor.lend, {"EDITOR": "ed -s"}) == text
    assert editor.command[:2] == ["ed", "-s"]
    assert editor.before == "Hi ’\nthere\n".encode()
    assert editor.mode == 0o600
    assert not editor.file.parent.exists()


@pytest.mark.parametrize(
    ("editor", "words"),
    [(Editor(b"x", 1), "ended with 1"), (Editor(None), "left no file behind")],
)
async def test_a_failure_is_said_and_leaves_nothing_behind(editor: Editor, words: str) -> None:
    with pytest.raises(NotEdited, match=words):
        await edited("Hi", editor.lend, {})
    assert not editor.file.parent.exists()


async def test_an_editor_that_is_not_there() -> None:
    async def lend(command: Sequence[str]) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    with pytest.raises(NotEdited, match="The editor vi cannot be started: No such file"):
        await edited("Hi", lend, {})
