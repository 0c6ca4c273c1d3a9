"""One agent's desk put together: what it knows, its screen, its line; the terminal is `app`'s."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from random import Random
from uuid import uuid4

from textual.app import SystemCommand

from tmchat.console.actions.action import PART_OF
from tmchat.console.actions.ownkeys import with_own_keys
from tmchat.console.actions.table import Keymap
from tmchat.console.alerts.reach import Terminal, alerts_of
from tmchat.console.clipboard import Copy
from tmchat.console.desk import Desk
from tmchat.console.jumps import Jumps
from tmchat.console.office import Office
from tmchat.console.outgoing import Outgoing
from tmchat.console.render.ink import Ink
from tmchat.console.screens.desk import DeskScreen
from tmchat.console.screens.notices import LASTING
from tmchat.console.screens.surroundings import Surroundings
from tmchat.console.start import Start
from tmchat.console.terminal.editing import Lend
from tmchat.console.work import Work
from tmchat.core.text import clean
from tmchat.link.cannedfile import OwnReplies
from tmchat.link.drafts import Drafts
from tmchat.link.line import Connect, Line, LineChanged
from tmchat.link.updates import Update
from tmchat.link.ways import ways


class Seat:
    """The desk and its screen, and from `follow` to `leave` the line that keeps them fresh."""

    def __init__(
        self,
        start: Start,
        ink: Ink,
        *,
        connects: list[Connect] | None,
        clock: Callable[[], int],
        local: Callable[[int], datetime],
        random: Random,
        copy: Copy,
        lend: Lend,
        terminal: Terminal,
        attended: Callable[[], bool],
    ) -> None:
        """`lend` gives the terminal to a program, `attended` says whether somebody looks."""
        self._connects = connects or ways(start.find, start.transport)
        self._random = random
        self._toured = start.toured
        self._warnings: list[str] = []
        self._delay = start.send_delay
        self._drafts = Drafts.opened(start.drafts, start.owner, self._warnings.append)
        self.desk = Desk(Outgoing(self._drafts, lambda: uuid4().hex), clock)
        keys = with_own_keys(start.keys, faults=start.key_faults)
        self._key_table = Keymap(keys.actions)
        self._key_faults = keys.faults
        self.office = Office(
            self.desk, self._key_table, ink, local=local, copy=copy, new_ref=lambda: uuid4().hex
        )
        replies = start.replies or start.drafts / "replies.toml"
        own = OwnReplies(replies, self._warnings.append)
        around = Surroundings(ink, local, copy, own, lend)
        self.main = DeskScreen(self.desk, self._key_table, around, self.office)
        self.alerts = alerts_of(
            start, self.desk, terminal, say=self.main.say, attended=attended, local=local
        )
        self.jumps = Jumps(self.desk)
        self._following: asyncio.Task[None] | None = None

    def looked(self) -> None:
        """The agent is at the console: a key, the mouse, the focus came back."""
        self.alerts.looked()

    def follow(self) -> None:
        """Begins to follow the hub."""
        line = Line(
            self._connects,
            self._hear,
            client=f"console-{os.getpid()}",
            words=clean,
            clock=time.monotonic,
            random=self._random,
        )
        self.main.work = Work(
            self.desk,
            line,
            changed=self.main.changed,
            say=self.main.say,
            given_back=self.main.composing.given_back,
            delay=self._delay,
        )
        self.office.work = self.main.work
        for warning in self._warnings:
            self.main.say(warning)
        if self._key_faults:
            first, more = self._key_faults[0], len(self._key_faults) - 1
            rest = f" And {more} more; `tmchat keys` names them." if more else ""
            self.main.say(first + rest, LASTING)
        if self._toured is not None:
            self.main.guide.tour(self._toured)
        self._following = asyncio.ensure_future(line.run())

    async def leave(self) -> None:
        """Lets go of the line."""
        await self.alerts.stop()
        if self.main.work is not None:
            await self.main.work.stop()
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        self._drafts.close()

    def offers(self) -> Iterator[SystemCommand]:
        """What the palette has: the action table and nothing else. Unasked it shows what is
        possible in the part with the focus; by its name every action of the desk is found."""
        here = self._key_table.of_part(self.main.focused_part())
        everywhere = [one for part in PART_OF.values() for one in self._key_table.of_part(part)]
        for action in dict.fromkeys((*here, *everywhere)):
            why_not = action.why_not(self.desk)
            shown = action in here and not why_not
            go = partial(self.main.perform, action)
            yield SystemCommand(action.title, why_not or action.help, go, shown)

    def jump(self, conversation: int) -> None:
        """Goes to a conversation, also in the list where that shows it."""
        self.main.open(conversation)
        self.main.conversations.move_to(conversation)

    def _hear(self, update: Update | LineChanged) -> None:
        self.desk.hear(update)
        news = self.desk.take_news()
        for one in news.returned:
            self.main.composing.returned(one)
        if self.desk.openings.current in news.redrafted:
            self.main.composing.take_up()
        self.alerts.heard(news)
        for one in news.not_sent:
            called = self.desk.called(self.desk.inbox.conversations[one.conversation])
            self.main.say(f"A scheduled reply to {called} did not go out: {one.reason}", LASTING)
        if lost := self.desk.given_back():
            self.main.say(lost, LASTING)
        if self.desk.dirty:
            self.main.changed()
