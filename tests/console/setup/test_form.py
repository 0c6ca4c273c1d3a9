"""The form of settings: rows, what is wrong, what changes, what is left out; no screen."""

from typing import Any

import pytest

from tests.console.account import DENTIST_NUMBER, PARTS_NUMBER, SLACK, TREES, WEB_POOL
from tmchat.console.setup.asking import known, setup_shape
from tmchat.console.setup.choosing import choices_of
from tmchat.console.setup.form import FormRow, SettingsForm
from tmchat.console.setup.values import Lists
from tmchat.core.questions import AccountPart, PartsTold
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Kind, Target
from tmchat.core.setup.trees import Difference

HERE = "https://desk.example.net/hook/"
LISTS = Lists(PartsTold(chat_clients=(AccountPart(SLACK, "Slack, front desk"),)))


def form_of(target: Target, **changes: Any) -> SettingsForm:
    """The form of something on the account, with settings put into it."""
    form = SettingsForm(setup_shape(target.kind, known(LISTS)), TREES[target][1], lists=LISTS)
    for path, value in changes.items():
        form.put(path.replace("__", "."), value)
    return form


def row(form: SettingsForm, path: str, within: str = "") -> FormRow:
    return next(one for one in form.rows(within) if one.path == path)


def test_only_settings_of_the_route_chosen_are_shown() -> None:
    form = form_of(PARTS_NUMBER)
    paths = [one.path for one in form.rows()]
    assert "sms.url" in paths
    assert "sms.text" not in paths
    form.put("sms.kind", "auto_reply")
    paths = [one.path for one in form.rows()]
    assert "sms.url" not in paths
    assert "sms.text" in paths


def test_what_another_route_had_is_left_out_and_comes_back_with_it() -> None:
    form = form_of(PARTS_NUMBER, sms__kind="auto_reply", sms__enabled=True, sms__text="Closed.")
    assert form.changes() == (
        Difference("sms.kind", "webhook", "auto_reply"),
        Difference("sms.url", HERE, None),
        Difference("sms.enabled", None, True),
        Difference("sms.text", None, "Closed."),
    )
    form.put("sms.kind", "webhook")
    assert form.changes() == ()


def test_a_changed_row_knows_what_it_was_and_goes_back() -> None:
    form = form_of(PARTS_NUMBER, name="Counter")
    assert row(form, "name").changed
    assert row(form, "name").before == "Front desk"
    form.put_back("name")
    assert not row(form, "name").changed


def test_a_menus_keys_stand_behind_one_row_that_carries_their_problems() -> None:
    form = form_of(DENTIST_NUMBER)
    menu = row(form, "calls.keys")
    assert form.words(menu) == "1 Appointments, 2 Emergencies, 3 Billing"
    assert menu.problems == ("Say which phone rings.",)
    assert not any(one.path.startswith("calls.keys.") for one in form.rows())
    inside = [one.path for one in form.rows("calls.keys.3.")]
    assert inside[:2] == ["calls.keys.3.label", "calls.keys.3.termination"]


def test_what_was_wrong_before_and_is_left_alone_hinders_nothing() -> None:
    form = form_of(DENTIST_NUMBER, name="Ads")
    assert form.problems()
    assert form.hindering() == ()
    form.put("calls.keys.3.label", "")
    assert {one.field for one in form.hindering()} == {"calls.keys.3.label"}


def test_what_the_hub_refused_is_marked_until_it_is_changed() -> None:
    form = form_of(PARTS_NUMBER, name="Counter")
    form.blame([Problem("name", "This name is taken; names are unique.")])
    assert row(form, "name").problems == ("This name is taken; names are unique.",)
    assert form.hindering() == ()
    form.put("name", "Counter 2")
    assert row(form, "name").problems == ()


def test_flags_and_choices_step() -> None:
    form = form_of(PARTS_NUMBER)
    form.step(row(form, "calls.record.redact"))
    assert row(form, "calls.record.redact").value is True
    form.step(row(form, "calls.kind"), -1)
    assert row(form, "calls.kind").value == "key_press"


def test_this_desk_is_a_choice_with_its_address() -> None:
    form = form_of(DENTIST_NUMBER)
    found = choices_of(row(form, "sms.kind"), form, HERE)
    assert [one.id for one in found.choices if not one.barred] == [
        "here",
        "webhook",
        "chat_client",
        "auto_reply",
        "forward",
        "none",
    ]
    assert found.now == "auto_reply"
    for path, value in found.values["here"]:
        form.put(path, value)
    assert choices_of(row(form, "sms.kind"), form, HERE).now == "here"
    for path, value in choices_of(row(form, "sms.kind"), form, HERE).values["webhook"]:
        form.put(path, value)
    assert row(form, "sms.url").value is None


def test_routes_that_cannot_be_say_why() -> None:
    pool = form_of(WEB_POOL)
    barred = {one.id: one.barred for one in choices_of(row(pool, "sms.kind"), pool, "").choices}
    assert barred["forward"] == "A number pool cannot forward texts."
    assert barred["here"].startswith("No number is on this desk yet")
    assert not barred["webhook"]


def test_a_chat_client_is_chosen_from_the_accounts_list() -> None:
    form = form_of(PARTS_NUMBER, sms__kind="chat_client")
    client = row(form, "sms.client")
    assert form.is_listed(client)
    found = choices_of(client, form, HERE)
    assert [one.title for one in found.choices] == ["none", "Slack, front desk"]
    for path, value in found.values[SLACK]:
        form.put(path, value)
    assert form.words(row(form, "sms.client")) == "Slack, front desk (1f0c2ab3…)"


LONG = "x" * 156
OTHER_FILE = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("target", "changes", "path", "sentence"),
    [
        (PARTS_NUMBER, {"name": ""}, "name", "A name is needed"),
        (PARTS_NUMBER, {"name": "n" * 201}, "name", "at most 200"),
        (PARTS_NUMBER, {"sms.url": None}, "sms.url", "needs the address"),
        (PARTS_NUMBER, {"sms.url": "ftp://x"}, "sms.url", "Write the address as https"),
        (PARTS_NUMBER, {"sms.kind": "chat_client"}, "sms.client", "needs the id"),
        (
            PARTS_NUMBER,
            {"sms.kind": "chat_client", "sms.client": "slack"},
            "sms.client",
            "8-4-4-4-12",
        ),
        (
            PARTS_NUMBER,
            {"sms.kind": "chat_client", "sms.client": OTHER_FILE},
            "sms.client",
            "no chat client with this id",
        ),
        (
            PARTS_NUMBER,
            {"sms.kind": "auto_reply", "sms.enabled": True},
            "sms.text",
            "needs a text",
        ),
        (DENTIST_NUMBER, {"sms.text": LONG}, "sms.text", "this one has 156"),
        (WEB_POOL, {"sms.kind": "forward"}, "sms.kind", "A number pool cannot forward"),
        (DENTIST_NUMBER, {"sms.kind": "forward"}, "sms.mobile", "With advanced call routing"),
        (
            PARTS_NUMBER,
            {"sms.kind": "forward", "sms.mobile": "+442079460018"},
            "sms.mobile",
            "ten-digit number in North America",
        ),
        (PARTS_NUMBER, {"calls.termination": None}, "calls.termination", "which phone rings"),
        (
            PARTS_NUMBER,
            {"calls.record.record": False, "calls.record.score": True},
            "calls.record.score",
            "needs the calls recorded",
        ),
        (
            PARTS_NUMBER,
            {"calls.record.keywords.enabled": True},
            "calls.record.keywords.words",
            "Name the words",
        ),
        (PARTS_NUMBER, {"calls.whisper.text": None}, "calls.whisper.text", "Write what is said"),
        (PARTS_NUMBER, {"verify.enabled": True, "verify.text": "t"}, "verify.key", "from 1 to 9"),
        (PARTS_NUMBER, {"verify.enabled": True, "verify.key": 1}, "verify.text", "Write what"),
        (
            DENTIST_NUMBER,
            {"verify.enabled": True, "verify.key": 1, "verify.text": "Press 1"},
            "verify.enabled",
            "does not go with advanced",
        ),
        (PARTS_NUMBER, {"stop.enabled": True}, "stop.text", "Write what is said"),
        (PARTS_NUMBER, {"replace.all": True}, "replace.all", "not both"),
        (PARTS_NUMBER, {"replace.numbers": ["12"]}, "replace.numbers", "ten letters or digits"),
        (WEB_POOL, {"replace.all": False}, "replace.numbers", "Name at least one number"),
        (WEB_POOL, {"match_period": 0}, "match_period", "at least one minute"),
        (DENTIST_NUMBER, {"calls.repeat": 10}, "calls.repeat", "at most nine times"),
        (DENTIST_NUMBER, {"calls.timeout": 300}, "calls.timeout", "between 1 and 120"),
        (DENTIST_NUMBER, {"calls.greeting": None}, "calls.greeting.text", "Write what is said"),
        (DENTIST_NUMBER, {"calls.keys": None}, "calls.keys", "needs at least one key"),
        (DENTIST_NUMBER, {"calls.keys.1.label": ""}, "calls.keys", "what the key stands for"),
        (
            PARTS_NUMBER,
            {"replace.sources": [{"triggers": ["a"]}]},
            "replace.sources",
            "needs a referrer",
        ),
    ],
)
def test_each_rule_marks_its_setting_and_hinders_the_plan(
    target: Target, changes: dict[str, Any], path: str, sentence: str
) -> None:
    form = form_of(target)
    for where, value in changes.items():
        form.put(where, value)
    assert any(sentence in text for text in row(form, path).problems), form.problems()
    assert form.hindering()
    assert form.elsewhere() == ()


def test_names_of_others_are_taken() -> None:
    shape = setup_shape(Kind.NUMBER, known(LISTS, ["Counter"]))
    form = SettingsForm(shape, TREES[PARTS_NUMBER][1])
    form.put("name", "counter")
    assert row(form, "name").problems == ("This name is taken; names are unique.",)
