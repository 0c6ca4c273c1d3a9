"""`tmchat replies`: sets as files, one's own on this machine and the team's at a running hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
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
    assert main(["replies", "import", *team, "--replace", str(file)]) == 0
    assert capsys.readouterr().out == "0 added, 1 changed, 1 removed, 0 as they were.\n"
    assert main(["replies", "export", *team]) == 0
    assert read_canned(capsys.readouterr().out) == (later,)


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
    assert main(["replies", "import", "--team", "--replace", str(file)]) == 2
    assert "Your role, agent, may not change the team's canned" in capsys.readouterr().err
