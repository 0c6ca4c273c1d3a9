"""What one check of `tmchat doctor` found; the checks are `machine`'s and `hubchecks`'."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether something is in order; only `FAIL` keeps anybody from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report. `sentence` has passed `core.text.clean_line` if it is a hub's."""

    level: Level
    what: str
    sentence: str


def ok(what: str, sentence: str) -> Finding:
    """It is in order."""
    return Finding(Level.OK, what, sentence)


def warn(what: str, sentence: str) -> Finding:
    """It works, with something lacking."""
    return Finding(Level.WARN, what, sentence)


def fail(what: str, sentence: str) -> Finding:
    """It does not work; the sentence says what to do."""
    return Finding(Level.FAIL, what, sentence)
