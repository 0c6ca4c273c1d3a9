"""`tmchat replies`: sets as files, one's own on this machine and the team's at a running hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.cli.processes import Terminal
from tmchat.cli.main import main
from tmchat.core.records import CannedReply, Role
from tmchat.link.cannedfile import canned_text, read_canned

HOURS = CannedReply("Opening hours", "We are open 9 to 6.")
GREETING = CannedReply("Greeting", "Hi {texter.first_name} 😀")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `sue`, a supervisor, with a state folder of its own."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_CONSOLE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.SUPERVISOR])


@pytest.mark.parametrize("team", [[], ["--team"]])
def test_a_set_is_taken_in_listed_and_given_back(
    team: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "replies.toml"
    file.write_text(canned_text([HOURS, GREETING]), "utf-8")
    assert main(["replies", "import", *team, str(file)]) == 0
    assert capsys.readouterr().out == "2 added, 0 changed, 0 as they were.\n"
    assert main(["replies", "list", *team]) == 0
    assert capsys.readouterr().out == "Greeting\nOpening hours\n"
    later = CannedReply(HOURS.title, "We are open 9 to 7.")
    file.write_text(canned_text([later]), "utf-8")
    assert main(["replies", "import", *team, "--replace", "--yes", str(file)]) == 0
    assert capsys.readouterr().out == "0 added, 1 changed, 1 removed, 0 as they were.\n"
    assert main(["replies", "export", *team]) == 0
    assert read_canned(capsys.readouterr().out) == (later,)


def test_what_would_be_removed_is_shown_and_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "replies.toml"
    file.write_text(canned_text([HOURS, GREETING]), "utf-8")
    assert main(["replies", "import", str(file)]) == 0
    changed = CannedReply(HOURS.title, "We are open 9 to 7.")
    file.write_text(canned_text([changed, CannedReply("Thanks", "Thank you.")]), "utf-8")
    capsys.readouterr()
    import_all = ["replies", "import", "--replace", str(file)]
    assert main([*import_all, "--dry-run"]) == 3
    assert capsys.readouterr().out == "- Greeting\n~ Opening hours\n+ Thanks\n"
    assert main(import_all) == 2
    assert "Nobody is there to be asked" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main(import_all) == 2
    assert "1 to remove. Go on?" in capsys.readouterr().out
    assert main(["replies", "list"]) == 0
    assert capsys.readouterr().out == "Greeting\nOpening hours\n"
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main(import_all) == 0
    assert "1 added, 1 changed, 1 removed, 0 as they were.\n" in capsys.readouterr().out
    assert main([*import_all, "--dry-run"]) == 0
    assert capsys.readouterr().out == "Nothing to do.\n"


@pytest.mark.parametrize("team", [[], ["--team"]])
def test_an_empty_file_removes_nothing(
    team: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "replies.toml"
    file.write_text("# nothing\n", "utf-8")
    assert main(["replies", "import", *team, "--replace", "--yes", str(file)]) == 2
    assert capsys.readouterr().err == f"tmchat: {file} holds no canned reply.\n"


def test_what_is_wrong_is_said_and_nothing_is_taken_in(
    desk: RunningDesk,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "replies.toml"
    assert main(["replies", "import", str(file)]) == 2
    assert "cannot be read: No such file" in capsys.readouterr().err
    file.write_text('[[reply]]\ntitle = "a"\ntext = "{x.y}"\n', "utf-8")
    assert main(["replies", "import", "--team", str(file)]) == 2
    assert "There is no {x.y}" in capsys.readouterr().err
    file.write_text(canned_text([HOURS]), "utf-8")
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    assert main(["replies", "import", "--team", str(file)]) == 2
    assert "Your role, agent, may not change the team's canned" in capsys.readouterr().err
