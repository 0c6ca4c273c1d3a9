"""What is written in the open conversation, from draft to sending; painting it is `painter`'s."""

import os
from dataclasses import dataclass
from typing import Any, Protocol

from textual.app import App

from tmchat.console.actions.table import Keymap
from tmchat.console.cannedset import CannedSet
from tmchat.console.desk import Desk
from tmchat.console.looks import refusal_words
from tmchat.console.news import Returned
from tmchat.console.office import Office
from tmchat.console.recall import Recall
from tmchat.console.screens.notices import READING_SECONDS
from tmchat.console.screens.surroundings import Surroundings
from tmchat.console.terminal.editing import NotEdited, edited
from tmchat.console.widgets.composer import Composer
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.console.work import Work
from tmchat.core.canned import blank_in
from tmchat.core.commands import Refused
from tmchat.core.emoji import begun, completions
from tmchat.core.lookalikes import plainer, swapped_words
from tmchat.core.text import clean
from tmchat.link.drafts import Draft


class Writing(Protocol):
    """The screen on which one writes."""

    desk: Desk
    composer: Composer
    timeline: TimelineView
    work: Work | None
    writing_note: bool

    @property
    def app(self) -> App[Any]:
        """The application."""

    def say(self, sentence: str, seconds: float = ...) -> None:
        """Shows one sentence."""

    def explain(self, sentence: str) -> None:
        """Shows over the composer why what it holds did not leave; empty takes that away."""

    def repaint(self) -> None:
        """Paints what is dirty at once."""


@dataclass(frozen=True, slots=True)
class Completed:
    """An emoji that was put in from offset `start` on, so that another may take its place while
    nothing else changed."""

    start: int
    offered: tuple[str, ...]
    place: int
    text: str
    cursor: int


class Composing:
    """Brings drafts into the composer of `screen` and out of it."""

    def __init__(
        self, screen: Writing, keymap: Keymap, office: Office, around: Surroundings
    ) -> None:
        self._screen = screen
        self._keymap = keymap
        self._office = office
        self._around = around
        self._canned = CannedSet(screen.desk, around.own)
        self._recall = Recall()
        self._completed: Completed | None = None
        self.away = False
        """The terminal is another program's: nothing here is before the agent's eyes."""

    def take_up(self) -> None:
        """The composer holds the draft of the open conversation, of its reply or of its note."""
        screen = self._screen
        conversation, outgoing = screen.desk.open, screen.desk.outgoing
        text = outgoing.text(conversation.id, note=screen.writing_note) if conversation else ""
        screen.composer.set_text(text)
        screen.desk.dirty.panel = True

    def written(self) -> None:
        """The composer changed: its draft is kept."""
        screen = self._screen
        conversation, outgoing = screen.desk.open, screen.desk.outgoing
        text = screen.composer.text
        if conversation is None:
            return
        if text != outgoing.text(conversation.id, note=screen.writing_note):
            outgoing.write(conversation.id, text, note=screen.writing_note)
            screen.desk.dirty.rows.add(conversation.id)

    def send(self, *, anyway: bool = False, due: int = 0) -> None:
        """Sends what the composer holds, at `due` (ms UTC) where that is told, or says why not."""
        screen = self._screen
        if screen.work is None:
            screen.say("Still starting; your text is kept.")
            return
        seen = screen.desk.seen()
        refusal = screen.work.send(note=screen.writing_note, anyway=anyway, due=due)
        if refusal is not None:
            self._say_refusal(refusal, screen.desk.openings.current, seen)
            return
        screen.explain("")
        screen.composer.set_text("")
        if screen.writing_note:
            screen.writing_note = False
            self.take_up()
        screen.timeline.to_latest()
        screen.repaint()

    def given_back(self, draft: Draft, refusal: Refused) -> None:
        """The hub refused a draft: it is in its composer again."""
        screen = self._screen
        here = draft.conversation == screen.desk.openings.current
        if here and draft.note is screen.writing_note:
            self.take_up()
        self._say_refusal(refusal, draft.conversation, draft.seen)

    def returned(self, reply: Returned) -> None:
        """The carrier refused a reply: its text is in its composer again."""
        screen = self._screen
        words = f"Not sent, back in the composer: {reply.reason}"
        if reply.conversation == screen.desk.openings.current and not screen.writing_note:
            self.take_up()
            screen.explain(words)
        else:
            screen.say(words)

    def plain_signs(self) -> None:
        """Puts GSM-7 signs in place of those that look like them, and says which."""
        composer = self._screen.composer
        if not self._writable():
            return
        text, cursor = composer.text, composer.cursor_index
        plain, swaps = plainer(text)
        before, _ = plainer(text[:cursor])
        composer.rewrite(plain, min(len(before), len(plain)))
        self._screen.say(swapped_words(swaps, plain), READING_SECONDS)

    def canned(self) -> None:
        """Shows the canned replies to choose from."""
        from tmchat.console.screens.cannedsheet import CannedSheet

        if self._writable():
            text = self._screen.composer.text
            sheet = CannedSheet(self._office, self._canned, self._insert, text)
            self._screen.app.push_screen(sheet)

    def edit(self) -> None:
        """Opens what the composer holds in the agent's own editor."""
        screen = self._screen
        conversation = screen.desk.open
        if conversation is None or self.away or not self._writable():
            return
        if screen.work is None:
            screen.say("Still starting; try again in a moment.")
            return
        self.away = True
        screen.work.run(self._edit(conversation.id, note=screen.writing_note))

    def recall(self, count: int) -> None:
        """Brings an own reply back, so many earlier; moves the cursor where one is written."""
        composer = self._screen.composer
        edge = composer.cursor_at_first_line if count > 0 else composer.cursor_at_last_line
        if edge and self._recall.goes_on(composer.text) and not composer.read_only:
            text = self._recall.step(count, composer.text, self._screen.desk.own_replies())
            if text is not None:
                composer.rewrite(text, len(text))
        elif count > 0:
            composer.action_cursor_up()
        else:
            composer.action_cursor_down()

    def complete(self) -> bool:
        """Puts the emoji in whose name is begun, or the next one; False where none is."""
        composer = self._screen.composer
        text, cursor = composer.text, composer.cursor_index
        done = self._completed
        if done is None or (text, cursor) != (done.text, done.cursor):
            name = begun(text[:cursor])
            offered = [emoji for _, emoji in completions(name[1])] if name else []
            if name is None or not offered or composer.read_only:
                return False
            done = Completed(name[0], tuple(offered), -1, text, cursor)
        place = (done.place + 1) % len(done.offered)
        emoji = done.offered[place]
        after = text[: done.start] + emoji + text[cursor:]
        composer.rewrite(after, done.start + len(emoji))
        self._completed = Completed(
            done.start, done.offered, place, composer.text, composer.cursor_index
        )
        return True

    def take_back(self) -> None:
        """Takes a reply back that has not left yet: the open conversation's, else the newest."""
        desk = self._screen.desk
        waiting = [one.draft.conversation for one in desk.outgoing.waiting()]
        here = desk.openings.current
        about = here if here in waiting else waiting[-1]
        if not desk.outgoing.take_back(about):
            return
        desk.dirty.rows.add(about)
        if about == here:
            desk.dirty.lines = True
            self._screen.writing_note = False
            self.take_up()
            self._screen.say("Taken back: it was not sent.")
        else:
            texter = desk.called(desk.inbox.conversations[about])
            self._screen.say(f"Taken back: the reply to {texter} is in its composer.")

    async def _edit(self, conversation: int, *, note: bool) -> None:
        before, trouble = self._screen.composer.text, ""
        try:
            after = await edited(before, self._around.lend, os.environ)
        except NotEdited as fault:
            after, trouble = before, str(fault)
        finally:
            self.away = False
        self._edited(conversation, before, clean(after), note=note)
        if trouble:
            self._screen.say(trouble, READING_SECONDS)
        self._screen.repaint()

    def _edited(self, conversation: int, before: str, after: str, *, note: bool) -> None:
        """Keeps what the editor left, behind what was given back meanwhile."""
        screen = self._screen
        held = screen.desk.outgoing.text(conversation, note=note)
        if held != before:
            after = f"{held.removesuffix(before)}{after}"
        screen.desk.outgoing.write(conversation, after, note=note)
        screen.desk.dirty.rows.add(conversation)
        if conversation != screen.desk.openings.current or note is not screen.writing_note:
            return
        if screen.composer.read_only:
            self.take_up()
        else:
            screen.composer.rewrite(after, len(after))

    def _insert(self, text: str) -> None:
        """Puts a text at the cursor as one step of undo, and marks the first blank that is left."""
        composer = self._screen.composer
        composer.put_in(text)
        self._mark_blank()

    def _mark_blank(self) -> None:
        composer = self._screen.composer
        blank = blank_in(composer.text)
        if blank is not None:
            composer.select(*blank)

    def _writable(self) -> bool:
        """Whether the composer takes text; says so where it does not."""
        reason = self._screen.composer.locked
        if reason:
            self._screen.say(reason)
        return not reason

    def _say_refusal(self, refusal: Refused, conversation: int, seen: int) -> None:
        screen = self._screen
        key = self._keymap.word("send-anyway")
        words = refusal_words(screen.desk, refusal, conversation, seen, key)
        if conversation != screen.desk.openings.current:
            screen.say(words, READING_SECONDS)
            return
        screen.explain(words)
        if refusal.code == "blank":
            self._mark_blank()
        if refusal.code == "held":
            # What came stands over the composer then, and counts as seen.
            screen.timeline.to_latest()
            screen.repaint()
