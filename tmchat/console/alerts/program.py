"""Runs the agent's own program for a call, with JSON on its input; which call, `alerts` says.

Never through a shell, and never for longer than it may take. What it prints goes nowhere: the
screen is the console's.
"""

import asyncio
import json
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

_OWN: Final = "TMCHAT_"
"""Variables with the console's own settings, the token among them, are not handed on."""


class Program:
    """`command` is the program and its arguments, `seconds` what it may take."""

    def __init__(
        self, command: Sequence[str], seconds: float, environment: Mapping[str, str]
    ) -> None:
        self._command = tuple(command)
        self._seconds = seconds
        self._environment = {
            name: value for name, value in environment.items() if not name.startswith(_OWN)
        }

    async def run(self, form: Mapping[str, Any]) -> str:
        """Runs it once; why it failed as one sentence, empty where it did not. Never raises but
        for being cancelled, and leaves no process behind then."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it cannot be started"
            return f"The program of console.alerts.command did not start: {why}."
        told = json.dumps(form).encode()
        try:
            async with asyncio.timeout(self._seconds):
                await process.communicate(told)
        except TimeoutError:
            return f"The program of console.alerts.command took over {self._seconds:g} s: ended."
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode:
            return f"The program of console.alerts.command failed with {process.returncode}."
        return ""
