"""What happens around a call: recording, whisper, verification, stopping; routing is `call_routes`.

Sources: CONTRACT 5.1 and 6; keyword spotting is known by name alone, its fields are the stand-in of
15.4. A `notification_file` is the GUID of a file in the datastore, and stands in for the text.
"""

from dataclasses import dataclass

from tmchat.telmetrics.blocks import Block, listed, told
from tmchat.telmetrics.fields import as_flag, as_text, as_whole


@dataclass(frozen=True)
class TranscriptionSettings(Block):
    """What is made of a recording; a score needs no transcript."""

    transcript_enabled: bool | None = told(as_flag)
    call_scoring_enabled: bool | None = told(as_flag)


@dataclass(frozen=True)
class KeywordSpotting(Block):
    """Words listened for in calls (stand-in, CONTRACT 15.4)."""

    enabled: bool | None = told(as_flag)
    keywords: tuple[str, ...] = listed(as_text)


@dataclass(frozen=True)
class CallRecord(Block):
    """Recording: whether the caller must confirm it, and whether card numbers are blanked."""

    enabled: bool | None = told(as_flag)
    record: bool | None = told(as_flag)
    require_confirmation: bool | None = told(as_flag)
    redaction_enabled: bool | None = told(as_flag)
    notification_text: str | None = told(as_text)
    notification_file: str | None = told(as_text)
    transcription_settings: TranscriptionSettings | None = told(TranscriptionSettings)
    keyword_spotting: KeywordSpotting | None = told(KeywordSpotting)


@dataclass(frozen=True)
class Whisper(Block):
    """What only the called party hears before the call is put through."""

    enabled: bool | None = told(as_flag)
    notification_text: str | None = told(as_text)
    notification_file: str | None = told(as_text)


@dataclass(frozen=True)
class RouteFeatures(Block):
    """The features of one destination of calls."""

    call_record: CallRecord | None = told(CallRecord)
    whisper: Whisper | None = told(Whisper)


@dataclass(frozen=True)
class CallVerify(Block):
    """The caller presses `key_press` (1 to 9) to be put through; not with advanced routing."""

    enabled: bool | None = told(as_flag)
    key_press: int | None = told(as_whole)
    notification_text: str | None = told(as_text)
    notification_file: str | None = told(as_text)


@dataclass(frozen=True)
class StopCall(Block):
    """Calls are blocked, and still reported."""

    enabled: bool | None = told(as_flag)
    notification_text: str | None = told(as_text)
    notification_file: str | None = told(as_text)


@dataclass(frozen=True)
class NumberFeatures(Block):
    """The features of a whole number, for all its routes."""

    call_verify: CallVerify | None = told(CallVerify)
    stop_call: StopCall | None = told(StopCall)
