"""Canned replies: what one may hold, what variables become, how they are found and kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.journal import ANA, SHOP, SUE, Journal
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.canned import MOST, blank_in, filled, problems, ranked, values
from tmchat.core.decide import decide
from tmchat.core.records import CannedReply, Conversation, NumberGroup, TrackingNumber

HOURS = CannedReply("Opening hours", "We are open 9 to 6.")
GREETING = CannedReply("Greeting", "Hi {texter.first_name}, this is {agent.name}.")
RETURN = CannedReply("Returns", "Bring it back within 30 days, opened or not.")
CLOSED = CannedReply("Fermé", "Nous sommes fermés.")


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (HOURS, None),
        (GREETING, None),
        (CannedReply("", "text"), "title"),
        (CannedReply(" padded ", "text"), "title"),
        (CannedReply("two\nlines", "text"), "title"),
        (CannedReply("a\x1bb", "text"), "title"),
        (CannedReply("a" * 61, "text"), "title"),
        (CannedReply("title", " \n"), "text"),
        (CannedReply("title", "a" * 1601), "text"),
        (CannedReply("title", "Hi {texter.nickname}"), "text"),
        (CannedReply("title", "a {brace} and { another }"), None),
    ],
)
def test_what_a_canned_reply_may_hold(reply: CannedReply, field: str | None) -> None:
    assert [one.field for one in problems(reply)] == ([field] if field else [])


def test_variables_become_what_is_known_and_a_blank_where_nothing_is() -> None:
    conversation = Conversation(1, "+19055550128", SHOP, name="Sam  Okafor", place="Hamilton")
    number = TrackingNumber(SHOP, name="Front desk")
    known = values(conversation, number, NumberGroup(1, "Maple"), ANA, "Desk")
    text = "{texter.first_name}|{texter.name}|{texter.number}|{texter.place}|{number.name}"
    assert filled(text, known) == "Sam|Sam  Okafor|(905) 555-0128|Hamilton|Front desk"
    text = "{number.number}|{group.name}|{agent.name}|{desk.name}|{no.such}"
    assert filled(text, known) == "(224) 555-0121|Maple|ana|Desk|[? no.such]"
    nobody = values(Conversation(1, "+19055550128", SHOP), TrackingNumber(SHOP), None, ANA, "")
    assert (
        filled("Hi {texter.first_name} of {group.name}", nobody) == "Hi [? first name] of [? group]"
    )


def test_a_name_with_braces_is_no_variable() -> None:
    known = values(
        Conversation(1, SHOP, SHOP, name="{agent.name}"), TrackingNumber(SHOP), None, ANA, ""
    )
    assert filled("{texter.name}", known) == "{agent.name}"


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("Hi [? first name], ok", "[? first name]"),
        ("Hi {texter.name}, [? x]", "{texter.name}"),
        ("no [blank] here [?] nor {there} nor {a.b}", None),
        ("", None),
    ],
)
def test_the_first_blank(text: str, blank: str | None) -> None:
    found = blank_in(text)
    assert (text[slice(*found)] if found else None) == blank


@given(st.text(max_size=40))
def test_what_is_filled_in_wholly_has_no_blank_of_its_own(name: str) -> None:
    if blank_in(name) is None and name.strip():
        known = dict.fromkeys(("texter.first_name", "agent.name"), name)
        assert blank_in(filled("- {texter.first_name} -", known)) is None


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ("", ["Fermé", "Greeting", "Opening hours", "Returns"]),
        ("open", ["Opening hours", "Returns"]),
        ("hours", ["Opening hours"]),
        ("HOURS op", ["Opening hours"]),
        ("ours", ["Opening hours"]),
        ("30 days", ["Returns"]),
        ("ohr", ["Opening hours"]),
        ("ferme", ["Fermé"]),
        ("fermes", ["Fermé"]),
        ("open zebra", []),
        ("z", []),
    ],
)
def test_words_are_found_in_title_and_text_best_first(wanted: str, titles: list[str]) -> None:
    found = ranked([RETURN, HOURS, GREETING, CLOSED], wanted, {})
    assert [one.title for one in found] == titles


def test_equal_matches_go_by_use() -> None:
    replies = [CannedReply("Open A", "x"), CannedReply("Open B", "x"), CannedReply("Reopen", "x")]
    found = ranked(replies, "open", {"Open B": 3, "Reopen": 99})
    assert [one.title for one in found] == ["Open B", "Open A", "Reopen"]


def test_the_team_s_set_is_kept_changed_and_removed_by_whoever_may() -> None:
    journal = Journal()
    refused = journal.give(cmd.KeepCanned(HOURS), ANA)
    assert isinstance(refused, cmd.Refused)
    assert refused.sentence == "Your role, agent, may not change the team's canned replies."
    assert isinstance(journal.give(cmd.KeepCanned(HOURS), SUE), cmd.Granted)
    assert journal.inbox.canned == {HOURS.title: HOURS}
    assert journal.give(cmd.KeepCanned(HOURS), SUE) == cmd.Granted(0)
    later = CannedReply(HOURS.title, "We are open 9 to 7.")
    journal.give(cmd.KeepCanned(later), SUE)
    assert journal.inbox.canned == {HOURS.title: later}
    assert journal.inbox.snapshot("ana").canned == (later,)
    wrong = journal.give(cmd.KeepCanned(CannedReply("", "x")), SUE)
    assert isinstance(wrong, cmd.Refused)
    assert (wrong.code, wrong.problems[0].field) == ("canned", "title")
    journal.give(cmd.RemoveCanned(HOURS.title), SUE)
    assert journal.inbox.canned == {}
    gone = journal.give(cmd.RemoveCanned(HOURS.title), SUE)
    assert isinstance(gone, cmd.Refused)


def test_a_set_is_not_without_end() -> None:
    journal = Journal()
    journal.inbox.fill(canned=[CannedReply(f"reply {one}", "text") for one in range(MOST)])
    full = decide(journal.inbox, cmd.KeepCanned(HOURS), SUE)
    assert isinstance(full, cmd.Refused)
    changed = decide(journal.inbox, cmd.KeepCanned(CannedReply("reply 1", "other")), SUE)
    assert changed == (ev.CannedKept(CannedReply("reply 1", "other"), "sue"),)


@pytest.mark.parametrize("anyway", [False, True])
def test_a_reply_with_a_blank_is_held_whoever_sends_it(anyway: bool) -> None:
    journal = Journal()
    about = journal.text("Hello?")
    seen = journal.inbox.head
    send = cmd.SendReply(about, "Hi [? first name]!", "ref", seen, anyway)
    assert journal.give(send) == cmd.Refused(
        "blank", "[? first name] is still to be filled in, or taken out; then send."
    )
    note = cmd.AddNote(about, "Hi [? first name]!", "note")
    assert isinstance(journal.give(note), cmd.Granted)
