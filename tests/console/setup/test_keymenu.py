"""A menu of keys edited in place."""

from tests.console.account import DENTIST_NUMBER
from tests.console.render.samples import ASCII_INK, INK
from tests.console.setup.test_form import form_of
from tmchat.console.render.keytree import tree_lines
from tmchat.console.setup.keymenu import KEYS, KeyMenu
from tmchat.core.setup.trees import at


def menu() -> KeyMenu:
    return KeyMenu(form_of(DENTIST_NUMBER))


def keys(found: KeyMenu) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in found.rows()]


def test_keys_are_in_the_order_of_a_phone_with_what_they_do() -> None:
    rows = menu().rows()
    assert [one.key for one in rows] == ["1", "2", "3"]
    assert rows[1].features == ("recorded", "whisper")
    assert rows[2].problems == ("Say which phone rings.",)


def test_a_key_is_added_moved_exchanged_and_removed() -> None:
    found = menu()
    assert found.add() == "4"
    assert found.chosen == "4"
    assert found.rename("#") == ""
    assert [one for one, _ in keys(found)] == ["1", "2", "3", "#"]
    assert found.rename("2") == "Key 2 is taken; move one of them away first."
    assert found.rename("A") == "A key of a menu is a digit, * or #."
    found.move(-3)
    found.shift(1)
    assert keys(found)[:2] == [("1", "Emergencies"), ("2", "Appointments")]
    assert found.chosen == "2"
    assert at(found.form.tree, "calls.keys.1.whisper.text") == "An emergency."
    found.remove()
    assert [one for one, _ in keys(found)] == ["1", "3", "#"]
    found.shift(-1)
    assert [one for one, _ in keys(found)] == ["1", "3", "#"]


def test_only_twelve_keys_exist() -> None:
    found = menu()
    while found.add():
        pass
    assert sorted(one.key for one in found.rows()) == sorted(KEYS)
    for _ in KEYS:
        found.remove()
    assert found.rows() == []
    assert found.chosen == ""
    assert found.form.rows()
    assert any(one.field == "calls.keys" for one in found.form.problems())


def test_the_tree_is_drawn_at_any_width() -> None:
    for ink in (INK, ASCII_INK):
        for cells in (20, 60, 120):
            rows = menu().rows()
            drawn = tree_lines(ink, "Thanks for calling", ["repeated 2 times"], rows, 1, cells)
            assert {line.cell_length for line in drawn.lines} == {cells}
    wide = tree_lines(INK, "Thanks", [], menu().rows(), 1, 60)
    text = [line.text.rstrip() for line in wide.lines]
    assert text[1] == " ├─ 1  Appointments  (312) 555-0100"
    assert "recorded · whisper" in text[3]
    assert text[4] == " └─ 3  Billing  no phone"
    assert (wide.first, wide.last) == (2, 4)
