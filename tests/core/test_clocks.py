"""A hub's clock that jumps back or ahead by a day: order is by event number, ages stay sane."""

import pytest

from tests.core.journal import ANA, BRANCH, KIM, SAM, SHOP
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.arrivals import Arrival, arrive
from tmchat.core.decide import decide
from tmchat.core.inbox import Inbox
from tmchat.core.records import Conversation, Delivery
from tmchat.core.views import Listing, Tally, place

DAY = 86_400_000
NOON = 1_772_366_400_000


class Desk:
    """A desk whose hub stamps events by a clock that is set by hand."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.now = NOON
        self.events: list[ev.Event] = []

    def happen(self, *happenings: ev.Happening) -> None:
        for what in happenings:
            event = ev.Event(self.inbox.head + 1, self.now, what)
            self.events.append(event)
            self.inbox.apply(event)
            self.now += 1_000

    def text(self, words: str, texter: str = SAM, number: str = SHOP) -> Conversation:
        self.happen(*arrive(self.inbox, Arrival(texter, number, words)))
        found = self.inbox.between(texter, number)
        assert found is not None
        return found

    def reply(self, about: int, words: str) -> None:
        command = cmd.SendReply(about, words, f"ref-{self.inbox.head}", self.inbox.head)
        decision = decide(self.inbox, command, ANA)
        assert not isinstance(decision, cmd.Refused)
        self.happen(*decision)


@pytest.mark.parametrize("jump", [-DAY, DAY])
def test_who_waits_longest_is_whose_text_came_first(jump: int) -> None:
    desk = Desk()
    first = desk.text("Hello?")
    desk.now += jump
    second = desk.text("Hello?", KIM)
    desk.now -= jump
    third = desk.text("Hello?", SAM, BRANCH)
    listing = Listing(lambda one: True)
    listing.fill(desk.inbox.conversations.values())
    assert listing.ids() == [first.id, second.id, third.id]
    tally = Tally()
    tally.fill(desk.inbox.conversations.values())
    assert tally.first(SHOP) == first.waiting_entry
    assert tally.oldest(SHOP) == first.waiting_since
    assert tally.waiting(SHOP) == 2


@pytest.mark.parametrize("jump", [-DAY, DAY])
def test_a_failed_reply_brings_the_first_texts_place_back(jump: int) -> None:
    desk = Desk()
    first, second = desk.text("Hello?"), desk.text("Hello?", KIM)
    desk.now += jump
    desk.reply(first.id, "Yes")
    entry = desk.inbox.head
    assert place(desk.inbox.conversations[first.id])[0] == 1
    desk.happen(ev.DeliveryChanged(first.id, entry, Delivery.FAILED, "no"))
    back = desk.inbox.conversations[first.id]
    assert (back.waiting_since, back.waiting_entry) == (first.waiting_since, first.waiting_entry)
    assert place(back) < place(desk.inbox.conversations[second.id])


def test_the_latest_word_comes_first_whatever_the_clock_said() -> None:
    desk = Desk()
    first, second = desk.text("Hello?"), desk.text("Hello?", KIM)
    desk.reply(first.id, "Yes")
    desk.now -= DAY
    desk.reply(second.id, "Yes")
    conversations = desk.inbox.conversations
    assert conversations[second.id].last_at < conversations[first.id].last_at
    assert place(conversations[second.id]) < place(conversations[first.id])


@pytest.mark.parametrize("jump", [-DAY, DAY])
def test_what_holds_a_reply_goes_by_number(jump: int) -> None:
    desk = Desk()
    about = desk.text("Hello?").id
    seen = desk.inbox.head
    desk.now += jump
    desk.text("No, wait")
    stale = cmd.SendReply(about, "Yes", "ref", seen)
    held = decide(desk.inbox, stale, ANA)
    assert isinstance(held, cmd.Refused) and held.code == "held"


def test_a_tally_kept_up_is_one_made_anew_over_jumps() -> None:
    desk, tally = Desk(), Tally()
    for step in range(12):
        desk.now += (-DAY, DAY, 0)[step % 3]
        texter, number = (SAM, KIM)[step % 2], (SHOP, BRANCH)[step % 5 % 2]
        before = desk.inbox.between(texter, number)
        after = desk.text("Hello?", texter, number)
        tally.update(before, after)
        if step % 4 == 3:
            desk.reply(after.id, "Yes")
            tally.update(after, desk.inbox.conversations[after.id])
        anew = Tally()
        anew.fill(desk.inbox.conversations.values())
        for one in (SHOP, BRANCH):
            assert tally.first(one) == anew.first(one)
            assert tally.oldest(one) == anew.oldest(one)
