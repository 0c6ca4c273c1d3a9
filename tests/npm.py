"""Packages of npm's for tests that compare with them; Node and npm may not be there."""

import shutil
import subprocess
from pathlib import Path


def install(folder: Path, *packages: str) -> str:
    """Puts `packages` into `folder`; why it could not, empty when it could."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no node and npm on the path"
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        return "npm does not answer"
    return "" if done.returncode == 0 else f"npm: {done.stderr.strip()[-200:]}"
