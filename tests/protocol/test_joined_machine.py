"""Both ends of a line joined by lists that drop, delay, repeat and cut, in the hands of chance.

Unlike the seeded days of `test_joined`, every step here is a choice that Hypothesis makes and
shrinks.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.core.journal import ANA, Journal
from tests.protocol.past import JournalPast, encoded
from tmchat.core.commands import AddNote, Granted
from tmchat.core.finding import Query
from tmchat.core.inbox import Inbox
from tmchat.core.plainform import as_sent
from tmchat.core.questions import Find
from tmchat.protocol import frames as fr
from tmchat.protocol.consoleside import (
    Answered,
    ConsoleSide,
    EventsCame,
    LineUseless,
    StateReplaced,
    Update,
)
from tmchat.protocol.hubside import HubSide

LIMIT = 8
WHICH = st.integers(0, 9)


class JoinedLine(RuleBasedStateMachine):
    """One console, one hub, and two lists of messages between them.

    Both ends count messages, so that one connection that loses some and repeats others as well
    would look whole; no transport does both.
    """

    def __init__(self) -> None:
        super().__init__()
        self.past = JournalPast(Journal())
        self.console = ConsoleSide("test", as_sent)
        self.inbox = Inbox()
        self.asked: dict[int, AddNote] = {}
        self.notes = 0
        self.checked = (self.inbox, 0)
        self.granted: dict[str, set[int]] = {}
        self.the_line_is_cut_and_made_again()
        self.texts_arrive("zero", 2)
        self.all_goes_well_for_a_while(4)

    @rule(words=st.sampled_from(["one", "two", "STOP", "START"]), count=st.integers(1, 4))
    def texts_arrive(self, words: str, count: int) -> None:
        before = len(self.past.journal.events)
        for _ in range(count):
            self.past.journal.text(words)
        self._tell(before)

    @precondition(lambda self: self.inbox.conversations)
    @rule()
    def the_console_asks_for_a_note(self) -> None:
        self.notes += 1
        self._ask(AddNote(min(self.inbox.conversations), "note", f"n{self.notes}"))

    @precondition(lambda self: self.inbox.conversations)
    @rule(what=st.sampled_from(["page", "look", "question"]))
    def the_console_wants_to_know_or_tells(self, what: str) -> None:
        about = min(self.inbox.conversations)
        if what == "page":
            self.up.append(self.console.want_page(about)[1])
        elif what == "look":
            self.up.append(self.console.look(about, typing=True))
        else:
            self.up.append(self.console.inquire(Find(Query()))[1])

    @rule()
    def the_hub_beats(self) -> None:
        self.side.beat(5)

    @rule()
    def the_console_beats(self) -> None:
        self.now += 11.0
        message = self.console.beat(self.now)
        if message is not None:
            self.up.append(message)

    @precondition(lambda self: self.side.pending)
    @rule()
    def the_hub_writes(self) -> None:
        message = self.side.take()
        if message is not None:
            self.down.append(message)

    @precondition(lambda self: self.up)
    @rule()
    def the_hub_reads(self) -> None:
        self._hub_takes(self.up.pop(0))

    @precondition(lambda self: self.down)
    @rule()
    def the_console_reads(self) -> None:
        self._console_takes(self.down.pop(0))

    @rule(turns=st.integers(1, 12))
    def all_goes_well_for_a_while(self, turns: int) -> None:
        """Alone, the single steps above seldom get a console to its first state."""
        for _ in range(turns):
            if self.up:
                self._hub_takes(self.up.pop(0))
            if (message := self.side.take()) is not None:
                self.down.append(message)
            if self.down:
                self._console_takes(self.down.pop(0))

    @precondition(lambda self: self.down and not self.repeated)
    @rule(which=WHICH)
    def a_message_down_is_dropped(self, which: int) -> None:
        self.dropped = True
        self.down.pop(which % len(self.down))

    @precondition(lambda self: self.side.greeted and not self.repeated)
    @rule()
    def a_text_is_lost_between_the_two(self) -> None:
        self.dropped = True
        self.texts_arrive("lost", 1)
        self.side.take()

    @precondition(lambda self: self.up and not self.repeated)
    @rule(which=WHICH)
    def a_message_up_is_dropped(self, which: int) -> None:
        self.dropped = True
        self.up.pop(which % len(self.up))

    @precondition(lambda self: self.down and not self.dropped)
    @rule(which=WHICH)
    def a_message_down_is_repeated(self, which: int) -> None:
        self.repeated = True
        place = which % len(self.down)
        self.down.insert(place, self.down[place])

    @precondition(lambda self: self.up and not self.dropped)
    @rule(which=WHICH)
    def a_message_up_is_repeated(self, which: int) -> None:
        self.repeated = True
        place = which % len(self.up)
        self.up.insert(place, self.up[place])

    @precondition(lambda self: self.down)
    @rule()
    def a_message_is_cut_in_the_middle(self) -> None:
        self.down[-1] = self.down[-1][: len(self.down[-1]) // 2]

    @rule(kept=st.integers(0, 20))
    def the_hub_forgets_all_but_the_newest(self, kept: int) -> None:
        self.past.forgotten = max(self.past.forgotten, self.past.head - kept)

    @rule()
    def the_line_is_cut_and_made_again(self) -> None:
        self.up: list[str] = []
        self.down: list[str] = []
        self.dropped = self.repeated = False
        self.now = 0.0
        self.side = HubSide(ANA, self.past, limit=LIMIT, heartbeat=5.0)
        self.up.append(self.console.connected(self.now))
        again, self.asked = list(self.asked.values()), {}
        for command in again:
            self._ask(command)

    def teardown(self) -> None:
        """After quiet, and one sign of life each way, the console has all and was told all."""
        for _ in range(200):
            while self.up or self.down or self.side.pending:
                if self.up:
                    self._hub_takes(self.up.pop(0))
                elif self.down:
                    self._console_takes(self.down.pop(0))
                elif (message := self.side.take()) is not None:
                    self.down.append(message)
            if self._beaten_quietly():
                break
        else:
            raise AssertionError("a sign of life always finds something missing")
        assert self.console.head == self.past.head
        assert self.console.behind == 0
        assert not self.asked
        assert self.inbox.snapshot("ana") == self.past.snapshot("ana")

    def _beaten_quietly(self) -> bool:
        """Whether one more beat each way brings nothing new; it may find out that frames lack."""
        side = self.side
        self.side.beat(5)
        self.now += 11.0
        message = self.console.beat(self.now)
        if message is not None:
            self._hub_takes(message)
        while self.side is side and (message := self.side.take()) is not None:
            self._console_takes(message)
        return self.side is side

    @invariant()
    def what_the_console_shows_is_a_prefix_of_the_journal(self) -> None:
        if self.checked == (self.inbox, self.inbox.head):
            return
        truth = Inbox()
        for event in self.past.journal.events[: self.inbox.head]:
            truth.apply(event)
        assert self.inbox.snapshot("ana") == truth.snapshot("ana")
        self.checked = (self.inbox, self.inbox.head)

    @invariant()
    def the_console_claims_no_event_that_it_has_not_applied(self) -> None:
        assert self.console.head in (0, self.inbox.head)

    @invariant()
    def a_client_ref_happens_once_and_is_answered_alike(self) -> None:
        refs = [getattr(event.what, "client_ref", "") for event in self.past.journal.events]
        taken = [ref for ref in refs if ref]
        assert len(set(taken)) == len(taken)
        assert all(len(numbers) == 1 for numbers in self.granted.values())

    @invariant()
    def no_more_waits_for_a_console_than_its_limit(self) -> None:
        assert self.side._unsent <= LIMIT

    def _ask(self, command: AddNote) -> None:
        number, message = self.console.ask(command)
        self.asked[number] = command
        self.up.append(message)

    def _tell(self, before: int) -> None:
        for event in self.past.journal.events[before:]:
            self.side.offer(encoded(event))

    def _hub_takes(self, message: str) -> None:
        for wanted in self.side.receive(message, 5):
            if isinstance(wanted, fr.Ask):
                before = len(self.past.journal.events)
                outcome = self.past.journal.give(wanted.command, ANA)
                self._tell(before)
                self.side.say(fr.Answer(wanted.id, outcome))

    def _console_takes(self, message: str) -> None:
        side = self.side
        for update in self.console.receive(message, self.now):
            self._take(update)
            if self.side is not side:
                return

    def _take(self, update: Update) -> None:
        match update:
            case StateReplaced(snapshot):
                self.inbox = Inbox.of(snapshot, "ana")
            case EventsCame(events):
                for event in events:
                    self.inbox.apply(event)
            case Answered(number, outcome):
                command = self.asked.pop(number, None)
                if command is not None and isinstance(outcome, Granted):
                    self.granted.setdefault(command.client_ref, set()).add(outcome.n)
            case LineUseless():
                self.the_line_is_cut_and_made_again()


TestJoinedLine = JoinedLine.TestCase
TestJoinedLine.settings = settings(
    max_examples=60, stateful_step_count=40, derandomize=True, deadline=None
)
