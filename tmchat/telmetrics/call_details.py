"""The objects inside a call: who called, what was made of the recording, what brought the caller.

Source: CONTRACT 8. The nesting is rebuilt from the flat names of a public client; keywords, the
score and the transcription are stand-ins (CONTRACT 15.4 and, for the transcription, ours).
"""

from dataclasses import dataclass

from tmchat.telmetrics.blocks import Block, listed, told
from tmchat.telmetrics.fields import as_flag, as_real, as_text, as_whole


@dataclass(frozen=True)
class CallerDetails(Block):
    """Who called, as far as a look-up knows."""

    name: str | None = told(as_text)
    address: str | None = told(as_text)
    city: str | None = told(as_text)
    state: str | None = told(as_text)
    zip_code: str | None = told(as_text)
    country: str | None = told(as_text)
    latitude: float | None = told(as_real)
    longitude: float | None = told(as_real)
    caller_type: str | None = told(as_text)


@dataclass(frozen=True)
class Spoken(Block):
    """One turn of a transcription, `seconds` after the call was answered."""

    speaker: str | None = told(as_text)
    seconds: float | None = told(as_real)
    text: str | None = told(as_text)


@dataclass(frozen=True)
class FoundKeyword(Block):
    """A keyword that was spotted, and how often."""

    keyword: str | None = told(as_text)
    count: int | None = told(as_whole)


@dataclass(frozen=True)
class ConversationAnalytics(Block):
    """What was made of the recording; `call_score` is 0 to 100, `voice_link` plays it."""

    call_record_file: str | None = told(as_text)
    pci_redaction: bool | None = told(as_flag)
    voice_link: str | None = told(as_text)
    call_score: int | None = told(as_whole)
    keywords: tuple[FoundKeyword, ...] = listed(FoundKeyword)
    transcription: tuple[Spoken, ...] = listed(Spoken)


@dataclass(frozen=True)
class SessionTag(Block):
    """The lead tag a call is tied to; by analogy with texts (CONTRACT 11.1)."""

    tag_id: int | None = told(as_whole)
    tag_data: str | None = told(as_text)
    tag_time: str | None = told(as_text)


@dataclass(frozen=True)
class CallAttribution(Block):
    """What brought the caller to the number."""

    rule_description: str | None = told(as_text)
    session_id: int | None = told(as_whole)
    session_identifier: str | None = told(as_text)
    utm_campaign: str | None = told(as_text)
    utm_term: str | None = told(as_text)
    utm_source: str | None = told(as_text)
    utm_medium: str | None = told(as_text)
    utm_content: str | None = told(as_text)
    landing_page_url: str | None = told(as_text)
    referrer_url: str | None = told(as_text)
    multisession_flag: bool | None = told(as_flag)
    session_tag: SessionTag | None = told(SessionTag)


@dataclass(frozen=True)
class CallRouting(Block):
    """Which key of the menu the caller pressed."""

    keypress: str | None = told(as_text)
