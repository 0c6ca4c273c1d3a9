"""Rooms import only what the table allows, and in no circle."""

import pytest

from tests.house.layers import circle_findings, layer_findings
from tests.house.rooms import ROOMS, room_of
from tests.house.sources import ROOT, sources, written


def test_every_import_keeps_to_its_room() -> None:
    findings = layer_findings(sources("tmchat"))
    assert not findings, "\n".join(findings)


def test_no_imports_run_in_a_circle() -> None:
    findings = circle_findings(sources("tmchat"))
    assert not findings, "\n".join(findings)


def test_every_package_is_a_room_of_the_table() -> None:
    packages = {path.parent.name for path in (ROOT / "tmchat").glob("*/__init__.py")}
    assert packages <= {room.name for room in ROOMS}


@pytest.mark.parametrize(
    ("module", "text", "finding"),
    [
        ("tmchat.core.x", "import tmchat.hub.intake", "belongs in cli"),
        ("tmchat.core.x", "from tmchat import __version__", "core (rules without I/O"),
        ("tmchat.core.x", "import asyncio", "pass in what it would give"),
        ("tmchat.core.x", "def f():\n    import time", "tmchat/core/x.py:2 imports time"),
        ("tmchat.core.x", "import phonenumbers", "belongs in cli, tmchat.core.phone"),
        ("tmchat.core.x", "def f(d):\n    return d.now()", "calls d.now"),
        ("tmchat.protocol.x", "import urllib.request", "imports urllib.request"),
        ("tmchat.telmetrics.x", "from tmchat.core import text", "may import nothing of tmchat"),
        ("tmchat.hub.store.x", "from tmchat.settings.hub import HubSettings", "hub.store (the"),
        ("tmchat.hub.store.x", "from .. import intake", "imports tmchat.hub"),
        ("tmchat.hub.x", "import sqlite4", "may not use sqlite4"),
        ("tmchat.console.x", "import httpx", "belongs in telmetrics, sandbox, link, cli"),
        ("tmchat.console.x", "from tmchat.protocol.frames import Hello", "belongs in hub, link"),
        ("tmchat.sandbox.x", "from tmchat.telmetrics import errors", "sharing no code"),
    ],
)
def test_a_wrong_import_is_found_with_its_remedy(module: str, text: str, finding: str) -> None:
    (found,) = layer_findings([written(module, text)])
    assert finding in found


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("tmchat.core.phone", "def f():\n    import phonenumbers"),
        ("tmchat.core.x", "from tmchat.core.text import clean\nfrom datetime import datetime"),
        ("tmchat.hub.x", "from tmchat.hub.store.journal import Journal\nimport asyncio"),
        ("tmchat.cli.x", "from tmchat import __version__"),
        ("tmchat.__main__", "from tmchat.cli.main import main"),
    ],
)
def test_a_right_import_passes(module: str, text: str) -> None:
    assert layer_findings([written(module, text)]) == []


def test_a_circle_is_found_even_when_one_import_waits_in_a_function() -> None:
    first = written("tmchat.core.a", "from tmchat.core import b")
    second = written("tmchat.core.b", "def f():\n    from tmchat.core.a import g")
    (found,) = circle_findings([first, second])
    assert "tmchat.core.a" in found and "tmchat.core.b" in found


def test_a_package_outside_the_table_is_refused() -> None:
    with pytest.raises(LookupError, match="stands in no room"):
        room_of("tmchat.helpers.text")
