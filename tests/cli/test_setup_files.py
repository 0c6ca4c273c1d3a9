"""`tmchat numbers|pools|groups export|apply|check`, `audit` and `calls` against a running desk."""

import csv
import io
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.desk import RunningDesk, running_desk
from tests.core.setup import broken
from tmchat.cli.main import main
from tmchat.cli.setups.writing import written
from tmchat.core.records import Role
from tmchat.core.setup.plans import Kind, Setup, Target


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk and its account."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        yield running


class Console:
    """Runs `tmchat` in this process as the administrator: exit code, output, errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(words)
        return code, *self._capsys.readouterr()

    def well(self, *words: str) -> str:
        """The output of a command that must end well."""
        code, out, err = self(*words)
        assert (code, err) == (0, "")
        return out

    def file(self, text: str) -> str:
        """A file with this text."""
        path = self.folder / "setups.toml"
        path.write_text(text, "utf-8")
        return str(path)


@pytest.fixture
def tmchat(
    desk: RunningDesk,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Console:
    """The command, logged in as `ada`, an administrator."""
    monkeypatch.setenv("TMCHAT_CONSOLE_HUB", desk.hub)
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.ADMINISTRATOR])
    return Console(capsys, tmp_path)


@pytest.fixture
def account(desk: RunningDesk) -> Iterator[httpx.Client]:
    """The account itself, behind the hub's back."""
    headers = {"x-organization-token": "sandbox-token"}
    with httpx.Client(base_url=f"{desk.sandbox}/v3/api", headers=headers) as client:
        yield client


def entry_of(text: str, number: str) -> str:
    """The entry of one number in an export."""
    return next(one for one in text.split("\n\n") if f'number = "{number}"' in one)


@pytest.mark.parametrize("kind", ["numbers", "pools", "groups"])
def test_what_was_exported_leaves_nothing_to_do(tmchat: Console, kind: str) -> None:
    text = tmchat.well(kind, "export")
    assert text.startswith(f"# The {kind} of the account")
    assert tmchat.well(kind, "apply", tmchat.file(text), "--dry-run") == "Nothing to do.\n"
    path = tmchat.folder / "export.toml"
    assert tmchat.well(kind, "export", "-o", str(path)) == ""
    assert path.read_text("utf-8") == text
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_secret_of_the_desk_is_in_no_export(desk: RunningDesk, tmchat: Console) -> None:
    text = tmchat.well("numbers", "export")
    assert "a-segment-of-a-test" not in text
    assert re.search(r'sms.url = "http://127.0.0.1:\d+/hook/"', text)


def test_a_change_in_the_file_is_shown_applied_and_then_done(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    text = tmchat.well("numbers", "export")
    mine = entry_of(text, desk.number)
    edited = mine.replace('calls.whisper.text = "', 'calls.whisper.text = "Again: ')
    edited = re.sub(r'^name = ".*"$', 'name = "Evenings \\\\u2603"', edited, flags=re.M)
    assert edited != mine
    file = tmchat.file(text.replace(mine, edited))
    code, out, err = tmchat("numbers", "apply", file, "--dry-run")
    assert (code, err) == (3, "")
    first, *lines = out.splitlines()
    assert re.fullmatch(r"~ \(\d{3}\) \d{3}-\d{4}", first)
    assert "    Name: " in lines[0] and lines[0].endswith("→ “Evenings ☃”")
    assert lines[1].startswith("    Whisper: text: ")
    code, _, err = tmchat("numbers", "apply", file)
    assert (code, err) == (
        2,
        "tmchat: Nobody is there to be asked; --yes applies it without asking.\n",
    )
    assert "1/1 " in tmchat.well("numbers", "apply", file, "--yes")
    assert tmchat.well("numbers", "apply", file, "--yes") == "Nothing to do.\n"
    listed = account.get("/numbers").json()["results"]
    (number,) = [one for one in listed if one["name"] == "Evenings ☃"]
    whisper = number["call_routes"]["route"]["features"]["whisper"]
    assert whisper["notification_text"].startswith("Again: ")


def test_a_block_that_is_left_out_stays(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    file = tmchat.file(f'[[number]]\nnumber = "{desk.number}"\nverify.enabled = false\n')
    code, out, _ = tmchat("numbers", "apply", file, "--dry-run")
    assert (code, len(out.splitlines())) == (3, 2)
    assert "done." in tmchat.well("numbers", "apply", file, "--yes")
    assert 'sms.kind = "webhook"' in entry_of(tmchat.well("numbers", "export"), desk.number)


def test_every_fault_is_named_with_file_line_and_setting(
    desk: RunningDesk, tmchat: Console
) -> None:
    file = tmchat.file(
        f"""[[number]]
number = "{desk.number}"
status = "Paused"
sms.kind = "auto_reply"
sms.text = "{"x" * 156}"

[[number]]
number = "9055550199"

[[number]]
number = "call me"
[number.verify]
enabled = "yes"
other = "{{"
"""
    )
    code, out, err = tmchat("numbers", "apply", file, "--yes")
    assert (code, out) == (2, "")
    lines = [line.removeprefix(f"tmchat: {file}:") for line in err.splitlines()]
    assert any(re.match(r"3: .* status: This cannot be changed here", one) for one in lines)
    assert any(re.match(r"5: .* sms.text: An auto-reply has at most 155", one) for one in lines)
    assert any(re.match(r"8: .* number: The account has no such number", one) for one in lines)
    assert any(re.match(r"11: .* number: That is not a phone number", one) for one in lines)
    assert any(re.match(r"14: .* verify.other: Write an object of JSON", one) for one in lines)


ORDER = 'group = {group}\norder.match = "tollfree"\norder.quantity = 1\n'


@pytest.mark.parametrize(
    ("kind", "cases"),
    [(Kind.NUMBER, broken.NUMBERS), (Kind.POOL, broken.POOLS), (Kind.GROUP, broken.GROUPS)],
)
def test_every_rule_is_refused_at_its_setting_and_nothing_is_sent(
    tmchat: Console,
    account: httpx.Client,
    kind: Kind,
    cases: list[tuple[str, dict[str, Any]]],
) -> None:
    resource = {Kind.POOL: "numberpools"}.get(kind, f"{kind.value}s")
    group = account.get("/groups").json()["results"][0]["id"]
    before = account.get(f"/{resource}").json()
    entries = []
    for _, tree in cases:
        (_, *pieces) = written(kind, [Setup(Target(kind, 0), "", "", tree)])
        entry = re.sub(r"^(id|number) = .*\n", "", "".join(pieces), flags=re.M)
        entries.append(entry if kind is Kind.GROUP else entry + ORDER.format(group=group))
    file = tmchat.file("".join(entries))
    begun = [1 + "".join(entries[:place]).count("\n") for place in range(len(entries))]
    order = () if kind is Kind.GROUP else ("--order",)
    code, out, err = tmchat(f"{kind.value}s", "apply", file, *order, "--yes")
    assert (code, out) == (2, "")
    refused = []
    for line in err.splitlines():
        found = re.fullmatch(rf"tmchat: {re.escape(file)}:(\d+): .+?: (\S+): \S.+", line)
        assert found, line
        refused.append((bisect_right(begun, int(found[1])) - 1, found[2]))
    assert refused == [(place, path) for place, (path, _) in enumerate(cases)]
    assert account.get(f"/{resource}").json() == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[number]\n", "at line 1"),
        ("[[pool]]\nname = 'x'\n", "'pool' is not [[number]]"),
        ("number = 5\n", "'number' is not [[number]]"),
    ],
)
def test_a_file_that_is_none_is_said_to_be(tmchat: Console, text: str, words: str) -> None:
    code, _, err = tmchat("numbers", "apply", tmchat.file(text))
    assert code == 2
    assert words in err
    assert "No such file" in tmchat("numbers", "apply", "/nowhere.toml")[2]


def test_an_entry_twice_in_the_file_is_refused(desk: RunningDesk, tmchat: Console) -> None:
    twice = f'[[number]]\nnumber = "{desk.number}"\n' * 2
    assert "stands in the file twice" in tmchat("numbers", "apply", tmchat.file(twice))[2]


NEW = """
[[number]]
name = "Brand new"
group = {group}
sms.kind = "none"
calls.kind = "basic"
calls.termination = "+12075550200"
order.match = "tollfree"
"""


def test_what_is_new_is_ordered_only_when_it_is_said(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    group = account.get("/groups").json()["results"][0]["id"]
    file = tmchat.file(NEW.format(group=group))
    assert "? Brand new: the account has it not; --order orders it." in tmchat.well(
        "numbers", "apply", file, "--yes"
    )
    code, out, _ = tmchat("numbers", "apply", file, "--order", "--dry-run")
    assert (code, out) == (3, "+ Brand new: order it\n")
    tmchat.well("numbers", "apply", file, "--order", "--yes")
    assert "Nothing to do." in tmchat.well("numbers", "apply", file, "--order", "--yes")
    names = [one["name"] for one in account.get("/numbers").json()["results"]]
    assert names.count("Brand new") == 1
    unclear = tmchat.file(NEW.format(group=group).replace("Brand new", "").replace("order.", "#"))
    _, _, err = tmchat("numbers", "apply", unclear, "--order", "--yes")
    assert "order.match: Say what to order" in err
    assert "name: A name is needed" in err


def test_pools_and_groups_are_made_by_their_files(tmchat: Console, account: httpx.Client) -> None:
    groups = tmchat.file('[[group]]\nname = "Tyres North"\ndni = "None"\n')
    code, out, _ = tmchat("groups", "apply", groups, "--dry-run")
    assert (code, out) == (3, "+ Tyres North: make it\n")
    tmchat.well("groups", "apply", groups, "--yes")
    assert "Nothing to do." in tmchat.well("groups", "apply", groups, "--yes")
    exported = tmchat.well("groups", "export", "--group", "tyres north")
    (group,) = re.findall(r"^id = (\d+)$", exported, re.M)
    pools = tmchat.file(
        f"""[[pool]]
name = "Search ads"
group = {group}
match_period = 30
replace.numbers = ["416555TIRE"]
replace.sources = [{{referrer = "Any", triggers = ["gclid=%"], organic = true}}]
order.match = "tollfree"
order.quantity = 2
"""
    )
    tmchat.well("pools", "apply", pools, "--order", "--yes")
    exported = tmchat.well("pools", "export", "--group", group)
    assert "quantity = 2" in exported
    assert 'replace.sources = [{referrer = "Any", triggers = ["gclid=%"], organic = true}]' in (
        exported
    )
    assert "Nothing to do." in tmchat.well("pools", "apply", tmchat.file(exported))
    assert "there is no such group" in tmchat("pools", "export", "--group", "Nobody")[2]


def test_apply_goes_on_after_a_failure_and_later_does_the_rest(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    """The account refuses one of the changes, as two numbers of a group cannot be called alike."""
    text = tmchat.well("numbers", "export")
    listed = account.get("/numbers").json()["results"]
    group = listed[0]["group_id"]
    own = [one for one in listed if one["group_id"] == group]
    request = {"match_type": "Tollfree"}
    for name in ("Left", "Right"):
        body = {"name": name, "phone_number_request": request}
        own.append(account.post(f"/groups/{group}/numbers", json=body).json())
    tmchat.well("numbers", "list", "--refresh")
    numbers = {one["name"]: one["phone_number"] for one in own}
    text = "".join(
        f'[[number]]\nnumber = "{numbers[name]}"\nname = "{after}"\n'
        for name, after in (("Left", "Right"), ("Right", "Third"))
    )
    code, out, err = tmchat("numbers", "apply", tmchat.file(text), "--yes")
    assert code == 2
    assert "2/2 " in out and out.splitlines()[-1].endswith("done.")
    assert "1 of 2 failed; apply again does the rest" in err
    assert "taken" in err
    assert "All" not in out
    out = tmchat.well("numbers", "apply", tmchat.file(text), "--yes")
    assert out.splitlines()[-1] == "Done."


def test_who_may_not_change_is_told_so(
    desk: RunningDesk, tmchat: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmchat.file(f'[[number]]\nnumber = "{desk.number}"\nname = "Mine"\n')
    monkeypatch.setenv("TMCHAT_TOKEN", desk.tokens[Role.AGENT])
    code, _, err = tmchat("numbers", "apply", file, "--yes")
    assert code == 2
    assert "Your role, agent, may not change how numbers are set up." in err
    assert "may not see who changed what" in tmchat("audit")[2]


def test_check_finds_what_cannot_be_meant_so(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    code, out, _ = tmchat("numbers", "check")
    assert code == 3
    assert "sms.kind: Texts go nowhere." in out
    listed = account.get("/numbers").json()["results"]
    here = {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://127.0.0.1:9/in"}}
    account.put(f"/numbers/{listed[3]['id']}", json={"sms_routes": here})
    code, out, _ = tmchat("numbers", "check", "--try")
    assert code == 3
    assert "sms.url: This address is on a private net" in out
    empty = account.post("/groups", json={"name": "Empty"}).json()["id"]
    tmchat.well("numbers", "list", "--refresh")
    assert "Nothing found in 0" in tmchat.well("numbers", "check", "--group", str(empty))


def test_the_audit_log_for_people_and_for_pipes(desk: RunningDesk, tmchat: Console) -> None:
    file = tmchat.file(f'[[number]]\nnumber = "{desk.number}"\nname = "Audited \\u009b[2J"\n')
    tmchat.well("numbers", "apply", file, "--yes")
    head, line, *_ = tmchat.well("audit", "--number", desk.number).splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \d+ ada \(\d{3}\) ", head)
    assert line.startswith("    Name: “") and "\x9b" not in line
    (form,) = map(json.loads, tmchat.well("audit", "--json", "--limit", "1").splitlines())
    assert form["changes"][0]["after"] == "Audited \x9b[2J"
    assert (form["by"], form["kind"], form["carried_out"]) == ("ada", "number", True)
    rows = list(csv.DictReader(io.StringIO(tmchat.well("audit", "--csv", "--limit", "1"))))
    assert rows[0]["setting"] == "name"
    assert json.loads(rows[0]["after"]) == "Audited \x9b[2J"
    assert len(tmchat.well("audit", "--json").splitlines()) > 3
    assert "-o wants" in tmchat("audit", "-o", "x")[2]
    assert "--limit wants" in tmchat("audit", "--limit", "0")[2]
    assert "no tracking number" in tmchat("audit", "--number", "9055550199")[2]


def test_calls_for_people_and_for_pipes(desk: RunningDesk, tmchat: Console) -> None:
    lines = tmchat.well("calls", "--since", "2020-01-01").splitlines()
    assert lines
    assert all(re.match(r"\d{4}-\d\d-\d\d .* called \(\d{3}\) ", line) for line in lines)
    forms = [
        json.loads(one)
        for one in tmchat.well("calls", "--since", "2020-01-01", "--json").splitlines()
    ]
    assert len(forms) == len(lines)
    number = forms[0]["number"]
    some: list[Any] = list(
        csv.DictReader(
            io.StringIO(tmchat.well("calls", "--since", "2020-01-01", "--csv", "--number", number))
        )
    )
    assert {one["number"] for one in some} == {number}
    assert tmchat.well("calls", "--until", "2020-01-01") == ""
    assert "--until wants a day" in tmchat("calls", "--until", "soon")[2]
    assert "phone number" in tmchat("calls", "--number", "x")[2]
