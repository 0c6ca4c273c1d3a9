"""Names of keys, compared with those that Textual gives to what a terminal sends."""

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from tmchat.console.actions.keynames import is_typed, key_words, name_of, read_key
from tmchat.console.actions.table import ACTIONS


def named(sent: str) -> str:
    """The name that Textual gives the key that sends `sent`."""
    parser = XTermParser()
    found = [one for character in sent for one in parser.feed(character)]
    (key,) = [one for one in found if isinstance(one, Key)]
    return key.key


@pytest.mark.parametrize("code", range(33, 127))
def test_a_printable_character_has_textuals_name_and_reads_back(code: int) -> None:
    character = chr(code)
    assert name_of(character) == named(character)
    assert read_key(character) == name_of(character)
    assert key_words(name_of(character)) == character
    assert is_typed(name_of(character))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Ctrl+J", "\n"),
        ("ctrl+m", "\r"),
        ("Ctrl+I", "\t"),
        ("ctrl+h", "\b"),
        ("Ctrl+@", "\0"),
        ("ctrl+]", "\x1d"),
        ("Ctrl+Right", "\x1b[1;5C"),
        ("shift+ctrl+left", "\x1b[1;6D"),
        ("Alt+x", "\x1b[120;3u"),
        ("PgUp", "\x1b[5~"),
        ("Del", "\x1b[3~"),
        ("F6", "\x1b[17~"),
        ("Shift+n", "N"),
        ("+", "+"),
    ],
)
def test_keys_as_people_write_them_are_textuals(written: str, sent: str) -> None:
    assert read_key(written) == named(sent)


@pytest.mark.parametrize("written", ["", " ", "banana", "ctrl+", "ctrl+ctrl+x", "hyper+x", "f99"])
def test_what_is_no_key_has_no_name(written: str) -> None:
    assert read_key(written) == ""


def test_every_key_of_the_table_is_written_so_that_it_reads_back_and_none_needs_alt() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert read_key(key_words(key)) == read_key(key) != ""
            assert "alt" not in key


def test_who_moves_by_letters_moves_by_arrows_and_the_other_way() -> None:
    arrows = {"up": "k", "down": "j", "left": "h", "right": "l", "end": "G"}
    for action in ACTIONS:
        if action.scope.value in ("list", "timeline", "sheet"):
            for arrow, letter in arrows.items():
                assert (arrow in action.keys) == (letter in action.keys), action.id
