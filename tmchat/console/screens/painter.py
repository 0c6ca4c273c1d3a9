"""Paints what is dirty of a desk into the widgets of its screen; deciding when is the screen's."""

from dataclasses import dataclass
from math import ceil
from time import monotonic

from tmchat.console.actions.action import Part, Scope
from tmchat.console.actions.keynames import key_words
from tmchat.console.actions.table import Keymap
from tmchat.console.desk import Desk
from tmchat.console.looks import (
    LocalTime,
    banner,
    empty_words,
    list_rows,
    opt_out_question,
    status_look,
    tabs_look,
    timeline_items,
    ways_on,
)
from tmchat.console.office import Office
from tmchat.console.panellook import panel_look
from tmchat.console.render.items import CompanyLine
from tmchat.console.widgets.banner import Banner
from tmchat.console.widgets.composer import Composer
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.console.widgets.headings import ConversationHead, Tabs
from tmchat.console.widgets.meterline import MeterLine
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.console.widgets.statusbar import StatusBar
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.core import phone
from tmchat.core.emoji import begun, completions
from tmchat.link.drafts import Draft
from tmchat.link.line import LineState

_DEAREST = (
    "take-back",
    "open",
    "filter-done",
    "send",
    "reply",
    "take-over",
    "reopen",
    "claim",
    "close",
    "next-waiting",
    "next-waiting-typing",
    "back",
    "switch-note",
    "plain-signs",
    "canned",
)
_RANKS = {id: rank for rank, id in enumerate(_DEAREST)}
_UNLOCKED = ("switch-note", "next-waiting-typing")  # of the composer's, where nothing can be sent
OFFERED = 4  # emoji that are named while one writes


@dataclass(frozen=True, slots=True)
class Parts:
    """The widgets of a desk's screen."""

    conversations: ConversationList
    timeline: TimelineView
    composer: Composer
    panel: SidePanel
    tabs: Tabs
    head: ConversationHead
    meter: MeterLine
    status: StatusBar
    banner: Banner
    question: Banner
    reason: Banner
    notice: Banner


class Painter:
    """Keeps the widgets like the desk, touching only those whose part of it changed."""

    def __init__(
        self, desk: Desk, parts: Parts, keymap: Keymap, local: LocalTime, office: Office
    ) -> None:
        self._office = office
        self._keymap = keymap
        self._desk = desk
        self._parts = parts
        self._local = local
        self._opened = False
        self._read_upto = 0

    def opened(self) -> None:
        """Another conversation is open: its timeline starts at the latest, its new line is set."""
        self._opened = True
        conversation = self._desk.open
        agent = self._desk.agent.name
        mark = self._desk.inbox.mark(agent, conversation.id) if conversation else None
        self._read_upto = mark.upto if mark is not None else 0
        self._desk.dirty.lines = self._desk.dirty.panel = self._desk.dirty.status = True

    def paint(self, part: Part, *, writing_note: bool) -> None:
        """Paints what is dirty; `part` has the focus and decides which keys are shown."""
        desk, parts = self._desk, self._parts
        dirty = desk.dirty.take()
        if dirty.order:
            parts.conversations.empty = empty_words(desk)
            parts.conversations.set_rows(list_rows(desk), done=desk.shelf.take_done())
        elif dirty.rows:
            parts.conversations.redraw_rows(dirty.rows)
        if dirty.lines or dirty.status:
            self._paint_timeline()
        if dirty.panel or dirty.status or dirty.lines:
            self._paint_conversation(writing_note=writing_note)
        if dirty.status or dirty.order:
            self._paint_status(part)

    def paint_meter(self, *, writing_note: bool) -> None:
        """Counts what the composer holds."""
        composer = self._parts.composer
        what = "note for the team" if writing_note else "reply"
        if not composer.has_focus:
            what = f"{self._keymap.word('reply')} reply, {self._keymap.word('note')} note"
        if self._desk.open is None or composer.locked:
            what = ""
        composer.count(segments=not writing_note)
        self._parts.meter.show(composer.text, what, note=writing_note, offer=self._emoji())

    def _emoji(self) -> str:
        """The emoji that the name begun in the composer may mean; empty when none is begun."""
        composer = self._parts.composer
        if not composer.has_focus or ":" not in composer.text:
            return ""
        name = begun(composer.text[: composer.cursor_index])
        offered = completions(name[1], OFFERED) if name else []
        words = ", ".join(f"{emoji} {called}" for called, emoji in offered)
        return f"{self._keymap.word('cycle')}: {words}" if words else ""

    def _paint_timeline(self) -> None:
        desk, view = self._desk, self._parts.timeline
        conversation, timeline = desk.open, desk.openings.timeline
        if conversation is None or timeline is None:
            view.open([])
            return
        held = "" if desk.line.state is LineState.LIVE else "held until the line is back"
        ways = ways_on(desk, *map(self._keymap.word, ("resend", "look-up", "leave-unknown")))
        items = timeline_items(
            timeline,
            desk.outgoing.in_flight(conversation.id),
            waiting=self._waiting(conversation.id),
            read_upto=self._read_upto,
            now=desk.now(),
            local=self._local,
            held=held,
            gap=f"something is missing here: press {self._keymap.word('fill-gap')}",
            unknown=conversation.unknown,
            ways=ways,
        )
        company, typing = desk.company(conversation.id)
        if company:
            items.append(CompanyLine(company, typing))
        texter = conversation.name or phone.pretty(conversation.texter)
        if self._opened:
            self._opened = False
            view.open(items, texter=texter, older=not timeline.start)
        else:
            view.set_items(items, older=not timeline.start)
        view.set_texter(texter, desk.agent.name)

    def _waiting(self, conversation: int) -> tuple[Draft, str] | None:
        waiting = self._desk.outgoing.waits(conversation)
        if waiting is None:
            return None
        seconds = max(1, ceil(waiting.due - monotonic()))
        key = self._keymap.word("take-back")
        return waiting.draft, f"sends in {seconds} s, {key} takes it back"

    def _paint_status(self, part: Part) -> None:
        desk, parts = self._desk, self._parts
        parts.status.show(status_look(desk, self._keys(part)))
        parts.tabs.show(tabs_look(desk))
        text, urgency = banner(desk, self._local)
        parts.banner.show(text, urgency)

    def _keys(self, part: Part) -> tuple[tuple[str, str], ...]:
        """The keys of the foot and what they do, dearest first, each word once."""
        possible = [
            action
            for action in self._keymap.of_part(part)
            if action.short and action.keys and action.when(self._desk)
        ]
        if part is Part.COMPOSER and self._parts.composer.locked:
            possible = [
                one for one in possible if one.scope is not Scope.COMPOSER or one.id in _UNLOCKED
            ]
        found: dict[str, str] = {}
        for action in sorted(possible, key=lambda one: _RANKS.get(one.id, len(_RANKS))):
            found.setdefault(action.short, key_words(action.keys[0]))
        return tuple((key, does) for does, key in found.items())

    def _paint_conversation(self, *, writing_note: bool) -> None:
        desk, parts = self._desk, self._parts
        conversation = desk.open
        number = desk.number_of(conversation) if conversation is not None else None
        parts.head.show(conversation, number, desk.agent.name)
        change = self._keymap.word("change-setup")
        own = self._keymap.word("change-answering")
        look = panel_look(desk, parts.panel.page, self._office, self._local, change, own)
        parts.panel.show(look)
        opt_out, dismiss = self._keymap.word("opt-out"), self._keymap.word("dismiss-opt-out")
        parts.question.show(opt_out_question(desk, opt_out, dismiss))
        parts.composer.set_lock(self._lock(writing_note=writing_note), quiet=desk.open is None)
        self.paint_meter(writing_note=writing_note)

    def _lock(self, *, writing_note: bool) -> str:
        """Why nothing can be written here, known before typing begins."""
        conversation = self._desk.open
        if conversation is None:
            return "Open a conversation to write here."
        if writing_note:
            return ""
        if conversation.opted_out:
            return "Opted out: nothing can be sent."
        if conversation.holder not in ("", self._desk.agent.name):
            key = self._keymap.word("take-over")
            if self._parts.composer.has_focus:
                # A letter here is text for whoever writes on while another takes over.
                key = f"{self._keymap.word('back')}, {key}"
            return f"{conversation.holder} holds this; {key} takes it over."
        return ""
