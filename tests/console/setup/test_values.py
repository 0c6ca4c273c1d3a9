"""Values of settings in words, written and read back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.console.render.samples import INK
from tmchat.console.render.writing import written_parts
from tmchat.console.setup.lineedit import LONGEST, LineEdit
from tmchat.console.setup.values import in_words, parsed, written
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.shapes import Form, Setting, setting
from tmchat.core.text import clean

SOURCES = Setting("replace.sources", "Tracking sources", Form.SOURCES, "")


def of(path: str) -> Setting:
    found = setting(Kind.NUMBER, path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "value", "line", "words"),
    [
        ("name", "Front desk", "Front desk", "Front desk"),
        ("name", None, "", "not set"),
        ("calls.termination", "+14165550117", "(416) 555-0117", "(416) 555-0117"),
        ("verify.key", 3, "3", "3"),
        (
            "calls.record.keywords.words",
            ["price", "oil change"],
            "price, oil change",
            "price, oil change",
        ),
    ],
)
def test_a_value_is_read_back_as_it_is_written(
    path: str, value: Any, line: str, words: str
) -> None:
    one = of(path)
    assert written(one, value) == line
    assert parsed(one, line) == value
    assert in_words(one, value) == words


def test_flags_and_choices_are_words() -> None:
    assert in_words(of("verify.enabled"), True) == "yes"
    assert in_words(of("sms.kind"), "auto_reply") == "auto-reply by Telmetrics"


def test_tracking_sources_are_one_line_and_keep_what_nobody_knows() -> None:
    held = [
        {"referrer": "google.com", "triggers": ["gclid=%", "gbraid=%"], "organic": True},
        {"referrer": "Any", "other": {"page_variable_triggers": ["x"]}},
    ]
    line = "google.com: gclid=%, gbraid=% + organic; Any"
    assert written(SOURCES, held) == line
    assert parsed(SOURCES, line, held) == held
    with pytest.raises(ValueError, match="organic alone"):
        parsed(SOURCES, "Any + paid", held)


@pytest.mark.parametrize(
    ("path", "line", "sentence"),
    [
        ("verify.key", "one", "whole number"),
        ("verify.key", "²", "whole number"),
        ("calls.termination", "ask Dave", "not a phone number"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, line: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parsed(of(path), line)


def typed(edit: LineEdit, text: str) -> LineEdit:
    for letter in text:
        assert edit.key(letter, letter)
    return edit


def test_a_line_is_edited_at_its_cursor() -> None:
    edit = typed(LineEdit("Closed"), " now")
    for key in ("home", "delete", "end", "backspace", "left", "left"):
        assert edit.key(key, None)
    assert typed(edit, "X").text == "losed Xno"
    edit.key("ctrl+k", None)
    edit.key("ctrl+w", None)
    assert edit.text == "losed "
    edit.key("ctrl+u", None)
    assert (edit.text, edit.cursor) == ("", 0)
    assert not edit.key("f5", None)


def test_a_space_at_the_end_is_drawn_before_the_cursor() -> None:
    (line,) = written_parts(INK, "one ", 4, 20)
    assert "".join(text for text, _ in line) == "one  "
    lines = written_parts(INK, "one two", 7, 4)
    assert ["".join(text for text, _ in line) for line in lines] == ["one ", "two "]


def test_the_cursor_steps_over_a_whole_emoji() -> None:
    edit = LineEdit("a👍🏽b")
    edit.key("left", None)
    edit.key("left", None)
    assert edit.cursor == 1
    edit.key("delete", None)
    assert edit.text == "ab"


def test_a_paste_is_cleaned_and_bounded() -> None:
    edit = LineEdit()
    edit.insert("one\x1b[2Jtwo\nthree")
    assert "\x1b" not in edit.text
    assert "\n" in edit.text
    edit.insert("x" * 2 * LONGEST)
    assert len(edit.text) == LONGEST


@given(st.text(max_size=30), st.lists(st.sampled_from(["left", "right", "backspace", "delete"])))
def test_no_key_breaks_a_line(text: str, keys: list[str]) -> None:
    edit = LineEdit(clean(text))
    for key in keys:
        edit.key(key, None)
        assert 0 <= edit.cursor <= len(edit.text)
