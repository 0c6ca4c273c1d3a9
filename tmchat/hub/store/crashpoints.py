"""Ends the process at a named step when asked to, for tests of what survives; no way to stop a hub.

`TMCHAT_CRASH_AT=outbox.after-post:3` kills the hub with SIGKILL when it comes to that step for the
third time. Without the variable `crash` is an empty function, decided once at import: 30 ns a step.
"""

import os
import signal
from collections.abc import Callable, Mapping
from threading import Lock

VARIABLE = "TMCHAT_CRASH_AT"

STEPS = (
    "intake.before-commit",
    "intake.after-commit",
    "intake.before-answer",
    "writer.inside-transaction",
    "writer.after-commit",
    "switchboard.before-telling",
    "outbox.before-intent",
    "outbox.intent-durable",
    "outbox.after-post",
    "outbox.outcome-durable",
    "settle.after-look",
    "settle.settled",
)
"""Steps at which a hub can be ended, in the order in which a text and its reply pass them."""

ADMINISTRATION_STEPS = (
    "administration.before-intent",
    "administration.intent-durable",
    "administration.after-request",
    "administration.outcome-durable",
)
"""The same for a change at Telmetrics."""


def armed(environment: Mapping[str, str], end: Callable[[], None]) -> Callable[[str], None]:
    """What `crash` is in `environment`: it calls `end` at the step and count named there.

    Raises `ValueError` for a step that does not exist or a count below 1.
    """
    wanted = environment.get(VARIABLE, "")
    if not wanted:
        return _pass_by
    step, _, written = wanted.partition(":")
    count = int(written or "1")
    if step not in (*STEPS, *ADMINISTRATION_STEPS) or count < 1:
        raise ValueError(f"{VARIABLE} names no step of the hub: {wanted}")
    # Steps are passed on the loop's thread and on the writer's.
    lock, left = Lock(), [count]

    def come_by(passed: str) -> None:
        if passed == step:
            with lock:
                left[0] -= 1
                if left[0] == 0:
                    end()

    return come_by


def _pass_by(step: str) -> None:
    """Nothing is to happen at any step."""


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


crash = armed(os.environ, _end)
