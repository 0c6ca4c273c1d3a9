"""`tmchat numbers|pools|groups export|apply` against a running desk."""

import re

import httpx
import pytest

from tests.cli.desk import RunningDesk
from tests.cli.setups.command import Console, entry_of
from tmchat.core.records import Role


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


@pytest.mark.parametrize(
    ("order", "line", "words"),
    [
        ('order.match = "foo"', 8, "order.match: Write one of local"),
        (
            'order.match = "local"\norder.nera = "905"',
            9,
            "order.nera: There is no order.nera; did",
        ),
        ('order.match = "national"\norder.country = "GR"', 8, "order.owner: A national number"),
    ],
)
def test_a_dry_run_finds_what_is_wrong_with_an_order(
    tmchat: Console, account: httpx.Client, order: str, line: int, words: str
) -> None:
    group = account.get("/groups").json()["results"][0]["id"]
    text = NEW.replace('order.match = "tollfree"', order).replace("Brand new", "Never")
    file = tmchat.file(text.format(group=group))
    code, out, err = tmchat("numbers", "apply", file, "--order", "--dry-run")
    assert (code, out) == (2, "")
    assert f"{file}:{line}: Never: {words}" in err


def test_a_national_number_is_ordered_with_its_owners_address(
    tmchat: Console, account: httpx.Client
) -> None:
    group = account.get("/groups").json()["results"][0]["id"]
    abroad = """order.match = "national"
order.country = "GB"
order.owner.last_name = "Vale"
order.owner.street = "Mill Lane"
order.owner.building_number = "7"
order.owner.city = "Leeds"
order.owner.iso_country = "GB"
"""
    text = NEW.replace('order.match = "tollfree"', abroad).replace("Brand new", "Leeds desk")
    tmchat.well("numbers", "apply", tmchat.file(text.format(group=group)), "--order", "--yes")
    (made,) = [
        one for one in account.get("/numbers").json()["results"] if one["name"] == "Leeds desk"
    ]
    assert made["phone_number"].startswith("+44")


def test_a_dry_run_refuses_a_private_webhook_address(desk: RunningDesk, tmchat: Console) -> None:
    entry = f'[[number]]\nnumber = "{desk.number}"\nsms.kind = "webhook"\nsms.url = '
    for url, words in (
        ("https://10.0.0.7/texts", "on a private net"),
        ("http://example.com/texts", "Write an https address"),
    ):
        code, _, err = tmchat("numbers", "apply", tmchat.file(f'{entry}"{url}"\n'), "--dry-run")
        assert code == 2
        assert words in err and "setups.toml:4: " in err
    file = tmchat.file(f'{entry}"https://example.com/texts"\n')
    assert tmchat("numbers", "apply", file, "--dry-run")[0] == 3


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
