"""`tmchat auto-reply` against a running desk: shown, edited, set, tried and switched off."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.cli.processes import Terminal
from tests.waiting import until_blocking
from tmchat.cli.answeringfile import (
    answering_text,
    read_answering,
    read_answerings,
    version_in,
    version_of,
)
from tmchat.cli.failure import Plight
from tmchat.cli.main import main
from tmchat.core.hours import Answering, Span
from tmchat.core.records import Role

SAM = "+19055550101"
SHOP = Answering(
    enabled=True,
    zone="America/Toronto",
    hours=(Span(0, 540, 1020), Span(2, 540, 720), Span(2, 780, 1440)),
    holidays=("2026-12-25",),
    in_hours="We'll answer \u201csoon\u201d.",
    after_hours="Nous sommes fermés \\ à demain! 😀\nMaple",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for all tests."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `sue`, a supervisor."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.SUPERVISOR])


def test_a_file_holds_it_exactly() -> None:
    assert read_answering(answering_text(SHOP)) == SHOP
    assert read_answering(answering_text(Answering())) == Answering()


def test_it_is_set_shown_tried_sent_and_switched_off(
    desk: RunningDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reply.toml"
    always = Answering(enabled=True, zone="UTC", after_hours="We are closed.")
    file.write_text(answering_text(always), encoding="utf-8")
    assert main(["auto-reply", "set", desk.number, str(file)]) == 0
    assert main(["auto-reply", "show", desk.number]) == 0
    shown = capsys.readouterr().out.partition("\n")[2]
    assert read_answering(shown) == always
    assert main(["auto-reply", "try", desk.number, "--at", "2026-12-25T08:00"]) == 0
    assert capsys.readouterr().out == ("We are closed.\nIt is Friday 08:00 in UTC, after hours.\n")
    desk.text(SAM, "Hello?")
    until_blocking(lambda: desk.received(SAM) == ["We are closed."])
    assert main(["auto-reply", "off", desk.number]) == 0
    assert main(["auto-reply", "try", desk.number]) == 0
    assert "switched off" in capsys.readouterr().out


def test_a_colleagues_change_is_not_written_over(
    desk: RunningDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mine, theirs = tmp_path / "mine.toml", tmp_path / "theirs.toml"
    theirs.write_text(answering_text(SHOP), "utf-8")
    assert main(["auto-reply", "set", desk.number, str(theirs)]) == 0
    capsys.readouterr()
    assert main(["auto-reply", "show", desk.number]) == 0
    shown = capsys.readouterr().out
    assert version_in(shown) == version_of(SHOP)
    mine.write_text(shown.replace("soon", "later"), "utf-8")
    theirs.write_text(answering_text(replace(SHOP, in_hours="Back at ten.")), "utf-8")
    assert main(["auto-reply", "set", desk.number, str(theirs)]) == 0
    assert main(["auto-reply", "set", desk.number, str(mine)]) == 2
    out, err = capsys.readouterr()
    assert "changed since this file was shown" in err
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert main(["auto-reply", "set", desk.number, str(mine)]) == 2
    out, err = capsys.readouterr()
    assert "While open: “Back at ten.” → “We'll answer “later”.”" in out
    assert "Nothing was changed" in err
    assert main(["auto-reply", "set", desk.number, str(mine), "--yes"]) == 0
    assert main(["auto-reply", "show", desk.number]) == 0
    assert "later" in capsys.readouterr().out


def test_a_file_without_a_version_is_asked_about_where_somebody_is_there(
    desk: RunningDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "reply.toml"
    file.write_text(answering_text(replace(SHOP, in_hours="By hand.")), "utf-8")
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert main(["auto-reply", "set", desk.number, str(file)]) == 2
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main(["auto-reply", "set", desk.number, str(file)]) == 0
    assert "→ “By hand.”" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_takes_nothing_away(
    text: str,
    desk: RunningDesk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["auto-reply", "set", desk.number, "-"]) == 2
    assert "The file holds no auto-reply" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("enabled = maybe", "no TOML"),
        ("enabled = 1", "true or false"),
        ("speed = 3", "no setting 'speed'"),
        ("zone = 3", "zone wants a text"),
        ('holidays = "2026-12-25"', "holidays wants a list"),
        ("hours = 3", "hours wants a table"),
        ('[hours]\nmonday = "9:00-12:00"', "hours.monday is no day"),
        ('[hours]\nMon = "nine"', "hours.Mon: Write hours"),
        ("[hours]\nMon = 9", "hours.Mon: Write hours"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Plight, match=sentence):
        read_answering(text)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "12"], "not a phone number"),
        (["show", "+12025550199"], "no tracking number"),
        (["set", "{number}", "/nowhere/at/all"], "cannot be read"),
        (["set", "{number}", "-"], "zone: Write a time zone"),
        (["try", "{number}", "--at", "noon"], "Write a time"),
        (["try", "{number}", "--at", "9999-12-31T23:59"], "between the years 1971 and 9998"),
        (["try", "{number}", "--at", "0001-01-01T00:00+14:00"], "between the years"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    desk: RunningDesk,
    words: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('zone = "Mars/Olympus"'))
    assert main(["auto-reply", *(one.format(number=desk.number) for one in words)]) == 2
    assert sentence in capsys.readouterr().err


def test_the_last_time_of_all_can_be_tried(desk: RunningDesk, tmp_path: Path) -> None:
    file = tmp_path / "far.toml"
    far = Answering(enabled=True, zone="Pacific/Kiritimati", after_hours="Closed.")
    file.write_text(answering_text(far), "utf-8")
    assert main(["auto-reply", "set", desk.number, str(file)]) == 0
    assert main(["auto-reply", "try", desk.number, "--at", "9998-12-31T23:59-12:00"]) == 0
    assert main(["auto-reply", "try", desk.number, "--at", "1971-01-01"]) == 0


def test_an_agent_may_not_set_it(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    monkeypatch.setattr("sys.stdin", io.StringIO("enabled = false"))
    assert main(["auto-reply", "set", desk.number, "-"]) == 2
    assert "may not set the desk's auto-replies" in capsys.readouterr().err


def test_many_are_a_file_that_leaves_nothing_to_do_until_it_is_edited(
    desk: RunningDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = tmp_path / "one.toml"
    one.write_text(answering_text(SHOP), encoding="utf-8")
    assert main(["auto-reply", "set", desk.number, str(one)]) == 0
    many = tmp_path / "many.toml"
    assert main(["auto-reply", "export", "-o", str(many)]) == 0
    capsys.readouterr()
    assert main(["auto-reply", "apply", str(many), "--dry-run"]) == 0
    assert capsys.readouterr().out == "Nothing to do.\n"
    assert read_answerings(many, "US")[0][0].answering == SHOP
    text = many.read_text("utf-8").replace('"09:00-17:00"', '"8:00-12:00"')
    many.write_text(text, "utf-8")
    assert main(["auto-reply", "apply", str(many), "--dry-run"]) == 3
    shown = capsys.readouterr().out
    assert shown.splitlines()[1:] == ["    Mon: “09:00-17:00” → “08:00-12:00”"]
    assert main(["auto-reply", "apply", str(many)]) == 2
    assert "Nobody is there to be asked" in capsys.readouterr().err
    assert main(["auto-reply", "apply", str(many), "--yes"]) == 0
    assert "1/1 " in capsys.readouterr().out
    assert main(["auto-reply", "apply", str(many), "--dry-run"]) == 0
    capsys.readouterr()
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.ADMINISTRATOR])
    assert main(["audit", "--limit", "1"]) == 0
    assert "auto-reply: Mon: “09:00-17:00” → “08:00-12:00”" in capsys.readouterr().out


def test_every_fault_of_such_a_file_is_named_with_its_line(
    tmp_path: Path, desk: RunningDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    many = tmp_path / "many.toml"
    many.write_text(
        f"""[[auto_reply]]
number = "{desk.number}"
zone = "Mars/Olympus"

[[auto_reply]]
number = "{desk.number}"
hours.Mon = "nine"

[[auto_reply]]
number = "+12025550199"

[[auto_reply]]
number = "call me"

[[auto_reply]]
number = "+12025550198"
speed = 3
""",
        "utf-8",
    )
    assert main(["auto-reply", "apply", str(many), "--yes"]) == 2
    out, err = capsys.readouterr()
    lines = [line.removeprefix(f"tmchat: {many}:") for line in err.splitlines()]
    assert out == ""
    assert [(one.partition(":")[0], one.split(": ")[2]) for one in lines] == [
        ("3", "zone"),
        ("7", "hours.Mon"),
        ("13", "number"),
        ("17", "speed"),
        ("9", "number"),
    ]
