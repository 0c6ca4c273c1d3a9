"""Calls to the account's numbers, read when somebody asks; Telmetrics places and keeps them.

Source: CONTRACT 8. Its listing knows neither an order nor a number to narrow it to: a window is
read whole, sorted here, and kept for a moment so that its pages and filters cost nothing more.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from tmchat.core import phone
from tmchat.core.calls import Call, Spoken
from tmchat.core.commands import Refused
from tmchat.core.questions import CallOf, CallsBetween, CallsTold, CallTold
from tmchat.core.records import NOT_ATTRIBUTED, Attribution
from tmchat.telmetrics.calls import Call as TheirCall
from tmchat.telmetrics.client import Telmetrics

PAGE = 200
MOST_CALLS = 50_000
FRESH_MS = 30_000
_WINDOWS = 4
_LAST_MS = 253_402_214_400_000  # the last day that has a date of four digits
Window = tuple[int, int]


class CallBook:
    """Answers what is asked about calls; its methods raise `TelmetricsError`."""

    def __init__(self, telmetrics: Telmetrics, *, region: str, clock: Callable[[], int]) -> None:
        """`clock` is in ms UTC."""
        self._telmetrics = telmetrics
        self._region = region
        self._clock = clock
        self._read: OrderedDict[Window, tuple[int, tuple[Call, ...]]] = OrderedDict()

    async def between(self, question: CallsBetween) -> CallsTold | Refused:
        """One page of the calls of a window, newest first."""
        number = question.number
        if number:
            try:
                number = phone.e164(number, self._region)
            except ValueError as fault:
                return Refused("number", str(fault))
        since, until = max(0, question.since), min(question.until, _LAST_MS)
        if since >= until:
            return CallsTold(())
        found = await self._window((since, until), question.page)
        if found is None:
            return Refused(
                "window", f"There are more than {MOST_CALLS:,} calls in that time: ask for less."
            )
        wanted = [one for one in found if number in ("", one.number)]
        page = max(1, question.page)
        start = (page - 1) * PAGE
        pages = max(1, -(-len(wanted) // PAGE))
        return CallsTold(tuple(wanted[start : start + PAGE]), page, pages)

    async def one(self, question: CallOf) -> CallTold:
        """One call with its transcript."""
        found = await self._telmetrics.calls.get(question.id, include_transcription=True)
        return CallTold(call_shown(found))

    async def _window(self, window: Window, page: int) -> tuple[Call, ...] | None:
        """The calls of a window; None for more than can be sorted here."""
        kept = self._read.get(window)
        # The first page is asked for to see what is new.
        if kept is not None and (page > 1 or self._clock() - kept[0] < FRESH_MS):
            return kept[1]
        found = []
        async for call in self._telmetrics.calls.list(*window):
            found.append(replace(call_shown(call), transcript=()))
            if len(found) > MOST_CALLS:
                return None
        calls = tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))
        self._read[window] = (self._clock(), calls)
        self._read.move_to_end(window)
        while len(self._read) > _WINDOWS:
            self._read.popitem(last=False)
        return calls


def call_shown(call: TheirCall) -> Call:
    """A call in the desk's words; the score is -1 where there is none."""
    who, made = call.caller_details, call.conversation_analytics
    place = [part for part in (who.city, who.state) if part] if who else []
    score = made.call_score if made else None
    return Call(
        call.id,
        at=call.start_time_utc or 0,
        number=_e164(call.tracking_number),
        caller=_e164(call.caller_number),
        name=(who.name or "") if who else "",
        place=", ".join(place),
        status=call.answer_status or call.status or "",
        termination=_e164(call.termination_number),
        rang=call.ring_duration or 0,
        lasted=call.call_duration or 0,
        key=(call.routing.keypress or "") if call.routing else "",
        recording=(made.voice_link or "") if made else "",
        score=-1 if score is None else score,
        keywords=tuple(one.keyword for one in made.keywords if one.keyword) if made else (),
        transcript=_transcript(call),
        attribution=_attribution(call),
    )


def _transcript(call: TheirCall) -> tuple[Spoken, ...]:
    made = call.conversation_analytics
    turns = made.transcription if made else ()
    return tuple(Spoken(one.text or "", one.speaker or "", one.seconds or 0.0) for one in turns)


def _attribution(call: TheirCall) -> Attribution:
    found = call.attribution_details
    if found is None:
        return NOT_ATTRIBUTED
    return Attribution(
        rule=found.rule_description or "",
        campaign=found.utm_campaign or "",
        keyword=found.utm_term or "",
        source=found.utm_source or "",
        medium=found.utm_medium or "",
        landing_page=found.landing_page_url or "",
        referrer=found.referrer_url or "",
        tag=(found.session_tag.tag_data or "") if found.session_tag else "",
    )


def _e164(number: str | None) -> str:
    try:
        return phone.from_telmetrics(number or "")
    except ValueError:
        return number or ""
