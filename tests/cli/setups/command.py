"""The command as an administrator runs it, in the process of the tests; no test itself."""

from pathlib import Path

import pytest

from tmchat.cli.main import main


class Console:
    """Runs `tmchat` in this process as the administrator: exit code, output, errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(words)
        return code, *self._capsys.readouterr()

    def well(self, *words: str) -> str:
        """The output of a command that must end well."""
        code, out, err = self(*words)
        assert (code, err) == (0, "")
        return out

    def file(self, text: str) -> str:
        """A file with this text."""
        path = self.folder / "setups.toml"
        path.write_text(text, "utf-8")
        return str(path)


def entry_of(text: str, number: str) -> str:
    """The entry of one number in an export."""
    return next(one for one in text.split("\n\n") if f'number = "{number}"' in one)
