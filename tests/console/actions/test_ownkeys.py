"""Keys of one's own: granted where they can be, told and left as they were where they cannot."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.console.actions.ownkeys import with_own_keys
from tmchat.console.actions.table import ACTIONS, Keymap, clashes
from tmchat.settings.keymap import KeyWish, key_wishes


def wished(**keys: str) -> list[KeyWish]:
    """Wishes of a keymap, keys parted by blanks."""
    return [
        KeyWish(name.replace("_", "-"), tuple(written.split()), f"keymap.toml, line {line}")
        for line, (name, written) in enumerate(keys.items(), start=1)
    ]


def test_wishes_that_can_be_are_in_force_also_when_they_change_places() -> None:
    own = with_own_keys(wished(claim="F6", reply="c", release="", note="ctrl+i"))
    keymap = Keymap(own.actions)
    assert own.faults == ("keymap.toml, line 4: Tab in the list is already cycle; note keeps N.",)
    assert keymap.keys("claim") == ("f6",)
    assert keymap.keys("reply") == ("c",)
    assert keymap.keys("release") == ()
    assert keymap.keys("note") == ("N",)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"clam": "f6"}, "there is no action 'clam'; perhaps claim is meant."),
        ({"xyzzy": "f6"}, "there is no action 'xyzzy'; `tmchat keys` lists them."),
        ({"claim": "r"}, "r in the list is already reply; claim keeps c."),
        ({"claim": "blub"}, "'blub' is no key; the screen “What a key sends” names yours."),
        ({"send": "x"}, "x is typed there; send keeps Enter, F5."),
        ({"send": "Space"}, "Space is typed there; send keeps Enter, F5."),
        ({"claim": "Ctrl+Q"}, "Ctrl+Q always quits; claim keeps c."),
        ({"area-calls": "j"}, "j in the list is already down; area-calls keeps no key."),
    ],
)
def test_a_wish_that_cannot_be_is_one_sentence_and_its_action_stays(
    wish: dict[str, str], sentence: str
) -> None:
    (one,) = wished(**{name.replace("-", "_"): keys for name, keys in wish.items()})
    own = with_own_keys([one])
    assert own.faults == (f"keymap.toml, line 1: {sentence}",)
    assert own.actions == ACTIONS


def test_of_two_wishes_for_one_key_the_first_has_it() -> None:
    own = with_own_keys(wished(note="f6", claim="f6"))
    assert own.faults == ("keymap.toml, line 2: F6 in the list is already note; claim keeps c.",)
    assert Keymap(own.actions).keys("note") == ("f6",)


def test_ctrl_space_is_both_that_terminals_send() -> None:
    own = with_own_keys(wished(claim="Ctrl+Space"))
    assert Keymap(own.actions).keys("claim") == ("ctrl+space", "ctrl+@")


def test_ctrl_q_quits_whatever_else_does() -> None:
    own = with_own_keys(wished(quit_anywhere="f10", quit=""))
    assert not own.faults
    assert Keymap(own.actions).keys("quit-anywhere") == ("f10", "ctrl+q")


@given(
    st.dictionaries(
        st.sampled_from([action.id for action in ACTIONS]),
        st.lists(
            st.sampled_from(["j", "k", "c", "r", "enter", "f6", "ctrl+t", "escape"]), max_size=2
        ),
        max_size=8,
    )
)
def test_whatever_is_wished_nothing_clashes_and_every_refusal_is_told(
    keys: dict[str, list[str]],
) -> None:
    own = with_own_keys([KeyWish(name, tuple(some), name) for name, some in keys.items()])
    assert not list(clashes(own.actions))
    before = {action.id: action.keys for action in ACTIONS}
    for action in own.actions:
        refused = any(fault.startswith(f"{action.id}: ") for fault in own.faults)
        if refused or action.id not in keys:
            assert action.keys == before[action.id]


def test_a_keymap_file_tells_its_faults_by_line(tmp_path: Path) -> None:
    file = tmp_path / "keymap.toml"
    file.write_text('# mine\nclaim = "f6"\n"reply" = 7\n\n[note]\nkey = "x"\n')
    wishes, faults = key_wishes({}, None, file)
    assert wishes == [KeyWish("claim", ("f6",), f"{file}, line 2")]
    assert faults == [
        f'{file}, line 3: reply wants a key or a list of keys, as in "f6".',
        f'{file}, line 5: note wants a key or a list of keys, as in "f6".',
    ]


def test_a_keymap_that_cannot_be_read_is_a_sentence_and_one_that_is_not_there_is_none(
    tmp_path: Path,
) -> None:
    file = tmp_path / "keymap.toml"
    assert key_wishes({}, None, file) == ([], [])
    _, (missing,) = key_wishes({}, file, file)
    assert missing == f"{file} cannot be read: No such file or directory."
    file.write_text('claim = "f6"\nreply = \n')
    wishes, (broken,) = key_wishes({"note": ("f7",)}, None, file)
    assert broken.startswith(f"{file}, line 2, column ")
    assert [one.action for one in wishes] == ["note"]
