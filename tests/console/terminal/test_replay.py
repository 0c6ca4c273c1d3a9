"""What the console writes shows the same as Textual's own output, on two terminals that are not
ours; how few bytes it is, is the benchmark's. `python -m tests.console.terminal.replay` plays more.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.console.terminal.replay import TERMINALS, differences, replay, told
from tests.console.terminal.xterm import install, judged

STEPS = 50


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("doubtful", [False, True])
def test_pyte_shows_what_textual_would_have_painted(terminal: str, doubtful: bool) -> None:
    for seed in range(2):
        steps = replay(seed, STEPS, terminal, doubtful=doubtful)
        found = [told(*difference) for difference in differences(steps, doubtful=doubtful)]
        assert not found, f"seed {seed}, {found[0]}"


def test_a_wrong_screen_would_be_noticed() -> None:
    steps = list(replay(1, 8, "xterm", doubtful=False))
    steps[7] = replace(steps[7], ours=f"{steps[7].ours}\x1b[3;3H\x1b[0;41m#")
    ((number, wanted, got),) = differences(iter(steps), doubtful=False)
    assert number == 7
    assert told(number, wanted, got).startswith("step 7: (2, 2): ")


@pytest.fixture(scope="module")
def xterm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with xterm.js; without npm, or when it cannot be reached, the tests are skipped."""
    folder = tmp_path_factory.mktemp("xterm")
    if reason := install(folder):
        pytest.skip(f"xterm.js is not there: {reason}")
    return folder


@pytest.mark.parametrize(
    ("terminal", "doubtful", "widths"),
    [("xterm", False, "6"), ("foot", True, "11"), ("xterm", True, "6"), ("screen", False, "11")],
)
def test_xterm_shows_what_textual_would_have_painted(
    xterm: Path, terminal: str, doubtful: bool, widths: str
) -> None:
    steps = replay(7, STEPS, terminal, doubtful=doubtful)
    told = judged(xterm, steps, doubtful=doubtful, widths=widths)
    assert told == f"{STEPS} steps"
