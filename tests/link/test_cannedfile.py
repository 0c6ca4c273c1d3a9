"""An agent's own canned replies on disk: what a file may hold, what survives, what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.canned import problems
from tmchat.core.records import CannedReply
from tmchat.link.cannedfile import OwnReplies, canned_text, read_canned

HOURS = CannedReply("Opening hours", "We are open 9 to 6.")
LONG = CannedReply('The "long" one \\ 😀', 'Hi {texter.name},\n\n"""quoted"""\\n\r\n\tend"\n')


def unheard(sentence: str) -> None:
    """Nobody listens."""


def own(path: Path, warnings: list[str] | None = None) -> OwnReplies:
    """The set in a file of `path`."""
    return OwnReplies(path / "replies.toml", unheard if warnings is None else warnings.append)


def test_a_file_holds_them_exactly() -> None:
    assert read_canned(canned_text([HOURS, LONG])) == (HOURS, LONG)
    assert read_canned(canned_text([])) == ()
    assert 'text = """\nHi {texter.name},\n' in canned_text([LONG])


@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_back(text: str) -> None:
    reply = CannedReply("title", text)
    if not problems(reply):
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert read_canned(canned_text([reply])) == (CannedReply("title", whole),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[reply]", "The file is no TOML"),
        ("[replies]\n", "has no 'replies', only [[reply]]"),
        ('reply = "x"\n', "Write each canned reply under [[reply]]."),
        ('[[reply]]\ntitle = "a"\n', "Reply 1 wants a title and a text"),
        ('[[reply]]\ntitle = "a"\ntext = "b"\ntag = "c"\n', "Reply 1 has a 'tag'"),
        ('[[reply]]\ntitle = "a"\ntext = "{x.y}"\n', "Reply 1, 'a': There is no {x.y}"),
        ('[[reply]]\ntitle = "a"\ntext = "b"\n' * 2, "Two canned replies have the title 'a'."),
    ],
)
def test_what_a_file_says_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        read_canned(text)
    assert words in str(raised.value)


def test_what_is_kept_is_there_for_the_next_console(tmp_path: Path) -> None:
    first = own(tmp_path)
    assert first.replies == {}
    assert first.keep(HOURS) == ""
    assert first.keep(LONG) == ""
    assert first.keep(CannedReply("", "x")) == "A canned reply needs a title of one line."
    first.used(HOURS.title)
    first.used(HOURS.title)
    second = own(tmp_path)
    assert second.replies == {HOURS.title: HOURS, LONG.title: LONG}
    assert second.uses == {HOURS.title: 2}
    assert second.remove(LONG.title) == ""
    assert own(tmp_path).replies == {HOURS.title: HOURS}
    assert (tmp_path / "replies.toml").stat().st_mode & 0o077 == 0


def test_what_somebody_writes_into_the_file_counts_and_is_not_lost(tmp_path: Path) -> None:
    mine = own(tmp_path)
    mine.keep(HOURS)
    (tmp_path / "replies.toml").write_text(canned_text([LONG]), "utf-8")
    mine.keep(CannedReply("third", "text"))
    assert set(mine.replies) == {LONG.title, "third"}


def test_a_file_that_cannot_be_read_is_told_and_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "replies.toml"
    file.write_text("[[reply]]\ntitle = 1\n", "utf-8")
    warnings: list[str] = []
    mine = own(tmp_path, warnings)
    assert "Reply 1 wants a title and a text" in warnings[0]
    assert "cannot be read" in mine.keep(HOURS)
    assert "cannot be read" in mine.remove("1")
    assert file.read_text("utf-8") == "[[reply]]\ntitle = 1\n"
    file.write_text(canned_text([HOURS]), "utf-8")
    mine.look()
    assert mine.replies == {HOURS.title: HOURS}
    assert mine.keep(LONG) == ""


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    mine = OwnReplies(tmp_path / "file" / "replies.toml", unheard)
    assert "cannot be written" in mine.keep(HOURS)
    mine.used("x")
    assert mine.uses == {"x": 1}
