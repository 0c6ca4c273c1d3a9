"""Tests of texts on their way from composer to answer; the files are tested with the link."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tmchat.console.outgoing import Outgoing, command_of
from tmchat.core.commands import AddNote, Granted, Refused, SendReply
from tmchat.link.drafts import Draft, Drafts
from tmchat.link.line import UNDECIDED

HELD = Refused("held", "The conversation moved on.")
LOST = Refused(UNDECIDED, "The line broke before the answer.")


def refs() -> Iterator[str]:
    return (f"r{number}" for number in count(1))


class Console:
    """An agent's texts over restarts of the console: references go on, files stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refs = refs()
        self.warned: list[str] = []
        self.outgoing = self.start()

    def start(self) -> Outgoing:
        """The console is started, after an end of any kind."""
        drafts = Drafts(self.folder, "ana", self.warned.append)
        self.outgoing = Outgoing(drafts, self.refs.__next__)
        return self.outgoing

    def send(self, text: str, *, note: bool = False) -> Draft:
        """Writes and sends in conversation 7."""
        self.outgoing.write(7, text, note=note)
        draft = self.outgoing.leave(7, note=note, seen=5, anyway=False)
        assert draft is not None
        return draft


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def test_what_is_written_is_there_after_a_restart(console: Console) -> None:
    for text in ("Y", "Ye", "Yes\n"):
        console.outgoing.write(7, text)
    console.outgoing.write(7, "vip", note=True)
    for outgoing in (console.outgoing, console.start()):
        assert outgoing.text(7) == "Yes\n"
        assert outgoing.text(7, note=True) == "vip"
        assert (outgoing.drafted(7), outgoing.drafted(8)) == (True, False)
        assert outgoing.on_its_way() == []


def test_an_emptied_composer_is_no_draft(console: Console) -> None:
    console.outgoing.write(7, "")
    console.outgoing.write(7, "Y")
    console.outgoing.write(7, "")
    assert not console.outgoing.drafted(7)
    assert console.outgoing.leave(7, note=False, seen=5, anyway=False) is None
    assert not console.start().drafted(7)


def test_a_reply_keeps_its_reference_from_the_first_letter_to_the_answer(console: Console) -> None:
    console.outgoing.write(7, "Y")
    console.start()
    draft = console.send("Yes")
    assert command_of(draft) == SendReply(7, "Yes", "r1", 5)
    assert console.outgoing.text(7) == ""
    (again,) = console.start().on_its_way()
    assert command_of(again) == command_of(draft)
    assert console.outgoing.in_flight(7) == [again]
    assert console.outgoing.in_flight(8) == []
    assert not console.outgoing.answered(again, Granted(9))
    assert console.outgoing.on_its_way() == console.start().on_its_way() == []


def test_a_note_is_a_note(console: Console) -> None:
    assert command_of(console.send("vip", note=True)) == AddNote(7, "vip", "r1")


def test_two_replies_have_two_references_and_their_order(console: Console) -> None:
    first, second = console.send("one"), console.send("two")
    assert first.client_ref != second.client_ref
    assert [draft.text for draft in console.outgoing.in_flight(7)] == ["one", "two"]


def test_what_was_refused_is_back_in_the_composer(console: Console) -> None:
    draft = console.send("Yes")
    assert console.outgoing.answered(draft, HELD)
    for outgoing in (console.outgoing, console.start()):
        assert outgoing.text(7) == "Yes"
        assert outgoing.on_its_way() == []
    assert console.send("Yes!").client_ref == draft.client_ref


def test_what_was_refused_stands_before_what_was_written_since(console: Console) -> None:
    draft = console.send("Yes")
    console.outgoing.write(7, "and more")
    assert console.outgoing.answered(draft, HELD)
    assert console.start().text(7) == "Yes\nand more"


def test_a_second_refusal_of_the_same_reply_changes_nothing(console: Console) -> None:
    draft = console.send("Yes")
    assert console.outgoing.answered(draft, HELD)
    assert not console.outgoing.answered(draft, HELD)
    assert console.outgoing.text(7) == "Yes"


def test_what_the_hub_may_have_stays_on_its_way(console: Console) -> None:
    draft = console.send("Yes")
    assert not console.outgoing.answered(draft, LOST)
    assert console.outgoing.text(7) == ""
    for outgoing in (console.outgoing, console.start()):
        assert [one.client_ref for one in outgoing.on_its_way()] == [draft.client_ref]


def test_an_event_settles_a_reply_before_its_answer(console: Console) -> None:
    draft = console.send("Yes")
    assert not console.outgoing.arrived("somebody else's")
    assert console.outgoing.arrived(draft.client_ref)
    assert not console.outgoing.arrived(draft.client_ref)
    assert console.outgoing.in_flight(7) == []
    assert not console.outgoing.answered(draft, HELD)
    assert not console.outgoing.answered(draft, Granted(9))
    assert console.outgoing.text(7) == ""
    assert console.start().on_its_way() == []


@pytest.mark.parametrize(
    ("edited", "rest"),
    [("Come at 3", ""), ("Come at 3\nor 4", "or 4"), ("Come at 5", "Come at 5")],
)
def test_what_was_refused_and_had_left_after_all_is_not_sent_under_its_name_again(
    console: Console, edited: str, rest: str
) -> None:
    draft = console.send("Come at 3")
    assert console.outgoing.answered(draft, Refused("storage", "The disk is full."))
    console.outgoing.write(7, edited)
    assert not console.outgoing.left_after_all("somebody else's", "Come at 3")
    assert console.outgoing.left_after_all(draft.client_ref, "Come at 3") == 7
    assert console.start().text(7) == rest
    if rest:
        again = console.outgoing.leave(7, note=False, seen=9, anyway=False)
        assert again is not None
        assert again.client_ref != draft.client_ref


@pytest.mark.parametrize(
    ("newer", "whole"),
    [
        ("", "Yes"),
        ("and more", "Yes\nand more"),
        ("Yes", "Yes"),
        ("Yes\nand more", "Yes\nand more"),
    ],
)
def test_what_the_carrier_refused_is_another_reply(
    console: Console, newer: str, whole: str
) -> None:
    draft = console.send("Yes")
    assert console.outgoing.arrived(draft.client_ref)
    console.outgoing.write(7, newer)
    console.outgoing.give_back(7, "Yes")
    assert console.start().text(7) == whole
    again = console.outgoing.leave(7, note=False, seen=9, anyway=False)
    assert again is not None
    assert again.client_ref != draft.client_ref


def test_a_reply_that_waits_can_be_taken_back_once(console: Console) -> None:
    outgoing = console.outgoing
    outgoing.write(7, "one")
    waiting = outgoing.hold(7, seen=5, anyway=False, due=12.0)
    assert waiting is not None
    assert outgoing.waits(7) is waiting
    assert (outgoing.text(7), outgoing.drafted(7), outgoing.on_its_way()) == ("", True, [])
    outgoing.write(7, "two")
    assert outgoing.take_back(7)
    assert not outgoing.take_back(7)
    assert outgoing.text(7) == "one\ntwo"
    assert outgoing.waiting() == []


def test_a_reply_that_waited_departs_with_what_it_was_sent_with(console: Console) -> None:
    outgoing = console.outgoing
    assert outgoing.hold(7, seen=5, anyway=True, due=12.0) is None
    outgoing.write(7, "one")
    outgoing.hold(7, seen=5, anyway=True, due=12.0)
    outgoing.write(7, "two")
    draft = outgoing.depart(7)
    assert draft is not None
    assert command_of(draft) == SendReply(7, "one", "r1", 5, True)
    assert outgoing.on_its_way() == [draft]
    assert outgoing.text(7) == "two"
    assert outgoing.depart(7) is None
    assert [one.text for one in console.start().on_its_way()] == ["one"]
