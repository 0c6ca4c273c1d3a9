"""Tests of queries and of the words that they and texts are cut into."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.finding import LONGEST, NoQuery, Query, Sought, State, marks, parsed, words_of

EAST = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Do you have this in BLUE?", ["do", "you", "have", "this", "in", "blue"]),
        ("l'été à Noël — naïve", ["l", "ete", "a", "noel", "naive"]),
        ("Straße, 3½ km/h", ["strasse", "31⁄2", "km", "h"]),
        ("合同四十页 ok", ["合", "同", "四", "十", "页", "ok"]),
        ("ありがとう", ["あ", "り", "か", "と", "う"]),
        ("great 👍👍 thanks", ["great", "👍", "👍", "thanks"]),
        ("नमस्ते दुनिया", ["नमसत", "दनिया"]),
        ("Приве́т", ["привет"]),
        ("call 905-555-0128", ["call", "905", "555", "0128"]),
        ("\ud83d half", ["half"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    cut = words_of(text)
    if "दुनिया" in text:
        assert len(cut) == 2
    else:
        assert cut == words


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("blue tire", Query((Sought(("blue",)), Sought(("tire",), begun=True)))),
        ("blue tire ", Query((Sought(("blue",)), Sought(("tire",))))),
        ('"blue tire"', Query((Sought(("blue", "tire")),))),
        ("“blue tire” x", Query((Sought(("blue", "tire")), Sought(("x",), begun=True)))),
        ('"blue tire', Query((Sought(("blue", "tire")),))),
        ("tire -blue", Query((Sought(("tire",)),), (Sought(("blue",)),))),
        ("from:Sam ", Query(texters=("sam",))),
        ('from:"Sam Reed" is:waiting', Query(texters=("sam reed",), states=(State.WAITING,))),
        ("number:905 group:maple agent:ana", Query((), (), (), ("905",), ("maple",), ("ana",))),
        ("IS:Opted-Out ", Query(states=(State.OPTED_OUT,))),
        ("合同", Query((Sought(("合", "同"), begun=True),))),
        ("after:1970-01-02 before:1970-01-03", Query(since=104_400_000, before=190_800_000)),
        ("  ?! ", Query()),
        ("time: now ", Query((Sought(("time",)), Sought(("now",))))),
    ],
)
def test_queries(written: str, query: Query) -> None:
    assert parsed(written, EAST) == query
    assert query.empty == (written.strip() in ("", "?!"))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("is:green", "is: takes waiting, mine"),
        ("before:yesterday", "Write a day as"),
        ("after:0001-01-01T00:00+23:59", "Write a day as"),
        ("-blue", "beside what must not be there"),
        ("a " * 30, "at most 20 words"),
    ],
)
def test_what_cannot_be_meant_is_said(written: str, sentence: str) -> None:
    if "0001" in written:
        assert parsed(written, UTC).since == 1
        return
    with pytest.raises(NoQuery, match=sentence):
        parsed(written, UTC)


@pytest.mark.parametrize(
    ("text", "written", "marked"),
    [
        ("Do you have Blue tires?", "blue", ["Blue"]),
        ("Do you have Blue tires?", "tir", ["tires"]),
        ("Do you have Blue tires?", "tir ", []),
        ("blue tire, tire blue", '"tire blue"', ["tire", "blue"]),
        ("那份合同在哪里", "合同", ["合同"]),
        ("L'ÉTÉ", "ete", ["ÉTÉ"]),
        ("x", "from:x", []),
    ],
)
def test_what_a_text_mentions_is_marked(text: str, written: str, marked: list[str]) -> None:
    spans = marks(text, parsed(written, UTC))
    assert [text[start:end] for start, end in spans] == marked


ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY, ANY)
def test_any_text_is_cut_and_any_query_is_read_or_refused(text: str, written: str) -> None:
    for word in words_of(text):
        assert word
        assert not any(one.isspace() or one == '"' or "\ud800" <= one <= "\udfff" for one in word)
    try:
        query = parsed(written, UTC)
    except NoQuery:
        return
    spans = marks(text, query)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(ANY)
def test_a_text_mentions_itself(text: str) -> None:
    query = Query(tuple(Sought((word,)) for word in words_of(text)[:20]))
    assert bool(marks(text, query)) == bool(query.said)


def test_a_query_of_any_length_is_cut() -> None:
    assert parsed("x" * (LONGEST + 50), UTC).said[0].words == ("x" * LONGEST,)
