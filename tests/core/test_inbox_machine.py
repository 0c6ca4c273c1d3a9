"""A desk in the hands of chance: whatever happens in whatever order, these sentences hold.

The machine plays the hub on a journal and, beside it, consoles that came at different times.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.core.journal import ADA, ANA, BEN, BRANCH, KIM, SAM, SHOP, SUE, Journal
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.records import Agent, CannedReply, Delivery, OptOutScope, TrackingNumber

AGENTS = st.sampled_from([ANA, BEN, SUE, ADA])
WORDS = st.sampled_from(["Hello?", "STOP", "start", "please stop texting me", "help", ""])
PLACE = st.integers(0, 5)


class LivingInbox(RuleBasedStateMachine):
    """One hub's inbox, the journal that it makes, and consoles that follow it."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = Journal(OptOutScope.NUMBER)
        self.consoles: list[tuple[str, Inbox]] = []
        self.replies = 0

    @rule(texter=st.sampled_from([SAM, KIM]), number=st.sampled_from([SHOP, BRANCH]), words=WORDS)
    def a_text_arrives(self, texter: str, number: str, words: str) -> None:
        self.journal.text(words, texter=texter, number=number)

    @precondition(lambda self: self.journal.inbox.conversations)
    @rule(place=PLACE, agent=AGENTS, behind=st.integers(0, 2), anyway=st.booleans())
    def an_agent_replies(self, place: int, agent: Agent, behind: int, anyway: bool) -> None:
        about = self._about(place)
        seen = self.journal.inbox.conversations[about].last_entry - behind
        self.replies += 1
        before = self.journal.inbox.conversations[about]
        reply = cmd.SendReply(about, "yes", f"r{self.replies}", seen, anyway)
        outcome = self.journal.give(reply, agent)
        if before.opted_out or (behind and not anyway and before.last_text > seen):
            assert isinstance(outcome, cmd.Refused)
        assert self.journal.give(reply, agent) == outcome or isinstance(outcome, cmd.Refused)

    @precondition(lambda self: self.journal.inbox.conversations)
    @rule(place=PLACE, agent=AGENTS)
    def an_agent_claims(self, place: int, agent: Agent) -> None:
        about = self._about(place)
        held = self.journal.inbox.conversations[about].holder
        outcome = self.journal.give(cmd.Claim(about), agent)
        if held not in ("", agent.name):
            assert isinstance(outcome, cmd.Refused)
            assert self.journal.inbox.conversations[about].holder == held

    @precondition(lambda self: self.journal.inbox.conversations)
    @rule(place=PLACE, agent=AGENTS, holder=st.sampled_from(["", "ana", "ben"]))
    def an_agent_takes_over(self, place: int, agent: Agent, holder: str) -> None:
        about = self._about(place)
        before = self.journal.inbox.conversations[about].holder
        outcome = self.journal.give(cmd.TakeOver(about, holder), agent)
        if isinstance(outcome, cmd.Granted) and outcome.n:
            assert before in ("", holder)

    @precondition(lambda self: self.journal.inbox.conversations)
    @rule(
        place=PLACE,
        agent=AGENTS,
        kind=st.sampled_from([cmd.Release, cmd.Close, cmd.Reopen, cmd.MarkUnread]),
    )
    def an_agent_puts_it_somewhere(
        self,
        place: int,
        agent: Agent,
        kind: type[cmd.Release | cmd.Close | cmd.Reopen | cmd.MarkUnread],
    ) -> None:
        self.journal.give(kind(self._about(place)), agent)

    @precondition(lambda self: self.journal.inbox.conversations)
    @rule(place=PLACE, agent=AGENTS)
    def an_agent_reads(self, place: int, agent: Agent) -> None:
        about = self.journal.inbox.conversations[self._about(place)]
        self.journal.give(cmd.MarkRead(about.id, about.last_entry, about.inbound), agent)

    @precondition(lambda self: any(self.journal.timelines.values()))
    @rule(place=PLACE, where=st.sampled_from(Delivery))
    def a_reply_comes_further_or_fails(self, place: int, where: Delivery) -> None:
        about = self._about(place)
        entries = self.journal.timelines.get(about, {}).values()
        replies = [one.id for one in entries if one.delivery]
        if replies:
            self.journal.happen(ev.DeliveryChanged(about, replies[place % len(replies)], where))

    @rule(number=st.sampled_from([SHOP, BRANCH]), attached=st.booleans())
    def a_number_becomes_known(self, number: str, attached: bool) -> None:
        self.journal.happen(ev.NumberListed(TrackingNumber(number, 1, "Shop", attached=attached)))

    @rule(agent=AGENTS, title=st.sampled_from(["Hours", "Greeting"]), text=st.sampled_from("ab"))
    def a_canned_reply_is_kept(self, agent: Agent, title: str, text: str) -> None:
        before = dict(self.journal.inbox.canned)
        outcome = self.journal.give(cmd.KeepCanned(CannedReply(title, text)), agent)
        if isinstance(outcome, cmd.Refused):
            assert self.journal.inbox.canned == before
        else:
            assert self.journal.inbox.canned == {**before, title: CannedReply(title, text)}

    @rule(agent=AGENTS, title=st.sampled_from(["Hours", "Greeting"]))
    def a_canned_reply_is_removed(self, agent: Agent, title: str) -> None:
        outcome = self.journal.give(cmd.RemoveCanned(title), agent)
        assert isinstance(outcome, cmd.Refused) or title not in self.journal.inbox.canned

    @rule(agent=AGENTS)
    def a_console_comes_with_a_fresh_state(self, agent: Agent) -> None:
        snapshot = self.journal.inbox.snapshot(agent.name)
        self.consoles = [*self.consoles[-4:], (agent.name, Inbox.of(snapshot, agent.name))]

    @precondition(lambda self: self.consoles)
    @rule(place=PLACE, count=st.integers(1, 8))
    def a_console_hears_some_events(self, place: int, count: int) -> None:
        _, inbox = self.consoles[place % len(self.consoles)]
        for event in self.journal.events[inbox.head : inbox.head + count]:
            inbox.apply(event)

    def teardown(self) -> None:
        """After quiet every console shows what the hub knows."""
        for agent, inbox in self.consoles:
            for event in self.journal.events[inbox.head :]:
                inbox.apply(event)
            assert inbox.snapshot(agent) == self.journal.inbox.snapshot(agent)

    @invariant()
    def events_are_numbered_from_one_without_a_gap(self) -> None:
        assert [event.n for event in self.journal.events] == list(
            range(1, self.journal.inbox.head + 1)
        )

    @invariant()
    def a_console_shows_exactly_what_the_journal_makes_of_its_prefix(self) -> None:
        for agent, inbox in self.consoles[-1:]:
            truth = Inbox()
            for event in self.journal.events[: inbox.head]:
                truth.apply(event)
            assert inbox.snapshot(agent) == truth.snapshot(agent)

    @invariant()
    def unread_is_never_negative_and_never_more_than_came_in(self) -> None:
        inbox = self.journal.inbox
        for one in inbox.conversations.values():
            for agent in ("ana", "ben", "sue", "ada"):
                assert 0 <= inbox.unread(agent, one) <= one.inbound

    @invariant()
    def who_holds_holds_since_some_time_and_nothing_closed(self) -> None:
        for one in self.journal.inbox.conversations.values():
            assert bool(one.holder) == bool(one.held_since)
            assert not (one.closed and (one.holder or one.waiting_since))

    @invariant()
    def nobody_waits_who_opted_out(self) -> None:
        for one in self.journal.inbox.conversations.values():
            assert not (one.opted_out and one.waiting_since and not one.answered_wait)

    @invariant()
    def a_texter_and_a_number_have_one_conversation(self) -> None:
        inbox = self.journal.inbox
        pairs = [(one.texter, one.number) for one in inbox.conversations.values()]
        assert len(set(pairs)) == len(pairs)
        for one in inbox.conversations.values():
            assert inbox.between(one.texter, one.number) == one

    def _about(self, place: int) -> int:
        known = sorted(self.journal.inbox.conversations)
        return known[place % len(known)]


TestLivingInbox = LivingInbox.TestCase
TestLivingInbox.settings = settings(
    max_examples=60, stateful_step_count=40, derandomize=True, deadline=None
)
