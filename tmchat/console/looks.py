"""What each part of the screen shows of the desk, as plain records; drawing them is `render`'s."""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from tmchat.console.desk import Desk
from tmchat.console.render.banner import Urgency
from tmchat.console.render.headings import TabsLook
from tmchat.console.render.items import DayLine, GapLine, Item, NewLine, PendingLine
from tmchat.console.render.rows import Heading, RowLook
from tmchat.console.render.statusbar import Connection, StatusLook
from tmchat.console.shelf import NumberRow
from tmchat.core.commands import Refused
from tmchat.core.moments import when_words
from tmchat.core.records import Conversation, Entry, EntryKind
from tmchat.core.timeline import Gap, Timeline
from tmchat.core.views import View
from tmchat.link.drafts import Draft
from tmchat.link.line import LineState

LocalTime = Callable[[int], datetime]
QUOTED = 40  # characters of a text that a question quotes


def row_looks(desk: Desk, local: LocalTime) -> Callable[[int], RowLook]:
    """What makes the rows of the list."""
    return lambda conversation: row_look(desk, conversation, local)


def row_look(desk: Desk, conversation: int, local: LocalTime) -> RowLook:
    """One row of the list."""
    known = desk.inbox.conversations[conversation]
    company, typing = desk.company(conversation)
    return RowLook(
        known,
        desk.unread(known),
        mine=bool(known.holder) and known.holder == desk.agent.name,
        draft=desk.outgoing.drafted(conversation),
        company=company,
        typing=typing,
        asleep=_asleep(desk, known, local),
        is_open=conversation == desk.openings.current,
    )


def _asleep(desk: Desk, conversation: Conversation, local: LocalTime) -> str:
    """Until when a conversation is put off, in words; empty when it is not."""
    if not conversation.snoozed_by:
        return ""
    until = conversation.snoozed_until
    return f"till {when_words(until, desk.now(), local)}" if until else "till a text"


def list_rows(desk: Desk) -> list[int | Heading]:
    """The rows of the list with their headings."""
    return [_heading(row) if isinstance(row, NumberRow) else row for row in desk.shelf.rows()]


def _heading(row: NumberRow) -> Heading:
    told = not row.group or row.group in row.name
    title = row.name if told else f"{row.name} · {row.group}"
    return Heading(row.number, title, row.waiting, row.since)


_EMPTY = {
    View.WAITING: "Nobody waits.",
    View.MINE: "You hold nothing.",
    View.ALL: "No conversation is open.",
    View.CLOSED: "Nothing was put away.",
}


def empty_words(desk: Desk) -> str:
    """Why the list has no rows."""
    if not desk.inbox.head:
        return "Fetching the desk."
    if desk.shelf.query or desk.shelf.only:
        return "Nothing fits the filter."
    return _EMPTY[desk.shelf.view]


def tabs_look(desk: Desk) -> TabsLook:
    """The line of views over the list."""
    shelf = desk.shelf
    only = shelf.only
    if only:
        known = desk.inbox.numbers.get(only)
        only = known.name if known is not None and known.name else only
    counts = tuple((view, shelf.count(view)) for view in View)
    return TabsLook(counts, shelf.view, shelf.query, only, shelf.by_number)


_CONNECTIONS = {
    LineState.LIVE: Connection.ONLINE,
    LineState.BEHIND: Connection.CONNECTING,
    LineState.CONNECTING: Connection.CONNECTING,
    LineState.OFFLINE: Connection.OFFLINE,
    LineState.REFUSED: Connection.OFFLINE,
}


def status_look(desk: Desk, keys: tuple[tuple[str, str], ...]) -> StatusLook:
    """The status bar."""
    return StatusLook(
        _CONNECTIONS[desk.line.state],
        desk.agent.name,
        desk.shelf.count(View.WAITING),
        desk.shelf.count(View.MINE),
        keys,
    )


def banner(desk: Desk, local: LocalTime) -> tuple[str, Urgency]:
    """What stands over the screen about the line; empty while all is well."""
    line = desk.line
    since = f"{local(desk.line_since):%H:%M:%S}"
    held = len(desk.outgoing.on_its_way())
    waits = f" {held} held until then." if held else ""
    match line.state:
        case LineState.OFFLINE:
            why = f" {line.sentence}" if line.sentence else ""
            text = f"Offline since {since}.{why} Trying again; you can go on writing.{waits}"
            return text, Urgency.ALARM
        case LineState.REFUSED:
            return f"Signed out since {since}: {line.sentence}", Urgency.ALARM
        case LineState.BEHIND:
            behind = f"{line.behind} events behind" if line.behind else "fetching the desk"
            return f"Catching up: {behind}. Replies wait until it is level.{waits}", Urgency.NOTICE
        case LineState.CONNECTING:
            return "", Urgency.NOTICE
        case LineState.LIVE:
            return desk.carrier.trouble, Urgency.ALARM


def ways_on(desk: Desk, resend: str, look_up: str, leave: str) -> str:
    """What an agent can do about a reply of unknown delivery; keys as people write them."""
    look = f" {look_up} looks it up," if desk.carrier.listing else ""
    return f"{resend} sends it again,{look} {leave} leaves it."


def opt_out_question(desk: Desk, confirm: str, dismiss: str) -> str:
    """What stands over the composer while a text may be an opt-out; empty when none may.

    `confirm` and `dismiss` are keys as people write them.
    """
    conversation, timeline = desk.open, desk.openings.timeline
    if conversation is None or not conversation.asks_out:
        return ""
    entry = timeline.entry(conversation.asks_out) if timeline is not None else None
    question = f"Is this an opt-out? {confirm} locks replies, {dismiss} dismisses it"
    if entry is None:
        return f"{question}."
    more = "…" if len(entry.text) > QUOTED else ""
    return f"{question}: “{entry.text[:QUOTED]}{more}”"


def refusal_words(desk: Desk, refusal: Refused, conversation: int, seen: int, key: str) -> str:
    """Why a reply did not leave. Of one held, what came after the entry `seen` and that `key`
    sends it all the same; of one in another conversation, in which."""
    if conversation != desk.openings.current:
        known = desk.inbox.conversations.get(conversation)
        return f"{desk.called(known)}: {refusal.sentence}" if known else refusal.sentence
    if refusal.code != "held":
        return refusal.sentence
    news = desk.news_since(seen)
    came = ""
    if news:
        who = f"{news[-1].by or 'auto-reply'}: " if news[-1].kind is not EntryKind.TEXT else ""
        count = f"{len(news)} came, the newest " if len(news) > 1 else ""
        more = "…" if len(news[-1].text) > QUOTED else ""
        came = f" {count}“{who}{news[-1].text[:QUOTED]}{more}”"
    return f"Not sent, the conversation moved on:{came}. {key} sends all the same."


def timeline_items(
    timeline: Timeline,
    on_its_way: Iterable[Draft],
    *,
    waiting: tuple[Draft, str] | None = None,
    read_upto: int,
    now: int,
    local: LocalTime,
    held: str = "",
    gap: str = "something is missing here",
    unknown: Container[int] = (),
    ways: str = "",
) -> list[Item]:
    """The open timeline from its oldest loaded line.

    `read_upto` is the agent's read mark when the conversation was opened, `waiting` a reply that
    may be taken back with words for how long, `held` why replies do not leave, `gap` what a gap's
    line says, `unknown` are replies about which an agent may decide and `ways` says how.
    """
    items: list[Item] = []
    today = local(now).date()
    day_began = day_ends = 0
    turns: Counter[date] = Counter()
    marked = False
    for one in timeline:
        if isinstance(one, Gap):
            items.append(GapLine(one.after, gap))
            continue
        if not day_began <= one.at < day_ends:
            at = local(one.at)
            items.append(DayLine(at.date(), at.year != today.year, turns[at.date()]))
            turns[at.date()] += 1
            day_began, day_ends = _midnight(at), _midnight(at, days=1)
        if not marked and one.id > read_upto and one.kind is EntryKind.TEXT:
            marked = True
            count = _texts_after(timeline, read_upto)
            items.append(NewLine(count))
        if ways and one.id in unknown:
            one = replace(one, reason=f"{one.reason} {ways}".lstrip())
        items.append(one)
    for draft in on_its_way:
        items.append(PendingLine(draft.client_ref, draft.text, now, draft.note, held))
    if waiting is not None:
        draft, until = waiting
        items.append(PendingLine(draft.client_ref, draft.text, now, draft.note, until=until))
    return items


def _texts_after(timeline: Timeline, entry: int) -> int:
    return sum(
        1
        for one in timeline
        if isinstance(one, Entry) and one.id > entry and one.kind is EntryKind.TEXT
    )


def _midnight(at: datetime, *, days: int = 0) -> int:
    """The beginning of the day of `at`, or of one some days later; ms UTC."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return int(midnight.timestamp() * 1000)
