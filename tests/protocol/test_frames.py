"""Tests of frames as messages; when which frame is sent is tested with both sides."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ADA, Journal, journals
from tmchat.core import commands as cmd
from tmchat.core.plainform import Unreadable, as_sent
from tmchat.core.presence import Presence
from tmchat.core.questions import (
    CallsBetween,
    ChangeMade,
    ChangesTold,
    PoolNumber,
    SetupOf,
    SetupTold,
)
from tmchat.core.setup.plans import Kind, Setup, Target, planned
from tmchat.core.text import clean
from tmchat.protocol import frames as fr

SHOP = Setup(Target(Kind.POOL, 7), "Maple", "v1", {"name": "Maple", "replace": {"all": True}})
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
ID = st.integers(0, 1 << 62)
UP: st.SearchStrategy[fr.Up] = st.one_of(
    st.builds(fr.Hello, ID, ANY_TEXT, ANY_TEXT, ID),
    st.builds(fr.Ask, ID, st.builds(cmd.SendReply, ID, ANY_TEXT, ANY_TEXT, ID, st.booleans())),
    st.builds(fr.Ask, ID, st.builds(cmd.Claim, ID)),
    st.builds(fr.Inquire, ID, st.builds(CallsBetween, ID, ID, ANY_TEXT)),
    st.builds(fr.Inquire, ID, st.builds(SetupOf, st.builds(Target, st.sampled_from(Kind), ID))),
    st.builds(fr.WantPage, ID, ID, ID, ID, ID),
    st.builds(fr.Beat, ID, ID),
)


def downs(journal: Journal) -> list[fr.Down]:
    """One of every frame of a hub, with what the journal has."""
    snapshot = journal.inbox.snapshot("ana")
    frames: list[fr.Down] = [
        fr.Welcome(fr.VERSION, "e", "r", ADA, snapshot.head, 9, 0.5, fresh=True, desk="Tires"),
        fr.Fresh(snapshot.groups, snapshot.numbers, snapshot.conversations, snapshot.marks),
        fr.Fresh(head=snapshot.head, last=True, part=1),
        fr.Happened(tuple(journal.events)),
        fr.Answer(1, cmd.Granted(5)),
        fr.Answer(2, cmd.Refused("held", "The conversation moved on.")),
        fr.Carrier(listing=True, trouble="The carrier does not answer; 2 replies wait."),
        fr.Present((Presence("ben", 1, typing=True),)),
        fr.Tell(4, SetupTold(SHOP, (PoolNumber(7, "+12245550121"),))),
        fr.Tell(5, ChangesTold((ChangeMade(7, 9, "ana", planned(SHOP, {"name": "Oak"})),))),
        fr.Tell(6, cmd.Refused("offline", "No.")),
        fr.Beat(snapshot.head, 9),
        fr.Bye("leaving", "The hub is being stopped."),
    ]
    for about in journal.inbox.conversations:
        entries, start, end = journal.page(about)
        frames.append(fr.Page(3, about, entries, start, end))
    return frames


@given(st.lists(UP, max_size=4))
def test_what_a_console_sends_is_read_as_sent(frames: list[fr.Up]) -> None:
    message = fr.encode(frames)
    assert message.isascii()
    assert fr.decode_up(message) == frames
    assert fr.decode_up(message.encode()) == frames


@given(journals())
def test_what_the_hub_sends_is_read_as_sent(journal: Journal) -> None:
    frames = downs(journal)
    message = fr.encode(frames)
    assert message.isascii()
    assert fr.decode_down(message, as_sent) == frames


def test_every_frame_is_tried_above() -> None:
    journal = Journal()
    journal.text("Hi")
    assert {type(frame) for frame in downs(journal)} == set(get_args(fr.Down))


@given(journals())
def test_events_encoded_once_make_the_same_frame(journal: Journal) -> None:
    parts = [fr.encode_part(event) for event in journal.events]
    assert fr.join([fr.happened(parts)]) == fr.encode([fr.Happened(tuple(journal.events))])


def test_nothing_of_the_hub_reaches_a_console_uncleaned() -> None:
    journal = Journal()
    about = journal.text("\x1b]0;owned\x07 \ud83d \u202eevil")
    hostile = "\x1b[2J"
    frames = [
        *downs(journal),
        fr.Bye(hostile, hostile),
        fr.Answer(1, cmd.Refused(hostile, hostile)),
        fr.Page(1, about, journal.page(about)[0]),
    ]
    read = repr(fr.decode_down(fr.encode(frames), clean))
    for raw in ("\\x1b", "\\x07", "\\ud83d", "\\u202e"):
        assert raw not in read
    assert "␛" in read


@pytest.mark.parametrize(
    "message",
    [
        *("", "{", "null", "7", '"x"', "{}", "[7]", "[{}]", '[{"is":"Nobody"}]', b"\xff\xfe\xff"),
        *('[{"is":"Hello"}]', '[{"is":"Ask","id":1}]', '[{"is":"Welcome","version":1}]'),
        '[{"is":"Ask","id":1,"command":{"is":"Hello","version":1,"client":"x"}}]',
        '[{"is":"Beat","head":1e400}]',
        '[{"is":"Beat","head":' + "9" * 5_000 + "}]",
        "[" * 100_000,
        "[" * 300 + "]" * 300,
    ],
)
def test_what_is_no_message_is_unreadable(message: str | bytes) -> None:
    with pytest.raises(Unreadable):
        fr.decode_up(message)
    with pytest.raises(Unreadable):
        fr.decode_down(message, as_sent)


@pytest.mark.parametrize("depth", [100, 400, 800, 2_000, 50_000])
def test_a_route_nested_without_end_ends_nothing(depth: int) -> None:
    form = json.loads(fr.encode_part(fr.Fresh(numbers=(), head=1)))
    form["numbers"] = [{"number": "+12245550121", "route": "DEEP"}]
    message = json.dumps([form]).replace('"DEEP"', "[" * depth + "]" * depth)
    try:
        fr.decode_down(message, as_sent)
    except Unreadable:
        assert depth > 100


@given(st.text(max_size=30) | st.binary(max_size=30))
def test_any_message_is_read_or_unreadable(message: str | bytes) -> None:
    for decode in (fr.decode_up, lambda m: fr.decode_down(m, as_sent)):
        try:
            decode(message)
        except Unreadable:
            continue
