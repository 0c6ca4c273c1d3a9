"""`tmchat sandbox` as a process, and a consumer's phone on it from other commands."""

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import asking
from tests.cli.processes import command
from tmchat.cli.main import main

PHONE = "+19055550128"
HOSTILE = "\x1b[2J\udcff end"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a silent sandbox listens."""
    with command("sandbox", "--port", "0", "--rate", "0", "--token", "t-4104") as sandbox:
        yield sandbox.line().partition(" at ")[2].partition(";")[0]
        sandbox.signal(signal.SIGINT)
        assert sandbox.code() == 0


@pytest.fixture
def number(address: str) -> str:
    """A tracking number of the sandbox."""
    found: str = asking.get(f"{address}/sandbox/numbers").json()[0]["phone_number"]
    return found


def reply(address: str, words: str) -> None:
    """Answers in the newest conversation as an agent's desk would."""
    headers = {"x-organization-token": "t-4104"}
    found = asking.get(f"{address}/sms/conversations", headers=headers).json()["results"][-1]
    chat = next(value for key, value in found.items() if key.lower() == "conversationid")
    sent = asking.post(
        f"{address}/sms/conversations/{chat}/messages",
        headers=headers,
        content=json.dumps({"Message": words}).encode("ascii"),
    )
    assert sent.status_code == 200


def test_it_says_how_a_hub_uses_it_and_prints_no_token() -> None:
    with command("sandbox", "--port", "0", "--rate", "0", "--token", "t-4104") as sandbox:
        lines = [sandbox.line() for _ in range(4)]
        sandbox.signal(signal.SIGTERM)
        assert sandbox.code() == 0
    assert "  TMCHAT_HUB_TELMETRICS_URL=http://127.0.0.1:" in lines[1]
    assert "t-4104" not in "".join(lines)


def test_numbers_are_listed(address: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "numbers", "--sandbox", address]) == 0
    assert capsys.readouterr().out.startswith(f"+1{number}")


@pytest.mark.parametrize(
    ("words", "went"),
    [
        ([], "answered at {0}5550200, 60 s."),
        (["--talk", "7", "--ring", "2", "Is it in stock?"], "answered at {0}5550200, 7 s."),
        (["--pick-up", "busy"], "busy at {0}5550200, 0 s."),
        (["--keys", "2", "--live"], "answered at {0}5550200, 60 s."),
    ],
)
def test_a_call_is_made_and_one_line_says_how_it_went(
    address: str, number: str, capsys: pytest.CaptureFixture[str], words: list[str], went: str
) -> None:
    call = ["sandbox", "call", "--sandbox", address, "--from", PHONE, "--to", number, *words]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert said.startswith("Call 21798")
    assert said.endswith(f": {went.format(number[:3])}\n")


def test_a_call_that_cannot_be_made_gets_one_sentence(
    address: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["sandbox", "call", "--sandbox", address, "--from", PHONE, "--to", number]
    assert main([*call, "--keys", "1x"]) == 2
    assert "keys: Must be keys of a telephone" in capsys.readouterr().err


def test_a_text_is_sent_exactly_with_its_media(
    address: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["sandbox", "text", "--sandbox", address, "--from", "905 555 0129", "--to", number]
    assert main([*words, "--media", "https://a.example/1.jpg", HOSTILE]) == 0
    assert capsys.readouterr().out == "Sent.\n"
    (sent,) = asking.get(f"{address}/sandbox/phones/9055550129").json()
    assert (sent["text"], sent["media"]) == (HOSTILE, ["https://a.example/1.jpg"])


def test_a_watch_shows_what_the_phone_receives_and_nothing_acts(address: str, number: str) -> None:
    words = ["text", "--sandbox", address, "--from", PHONE, "--to", number, "Hello"]
    with command("sandbox", *words, "--watch", "--count", "2") as phone:
        assert phone.line() == "Sent.\n"
        reply(address, "Yes,\nin blue")
        reply(address, HOSTILE)
        first, second = phone.line(), phone.line()
        assert phone.code() == 0
    assert first[8:] == f"  ({number[:3]}) {number[3:6]}-{number[6:]}  Yes, in blue\n"
    assert second.endswith("  \u241b[2J\ufffd end\n")


def test_a_watch_alone_begins_with_what_comes(address: str, number: str) -> None:
    text = ["sandbox", "text", "--sandbox", address, "--from", "+19055550130"]
    assert main([*text, "--to", number, "Hello"]) == 0
    reply(address, "before")
    with command(*text, "--watch", "--count", "1") as phone:
        assert phone.stderr.readline() == "Watching; Ctrl+C ends it.\n"
        reply(address, "after")
        assert phone.line().endswith("  after\n")
        assert phone.code() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "1", "--to", "2", "x"], "The sandbox says: from: Must be a phone number."),
        (["--from", PHONE, "x"], "Name the tracking number with --to"),
        (["--from", PHONE], "There is nothing to do"),
        (["--from", PHONE, "--watch", "--count", "0"], "--count wants 1 or more."),
        (["--to", "2", "x"], "arguments are required: --from"),
        (["--from", "12", "--watch"], "The sandbox says: "),
    ],
)
def test_what_cannot_be_texted_gets_one_sentence(
    address: str, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["sandbox", "text", "--sandbox", address, *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1:1", "No sandbox answers at http://127.0.0.1:1"),
        ("sandbox", "'sandbox' is no address of a sandbox"),
    ],
)
def test_a_sandbox_that_is_not_there(
    capsys: pytest.CaptureFixture[str], url: str, sentence: str
) -> None:
    assert main(["sandbox", "numbers", "--sandbox", url]) == 2
    assert sentence in capsys.readouterr().err


def test_a_port_in_use_and_a_file_that_is_no_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["sandbox", "--port", port]) == 2
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in (
        capsys.readouterr().err
    )
    file = tmp_path / "notes.txt"
    file.write_text("not a database at all, but long enough to be looked at" * 40)
    assert main(["sandbox", "--port", "0", "--db", str(file)]) == 2
    assert "The sandbox cannot start: cannot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port", "70000"], "--port"),
        (["--port", "x"], "--port wants a whole number, not 'x'"),
        (["--host", "no such host"], "cannot listen on no such host"),
        (["--frm"], "unrecognized arguments: --frm"),
    ],
)
def test_wrong_flags_get_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["sandbox", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
