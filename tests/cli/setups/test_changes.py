"""`tmchat numbers check`, `audit`, `calls` and `groups owners` against a running desk."""

import csv
import io
import json
import re
from typing import Any

import httpx

from tests.cli.desk import RunningDesk
from tests.cli.setups.command import Console, entry_of


def test_check_finds_what_cannot_be_meant_so(
    desk: RunningDesk, tmchat: Console, account: httpx.Client
) -> None:
    listed = account.get("/numbers").json()["results"]
    nowhere = {"sms_routes": {"route_type": "None"}}
    account.put(f"/numbers/{listed[2]['id']}", json=nowhere)
    code, out, _ = tmchat("numbers", "check")
    assert code == 3
    assert "sms.kind: Texts go nowhere." in out
    here = {"route_type": "Webhook", "route": {"inbound_webhook_url": "https://127.0.0.1:9/in"}}
    account.put(f"/numbers/{listed[3]['id']}", json={"sms_routes": here})
    code, out, _ = tmchat("numbers", "check", "--try")
    assert code == 3
    assert "sms.url: This address is on a private net" in out
    own = desk.desk.hook.base
    desk.desk.hook.base = "http://127.0.0.1:9"
    try:
        tmchat.well("numbers", "attach", desk.number)
        code, out, _ = tmchat("numbers", "check", "--try")
    finally:
        desk.desk.hook.base = own
        tmchat.well("numbers", "attach", desk.number)
    assert code == 3
    assert "sms.url: The hub cannot reach its own public address" in out
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
    again = tmchat.file(f'[[number]]\nnumber = "{desk.number}"\nname = "Audited again"\n')
    tmchat.well("numbers", "apply", again, "--yes")
    ns = [json.loads(one)["n"] for one in tmchat.well("audit", "--json").splitlines()]
    assert len(ns) >= 2 and ns == sorted(ns, reverse=True)
    assert "-o wants" in tmchat("audit", "-o", "x")[2]
    assert "--limit wants" in tmchat("audit", "--limit", "0")[2]
    assert "no tracking number" in tmchat("audit", "--number", "9055550199")[2]


def test_a_change_is_taken_back_by_its_number(desk: RunningDesk, tmchat: Console) -> None:
    def name() -> str:
        mine = entry_of(tmchat.well("numbers", "export"), desk.number)
        return next(line for line in mine.splitlines() if line.startswith("name = "))

    before = name()
    file = tmchat.file(f'[[number]]\nnumber = "{desk.number}"\nname = "Undone soon"\n')
    tmchat.well("numbers", "apply", file, "--yes")
    n = tmchat.well("audit", "--number", desk.number, "--limit", "1").split()[2]
    code, out, _ = tmchat("audit", "--undo", n, "--dry-run")
    assert code == 3
    assert "Name: “Undone soon” → " in out
    assert "Nobody is there to be asked" in tmchat("audit", "--undo", n)[2]
    assert name() != before
    assert tmchat.well("audit", "--undo", n, "--yes").splitlines()[-1] == "Done."
    assert name() == before
    assert "changed again since" in tmchat.well("audit", "--undo", n)
    assert "has no change 999999" in tmchat("audit", "--undo", "999999")[2]
    assert "--dry-run wants --undo" in tmchat("audit", "--dry-run")[2]
    assert "--yes wants --undo" in tmchat("audit", "--yes")[2]


def test_what_telmetrics_refuses_ends_in_one_full_stop(desk: RunningDesk, tmchat: Console) -> None:
    own = desk.desk.hook.base
    desk.desk.hook.base = "ftp://desk.example"
    try:
        code, _, err = tmchat("numbers", "attach", desk.number)
    finally:
        desk.desk.hook.base = own
    assert code == 2
    assert err.endswith("Must be an http or https address.\n")


def test_only_what_was_a_plan_can_be_taken_back(desk: RunningDesk, tmchat: Console) -> None:
    file = tmchat.file('enabled = true\nzone = "UTC"\nafter_hours = "Closed."\n')
    tmchat.well("auto-reply", "set", desk.number, file)
    head = tmchat.well("audit", "--limit", "1")
    assert "set the desk's own auto-reply: " in head
    code, _, err = tmchat("audit", "--undo", head.split()[2])
    assert code == 2
    assert "only changes of settings on the account can" in err


def test_an_auto_reply_that_stays_the_same_leaves_no_line(
    desk: RunningDesk, tmchat: Console
) -> None:
    number = sorted(one for one in desk.desk.switchboard.inbox.numbers if one != desk.number)[0]
    before = tmchat.well("audit")
    assert tmchat.well("auto-reply", "off", number) == "The auto-reply is off.\n"
    assert tmchat.well("audit") == before


def test_owners_are_made_and_listed(tmchat: Console, account: httpx.Client) -> None:
    tmchat.well("groups", "add-owner", "Ida Vale", "--email", "ida@example.net")
    (made,) = [
        one for one in account.get("/groupowners").json()["results"] if one["name"] == "Ida Vale"
    ]
    listed = tmchat.well("groups", "owners").splitlines()
    assert any(str(made["id"]) in one and "Ida Vale" in one for one in listed)
    assert "name is needed" in tmchat("groups", "add-owner", " ")[2]


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
    unknown = (2, "", "tmchat: The account has no tracking number (212) 555-0000.\n")
    assert tmchat("calls", "--csv", "--number", "2125550000") == unknown
    assert tmchat("audit", "--number", "2125550000") == unknown
