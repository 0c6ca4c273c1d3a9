"""A call to a tracking number as the desk shows it; placing and recording calls is Telmetrics's."""

from dataclasses import dataclass

from tmchat.core.records import NOT_ATTRIBUTED, Attribution


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a transcript: who spoke (empty: not told), and seconds into the call."""

    text: str
    by: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `at` is its start in ms UTC, durations are seconds, numbers are E.164 where they
    can be read so.

    `status` is how it was answered, in Telmetrics' word; `key` is the key pressed in a menu;
    `score` is 0 to 100, -1 where there is none. A list of calls comes without transcripts.
    """

    id: int
    at: int
    number: str = ""
    caller: str = ""
    name: str = ""
    place: str = ""
    status: str = ""
    termination: str = ""
    rang: int = 0
    lasted: int = 0
    key: str = ""
    recording: str = ""
    score: int = -1
    keywords: tuple[str, ...] = ()
    transcript: tuple[Spoken, ...] = ()
    attribution: Attribution = NOT_ATTRIBUTED
