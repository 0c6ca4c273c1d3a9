"""Runs the plain console, from its first line to its exit code; its words are not in here."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from random import Random
from typing import Any, Final, TextIO
from uuid import uuid4

from tmchat.console.desk import Desk
from tmchat.console.outgoing import Outgoing
from tmchat.console.plain.calling import Calling
from tmchat.console.plain.errands import Errands
from tmchat.console.plain.printer import Printer
from tmchat.console.plain.spoken import Spoken
from tmchat.console.plain.talk import Talk
from tmchat.console.plain.verbs import Verbs
from tmchat.console.plain.wording import LocalTime
from tmchat.console.start import Start, clock_now, local_time
from tmchat.console.work import RENEW
from tmchat.core.text import clean
from tmchat.link.drafts import Drafts
from tmchat.link.line import Connect, Line
from tmchat.link.ways import ways

SIGNED_OUT: Final = 2
NOT_DONE: Final = 2
NOBODY_READS: Final = 141
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE: Final = 1.0


def run_plain(
    start: Start,
    stdin: TextIO,
    stdout: TextIO,
    *,
    connects: list[Connect] | None = None,
    clock: Callable[[], int] = clock_now,
    local: LocalTime = local_time,
    random: Random | None = None,
) -> int:
    """Follows the desk and obeys the lines of `stdin` until `quit`, its end, or a signal.

    At the end of `stdin` it waits for the answers to what was asked. The exit code: 0, 2 when the
    hub does not let this agent in or when, with nobody at a terminal to see it, a command was
    unknown or refused, 141 when nobody reads, or 128 and the number of the signal.
    `stdin` needs a descriptor; `connects` stands in for the network.
    """
    printer = Printer(stdout, unicode=start.unicode)
    line = connects or ways(start.find, start.transport)
    console = PlainConsole(start, printer, line, clock, local, random or Random())
    code = 128 + signal.SIGINT
    try:
        code = asyncio.run(console.run(stdin))
        printer.close(None if code in (0, SIGNED_OUT) else _PATIENCE)
    except KeyboardInterrupt:
        printer.close(_PATIENCE)
    return code


class PlainConsole:
    """The desk, the line and the words of one run."""

    def __init__(
        self,
        start: Start,
        printer: Printer,
        connects: list[Connect],
        clock: Callable[[], int],
        local: LocalTime,
        random: Random,
    ) -> None:
        self._start = start
        self._printer = printer
        self._connects = connects
        self._clock = clock
        self._local = local
        self._random = random

    async def run(self, stdin: TextIO) -> int:
        """The exit code, at the first of: commands ended, hub refused, signal, nobody reads."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[int] = loop.create_future()

        def end(code: int) -> None:
            if not ended.done():
                ended.set_result(code)

        for number in _ENDING:
            loop.add_signal_handler(number, end, 128 + number)
        self._printer.when_gone(partial(_from_thread, loop, end, NOBODY_READS))
        self._printer.line("Connecting to the hub.")
        try:
            return await self._follow(stdin, ended)
        finally:
            for number in _ENDING:
                loop.remove_signal_handler(number)

    async def _follow(self, stdin: TextIO, ended: "asyncio.Future[int]") -> int:
        drafts = Drafts.opened(self._start.drafts, self._start.owner, self._printer.line)
        desk = Desk(Outgoing(drafts, lambda: uuid4().hex), self._clock)
        talk = Talk(desk, self._printer.line, self._local)
        line = Line(
            self._connects,
            talk.hear,
            client=f"plain-{os.getpid()}",
            words=clean,
            clock=time.monotonic,
            random=self._random,
        )
        errands = Errands(
            desk,
            line,
            failed=talk.fail,
            changed=talk.follow,
            say=talk.say,
            given_back=talk.given_back,
        )
        talk.work = errands
        if stdin.isatty():
            talk.calling = Calling(
                self._start, desk, self._printer.bell, say=talk.say, local=self._local
            )
        with closing(drafts), Spoken(stdin) as spoken:
            verbs = Verbs(talk, errands)
            following = asyncio.ensure_future(line.run())
            attending = asyncio.ensure_future(_attend(talk))
            obeying = asyncio.ensure_future(_obey(spoken, verbs, talk))
            refused = asyncio.ensure_future(talk.refused.wait())
            first: set[asyncio.Future[Any]] = {obeying, refused, ended}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            code = _code(ended, refused, obeying)
            if code == 0 and talk.failed and not stdin.isatty():
                code = NOT_DONE
            under_way = (obeying, refused, following, attending)
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, errands.stop(), return_exceptions=True)
            if talk.calling is not None:
                await talk.calling.stop()
        return code


def _code(
    ended: "asyncio.Future[int]", refused: "asyncio.Task[bool]", obeying: "asyncio.Task[None]"
) -> int:
    """The exit code; a fault of a command's is raised here."""
    if ended.done():
        return ended.result()
    if refused.done():
        return SIGNED_OUT
    obeying.result()
    return 0


def _from_thread(loop: asyncio.AbstractEventLoop, end: Callable[[int], None], code: int) -> None:
    with suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(end, code)


async def _attend(talk: Talk) -> None:
    """Says again which conversation is open here before the hub takes it for left."""
    while True:
        await asyncio.sleep(RENEW)
        talk.attend()


async def _obey(spoken: Spoken, verbs: Verbs, talk: Talk) -> None:
    """Carries out the lines; those of nobody wait for the desk, as nobody watches to try again."""
    while (line := await spoken.next()) is not None:
        if talk.calling is None:
            await talk.filled.wait()
        talk.typed()
        if not await verbs.obey(line):
            return
    await talk.filled.wait()
    await verbs.finish()
