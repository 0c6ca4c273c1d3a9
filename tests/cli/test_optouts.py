"""`tmchat opt-outs` against a running desk: lines for people, exact bytes for pipes and files."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tmchat.cli.failure import Plight
from tmchat.cli.hubcall import HubCall
from tmchat.cli.main import main
from tmchat.cli.optouts import ledger_line
from tmchat.core.records import Role

SAM = "+19055550101"
KIM = "+19055550102"
ASKED = "Please stop texting me\x1b[2J \ud83d"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk where Sam stopped and came back and Kim's wish in words was confirmed."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        running.text(SAM, "STOP")
        running.text(SAM, "start")
        asked = running.text(KIM, ASKED).asks_out
        confirm(running, asked)
        yield running


def confirm(desk: RunningDesk, entry: int) -> None:
    """An agent confirms Kim's wish by a plain command."""
    about = desk.conversation(KIM).id
    with HubCall(desk.hub, desk.tokens[Role.AGENT]) as call:
        form = {"is": "OptOut", "conversation": about, "entry": entry}
        assert call.post("/agents/commands", form)["is"] == "Granted"


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `sue`, a supervisor."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.SUPERVISOR])


def test_people_get_a_line_a_change_newest_first(
    desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["opt-outs"]) == 0
    kim, back, out = capsys.readouterr().out.splitlines()
    assert "asked in words, by ann: Please stop texting me␛[2J \ufffd" in kim
    assert "(905) 555-0101 opted in to (" in back and back.endswith("START: start")
    assert "(905) 555-0101 opted out of (" in out and out.endswith("STOP: STOP")
    assert "\x1b" not in kim


def test_pipes_get_exact_words_and_may_be_narrowed(
    desk: RunningDesk, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["opt-outs", "--json", "--texter", KIM, "--number", desk.number]) == 0
    (line,) = capsysbinary.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["words"] == ASKED
    assert (told["texter"], told["number"], told["by"]) == (KIM, desk.number, "ann")
    assert main(["opt-outs", "--csv"]) == 0
    rows = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline=""))
    assert [row["change"] for row in rows] == ["out", "in", "out"]


def test_who_may_not_be_texted_at_present(
    desk: RunningDesk, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["opt-outs", "--now", "--json"]) == 0
    now = capsysbinary.readouterr().out
    (line,) = now.splitlines()
    assert json.loads(line)["texter"] == KIM
    assert main(["opt-outs", "--json", "--texter", KIM]) == 0
    assert capsysbinary.readouterr().out == now
    assert main(["opt-outs", "--now", "--csv"]) == 0
    now = capsysbinary.readouterr().out
    assert main(["opt-outs", "--csv", "--texter", KIM]) == 0
    assert capsysbinary.readouterr().out == now
    assert main(["opt-outs", "--now", "--texter", SAM]) == 0
    assert capsysbinary.readouterr().out == b""


def test_a_file_is_whole_and_private(desk: RunningDesk, tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    assert main(["opt-outs", "--csv", "-o", str(file)]) == 0
    assert file.read_text("utf-8").startswith("n,at,change,texter,number,")
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_the_ledger_says_holds_for_send(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    assert main(["send", "--conversation", str(desk.conversation(KIM).id), "Hello"]) == 2
    assert "opted out" in capsys.readouterr().err
    assert desk.received(KIM) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--json", "--csv"], "not allowed with argument"),
        (["-o", "x"], "-o wants --json or --csv"),
        (["--texter", "12"], "The hub says: That is not a phone number"),
    ],
)
def test_a_wrong_wish_gets_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["opt-outs", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_an_agent_may_not_list_it(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    assert main(["opt-outs"]) == 2
    assert "may not export conversations" in capsys.readouterr().err


def test_a_change_without_its_fields_is_no_change() -> None:
    with pytest.raises(Plight, match="no change of an opt-out"):
        ledger_line({"at": 1})
