"""The commands of the plain console, typed as lines; what is printed of the desk is `talk`'s."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from tmchat.console.plain.errands import Errands
from tmchat.console.plain.looking import Looking
from tmchat.console.plain.putoff import USAGES, PutOff
from tmchat.console.plain.talk import Talk
from tmchat.core.commands import (
    Claim,
    Close,
    Command,
    DismissOptOut,
    LeaveReply,
    LookUpReply,
    MarkUnread,
    OptOut,
    Release,
    Reopen,
    ResendReply,
    TakeOver,
)
from tmchat.core.records import Conversation
from tmchat.core.text import clean_line
from tmchat.core.views import View


@dataclass(frozen=True, slots=True)
class Verb:
    """One command as `help` prints it; `more` is what `help VERB` adds."""

    usage: str
    help: str
    more: str = ""


VERBS: Final[dict[str, Verb]] = {
    "list": Verb("list [waiting|mine|all|closed] [WORDS]", "who waits, or another view, narrowed"),
    "open": Verb("open N", "a conversation by its number; what is printed counts as read"),
    "next": Verb("next", "opens who waits longest behind the open one, not held by others"),
    "older": Verb("older", "lines before those printed"),
    "gap": Verb(
        "gap",
        "fetches what is missing between lines",
        "A gap is what happened while the line was down for long; a line in brackets stands in "
        "its place.",
    ),
    "search": Verb(
        "search [QUERY]",
        "finds what was said, newest first; alone it goes on",
        'Words, "phrases", -words that must not be there, and from: number: group: agent: '
        "is:waiting is:mine is:unread is:closed before: after:2026-11-28.",
    ),
    "hit": Verb("hit N", "opens what a search found, with what was said around it"),
    "details": Verb("details", "the texter, what brought them, the tracking number"),
    "numbers": Verb("numbers [WORDS]", "the tracking numbers and what waits on each"),
    "who": Verb("who", "who else looks at the open conversation or types in it"),
    "reply": Verb("reply TEXT", "texts the texter; a first reply claims"),
    "note": Verb("note TEXT", "writes for the team; the texter never sees it"),
    "draft": Verb(
        "draft [note] TEXT",
        "adds a line to a draft",
        "For a text of several lines: each draft adds one, send sends them all.",
    ),
    "send": Verb(
        "send [note] [anyway]",
        "sends a draft; anyway: although something came since",
        "A reply is held when something came that you have not seen. send all the same means "
        "send anyway, and the timeline then says so.",
    ),
    "drop": Verb("drop [note]", "throws a draft away"),
    "claim": Verb("claim", "takes the open conversation"),
    "release": Verb("release", "gives it back to the queue"),
    "takeover": Verb("takeover", "takes it from the agent who holds it"),
    "close": Verb("close [anyway]", "puts it away; anyway: although the texter waits"),
    "reopen": Verb("reopen", "brings a closed conversation back"),
    "unread": Verb("unread", "leaves the newest text unread and the conversation"),
    "optout": Verb("optout", "records that the texter asked for no more texts; locks replies"),
    "dismiss": Verb("dismiss", "records that the text which may be an opt-out is none"),
    "resend": Verb("resend", "sends a reply again that may have arrived; it may arrive twice"),
    "lookup": Verb("lookup", "asks the carrier whether such a reply arrived, if it can tell"),
    "leave": Verb("leave", "leaves such a reply as it is"),
    **{name: Verb(*usage) for name, usage in USAGES.items()},
    "status": Verb("status", "who you are and what waits"),
    "help": Verb("help [COMMAND]", "this list, or more about one command"),
    "quit": Verb("quit", "ends; drafts are on disk, what you hold stays yours"),
}

ALWAYS: Final = ("help", "quit")
"""Commands that need no desk."""


class Verbs:
    """Carries out commands one after the other, each to its end."""

    def __init__(self, talk: Talk, errands: Errands) -> None:
        self._talk = talk
        self._desk = talk.desk
        self._errands = errands
        self._say = talk.say
        self._refuse = talk.refuse
        self._looking = Looking(talk, errands, self._show)
        self._doing: dict[str, Callable[[str], Awaitable[None]]] = {
            "list": self._list,
            "open": self._open,
            "next": self._next,
            "older": self._older,
            "reply": self._reply,
            "note": self._note,
            "draft": self._draft,
            "send": self._send_draft,
            "drop": self._drop,
            "claim": self._on_open(Claim, "Claimed."),
            "release": self._release,
            "takeover": self._take_over,
            "close": self._close,
            "reopen": self._on_open(Reopen, "Reopened."),
            "unread": self._unread,
            "optout": self._opt_out,
            "dismiss": self._dismiss,
            "resend": self._resend,
            "lookup": self._on_unknown(LookUpReply, "The carrier has it: it was sent."),
            "leave": self._on_unknown(LeaveReply, "Left as it is."),
            "status": self._status,
            "help": self._help,
            **self._looking.verbs,
            **PutOff(talk, errands).doing,
        }

    async def obey(self, line: str) -> bool:
        """Does what `line` says; False when it says to end."""
        verb, _, rest = _in_one(line.strip()).partition(" ")
        verb = verb.casefold()
        if not verb:
            return True
        if verb == "quit":
            return False
        if verb not in self._doing:
            self._refuse(f"There is no command {clean_line(verb)}; help lists them.")
        elif verb not in ALWAYS and not self._talk.filled.is_set():
            self._refuse("Not connected yet; try again in a moment.")
        else:
            await self._doing[verb](rest.strip())
        return True

    async def finish(self) -> None:
        """Waits until everything that left is answered, however long the line is down."""
        await self._errands.settled(whatever_it_takes=True)

    async def _help(self, rest: str) -> None:
        name = _in_one(rest).casefold()
        if name and name not in VERBS:
            self._refuse(f"There is no command {clean_line(name)}; help lists them.")
        for verb in [VERBS[name]] if name in VERBS else VERBS.values() if not name else ():
            self._say(f"{verb.usage}: {verb.help}")
            if name and verb.more:
                self._say(verb.more)

    async def _status(self, _: str) -> None:
        self._say(self._talk.wording.summary())
        conversation = self._desk.open
        if conversation is not None:
            self._say(f"Open: {self._talk.wording.row(conversation)}")

    async def _list(self, rest: str) -> None:
        first, _, words = rest.partition(" ")
        if first.casefold() in tuple(View):
            self._talk.waiting(View(first.casefold()), words)
        else:
            self._talk.waiting(View.ALL if rest else View.WAITING, rest)

    async def _open(self, rest: str) -> None:
        given = rest.removeprefix("#")
        known = self._desk.inbox.conversations
        found = known.get(int(given)) if given.isdecimal() and len(given) < 20 else None
        if found is None:
            self._refuse("There is no such conversation on this desk; list shows their numbers.")
        else:
            await self._show(found)

    async def _next(self, _: str) -> None:
        here, now = self._desk.openings.current, self._desk.now()
        found = self._desk.shelf.next_waiting(here, now)
        if found:
            await self._show(self._desk.inbox.conversations[found])
        else:
            self._say(self._desk.shelf.nobody_else(here, now))

    async def _show(self, conversation: Conversation) -> None:
        wish = self._desk.openings.open(conversation.id)
        self._talk.opened(conversation)
        self._errands.fetch(wish)
        await self._errands.settled()
        timeline = self._desk.openings.timeline
        if timeline is None or not timeline.end:
            self._refuse("Its lines could not be fetched; they come when the line is back.")
        self._talk.drafts(conversation)

    async def _older(self, _: str) -> None:
        conversation, timeline = self._desk.open, self._desk.openings.timeline
        if conversation is None or timeline is None:
            self._refuse("Open a conversation first.")
            return
        lines = self._talk.reading.older(timeline)
        if not lines:
            self._errands.fetch(self._desk.openings.older())
            await self._errands.settled()
            lines = self._talk.reading.older(timeline)
        for one in lines:
            self._say(self._talk.wording.item(conversation, one))
        if not lines:
            if timeline.start:
                self._say("This is the beginning.")
            else:
                self._refuse("Older lines could not be fetched.")

    async def _reply(self, text: str) -> None:
        await self._write(text, note=False)

    async def _note(self, text: str) -> None:
        await self._write(text, note=True)

    async def _write(self, text: str, *, note: bool) -> None:
        conversation = self._desk.open
        kind = "note" if note else "reply"
        if conversation is None:
            self._refuse("Open a conversation first.")
        elif not text:
            self._refuse(f"There is nothing to send: {VERBS[kind].usage}.")
        elif self._desk.outgoing.text(conversation.id, note=note):
            self._refuse(f"There is a draft of a {kind} here already.")
            self._talk.drafts(conversation)
        else:
            self._desk.outgoing.write(conversation.id, text, note=note)
            await self._send(note=note, anyway=False)

    async def _draft(self, rest: str) -> None:
        conversation = self._desk.open
        first, _, text = rest.partition(" ")
        note = first.casefold() == "note" and bool(text.strip())
        added = text.strip() if note else rest
        if conversation is None:
            self._refuse("Open a conversation first.")
        elif not added:
            self._talk.drafts(conversation)
        else:
            before = self._desk.outgoing.text(conversation.id, note=note)
            whole = f"{before}\n{added}" if before else added
            self._desk.outgoing.write(conversation.id, whole, note=note)
            self._talk.drafts(conversation)

    async def _send_draft(self, rest: str) -> None:
        words = rest.casefold().replace("all the same", "anyway").split()
        note = "note" in words
        conversation = self._desk.open
        if conversation is None:
            self._refuse("Open a conversation first.")
        elif set(words) - {"note", "anyway"}:
            self._refuse(f"Write {VERBS['send'].usage}; reply TEXT sends a text at once.")
        elif not self._desk.outgoing.text(conversation.id, note=note):
            self._refuse("There is no draft here.")
        else:
            await self._send(note=note, anyway="anyway" in words)

    async def _send(self, *, note: bool, anyway: bool) -> None:
        refusal = self._errands.send(note=note, anyway=anyway)
        if refusal is not None:
            more = " send anyway sends all the same." if refusal.code == "held" else ""
            self._refuse(clean_line(refusal.sentence) + more)
            self._talk.kept(note)
        elif not await self._errands.settled():
            self._say("Held until the line is back.")

    async def _drop(self, rest: str) -> None:
        conversation = self._desk.open
        note = rest.casefold() == "note"
        if conversation is None:
            self._refuse("Open a conversation first.")
        elif not self._desk.outgoing.text(conversation.id, note=note):
            self._refuse("There is no draft here.")
        else:
            self._desk.outgoing.write(conversation.id, "", note=note)
            self._say("The draft is gone.")

    async def _release(self, _: str) -> None:
        conversation = self._desk.open
        holder = conversation.holder if conversation is not None else ""
        await self._on_open(lambda one: Release(one, holder), "Released.")("")

    async def _take_over(self, _: str) -> None:
        conversation = self._desk.open
        if conversation is not None and not conversation.holder:
            self._refuse("Nobody holds this conversation; claim takes it.")
        else:
            holder = conversation.holder if conversation is not None else ""
            await self._on_open(lambda one: TakeOver(one, holder), "Taken over.")("")

    async def _close(self, rest: str) -> None:
        conversation = self._desk.open
        if conversation is not None and conversation.waiting_since and rest.casefold() != "anyway":
            self._refuse(
                "The texter still waits for an answer; close anyway closes it all the same."
            )
        else:
            seen = self._desk.seen()
            await self._on_open(lambda one: Close(one, seen), "Closed.")("")

    async def _unread(self, _: str) -> None:
        conversation = self._desk.open
        # Left before it is asked: an open conversation would be marked read again at once.
        self._desk.openings.open(0)
        if conversation is None:
            self._refuse("Open a conversation first.")
        else:
            self._errands.give(MarkUnread(conversation.id), "Marked unread.")
            await self._errands.settled()

    async def _opt_out(self, _: str) -> None:
        conversation = self._desk.open
        entry = conversation.asks_out or conversation.last_text if conversation is not None else 0
        await self._on_open(lambda one: OptOut(one, entry), "Opted out.")("")

    async def _dismiss(self, _: str) -> None:
        conversation = self._desk.open
        if conversation is not None and not conversation.asks_out:
            self._refuse("No text here may be an opt-out.")
            return
        entry = conversation.asks_out if conversation is not None else 0
        await self._on_open(lambda one: DismissOptOut(one, entry), "No opt-out.")("")

    async def _resend(self, _: str) -> None:
        ref, seen = self._desk.outgoing.new_ref(), self._desk.seen()
        again = self._on_unknown(
            lambda one, entry: ResendReply(one, entry, ref, seen), "Queued again."
        )
        await again("")

    def _on_unknown(
        self, make: Callable[[int, int], Command], done: str
    ) -> Callable[[str], Awaitable[None]]:
        """Gives a command about the newest reply of unknown delivery."""

        async def run(_: str) -> None:
            conversation = self._desk.open
            if conversation is not None and not conversation.unknown:
                self._refuse("No reply here may or may not have arrived.")
                return
            entry = conversation.unknown[-1] if conversation is not None else 0
            await self._on_open(lambda one: make(one, entry), done)("")

        return run

    def _on_open(
        self, make: Callable[[int], Command], done: str
    ) -> Callable[[str], Awaitable[None]]:
        async def run(_: str) -> None:
            conversation = self._desk.open
            if conversation is None:
                self._refuse("Open a conversation first.")
                return
            self._errands.give(make(conversation.id), done)
            await self._errands.settled()

        return run


_IN_ONE: Final = {"take over": "takeover", "look up": "lookup", "opt out": "optout"}


def _in_one(line: str) -> str:
    """`line` with a command of two words written as one."""
    for apart, together in _IN_ONE.items():
        if line[: len(apart) + 1].casefold().strip() == apart:
            return together + line[len(apart) :]
    return line
