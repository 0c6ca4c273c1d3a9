"""Own replies brought back: in order, each once, and never over what is being written."""

from tmchat.console.recall import Recall

REPLIES = ["third", "second", "third", " ", "first"]


def test_they_come_newest_first_each_once_and_go_back_to_nothing() -> None:
    recall, written, seen = Recall(), "", []
    for count in (1, 1, 1, 1, -1, -1, -1, -1):
        text = recall.step(count, written, REPLIES)
        seen.append(text)
        written = written if text is None else text
    assert seen == ["third", "second", "first", None, "second", "third", "", None]


def test_what_is_written_is_not_replaced() -> None:
    recall = Recall()
    assert recall.goes_on("")
    assert not recall.goes_on("a draft")
    assert recall.step(1, "", REPLIES) == "third"
    assert recall.goes_on("third")
    assert not recall.goes_on("third!")


def test_an_emptied_composer_begins_anew() -> None:
    recall = Recall()
    recall.step(1, "", REPLIES)
    recall.step(1, "third", REPLIES)
    assert recall.step(1, "", REPLIES) == "third"


def test_without_replies_there_is_none() -> None:
    assert Recall().step(1, "", []) is None
    assert Recall().step(-1, "", REPLIES) is None
