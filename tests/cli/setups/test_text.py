"""Setups as TOML and back: nothing is lost, and the line of everything is known."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.cli.setups.comparing import Present, compare
from tmchat.cli.setups.orders import order_problems, order_request
from tmchat.cli.setups.reading import Entry, Fault, read_entries
from tmchat.cli.setups.writing import Unwritable, value_text, written
from tmchat.core.setup.plans import Kind, Setup, Target
from tmchat.core.setup.trees import tidy

texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
others = st.dictionaries(st.text(min_size=1), json_values, min_size=1, max_size=3)
leaves = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.booleans(),
        "text": texts,
        "key": st.integers(),
        "words": st.lists(texts, min_size=1, max_size=3),
        "other": others,
    },
)
trees = st.fixed_dictionaries(
    {"name": texts},
    optional={
        "sms": leaves,
        "calls": st.fixed_dictionaries(
            {"kind": st.just("key_press")},
            optional={"keys": st.dictionaries(st.sampled_from("0123456789*#"), leaves)},
        ),
        "replace": st.fixed_dictionaries({"sources": st.lists(leaves, min_size=1, max_size=2)}),
        "other": others,
    },
)


def read_back(text: str, kind: Kind = Kind.NUMBER) -> tuple[list[Entry], list[Fault]]:
    """What a file with this text holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "setups.toml"
        path.write_text(text, "utf-8", newline="")
        return read_entries(path, kind, "US")


def setup(tree: dict[str, Any], id: int = 1) -> Setup:
    """A number set up so."""
    return Setup(Target(Kind.NUMBER, id), f"+1224555010{id}", "v", tidy(tree))


@given(st.lists(trees, min_size=1, max_size=3))
def test_every_tree_comes_back_from_its_text(listed: list[dict[str, Any]]) -> None:
    setups = [setup(tree, place) for place, tree in enumerate(listed, 1)]
    text = "".join(written(Kind.NUMBER, setups))
    entries, faults = read_back(text)
    assert not faults
    assert [entry.tree for entry in entries] == [one.tree for one in setups]
    assert [(entry.id, entry.number) for entry in entries] == [
        (one.target.id, one.label) for one in setups
    ]
    lines = text.splitlines() if "\x85" not in text else []
    for entry in entries if lines else ():
        assert lines[entry.lines[""] - 1] == "[[number]]"
        assert lines[entry.lines["name"] - 1].startswith("name = ")


@given(texts)
def test_a_text_in_a_file_can_do_nothing_to_a_terminal(text: str) -> None:
    assert value_text(text).isprintable()


def test_a_text_with_half_a_character_is_left_out_with_a_word() -> None:
    with pytest.raises(Unwritable):
        value_text("\ud83d")
    text = "".join(written(Kind.NUMBER, [setup({"name": "\ud83d", "sms": {"kind": "none"}})]))
    assert "# name has a text with half a character" in text
    ((entry,), faults) = read_back(text)
    assert not faults
    assert entry.tree == {"sms": {"kind": "none"}}


TABLES = """
# Somebody writes it in another way.
[[number]]
number = '(224) 555-0101'

[number.sms]
kind = "webhook"
  "url" = 5

[number.calls.keys."*"]
label = ""
"""


def test_other_ways_of_writing_it_have_their_lines_too() -> None:
    (entry,), faults = read_back(TABLES)
    assert not faults
    assert entry.number == "+12245550101"
    assert entry.fault("sms.url", "x").line == 8
    assert entry.fault("calls.keys.*.label", "x").line == 11
    assert entry.fault("calls.keys.*.record.text", "x").line == 10
    assert entry.fault("verify.key", "x").line == 3


def test_lines_that_only_look_like_entries_name_no_line() -> None:
    text = '[[number]]\nid = 1\nname = """\n[[number]]\nid = 2\n"""\n'
    (entry,), faults = read_back(text)
    assert not faults
    assert entry.fault("name", "x").line == 0


def test_entries_are_found_by_number_id_and_name() -> None:
    present = Present([setup({"name": "A", "group": 1}, 1), setup({"name": "A", "group": 2}, 2)])

    def found(**values: Any) -> int:
        one = present.find(Entry(1, {}, **values))
        return one.target.id if one is not None else 0

    assert found(number="+12245550102") == 2
    assert found(number="+12245550109", id=2) == 0
    assert found(id=1) == 1
    assert found(tree={"name": "A"}) == 0
    assert found(tree={"name": "A", "group": 2}) == 2
    assert found(tree={"name": "B"}) == 0
    assert found(tree={}) == 0


def test_an_id_that_belongs_to_another_number_is_a_fault() -> None:
    present = Present([setup({"name": "A", "group": 1})])
    todo = compare(Kind.NUMBER, [Entry(1, {}, id=7, number="+12245550101")], present)
    assert "has the id 1" in todo.faults[0].sentence


@pytest.mark.parametrize(
    ("order", "request_"),
    [
        (
            {"match": "local", "near": "905 555 0128", "prefix": "905"},
            {
                "match_type": "LocalToNumber",
                "local_to_number": "9055550128",
                "number_match_filter": "905",
            },
        ),
        ({"match": "tollfree"}, {"match_type": "Tollfree"}),
        (
            {"match": "geographic", "country": "GB", "city": "London", "area_code": "020"},
            {
                "match_type": "Geographic",
                "number_type": "International",
                "iso_country": "GB",
                "city": "London",
                "area_code": "020",
            },
        ),
        (
            {"match": "national", "country": "gr", "owner": {"last_name": "Vale", "city": "Patra"}},
            {
                "match_type": "National",
                "number_type": "International",
                "iso_country": "GR",
                "owner_address_details": {"last_name": "Vale", "city": "Patra"},
            },
        ),
    ],
)
def test_what_is_ordered_in_telmetrics_words(
    order: dict[str, Any], request_: dict[str, Any]
) -> None:
    assert list(order_problems(Kind.NUMBER, order, "US")) == []
    assert order_request(order, "US") == request_


LOCAL = {"match": "local", "near": "905 555 0128"}
GREEK = {"match": "national", "country": "GR"}


@pytest.mark.parametrize(
    ("kind", "order", "path", "words"),
    [
        (Kind.NUMBER, {}, "order.match", "local, tollfree, geographic, national or tollfree_"),
        (Kind.NUMBER, {"match": "foo"}, "order.match", "one of local"),
        (Kind.NUMBER, {"match": ["local"]}, "order.match", "one of local"),
        (Kind.NUMBER, {"match": "local"}, "order.near", "ten-digit"),
        (Kind.NUMBER, {**LOCAL, "near": "+44 20 7946 0018"}, "order.near", "ten-digit"),
        (Kind.NUMBER, {**LOCAL, "nera": "905 555 0128"}, "order.nera", "mean order.near?"),
        (Kind.NUMBER, {**LOCAL, "xyzzy": 1}, "order.xyzzy", "write match, near, "),
        (Kind.NUMBER, {**LOCAL, "quantity": 5}, "order.quantity", "no order.quantity"),
        (Kind.NUMBER, {**LOCAL, "prefix": "90"}, "order.prefix", "3 digits"),
        (Kind.NUMBER, {**LOCAL, "country": "GB"}, "order.country", "goes with geographic"),
        (Kind.NUMBER, {**GREEK, "near": "x", "owner": {"city": "A"}}, "order.near", "with local,"),
        (Kind.NUMBER, {"match": "geographic", "country": "GB"}, "order.city", "area code"),
        (Kind.NUMBER, {"match": "tollfree_abroad"}, "order.country", "two letters"),
        (Kind.NUMBER, {"match": "tollfree_abroad", "country": 30}, "order.country", "two letters"),
        (Kind.NUMBER, GREEK, "order.owner", "needs its owner's address: salutation,"),
        (Kind.NUMBER, {**GREEK, "owner": "Ida"}, "order.owner", "order.owner.last_name"),
        (Kind.NUMBER, {**GREEK, "owner": {"stret": "A 1"}}, "order.owner.stret", "owner.street?"),
        (Kind.NUMBER, {**GREEK, "owner": {"street": 1}}, "order.owner.street", "in quotes"),
        (Kind.NUMBER, {**GREEK, "owner": {"iso_country": "Greece"}}, "order.owner.iso_c", "two"),
        (Kind.POOL, LOCAL, "order.quantity", "between 1 and 500"),
        (Kind.POOL, {**LOCAL, "quantity": 0}, "order.quantity", "between 1 and 500"),
        (Kind.GROUP, LOCAL, "order", "A group is made"),
    ],
)
def test_what_cannot_be_ordered_is_said(
    kind: Kind, order: dict[str, Any], path: str, words: str
) -> None:
    ((where, sentence),) = order_problems(kind, order, "US")
    assert where.startswith(path)
    assert words in sentence
