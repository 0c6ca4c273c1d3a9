"""`tmchat send` against a running desk: granted, refused, repeated; decisions are the hub's."""

import io
import json
import sys
from collections.abc import Iterator

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.waiting import until_blocking
from tmchat.cli.main import main
from tmchat.core.commands import Claim, Granted
from tmchat.core.records import Agent, Role


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


def typed(monkeypatch: pytest.MonkeyPatch, words: bytes) -> None:
    """Puts `words` on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words), "utf-8"))


def test_a_reply_reaches_the_consumer(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    texter = "+19055550101"
    conversation = desk.text(texter, "Do you have this in blue?")
    assert main(["send", "--conversation", str(conversation.id), "In blue, yes – ü"]) == 0
    until_blocking(lambda: desk.received(texter) == ["In blue, yes – ü"])
    assert f"of conversation {conversation.id}." in capsys.readouterr().out
    assert desk.conversation(texter).holder == "ann"


def test_texter_and_number_name_the_conversation_and_the_text_may_come_by_pipe(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texter = "+19055550102"
    conversation = desk.text(texter, "Hello")
    typed(monkeypatch, b"two\nlines\n")
    assert main(["send", "--to", "905 555 0102", "--number", desk.number, "--json"]) == 0
    until_blocking(lambda: desk.received(texter) == ["two\nlines"])
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"]["is"] == "Granted"
    assert told["conversation"] == conversation.id
    assert told["client_ref"]


def test_a_note_stays_on_the_desk(desk: RunningDesk) -> None:
    texter = "+19055550103"
    conversation = desk.text(texter, "Hello")
    assert main(["send", "--note", "--conversation", str(conversation.id), "A regular"]) == 0
    assert desk.conversation(texter).last_line == "A regular"
    assert desk.conversation(texter).holder == ""
    assert desk.received(texter) == []


def test_the_same_ref_sends_once(desk: RunningDesk, capsys: pytest.CaptureFixture[str]) -> None:
    texter = "+19055550104"
    conversation = str(desk.text(texter, "Hello").id)
    for text in ("Once", "Once", "Once"):
        assert main(["send", "--ref", "order-4104", "--conversation", conversation, text]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert others == [first, first]
    assert main(["send", "--conversation", conversation, "Last"]) == 0
    until_blocking(lambda: "Last" in desk.received(texter))
    assert desk.received(texter) == ["Once", "Last"]


def test_a_conversation_that_moved_on_holds_the_reply(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    texter = "+19055550105"
    seen = desk.text(texter, "Two please")
    moved = desk.text(texter, "No, three")
    reply = ["send", "--conversation", str(moved.id), "--seen", str(seen.last_entry), "Two it is"]
    assert main(reply) == 2
    assert capsys.readouterr().err == (
        "tmchat: Refused: The conversation moved on while you wrote; read it, then send. "
        "--anyway sends it all the same.\n"
    )
    assert main([*reply, "--anyway"]) == 0
    until_blocking(lambda: desk.received(texter) == ["Two it is"])


def test_what_another_holds_is_refused_also_as_json(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = desk.text("+19055550106", "Hello")
    sue = Agent("sue", Role.SUPERVISOR)
    claimed = desk.run(lambda: desk.desk.switchboard.command(sue, Claim(conversation.id)))
    assert isinstance(claimed, Granted)
    assert main(["send", "--json", "--conversation", str(conversation.id), "Mine"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["outcome"]["code"] == "claimed"
    assert said.err == "tmchat: Refused: sue holds this conversation; take over first.\n"


def test_nothing_goes_to_whoever_said_stop(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = desk.text("+19055550107", "STOP")
    assert main(["send", "--conversation", str(conversation.id), "--anyway", "But"]) == 2
    assert "opted out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x"], "name either --conversation ID, or --to TEXTER and --number TRACKING"),
        (["--to", "9055550108", "x"], "name either --conversation"),
        (["--conversation", "1", "--number", "2", "x"], "name either --conversation"),
        (["--conversation", "one", "x"], "invalid int value: 'one'"),
        (["--conversation", "999999", "x"], "There is no conversation 999999 on this desk."),
        (["--to", "9055550199", "--number", "2125550000", "x"], "never wrote to this tracking"),
        (["--to", "12", "--number", "2125550000", "x"], "not a phone number"),
        (["--conversation", "1", "\udcff"], "The text is not UTF-8; nothing was sent."),
    ],
)
def test_what_cannot_be_sent_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["send", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_empty_and_broken_input_is_refused(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = str(desk.text("+19055550109", "Hello").id)
    typed(monkeypatch, b"\n")
    assert main(["send", "--conversation", conversation]) == 2
    assert capsys.readouterr().err == "tmchat: Refused: There is nothing to send.\n"
    typed(monkeypatch, b"\xff\xfe")
    assert main(["send", "--conversation", conversation]) == 2
    assert "not UTF-8" in capsys.readouterr().err


def test_a_hub_that_is_gone_and_a_wrong_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], free_port: int
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", "wrong")
    assert main(["send", "--conversation", "1", "x"]) == 2
    assert "knows no such token" in capsys.readouterr().err
    assert main(["send", "--hub", f"http://127.0.0.1:{free_port}", "--conversation", "1", "x"]) == 2
    assert "No hub answers at" in capsys.readouterr().err
    assert main(["send", "--hub", "desk", "--conversation", "1", "x"]) == 2
    assert "'desk' is no address of a hub" in capsys.readouterr().err


def test_a_reply_left_undecided_tells_how_to_ask_again(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = str(desk.text("+19055550110", "Hello").id)
    desk.desk.switchboard.trouble = "The disk is full."
    try:
        assert main(["send", "--conversation", conversation, "--ref", "r-1", "x"]) == 2
    finally:
        desk.desk.switchboard.trouble = ""
    assert "without sending twice, add --ref r-1" in capsys.readouterr().err


def test_nobody_logged_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TMCHAT_TOKEN")
    assert main(["send", "--conversation", "1", "x"]) == 2
    assert "Nobody is logged in to http://127.0.0.1" in capsys.readouterr().err
