"""Tests of a desk's rules under chance on a virtual clock, and that the simulation finds faults."""

from typing import Any, get_args

import pytest

from tests.core.journal import Journal
from tests.torture import simulation
from tests.torture.simulation import Simulation
from tmchat.core import commands as cmd
from tmchat.core.decide import decide
from tmchat.core.inbox import Inbox
from tmchat.core.later import Later
from tmchat.core.records import Agent, Conversation, Delivery
from tmchat.protocol.hubside import EncodedEvent, HubSide

PARTS = 20
SEEDS = 500
"""In each part; `python -m tests.torture --seeds` plays more."""


@pytest.mark.parametrize("part", range(PARTS))
def test_the_invariants_hold_after_any_day(part: int) -> None:
    for seed in range(part * SEEDS, (part + 1) * SEEDS):
        assert not Simulation(seed).run(), f"seed {seed}"


def test_a_seed_plays_the_same_day_again() -> None:
    one, other = Simulation(70), Simulation(70)
    assert one.run() == other.run() == []
    assert one.journal.events == other.journal.events
    assert len(one.journal.events) > 20
    assert one.received == other.received


def found(seeds: int = 60) -> set[str]:
    """The names of the invariants that some day breaks."""
    return {one.partition(":")[0] for seed in range(seeds) for one in Simulation(seed).run()}


def test_a_hub_that_forgets_client_refs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(self: Journal, command: cmd.Command, agent: Agent) -> cmd.Outcome:
        decision = decide(self.inbox, command, agent)
        if isinstance(decision, cmd.Refused):
            return decision
        self.happen(*decision)
        return cmd.Granted(self.inbox.head if decision else 0)

    monkeypatch.setattr(Journal, "give", give)
    assert "I6" in found()


def test_a_hub_that_skips_an_event_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = HubSide.offer

    def offer(self: HubSide, event: EncodedEvent) -> None:
        if event.n % 7:
            whole(self, event)

    monkeypatch.setattr(HubSide, "offer", offer)
    assert "I4" in found()


def test_a_wrong_count_of_unread_texts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(self: Inbox, agent: str, conversation: Conversation) -> int:
        return conversation.inbound

    monkeypatch.setattr(Inbox, "unread", unread)
    assert "I9" in found()


def test_a_reply_sent_again_though_unknown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(self: Any, about: int, outcome: Delivery) -> None:
        # What may not be sent at all would be tried for ever.
        locked = self.journal.inbox.conversations[about].opted_out
        again = outcome is Delivery.UNKNOWN and not locked
        whole(self, about, Delivery.QUEUED if again else outcome)

    whole = Simulation._end
    monkeypatch.setattr(Simulation, "_end", end)
    assert "I6" in found()


def test_a_hub_that_comes_back_and_holds_nothing_up_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The day in which a reply was on its way when the hub died, and the next one overtook it.
    assert Simulation(133_540).run() == []
    monkeypatch.setattr(simulation, "HELD", 0.0)
    (one,) = Simulation(133_540).run()
    assert one.startswith("I7")


def test_days_hold_snoozes_that_end_and_scheduled_replies_that_go_out_or_are_held() -> None:
    days = [Simulation(seed) for seed in range(40)]
    for day in days:
        assert day.run() == []
    kinds = {type(event.what) for day in days for event in day.journal.events}
    assert kinds >= set(get_args(Later))
