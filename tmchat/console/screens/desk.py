"""The one screen agents work in: what its keys and widgets do; painting it is `painter`'s."""

from asyncio import TimerHandle
from collections.abc import Callable
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, TextArea

from tmchat.console.actions.action import PART_OF, Action, Part
from tmchat.console.actions.table import Keymap
from tmchat.console.desk import Desk
from tmchat.console.looks import row_looks
from tmchat.console.office import Office
from tmchat.console.pace import Pace
from tmchat.console.screens.admin.worksheet import WorkSheet
from tmchat.console.screens.beside import Beside
from tmchat.console.screens.composing import Composing
from tmchat.console.screens.deferring import Deferring
from tmchat.console.screens.finding import Finding
from tmchat.console.screens.guide import Guide
from tmchat.console.screens.notices import READING_SECONDS, SECONDS, Notices
from tmchat.console.screens.once import once
from tmchat.console.screens.painter import Painter, Parts
from tmchat.console.screens.sheet import question
from tmchat.console.screens.surroundings import Surroundings
from tmchat.console.terminal.compositing import paint_again
from tmchat.console.widgets.banner import Banner
from tmchat.console.widgets.composer import Composer
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.console.widgets.headings import ConversationHead, Tabs
from tmchat.console.widgets.meterline import MeterLine
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.console.widgets.statusbar import StatusBar
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.console.work import Work
from tmchat.core.commands import Command
from tmchat.core.views import View
from tmchat.link.line import LineState

PAINTS_A_SECOND = 10
PAINTS_AT_ONCE = 3
AGES_SECONDS = 5.0
TYPING_SECONDS = 4.0
WIDE = 120


class DeskScreen(Screen[None]):
    """List, timeline, composer and panel over one `Desk`; it is the actions' bench."""

    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as no class variable
        (0, "-narrow"),
        (80, "-normal"),
        (WIDE, "-wide"),
    ]

    def __init__(self, desk: Desk, keymap: Keymap, around: Surroundings, office: Office) -> None:
        super().__init__()
        self.desk = desk
        self.work: Work | None = None
        self.writing_note = False
        self._key_table = keymap
        self._around = around
        self.local = around.local
        self.office = office
        ink = around.ink
        self.conversations = ConversationList(ink, row_looks(desk, around.local), desk.now)
        self.timeline = TimelineView(ink, around.local)
        self.composer = Composer(
            ink, send_keys=keymap.keys("send"), line_keys=keymap.keys("new-line")
        )
        self.panel = SidePanel(ink)
        self.composing = Composing(self, keymap, office, around)
        self.guide = Guide(self, keymap, ink)
        self.finding = Finding(self, self, office)
        self.deferring = Deferring(self, self, office)
        self.beside = Beside(self, self.panel, office, changed=self.changed, say=self.say)
        self._filter = Input(placeholder="filter", compact=True, id="filter")
        self._filter.cursor_blink = False
        self._parts = Parts(
            self.conversations,
            self.timeline,
            self.composer,
            self.panel,
            Tabs(ink),
            ConversationHead(ink),
            MeterLine(ink),
            StatusBar(ink),
            Banner(ink, id="line-banner"),
            Banner(ink, id="question"),
            Banner(ink, id="reason"),
            Banner(ink, id="notice"),
        )
        self._painter = Painter(desk, self._parts, keymap, around.local, office)
        self._pace = Pace(PAINTS_A_SECOND, PAINTS_AT_ONCE)
        self._paint_due: TimerHandle | None = None
        self._notices = Notices(self._parts.notice)
        self._reasons = Notices(self._parts.reason)
        self._typed = -TYPING_SECONDS

    def compose(self) -> ComposeResult:
        """The layout; which parts show at which width is in the style sheet."""
        parts = self._parts
        yield parts.banner
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield parts.tabs
                yield self._filter
                yield self.conversations
            with Vertical(id="middle"):
                yield parts.head
                yield self.timeline
                yield parts.question
                yield parts.reason
                yield self.composer
                yield parts.meter
            yield self.panel
            yield parts.notice
        yield parts.status

    def on_mount(self) -> None:
        """Paints what there is and lets ages move."""
        self.conversations.focus()
        self.set_interval(AGES_SECONDS, self._tick)
        self.call_after_refresh(self.repaint)

    def changed(self) -> None:
        """Something to paint came from outside: painted ten times a second when much does."""
        if self._paint_due is not None or self.composing.away:
            return
        wait = self._pace.wait(monotonic())
        self._paint_due = once(self, max(wait, 0.001), self._repaint_in_turn)

    def repaint(self) -> None:
        """Paints what is dirty at once."""
        if self._paint_due is not None:
            self._paint_due.cancel()
            self._paint_due = None
        if not self.is_mounted or self.composing.away:
            return
        self._painter.paint(self.focused_part(), writing_note=self.writing_note)
        if self.timeline.at_latest:
            self.desk.saw()
        self.finding.reach()
        if self.work is not None:
            self.work.resume()
            self._attend()
            self.beside.look()
            openings = self.desk.openings
            self.work.fetch(openings.newest() if self.timeline.at_latest else None)
            self.work.fetch(openings.into_gap(self.timeline.gap_in_view or 0))
            if self.timeline.at_latest and self.app.app_focus:
                self.work.mark_read()

    def _repaint_in_turn(self) -> None:
        self._pace.painted(monotonic())
        self.repaint()

    def give(self, command: Command, done: str = "") -> None:
        """Asks the hub."""
        if self.work is None:
            self.say("Still starting; try again in a moment.")
        else:
            self.work.give(command, done)

    def open(self, conversation: int) -> None:
        """Opens a conversation and goes to it; 0 closes the one on screen."""
        desk = self.desk
        if conversation == desk.openings.current:
            self.focus_on(Part.TIMELINE if conversation else Part.LIST)
            return
        desk.dirty.rows |= {desk.openings.current, conversation}
        wish = desk.openings.open(conversation)
        if self.work is not None:
            self.work.fetch(wish)
        desk.dirty.order |= desk.shelf.keep(conversation)
        self.writing_note = False
        self._reasons.end()
        self._painter.opened()
        self.composing.take_up()
        self.set_class(bool(conversation), "-reading")
        self.focus_on(Part.TIMELINE if conversation else Part.LIST)
        self.repaint()

    def focus_on(self, part: Part) -> None:
        """Gives a part the focus; in a narrow terminal the list makes way for the timeline."""
        widgets = {
            Part.LIST: self.conversations,
            Part.TIMELINE: self.timeline,
            Part.COMPOSER: self.composer,
            Part.FILTER: self._filter,
        }
        self.set_class(part is Part.FILTER, "-filtering")
        reading = part in (Part.TIMELINE, Part.COMPOSER)
        self.set_class(reading, "-reading")
        self.set_focus(widgets[part])
        self.desk.dirty.status = True
        self.changed()

    def focused_part(self) -> Part:
        """The part that has the focus."""
        focused = self.focused
        if focused is self.composer:
            return Part.COMPOSER
        if focused is self.timeline:
            return Part.TIMELINE
        return Part.FILTER if focused is self._filter else Part.LIST

    def write(self, *, note: bool) -> None:
        """Goes to the composer for a reply or a note, each with its own draft."""
        if self.desk.open is None:
            self.say("Open a conversation first.")
            return
        if note != self.writing_note:
            self.writing_note = note
            self.composing.take_up()
        self.focus_on(Part.COMPOSER)
        self.repaint()

    def fill_gap(self) -> None:
        """Fetches what the gap in view lacks."""
        after = self.timeline.gap_in_view
        if after is None:
            self.say("There is no gap in view.")
        elif self.work is not None:
            self.work.fetch(self.desk.openings.into_gap(after))

    def relist(self) -> None:
        """Shows the list as the desk has it."""
        self.desk.dirty.order = self.desk.dirty.status = True
        if self._filter.value != self.desk.shelf.query:
            self._filter.value = self.desk.shelf.query
        self.repaint()

    def show_view(self, view: View) -> None:
        """Lists a view and goes to its list."""
        self.desk.shelf.show(view=view)
        self.focus_on(Part.LIST)
        self.relist()

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Shows one sentence over what is read for some seconds."""
        sheet = self.app.screen
        if isinstance(sheet, WorkSheet):
            sheet.say(sentence)
        else:
            self._notices.show(sentence, seconds)

    def explain(self, sentence: str) -> None:
        """Shows over the composer why what it holds did not leave; no sentence, no more of it."""
        if sentence:
            self._reasons.show(sentence, READING_SECONDS)
        else:
            self._reasons.end()

    def ask(self, question_words: str, yes: str, then: Callable[[], None]) -> None:
        """Asks before something that is hard to undo."""

        def answered(agreed: bool | None) -> None:
            if agreed:
                then()

        self.app.push_screen(question(self._around.ink, question_words, yes), answered)

    def copy(self, text: str, what: str) -> None:
        """Hands `text` to the clipboard and says which way it went."""
        self._around.copy(text, what, self.say)

    def toggle_panel(self) -> None:
        """Shows or hides the side panel."""
        self.toggle_class("-no-panel" if self.size.width >= WIDE else "-panel")
        self.desk.dirty.panel = True
        self.call_after_refresh(self.repaint)

    def suspend(self) -> None:
        """Back to the shell; `fg` comes back and paints anew."""
        self.app.action_suspend_process()

    def paint_again(self) -> None:
        """All of the screen anew, whatever stands on the terminal."""
        paint_again(self.app)

    def leave(self) -> None:
        """Ends the console; asks where a reply has not left yet, or not reached the hub."""
        desk = self.desk
        held = 0 if desk.line.state is LineState.LIVE else len(desk.outgoing.on_its_way())
        if desk.outgoing.waiting():
            self.ask("A reply has not left yet; it stays a draft. Quit?", "quit", self.app.exit)
        elif held:
            them = "1 reply or note is" if held == 1 else f"{held} replies or notes are"
            words = f"{them} held until the hub is back, and sent when tmchat runs then. Quit?"
            self.ask(words, "quit", self.app.exit)
        else:
            self.app.exit()

    def on_key(self, event: events.Key) -> None:
        """A key that the focused widget left: the action table says what it means."""
        action = self._key_table.action(self.focused_part(), event.key)
        if action is None:
            return
        event.stop()
        event.prevent_default()
        self.perform(action)

    def perform(self, action: Action) -> None:
        """Does what an action says, in the part of the screen that it is for, or says why not."""
        part = PART_OF.get(action.scope)
        why_not = action.why_not(self.desk)
        if part is Part.TIMELINE and self.desk.open is None:
            why_not = "No conversation is open."
        if why_not:
            self.say(why_not)
            return
        if part is Part.COMPOSER and self.focused_part() is not part:
            self.write(note=self.writing_note)
        elif part is not None:
            self.focus_on(part)
        if part in (None, self.focused_part()):
            action.run(self)
        if self.desk.dirty:
            self.repaint()

    @on(ConversationList.Chosen)
    def _chosen(self, message: ConversationList.Chosen) -> None:
        self.open(message.conversation)

    @on(Tabs.Chosen)
    def _view(self, message: Tabs.Chosen) -> None:
        self.show_view(message.view)

    @on(TimelineView.OlderWanted)
    def _older(self) -> None:
        if self.work is not None:
            self.work.fetch(self.desk.openings.older())

    @on(TimelineView.GapReached)
    def _gap(self, message: TimelineView.GapReached) -> None:
        if self.work is not None:
            self.work.fetch(self.desk.openings.into_gap(message.after))

    @on(TimelineView.AtLatest)
    def _latest(self) -> None:
        self.repaint()

    @on(Composer.Submitted)
    def _submitted(self) -> None:
        self.composing.send()

    @on(TextArea.Changed)
    def _written(self) -> None:
        if self.desk.open is None:
            return
        self._typed = monotonic()
        self.composing.written()
        self._painter.paint_meter(writing_note=self.writing_note)
        self.repaint()

    @on(Input.Changed)
    def _filtered(self) -> None:
        # Of letters typed faster than messages come only the last counts: an earlier one, put
        # back into the filter by `relist`, would send for the later, and so on for ever.
        query = self._filter.value
        if query != self.desk.shelf.query:
            self.desk.shelf.show(query=query)
            self.relist()

    def on_descendant_focus(self) -> None:
        """The keys that matter depend on where one is."""
        self.desk.dirty.status = True
        self.changed()

    def on_resize(self) -> None:
        """Another width may show other parts."""
        self.desk.dirty.all()
        self.call_after_refresh(self.repaint)

    def _tick(self) -> None:
        self.conversations.tick()
        self._attend()
        if self.desk.dirty:
            # Whatever became of a paint that was put off: nothing known stays off the screen.
            self.repaint()

    def _attend(self) -> None:
        if self.work is not None:
            now = monotonic()
            composing = self.focused is self.composer and not self.writing_note
            self.work.attend(now, typing=composing and now - self._typed < TYPING_SECONDS)
