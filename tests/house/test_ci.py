"""`.ci/run` runs exactly what the README tells people to run."""

import subprocess

from tests.house.documents import shell_lines
from tests.house.sources import ROOT


def test_ci_runs_the_test_command_of_the_readme() -> None:
    shown = subprocess.run([ROOT / ".ci/run", "--show"], capture_output=True, text=True, check=True)
    command = shown.stdout.strip()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in list(shell_lines(readme))
    assert command.endswith("-m tests")
