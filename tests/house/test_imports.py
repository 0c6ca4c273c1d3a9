"""What a program loads before it needs it, seen in a process of its own."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.sources import ROOT, sources

LOADED = "import sys; print('\\n'.join(sys.modules))"


def loaded_by(statements: str) -> set[str]:
    """The modules in memory after `statements` have run in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statements}\n{LOADED}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def too_heavy(loaded: Iterable[str], barred: str) -> list[str]:
    """Those of `loaded` that belong to the packages named in `barred`."""
    packages = set(barred.split())
    return sorted(name for name in loaded if name.partition(".")[0] in packages)


@pytest.mark.parametrize("command", ["--help", "--version", "settings --help"])
def test_help_loads_no_heavy_package(command: str) -> None:
    loaded = loaded_by(
        "import contextlib, io, sys\n"
        f"sys.argv = ['tmchat', *{command.split()!r}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    import tmchat.__main__\n"
        "    tmchat.__main__.main()"
    )
    assert "tmchat.cli.main" in loaded
    barred = "textual rich httpx starlette uvicorn websockets keyring phonenumbers asyncio sqlite3"
    assert too_heavy(loaded, barred) == []


@pytest.mark.parametrize("room", ["core", "protocol"])
def test_pure_rooms_load_no_network_loop_or_database(room: str) -> None:
    modules = [one.module for one in sources("tmchat") if one.module.startswith(f"tmchat.{room}")]
    loaded = loaded_by(f"import {', '.join(modules)}")
    assert too_heavy(loaded, "asyncio httpx sqlite3 textual phonenumbers") == []


@pytest.mark.skipif(
    not Path(ROOT, "tmchat/console/app.py").exists(), reason="there is no console to load"
)
def test_the_console_paints_before_network_keyring_and_database() -> None:
    loaded = loaded_by("import tmchat.console.app")
    assert too_heavy(loaded, "httpx websockets keyring phonenumbers sqlite3 starlette") == []


def test_a_heavy_import_would_be_found() -> None:
    assert too_heavy(loaded_by("import sqlite3.dbapi2"), "sqlite3") == ["sqlite3", "sqlite3.dbapi2"]
