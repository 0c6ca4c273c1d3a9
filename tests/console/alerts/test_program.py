"""Tests of the agent's own program: what it is told, and that its faults stay its own."""

import json
import os
import sys
from pathlib import Path

from tests.waiting import until
from tmchat.console.alerts.program import Program

KEEPS = "import os, sys; open(sys.argv[1], 'w').write(sys.stdin.read() + os.environ.get('{}', ''))"


async def test_it_is_told_json_and_no_shell_reads_its_arguments(tmp_path: Path) -> None:
    kept = tmp_path / "$(touch owned); kept"
    program = Program([sys.executable, "-c", KEEPS.format("NONE"), str(kept)], 30, os.environ)
    assert await program.run({"waiting": 2, "text": "blue ⟨é⟩\n"}) == ""
    assert json.loads(kept.read_text()) == {"waiting": 2, "text": "blue ⟨é⟩\n"}
    assert os.listdir(tmp_path) == [kept.name]


async def test_the_token_is_not_handed_on(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    command = [sys.executable, "-c", KEEPS.format("TMCHAT_TOKEN"), str(kept)]
    environment = {**os.environ, "TMCHAT_TOKEN": "secret"}
    assert await Program(command, 30, environment).run({}) == ""
    assert kept.read_text() == "{}"


async def test_a_failure_is_one_sentence() -> None:
    failing = Program([sys.executable, "-c", "raise SystemExit(3)"], 30, os.environ)
    assert await failing.run({}) == "The program of console.alerts.command failed with 3."
    absent = await Program(["/nowhere/at/all"], 30, os.environ).run({})
    assert absent.startswith("The program of console.alerts.command did not start: No such file")
    nul = await Program(["a\0b"], 30, os.environ).run({})
    assert nul.endswith("did not start: it cannot be started.")


async def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    kept = tmp_path / "pid"
    hangs = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(child.pid))\n"
        "child.wait()\n"
    )
    program = Program([sys.executable, "-c", hangs, str(kept)], 1.0, os.environ)
    assert (await program.run({})).endswith("took over 1 s: ended.")
    if kept.exists():  # on a busy machine it may have been ended before
        child = int(kept.read_text())
        await until(lambda: not _runs(child))


def _runs(process: int) -> bool:
    """Whether a process still does something; one that nobody has buried yet does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
