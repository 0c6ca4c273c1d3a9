"""Tests that a step ends the process where it is asked to and nowhere else; what survives is
`test_torture`'s."""

import ast
import signal
import subprocess
import sys

import pytest

from tests.house.sources import ROOT
from tmchat.hub.store.crashpoints import ADMINISTRATION_STEPS, STEPS, VARIABLE, armed, crash


def test_a_step_ends_the_process_at_its_count() -> None:
    ended: list[str] = []
    passing = armed({VARIABLE: "outbox.after-post:3"}, lambda: ended.append("killed"))
    for _ in range(2):
        passing("outbox.after-post")
        passing("outbox.intent-durable")
    assert not ended
    passing("outbox.after-post")
    assert ended == ["killed"]


def test_without_a_count_the_first_time_ends_it() -> None:
    ended: list[str] = []
    armed({VARIABLE: STEPS[0]}, lambda: ended.append("killed"))(STEPS[0])
    assert ended == ["killed"]


@pytest.mark.parametrize("wanted", ["outbox.nowhere", f"{STEPS[0]}:0", f"{STEPS[0]}:x"])
def test_a_step_that_does_not_exist_is_refused(wanted: str) -> None:
    with pytest.raises(ValueError):
        armed({VARIABLE: wanted}, lambda: None)


def test_by_default_nothing_happens() -> None:
    for step in STEPS:
        crash(step)


def test_the_process_dies_as_by_kill_9() -> None:
    words = f"from tmchat.hub.store.crashpoints import crash; crash({STEPS[0]!r}); print('alive')"
    done = subprocess.run(
        [sys.executable, "-c", words],
        env={VARIABLE: STEPS[0], "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL
    assert not done.stdout


def test_every_step_is_in_the_hub_once() -> None:
    passed = [
        node.args[0].value
        for path in sorted((ROOT / "tmchat" / "hub").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "crash"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert sorted(map(str, passed)) == sorted((*STEPS, *ADMINISTRATION_STEPS))
