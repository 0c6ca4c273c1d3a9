"""`tmchat search` against a running desk: lines for people, exact texts for pipes."""

import json
from collections.abc import Iterator

import pytest

from tests.cli.desk import RunningDesk, running_desk
from tmchat.cli.main import main
from tmchat.core.records import Role

SAM = "+19055550101"
HOSTILE = "blue \x1b[2J tires\u202e \ud83d"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk where three texts came."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        running.text(SAM, HOSTILE)
        running.text(SAM, "green tires")
        running.text("+19055550102", "合同四十多页")
        yield running


@pytest.fixture(autouse=True)
def logged_in(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logged in as `ann`, an agent."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])


def test_people_get_a_line_a_hit_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "tires"]) == 0
    green, blue = capsys.readouterr().out.splitlines()
    assert green.endswith("(905) 555-0101: green tires")
    assert "\u241b[2J" in blue
    assert "\x1b" not in blue and "\u202e" not in blue
    assert main(["search", "四同", "from:0102"]) == 1
    assert main(["search", "四十", "from:0102"]) == 0


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The texts that these words find."""
    code = main(["search", "--json", *words])
    out, err = capsys.readouterr()
    assert code == (0 if out else 1)
    assert err == ("" if out else "tmchat: Nothing was found.\n")
    return [json.loads(line)["entry"]["text"] for line in out.splitlines()]


def test_a_word_that_must_not_be_there_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["tires", "-blue"], ["-blue", "tires"], ["-blue", "--limit", "5", "tires"]):
        assert found(capsys, *words) == ["green tires"]
    assert found(capsys, "tires", "-hello") == ["green tires", HOSTILE]
    assert found(capsys, "tires", "-green tires") == [HOSTILE]
    assert found(capsys, "--", "tires", "-green") == [HOSTILE]
    assert found(capsys, "tires", "--lim", "1", "-blue") == ["green tires"]


def test_a_word_with_a_blank_in_it_is_a_phrase(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "tires green") == []
    assert found(capsys, "tires", "green") == ["green tires"]
    assert found(capsys, "green tires", "from:0101") == ["green tires"]
    assert found(capsys, '"green" "tires"') == ["green tires"]
    assert found(capsys, "green", "from:905 555 0101") == ["green tires"]


def test_a_flag_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "tires", "--limt", "5"]) == 2
    assert "unrecognized arguments: --limt" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["search", "tires", "-h"])
    assert "1 nothing was" in capsys.readouterr().out


def test_pipes_get_exact_texts_and_no_more_than_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "blue"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    hit = json.loads(line)
    assert hit["entry"]["text"] == HOSTILE
    assert hit["conversation"]["texter"] == SAM
    assert main(["search", "--limit", "1", "tires"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["is:green"], "is: takes"),
        (["?"], "Say what to look for"),
        (["x", "--limit", "0"], "--limit takes"),
        (["before:soon"], "Write a day"),
    ],
)
def test_what_cannot_be_meant_is_said(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_question_that_is_none_is_refused(desk: RunningDesk) -> None:
    from tmchat.cli.failure import Plight
    from tmchat.cli.hubcall import HubCall

    with HubCall(desk.hub, desk.tokens[Role.AGENT]) as call:
        for form in ({"is": "Find"}, {"is": "Nothing"}, [1]):
            with pytest.raises(Plight, match="no question"):
                call.post("/agents/questions", form)
        with pytest.raises(Plight, match="may not see who changed what"):
            call.post("/agents/questions", {"is": "ChangesMade"})
