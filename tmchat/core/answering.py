"""What the desk itself answers a texter, and why; sending it is the outbox's, like every reply.

At most once in 24 hours for a texter and a tracking number, as Telmetrics' own auto-reply is sent
(CONTRACT 7; counting a rolling day is inferred there), and never after an opt-out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Final

from tmchat.core import events as ev
from tmchat.core.compliance import wish_of
from tmchat.core.hours import Answering, Span, is_day, is_holiday, is_open
from tmchat.core.inbox import Inbox
from tmchat.core.records import Conversation
from tmchat.core.routes import Problem
from tmchat.core.segments import measure

REST: Final = 24 * 60 * 60 * 1000
"""Milliseconds after an auto-reply in which there is no other."""
STALE: Final = 60 * 60 * 1000
"""Milliseconds after which an answer by machine to a text would only puzzle its texter."""
LONGEST: Final = 306
"""Characters of an auto-reply of the desk's own: two segments of plain text."""
_SHORT_CODE: Final = 8
_SOMEBODY: Final = "+12025550100"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a texter gets (empty: nothing) and the reason as one sentence."""

    text: str
    reason: str


def preview(
    answering: Answering | None, at: int, zone: tzinfo | None, text: str = "Hello"
) -> Verdict:
    """What somebody who has never written before would get at `at`; `zone` as in `verdict`."""
    return verdict(answering, None, _SOMEBODY, text, at, zone)


def verdict(
    answering: Answering | None,
    conversation: Conversation | None,
    texter: str,
    text: str,
    at: int,
    zone: tzinfo | None,
) -> Verdict:
    """What the texter who sends `text` at `at` (ms UTC) gets from the desk itself.

    `conversation` is the state before that text; `zone` is the one that the answering names, None
    where this machine does not know it.
    """
    if answering is None or not answering.enabled:
        return Verdict("", "The desk's auto-reply is switched off.")
    if zone is None:
        return Verdict("", "The hub's machine does not know the time zone.")
    if conversation is not None and conversation.opted_out:
        return Verdict("", "The texter opted out.")
    if wish_of(text) is not None:
        return Verdict("", "A keyword such as STOP or HELP is not answered by machine.")
    if len(texter.lstrip("+")) <= _SHORT_CODE:
        return Verdict("", "A short code is a machine itself.")
    if conversation is not None and at - conversation.auto_replied_at < REST:
        return Verdict("", "This texter was answered within the last 24 hours.")
    local = datetime.fromtimestamp(at / 1000, zone)
    when = f"{local:%A %H:%M} in {answering.zone}"
    if is_open(answering, local):
        said, why = answering.in_hours, f"It is {when}, within hours"
    elif is_holiday(answering, local):
        said, why = answering.after_hours, f"It is {when}, a holiday"
    else:
        said, why = answering.after_hours, f"It is {when}, after hours"
    return Verdict(said, f"{why}." if said else f"{why}, and no text is set for that.")


def answered(
    inbox: Inbox,
    happenings: Sequence[ev.Happening],
    at: int,
    zone_of: Callable[[str], tzinfo | None],
    new_ref: Callable[[], str],
) -> tuple[ev.ReplyQueued, ...]:
    """The desk's own answer to a text that arrives with `happenings`, which the inbox has not seen
    yet; nothing where none is due. `new_ref` makes a client_ref."""
    arrived = next((one for one in happenings if isinstance(one, ev.TextArrived)), None)
    if arrived is None or _holds_back(happenings):
        return ()
    before = inbox.conversations.get(arrived.conversation)
    opened = next((one for one in happenings if isinstance(one, ev.ConversationOpened)), None)
    who = before or opened
    # It was sent before its payload came, whatever the carrier's clock says, or does not say.
    born = min(arrived.sent_at or at, arrived.received_at or at)
    if who is None or at - born > STALE:
        return ()
    number = inbox.numbers.get(who.number)
    answering = number.answering if number is not None else None
    if answering is None or not answering.enabled:
        return ()
    zone = zone_of(answering.zone)
    told = verdict(answering, before, who.texter, arrived.text, at, zone)
    if not told.text:
        return ()
    return (ev.ReplyQueued(arrived.conversation, told.text, new_ref()),)


def _holds_back(happenings: Sequence[ev.Happening]) -> bool:
    """Whether the text locks replies, or may: then no machine answers it."""
    return any(isinstance(one, ev.TexterOptedOut | ev.OptOutSuspected) for one in happenings)


def problems(answering: Answering, known_zone: Callable[[str], bool]) -> tuple[Problem, ...]:
    """All that is wrong with an auto-reply, by field."""
    found: list[Problem] = []
    if not known_zone(answering.zone):
        found.append(Problem("zone", "Write a time zone by its name, such as America/Toronto."))
    if not all(_is_span(one) for one in answering.hours):
        found.append(Problem("hours", "Hours begin before they end, within one day."))
    elif _overlap(answering.hours):
        found.append(Problem("hours", "Two spans of one day overlap."))
    if not all(is_day(one) for one in answering.holidays):
        found.append(Problem("holidays", "Write a day as 2026-12-25."))
    for field, text in (("in_hours", answering.in_hours), ("after_hours", answering.after_hours)):
        if len(text) > LONGEST:
            over = len(text) - LONGEST
            found.append(Problem(field, f"The text is {over} characters over {LONGEST}."))
    if answering.enabled and not (answering.in_hours.strip() or answering.after_hours.strip()):
        found.append(Problem("after_hours", "An auto-reply that is switched on needs a text."))
    return tuple(found)


def size_of(text: str) -> str:
    """How long an auto-reply is, in words: `92/306 · GSM-7 · 1 segment`."""
    measured = measure(text)
    segments = f"{measured.segments} segment{'' if measured.segments == 1 else 's'}"
    return f"{measured.characters}/{LONGEST} · {measured.encoding} · {segments}"


def _is_span(span: Span) -> bool:
    return 0 <= span.day < 7 and 0 <= span.begin < span.end <= 24 * 60


def _overlap(spans: Sequence[Span]) -> bool:
    ordered = sorted(spans, key=lambda one: (one.day, one.begin))
    return any(one.day == other.day and other.begin < one.end for one, other in pairwise(ordered))
