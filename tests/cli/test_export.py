"""`tmchat export` against a running desk: exact in a pipe, harmless on a terminal, whole or not."""

import csv
import io
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.cli.processes import read_to_end
from tmchat.cli.main import main
from tmchat.cli.moments import utc_moment
from tmchat.core.records import Role

HOSTILE = 'two\r\nlines, "quoted" \x1b[2J \ud83d end'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests; each has a texter of its own."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `sue`, a supervisor."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.SUPERVISOR])


def test_json_lines_hold_texts_exactly(
    desk: RunningDesk, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    conversation = desk.text("+19055550101", HOSTILE)
    desk.text("+19055550102", "another conversation")
    assert main(["export", "--conversation", str(conversation.id)]) == 0
    printed = capsysbinary.readouterr().out
    assert printed.isascii()
    (line,) = printed.splitlines()
    told = json.loads(line)
    assert told["entry"]["text"] == HOSTILE
    assert told["conversation"]["texter"] == "+19055550101"


def test_csv_has_a_header_and_keeps_line_ends(
    desk: RunningDesk, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    conversation = desk.text("+19055550103", HOSTILE)
    words = ["export", "--csv", "--number", desk.number, "--conversation", str(conversation.id)]
    assert main(words) == 0
    text = capsysbinary.readouterr().out.decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["text"] == HOSTILE.replace("\ud83d", "\ufffd")


def test_since_narrows_it(desk: RunningDesk, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    desk.text("+19055550104", "Hello")
    assert main(["export", "--since", "2100-01-01"]) == 0
    assert capsysbinary.readouterr().out == b""
    assert main(["export", "--since", "2001-01-01T00:00"]) == 0
    assert capsysbinary.readouterr().out


def test_a_file_is_private_and_whole(desk: RunningDesk, tmp_path: Path) -> None:
    conversation = desk.text("+19055550105", HOSTILE)
    file = tmp_path / "texts.jsonl"
    assert main(["export", "-o", str(file), "--conversation", str(conversation.id)]) == 0
    assert json.loads(file.read_text("ascii"))["entry"]["text"] == HOSTILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_file_behind_a_link_gets_it_and_the_link_stays(
    desk: RunningDesk, tmp_path: Path
) -> None:
    conversation = desk.text("+19055550107", HOSTILE)
    words = ["export", "--conversation", str(conversation.id), "-o"]
    (tmp_path / "elsewhere").mkdir()
    link, real = tmp_path / "link", tmp_path / "elsewhere/texts.jsonl"
    link.symlink_to("elsewhere/texts.jsonl")
    for _ in ("the file is not there yet", "the file is there"):
        assert main([*words, str(link)]) == 0
        assert link.is_symlink()
        assert json.loads(real.read_text("ascii"))["entry"]["text"] == HOSTILE
        assert list(real.parent.iterdir()) == [real]
        real.write_text("before")


def test_what_is_no_file_is_written_into_and_stays(
    desk: RunningDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation = desk.text("+19055550108", HOSTILE)
    words = ["export", "--conversation", str(conversation.id), "-o"]
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    read: list[str] = []
    for named in (pipe, link):
        reader = threading.Thread(target=lambda: read.append(pipe.read_text("ascii")), daemon=True)
        reader.start()
        assert main([*words, str(named)]) == 0
        reader.join(10)
    assert [json.loads(one)["entry"]["text"] for one in read] == [HOSTILE, HOSTILE]
    assert pipe.is_fifo() and link.is_symlink()
    assert main([*words, str(tmp_path)]) == 2
    assert f"{tmp_path} cannot be written: Is a directory." in capsys.readouterr().err


def test_a_link_to_itself_is_said(
    desk: RunningDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    assert main(["export", "-o", str(link)]) == 2
    assert "Too many levels of symbolic links" in capsys.readouterr().err
    assert link.is_symlink()


def test_on_a_terminal_no_text_can_act(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = desk.text("+19055550106", HOSTILE)
    shown, terminal = os.openpty()
    with os.fdopen(terminal, "w", encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert main(["export", "--csv", "--conversation", str(conversation.id)]) == 0
    printed = read_to_end(shown)
    os.close(shown)
    assert b"\x1b" not in printed
    assert "\u241b[2J".encode() in printed


def test_an_export_that_breaks_off_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def half() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n"
                )

        thread = threading.Thread(target=half)
        thread.start()
        hub = f"http://127.0.0.1:{listener.getsockname()[1]}"
        assert main(["export", "--hub", hub, "-o", str(tmp_path / "texts.jsonl")]) == 2
        thread.join(10)
    assert "it is not whole" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--json", "--csv"], "not allowed with argument"),
        (["--since", "yesterday"], "--since wants a day or a time such as 2026-03-01T17:00"),
        (["--number", "12"], "The hub says: That is not a phone number"),
        (["--number", "2125550000"], "The account has no tracking number (212) 555-0000."),
        (["--conversation", "99999"], "There is no conversation 99999 on this desk."),
        (["--conversation", "-1"], "The hub says: Write a whole number."),
        (["-o", "/nowhere/x"], "/nowhere/x cannot be written: No such file or directory."),
        (["--hub", "http://127.0.0.1:1"], "No hub answers at http://127.0.0.1:1"),
    ],
)
def test_what_cannot_be_exported_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["export", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_an_agent_may_not_export(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    assert main(["export"]) == 2
    assert "may not export conversations" in capsys.readouterr().err
    monkeypatch.setenv("TMCHAT_TOKEN", "wrong")
    assert main(["export"]) == 2
    assert "knows no such token" in capsys.readouterr().err


def test_the_moment_is_utc_unless_it_says_otherwise() -> None:
    assert utc_moment("1970-01-02") == 86_400_000
    assert utc_moment("1970-01-01T01:00+01:00") == 0
