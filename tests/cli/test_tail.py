"""`tmchat tail` against a running desk: what it prints, what it says when the line breaks."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.cli.processes import command
from tmchat.cli.main import main
from tmchat.core.commands import AddNote
from tmchat.core.records import Agent, Role

HOSTILE = "\x1b]52;c;aGk=\x07 \u202egnp.exe \ud83d end"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests; each has a texter of its own."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `ann`."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])


def head(desk: RunningDesk) -> int:
    """The number of the newest event."""
    return desk.desk.switchboard.past.head


def form(line: str) -> Any:
    """What a line of JSON says happened."""
    return json.loads(line)["what"]


def test_json_is_exact_and_ascii(desk: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    since = head(desk)
    desk.text("+19055550101", HOSTILE)
    assert main(["tail", "--json", "--since", str(since), "--count", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed.isascii()
    opened, arrived = printed.splitlines()
    assert form(opened)["texter"] == "+19055550101"
    assert form(arrived)["text"] == HOSTILE
    assert [json.loads(line)["n"] for line in (opened, arrived)] == [since + 1, since + 2]


def test_people_get_clean_lines(desk: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    since = head(desk)
    conversation = desk.text("+19055550102", HOSTILE)
    ann = Agent("ann", Role.AGENT)
    note = AddNote(conversation.id, "two\nlines")
    desk.run(lambda: desk.desk.switchboard.command(ann, note))
    assert main(["tail", "--since", str(since), "--count", "3"]) == 0
    printed = capsys.readouterr().out
    assert not set("\x1b\x07\u202e\ud83d") & set(printed)
    _, arrived, noted = printed.splitlines()
    assert f" {since + 2} conversation {conversation.id}, (905) 555-0102 to (" in arrived
    assert arrived.endswith(": text: \u241b]52;c;aGk=\u2407 gnp.exe \ufffd end")
    assert noted.endswith(": ann notes: two lines")


def test_one_number_alone(desk: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    since = head(desk)
    desk.text("+19055550103", "first")
    words = ["tail", "--json", "--since", "1", "--count", "1", "--number", desk.number]
    assert main(words) == 0
    assert form(capsys.readouterr().out)["is"] == "NumberListed"
    words[3] = str(since)
    assert main(words) == 0
    assert form(capsys.readouterr().out)["is"] == "ConversationOpened"


@pytest.mark.parametrize(
    ("transport", "texter"), [("websocket", "+19055550201"), ("poll", "+19055550202")]
)
def test_events_come_as_they_happen_and_after_a_broken_line(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, transport: str, texter: str
) -> None:
    monkeypatch.setenv("TMCHAT_CONSOLE_TRANSPORT", transport)

    def cut() -> None:
        for line in desk.desk.fanout:
            line.end("slow", "Too slow.")

    with command("tail", "--since", str(head(desk)), "--json", "--count", "4") as tail:
        desk.text(texter, "before")
        assert form(tail.line())["is"] == "ConversationOpened"
        assert form(tail.line())["text"] == "before"
        desk.loop.call_soon_threadsafe(cut)
        desk.text(texter, "while it was broken")
        assert form(tail.line())["text"] == "while it was broken"
        desk.text(texter, "after")
        assert form(tail.line())["text"] == "after"
        assert tail.code() == 0
        assert tail.stderr.read().splitlines() == [
            "tmchat: Too slow. Trying again until it is back.",
            "tmchat: The line to the hub is back.",
        ]


def test_ctrl_c_and_a_reader_that_goes_away_are_quiet(desk: RunningDesk) -> None:
    since = head(desk)
    desk.text("+19055550104", "Hello")
    with command("tail", "--since", str(since)) as tail:
        assert tail.line()
        tail.signal(signal.SIGINT)
        assert tail.code() == 130
        assert tail.stderr.read() == ""
    with command("tail", "--since", str(since)) as tail:
        tail.line()
        tail.stdout.close()
        desk.text("+19055550104", "for nobody")
        assert tail.code() == 141
        assert tail.stderr.read() == ""


def test_events_that_are_gone_are_said_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with running_desk(tmp_path, replay_events=2) as small:
        monkeypatch.setenv("TMCHAT_CONSOLE_HUB", small.hub)
        monkeypatch.setenv("TMCHAT_TOKEN", small.tokens[Role.AGENT])
        with command("tail", "--since", "1", "--json", "--count", "1") as tail:
            assert tail.stderr.readline() == (
                f"tmchat: The hub has no events after 1 at hand; going on after {head(small)}.\n"
            )
            small.text("+19055550105", "Hello")
            assert form(tail.line())["is"] == "ConversationOpened"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--since", "0"], "--since wants the number of an event, 1 or more."),
        (["--count", "0"], "--count wants 1 or more."),
        (["--number", "12"], "--number: That is not a phone number"),
        (["--number", "2125550000"], "The account has no tracking number (212) 555-0000."),
        (["--since", "x"], "invalid int value: 'x'"),
        (["--hub", "ftp://desk"], "'ftp://desk' is no address of a hub"),
    ],
)
def test_wrong_words_get_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["tail", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_numbers_are_read_in_the_hubs_region(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with running_desk(tmp_path, region="GB") as british:
        monkeypatch.setenv("TMCHAT_CONSOLE_HUB", british.hub)
        monkeypatch.setenv("TMCHAT_TOKEN", british.tokens[Role.AGENT])
        for words in (["tail", "--number"], ["calls", "--number"], ["auto-reply", "show"]):
            assert main([*words, "020 7946 0018"]) == 2
            assert "no tracking number +44 20 7946 0018." in capsys.readouterr().err


def test_a_wrong_token_ends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", "wrong")
    assert main(["tail"]) == 2
    assert "does not know this token" in capsys.readouterr().err
