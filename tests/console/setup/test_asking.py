"""What forms of orders ask, and what they make of the answers."""

from typing import Any

import pytest

from tmchat.console.setup.asking import growth_shape, known, order_shape, request_of, setup_of_order
from tmchat.console.setup.form import SettingsForm
from tmchat.core.setup.plans import Kind

START: dict[str, Any] = {
    "request": {"match": "local", "near": "+14165550117"},
    "group": 3,
    "name": "New one",
    "sms": {"kind": "none"},
    "calls": {"kind": "basic", "termination": "+14165550117"},
}


def test_a_number_is_ordered_with_its_settings() -> None:
    form = SettingsForm(order_shape(Kind.NUMBER, known(None)), START)
    form.put("request.prefix", "416")
    assert form.problems() == ()
    tree = form.after()
    assert request_of(tree) == {
        "match_type": "LocalToNumber",
        "local_to_number": "4165550117",
        "number_match_filter": "416",
    }
    assert setup_of_order(tree) == {name: START[name] for name in ("name", "sms", "calls")}
    sections = list(dict.fromkeys(row.section for row in form.rows()))
    assert sections[:3] == ["General", "Which numbers", "Texts"]


def test_what_another_kind_of_number_was_asked_for_is_left_out() -> None:
    form = SettingsForm(order_shape(Kind.NUMBER, known(None)), START)
    form.put("request.match", "geographic")
    form.put("request.country", "gb")
    form.put("request.city", "London")
    assert form.problems() == ()
    assert request_of(form.after()) == {
        "match_type": "Geographic",
        "number_type": "International",
        "iso_country": "GB",
        "city": "London",
    }


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("group", None, "which number group"),
        ("request.match", None, "what kind of number"),
        ("request.near", None, "local to"),
        ("request.prefix", "41", "3 digits, or 6"),
        ("quantity", 0, "between 1 and 500"),
        ("quantity", 501, "between 1 and 500"),
        ("match_period", None, "how many minutes"),
        ("name", None, "A name is needed"),
        ("calls.termination", None, "which phone rings"),
        ("replace", None, "Name at least one number"),
    ],
)
def test_each_rule_of_an_order_marks_its_setting(path: str, value: Any, sentence: str) -> None:
    pool = {**START, "quantity": 3, "match_period": 30, "replace": {"all": True}}
    form = SettingsForm(order_shape(Kind.POOL, known(None)), pool)
    assert form.problems() == ()
    form.put(path, value)
    assert any(sentence in text for row in form.rows() for text in row.problems)


def test_a_country_is_two_letters() -> None:
    form = SettingsForm(order_shape(Kind.NUMBER, known(None)), START)
    form.put("request.match", "national")
    form.put("request.country", "England")
    assert [one.field for one in form.problems()] == ["request.country"]


def test_a_pool_grows_without_being_asked_for_settings() -> None:
    form = SettingsForm(growth_shape(), {"request": {"match": "tollfree"}})
    assert [one.field for one in form.problems()] == ["quantity"]
    form.put("quantity", 5)
    form.put("request.prefix", "833")
    assert form.problems() == ()
    assert request_of(form.after()) == {"match_type": "Tollfree", "number_match_filter": "833"}
