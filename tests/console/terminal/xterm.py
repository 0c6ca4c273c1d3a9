"""xterm.js without a screen as a second judge of what the console writes; it is npm's and may not
be there."""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.console.terminal.replay import Replayed
from tests.npm import install as install_packages

PACKAGES = ("@xterm/headless@6.0.0", "@xterm/addon-unicode11@0.9.0")
PROGRAM = Path(__file__).with_name("xterm.js")


def install(folder: Path) -> str:
    """Puts xterm.js into `folder`; why it could not, empty when it could."""
    return install_packages(folder, *PACKAGES)


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
