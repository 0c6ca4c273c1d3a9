"""Which terminals get the screen, and which of them Unicode; drawing either is not tested here."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.house.sources import ROOT
from tmchat.console.terminal.choice import choice, locale_at_start, speaks_unicode


class Standard:
    """A standard stream that is a terminal or is not."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        """As said."""
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "stdin", "stdout", "kind", "reason"),
    [
        ("xterm-256color", True, True, "screen", ""),
        ("linux", True, True, "screen", ""),
        ("xterm", True, False, "plain", "output"),
        ("xterm", False, True, "plain", "input"),
        ("dumb", True, True, "plain", "TERM=dumb"),
        ("unknown", True, True, "plain", "TERM=unknown"),
        ("", True, True, "plain", "No TERM"),
    ],
)
def test_the_screen_is_for_terminals_that_can_draw_it(
    terminal: str, stdin: bool, stdout: bool, kind: str, reason: str
) -> None:
    chosen, why = choice({"TERM": terminal}, Standard(stdin), Standard(stdout))
    assert chosen == kind
    assert reason in why
    assert (why == "") == (kind == "screen")


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({"LANG": "en_CA.UTF-8"}, True),
        ({"LANG": "de_DE.utf8"}, True),
        ({"LC_CTYPE": "fr_CA.UTF-8", "LANG": "C"}, True),
        ({"LC_ALL": "C", "LC_CTYPE": "en_US.UTF-8", "LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "C"}, False),
        ({}, False),
        ({"LANG": "en_US.UTF-8", "TERM": "linux"}, False),
        ({"LANG": "en_US.UTF-8", "TERM": "vt220"}, False),
        ({"LANG": "en_US.UTF-8", "TERM": "vte-256color"}, True),
    ],
)
def test_unicode_is_what_locale_and_terminal_both_allow(
    environment: Mapping[str, str], unicode: bool
) -> None:
    assert speaks_unicode(environment) is unicode


@pytest.mark.parametrize(
    ("at_start", "unicode"),
    [
        ({"LANG": "C"}, False),
        ({}, False),
        ({"LC_CTYPE": "UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
        (None, True),
    ],
)
def test_a_locale_that_python_set_by_itself_does_not_count(
    at_start: Mapping[str, str] | None, unicode: bool
) -> None:
    environment = {"LC_CTYPE": "C.UTF-8", "LANG": (at_start or {}).get("LANG", "")}
    assert speaks_unicode(environment, at_start=lambda: at_start) is unicode


@pytest.mark.skipif(locale_at_start() is None, reason="this system does not tell")
@pytest.mark.parametrize(("lang", "said"), [("C", "False"), ("C.UTF-8", "True")])
def test_a_process_knows_the_locale_it_was_started_in(lang: str, said: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    program = (
        "import os\n"
        "from tmchat.console.terminal.choice import speaks_unicode\n"
        "print(speaks_unicode(os.environ))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "LANG": lang, "TERM": "xterm"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == said
