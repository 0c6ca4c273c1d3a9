"""The settings of how an agent is called to the console; calling is `console.alerts`'s."""

# ruff: noqa: RUF009 - `setting` declares a field, it is not a shared default

from dataclasses import dataclass
from typing import Literal

from tmchat.settings.schema import setting

Notify = Literal["auto", "off", "osc9", "osc777", "osc99"]
Shows = Literal["count", "number", "texter", "text"]


@dataclass(frozen=True)
class AlertSettings:
    """How, when and for what the console calls its agent."""

    whose: Literal["mine", "free", "all"] = setting(
        "free",
        "Conversations that call: those you hold, also those that nobody holds, or all.",
    )
    numbers: tuple[str, ...] = setting(
        (), "Tracking numbers or number groups, by name or digits, that call; empty: all."
    )
    again: float = setting(
        120.0, "Seconds until you are called again, until somebody looks; 0: once.", least=0
    )
    hours: str = setting(
        "",
        "When you are called, as in `Mon-Fri 09:00-18:00, Sat 10:00-14:00`; empty: always. "
        "The title counts all the time.",
    )
    zone: str = setting(
        "", "Time zone of the hours, such as America/Toronto; empty: this machine's."
    )
    title: bool = setting(True, "Count waiting conversations in the terminal's title.")
    notify: Notify = setting(
        "auto", "Desktop notification through the terminal; auto: where it is known to take one."
    )
    shows: Shows = setting(
        "number",
        "What a notification and the command are told: how many wait, the tracking number, also "
        "the texter, also the text.",
    )
    command: tuple[str, ...] = setting(
        (),
        "Program to run with its arguments, never through a shell; it gets JSON on its input.",
    )
    command_seconds: float = setting(5.0, "Seconds that the program may take.", least=0.1, most=600)
