"""xterm.js without a screen as a second judge of what the console writes; it is npm's and may not
be there."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.console.terminal.replay import Replayed

PACKAGES = ("@xterm/headless@6.0.0", "@xterm/addon-unicode11@0.9.0")
PROGRAM = Path(__file__).with_name("xterm.js")


def install(folder: Path) -> str:
    """Puts xterm.js into `folder`; why it could not, empty when it could."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no node and npm on the path"
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        return "npm does not answer"
    return "" if done.returncode == 0 else f"npm: {done.stderr.strip()[-200:]}"


def judged(folder: Path, steps: Iterable[Replayed], *, doubtful: bool, widths: str) -> str:
    """What xterm.js in `folder` says of the steps; it begins with their number when all are equal.

    `widths` is 6 or 11, the version of Unicode that it counts cells by.
    """
    told = [
        (
            step.columns,
            step.rows,
            step.ours,
            step.whole if doubtful else step.textual,
            bool(step.ours),
            doubtful,
        )
        for step in steps
    ]
    done = subprocess.run(
        ["node", str(PROGRAM), widths],
        input="\n".join(map(json.dumps, told)),
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
    )
    return done.stdout.strip() + done.stderr.strip()
