"""What the console has under way with the hub: commands, pages, replies; its state is `desk`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from tmchat.console.desk import Desk
from tmchat.console.openings import PageWish
from tmchat.console.outgoing import command_of
from tmchat.core.commands import Command, Outcome, Refused
from tmchat.core.questions import Question, Told
from tmchat.link.drafts import Draft
from tmchat.link.line import Line, LineState

RENEW = 15.0  # seconds between two words to the hub about what is on screen
RENEW_TYPING = 3.0


class Work:
    """Carries wishes of the screen to the line and their answers to the desk.

    `changed` is called when the desk has something to paint, `say` with a sentence for the agent,
    `given_back` with a draft that the hub refused and that is back in its composer.
    """

    def __init__(
        self,
        desk: Desk,
        line: Line,
        *,
        changed: Callable[[], None],
        say: Callable[[str], None],
        given_back: Callable[[Draft, Refused], None],
    ) -> None:
        self._desk = desk
        self._line = line
        self._changed = changed
        self._say = say
        self._given_back = given_back
        self._tasks: set[asyncio.Task[None]] = set()
        self._marking = False
        self._unmarkable: Command | None = None
        self._resumed = False
        self._attended: tuple[tuple[int, bool], float] | None = None

    def give(self, command: Command, done: str = "") -> None:
        """Asks the hub for something that is not a text; says `done` when it is granted."""
        refusal = self._desk.foresee(command)
        if refusal is not None:
            self._say(refusal.sentence)
            return
        self._run(self._give(command, done))

    def fetch(self, wish: PageWish | None) -> None:
        """Fetches a page, if there is one to fetch."""
        if wish is not None:
            self._run(self._fetch(wish))

    def send(self, *, note: bool, anyway: bool = False) -> Refused | None:
        """Sends the draft of the open conversation; a refusal known here leaves it in place."""
        desk = self._desk
        conversation = desk.open
        if conversation is None:
            return Refused("unknown", "No conversation is open.")
        seen = desk.seen()
        text = desk.outgoing.text(conversation.id, note=note)
        draft = Draft(conversation.id, text, "unsent", note, seen=seen, anyway=anyway)
        refusal = desk.foresee(command_of(draft))
        if refusal is not None:
            return refusal
        left = desk.outgoing.leave(conversation.id, note=note, seen=seen, anyway=anyway)
        if left is not None:
            desk.dirty.lines = True
            desk.dirty.rows.add(conversation.id)
            self._run(self._send(left))
        return None

    def resume(self) -> None:
        """Asks again for what left in an earlier run of the console and was never answered."""
        if self._resumed or self._line.state is not LineState.LIVE:
            return
        self._resumed = True
        for draft in self._desk.outgoing.on_its_way():
            self._run(self._send(draft))

    def mark_read(self) -> None:
        """Sets the read mark to what is on screen; one command at a time."""
        command = None if self._marking else self._desk.reading()
        if command in (None, self._unmarkable) or self._line.state is not LineState.LIVE:
            return
        self._marking = True
        self._run(self._mark(command))

    def attend(self, now: float, *, typing: bool) -> None:
        """Tells the hub what is on screen, when that is news or was said long ago; `now` in
        seconds of a monotonic clock."""
        here = (self._desk.openings.current, typing)
        if self._line.state is not LineState.LIVE:
            self._attended = None
            return
        told, at = self._attended or (None, now)
        if told != here or now - at >= (RENEW_TYPING if typing else RENEW):
            self._attended = (here, now)
            self._line.look(here[0], typing=typing)

    async def inquire(self, question: Question) -> Told:
        """The hub's answer to a question; a line that is down is a refusal."""
        return await self._line.inquire(question)

    async def order(self, command: Command) -> Outcome:
        """What became of a command of a sheet, which says itself what it is told."""
        outcome = await self._line.ask(command)
        self._changed()
        return outcome

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Does `work` beside the screen."""
        self._run(work)

    async def stop(self) -> None:
        """Ends what is under way; replies that left are on disk."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """What failed by a fault of the console's own is said, not swallowed."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._say(
                f"The console failed at this ({type(error).__name__}); look what came of it "
                "before you try again."
            )

    async def _give(self, command: Command, done: str) -> None:
        outcome = await self._line.ask(command)
        self._tell(outcome, done)

    async def _fetch(self, wish: PageWish) -> None:
        page = await self._line.page(
            wish.conversation, before=wish.before, after=wish.after, limit=wish.limit
        )
        if self._desk.openings.came(wish, page):
            self._desk.dirty.lines = True
            self._changed()

    async def _send(self, draft: Draft) -> None:
        outcome = await self._line.ask(command_of(draft))
        given_back = self._desk.outgoing.answered(draft, outcome)
        self._desk.dirty.lines = True
        self._desk.dirty.rows.add(draft.conversation)
        if given_back and isinstance(outcome, Refused):
            self._given_back(draft, outcome)
        self._changed()

    async def _mark(self, command: Command) -> None:
        try:
            outcome = await self._line.ask(command)
        finally:
            self._marking = False
        # A mark that was refused is not asked for again until there is more to mark.
        self._unmarkable = command if isinstance(outcome, Refused) else None
        self._changed()

    def _tell(self, outcome: Outcome, done: str) -> None:
        if isinstance(outcome, Refused):
            self._say(outcome.sentence)
        elif done:
            self._say(done)
        self._changed()
