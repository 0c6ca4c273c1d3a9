"""Tests of records as plain JSON values; which frames exist is tested with the protocol."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import Journal, journals
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import Snapshot
from tmchat.core.plainform import Unreadable, one_of, plain, record
from tmchat.core.records import Agent, Conversation, Entry, EntryKind, Role, TrackingNumber
from tmchat.core.setup.trees import Difference

TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
st.register_type_strategy(
    TrackingNumber, st.builds(TrackingNumber, TEXT, st.integers(), TEXT, route=JSON)
)

SMALL = st.integers(0, 99)
st.register_type_strategy(Difference, st.builds(Difference, TEXT, JSON, JSON))
for kind, fields in {
    cmd.OrderNumber: (SMALL, JSON, JSON, TEXT),
    cmd.OrderPool: (SMALL, SMALL, JSON, JSON, TEXT),
    cmd.GrowPool: (SMALL, SMALL, JSON, st.booleans(), TEXT),
    cmd.MakeGroup: (JSON, TEXT),
}.items():
    st.register_type_strategy(kind, st.builds(kind, *fields))


def over_the_wire(form: Any) -> Any:
    return json.loads(json.dumps(form))


@given(journals())
def test_everything_that_happens_round_trips(journal: Journal) -> None:
    for event in journal.events:
        assert record(ev.Event, over_the_wire(plain(event))) == event
    for agent in ("ana", "ben", "nobody"):
        snapshot = journal.inbox.snapshot(agent)
        assert record(Snapshot, over_the_wire(plain(snapshot))) == snapshot


@given(st.from_type(Entry) | st.from_type(Conversation) | st.from_type(Agent))
def test_every_record_round_trips_with_any_text(one: Any) -> None:
    try:
        back = record(type(one), over_the_wire(plain(one)))
    except Unreadable as fault:
        assert "64 bits" in str(fault)
    else:
        assert back == one


@pytest.mark.parametrize("union", [ev.Happening, cmd.Command, cmd.Outcome])
@given(st.data())
def test_every_member_of_a_union_names_itself(union: Any, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(get_args(union)).flatmap(st.from_type))
    form = over_the_wire(plain(one))
    assert form["is"] == type(one).__name__
    try:
        assert one_of(union, form) == one
    except Unreadable as fault:
        assert "64 bits" in str(fault)


@given(JSON, st.sampled_from([ev.Event, Entry, Conversation, TrackingNumber, cmd.SendReply]))
def test_any_json_is_read_or_unreadable(form: Any, cls: type) -> None:
    try:
        one: object = record(cls, form)
    except Unreadable:
        return
    assert isinstance(one, cls)


def test_fields_at_their_default_are_left_out() -> None:
    assert plain(Entry(3, 7, EntryKind.NOTE)) == {"id": 3, "at": 7, "kind": "note"}
    assert plain(cmd.RefreshNumbers()) == {"is": "RefreshNumbers"}


def test_a_newer_hub_may_say_more() -> None:
    assert record(Agent, {"name": "ana", "role": "agent", "mood": "good"}) == Agent(
        "ana", Role.AGENT
    )


@pytest.mark.parametrize(
    ("cls", "form", "fault"),
    [
        (Agent, None, "wanted a Agent"),
        (Agent, {"role": "agent"}, "Agent.name is missing"),
        (Agent, {"name": 3, "role": "agent"}, "Agent.name: wanted text"),
        (Agent, {"name": "ana", "role": "owner"}, "Agent.role: no such Role"),
        (Agent, {"name": "ana", "role": ["agent"]}, "Agent.role: no such Role"),
        (Entry, {"id": True, "at": 1, "kind": "note"}, "Entry.id: wanted int"),
        (Entry, {"id": 1.0, "at": 1, "kind": "note"}, "Entry.id: wanted int"),
        (Entry, {"id": 1 << 63, "at": 1, "kind": "note"}, "wider than 64 bits"),
        (Entry, {"id": 1, "at": 1, "kind": "note", "media": "a"}, "Entry.media: wanted a list"),
        (cmd.Claim, {"conversation": -(1 << 63) - 1}, "wider than 64 bits"),
        (ev.Event, {"n": 1, "at": 1, "what": {"is": "Entry"}}, "Event.what: wanted one of"),
        (ev.Event, {"n": 1, "at": 1, "what": {"is": ["x"]}}, "Event.what: wanted one of"),
    ],
)
def test_what_is_unreadable_says_where(cls: type, form: Any, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        record(cls, form)


def test_a_fault_never_quotes_what_came() -> None:
    with pytest.raises(Unreadable) as caught:
        record(Agent, {"name": "my secret text", "role": "my secret role"})
    assert "secret" not in str(caught.value)


def test_the_widest_number_is_read() -> None:
    assert record(cmd.Claim, {"conversation": (1 << 63) - 1}).conversation == (1 << 63) - 1


def test_every_text_passes_through_words() -> None:
    form = {"number": "a", "name": "b", "route": {"c": ["d", {"e": "f"}], "g": 1}}
    shouted = record(TrackingNumber, form, str.upper)
    assert (shouted.number, shouted.name) == ("A", "B")
    assert shouted.route == {"C": ["D", {"E": "F"}], "G": 1}
    entry = record(
        Entry, {"id": 1, "at": 2, "kind": "text", "media": ["m"], "text": "t"}, str.upper
    )
    assert (entry.media, entry.text, entry.kind) == (("M",), "T", EntryKind.TEXT)


def test_what_is_no_record_has_no_plain_form() -> None:
    with pytest.raises(TypeError):
        plain(object())
