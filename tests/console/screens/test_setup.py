"""How a number is set up, on the screen: written, marked, planned, carried out, taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.console.account import (
    DENTIST_NUMBER,
    PARTS_NUMBER,
    MemoryAccount,
    with_account,
)
from tests.console.scene import scene
from tests.console.screens.stage import Stage, stage
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.core import commands as cmd
from tmchat.core.commands import Refused
from tmchat.core.questions import SetupOf
from tmchat.core.records import Agent, Role
from tmchat.core.routes import Problem
from tmchat.core.setup.trees import at


@dataclass
class Setting:
    """A console with a form on it and the account behind."""

    desk: Stage
    account: MemoryAccount

    @property
    def changes(self) -> list[cmd.ChangeSetup]:
        """The plans that were sent."""
        return [one for one in self.desk.hub.asked if isinstance(one, cmd.ChangeSetup)]

    async def go_to(self, path: str) -> None:
        """Puts the cursor on a setting."""
        sheet = self.desk.app.screen
        assert isinstance(sheet, FormSheet)
        sheet.go_to(path)
        await self.desk.pilot.pause()

    async def write(self, path: str, text: str) -> None:
        """Writes a setting in place of what it has."""
        await self.go_to(path)
        await self.desk.press("enter", "ctrl+u")
        await self.desk.type(text)
        await self.desk.press("enter")


@asynccontextmanager
async def form_of(
    drafts: Path, place: int, *, role: Role = Role.ADMINISTRATOR, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[Setting]:
    """The form of the number in row `place`: 0 dentist, 1 parts, 2 heating."""
    hub = scene()
    hub.agent = Agent("ana", role)
    account = with_account(hub)
    async with stage(hub, drafts, size=size) as desk:
        await desk.press("number_sign")
        await desk.shows("3 of 3 on this desk")
        await desk.press(*["down"] * place, "enter")
        await desk.shows("Settings of number", "General")
        yield Setting(desk, account)


async def test_a_change_is_planned_shown_carried_out_and_taken_back(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("name", "Counter")
        await desk.shows("Counter", "was: Front desk", "1 change, not carried out")
        assert one.changes == []
        await desk.press("p")
        await desk.shows("Plan: number (289) 555-0163", "- Front desk", "+ Counter")
        await desk.press("enter")
        await desk.shows("Carried out.", "u take back")
        assert at(one.account.trees[PARTS_NUMBER][1], "name") == "Counter"
        await desk.press("u")
        await desk.shows("Taking back", "- Counter", "+ Front desk")
        await desk.press("enter")
        await desk.shows("Carried out.")
        assert one.changes[-1].undoes == one.account.log[0].n
        assert at(one.account.trees[PARTS_NUMBER][1], "name") == "Front desk"
        await desk.press("enter")
        await desk.shows("Settings of number", "Front desk")


async def test_what_is_wrong_is_marked_at_its_setting_and_nothing_is_sent(tmp_path: Path) -> None:
    async with form_of(tmp_path, 0) as one:
        desk = one.desk
        await one.go_to("sms.text")
        await desk.press("enter")
        desk.app.screen.post_message(_pasted("x" * 156))
        await desk.shows("183 of 155 · GSM-7 · 2 segments", "too long")
        await desk.press("enter")
        await desk.shows("! An auto-reply has at most 155 characters; this one has 183.")
        await desk.press("p")
        await desk.shows("1 setting is not right yet; nothing was sent.")
        assert one.changes == []
        await desk.press("z")
        await desk.shows("27 of 155")


async def test_what_cannot_be_read_stays_in_the_line_with_its_reason(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("calls.termination", "ask Dave")
        await desk.shows("ask Dave", "That is not a phone number")
        await desk.press("escape")
        await desk.shows("Leave this setting as it was?")
        await desk.press("escape")
        await desk.shows("ask Dave")
        await desk.press("ctrl+u")
        await desk.type("416 555 0199")
        await desk.press("escape")
        await desk.shows("(416) 555-0199", "was: (416) 555-0117")


async def test_a_menu_of_keys_where_there_was_none_says_so(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        await one.go_to("calls.kind")
        await one.desk.press("left")
        await one.go_to("calls.keys")
        await one.desk.press("enter", "n", "escape")
        await one.desk.press("escape")
        await one.desk.shows("Menu of keys", "was: no menu")
        assert "another menu" not in one.desk.text()


async def test_esc_never_discards_without_asking(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.go_to("name")
        await desk.press("enter")
        await desk.type(" 2")
        await desk.press("escape")
        await desk.shows("Front desk 2", "1 change, not carried out")
        await desk.press("escape")
        await desk.shows("1 change not carried out would be thrown away")
        await desk.press("escape")
        await desk.shows("Front desk 2")
        await desk.press("escape", "y")
        await desk.shows("Tracking numbers")


async def test_changed_meanwhile_is_shown_and_asked_again(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("name", "Counter")
        await desk.press("p")
        await desk.shows("+ Counter")
        label, tree = one.account.trees[PARTS_NUMBER]
        one.account.trees[PARTS_NUMBER] = (label, {**tree, "status": "Suspended"})
        await desk.press("enter")
        await desk.shows("Changed meanwhile by somebody else", "+ Suspended", "made again")
        assert at(one.account.trees[PARTS_NUMBER][1], "name") == "Front desk"
        await desk.press("enter")
        await desk.shows("Carried out.")
        after = one.account.trees[PARTS_NUMBER][1]
        assert (after["name"], after["status"]) == ("Counter", "Suspended")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("telmetrics", "Telmetrics refused the token (401)."),
        ("telmetrics", "The token may not do this (403)."),
        ("telmetrics", "Telmetrics has no such number (404)."),
        ("telmetrics", "Telmetrics found a conflict (409)."),
        ("telmetrics", "Telmetrics asks to wait 30 s (429)."),
        ("telmetrics", "Telmetrics answered 500."),
        ("offline", "Not connected to the hub; try again when the line is back."),
    ],
)
async def test_a_refusal_is_said_and_the_form_keeps_what_was_written(
    tmp_path: Path, code: str, sentence: str
) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("name", "Counter")
        await desk.press("p")
        await desk.shows("+ Counter")
        desk.hub.refusing = Refused(code, sentence)
        await desk.press("enter")
        await desk.shows(sentence, "+ Counter")
        await desk.press("escape")
        await desk.shows("1 change, not carried out", "was: Front desk")
        desk.hub.refusing = None
        await desk.press("p", "enter")
        await desk.shows("Carried out.")


async def test_what_the_hub_refuses_by_field_is_marked_in_the_form(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("name", "Counter")
        await desk.press("p")
        await desk.shows("+ Counter")
        taken = Problem("name", "Another number has this name already.")
        one.account.refusals[PARTS_NUMBER] = Refused("rules", taken.sentence, (taken,))
        await desk.press("enter")
        await desk.shows(taken.sentence)
        await desk.press("escape")
        await desk.shows(f"! {taken.sentence}")


async def test_a_setup_that_cannot_be_read_says_why_and_is_asked_again(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await desk.press("escape")
        one.account.silent[SetupOf] = Refused("telmetrics", "Telmetrics answered 503.")
        await desk.press("enter")
        await desk.shows("Telmetrics answered 503.", "Enter tries again")
        one.account.silent.clear()
        await desk.press("enter")
        await desk.shows("General", "Front desk")


async def test_a_slow_hub_is_said_to_be_slow(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tmchat.console.screens.admin.worksheet.SLOW_SECONDS", 0.01)
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await desk.press("escape")
        desk.hub.held = True
        await desk.press("enter")
        await desk.shows("The hub is slow to answer; Esc goes on without it.")
        await desk.press("escape")
        await desk.shows("Tracking numbers")
        desk.hub.let_go()


async def test_the_route_is_chosen_with_what_it_means(tmp_path: Path) -> None:
    async with form_of(tmp_path, 0) as one:
        desk = one.desk
        await one.go_to("sms.kind")
        await desk.press("enter")
        await desk.shows("Agents answer its texts here", "auto-reply by Telmetrics  (now)")
        await desk.press("home", "enter")
        await desk.shows("this desk", "not carried out")
        await desk.press("p")
        await desk.shows("Its texts come to this desk from now on.")
        await desk.press("enter")
        await desk.shows("Carried out.")
        block = one.account.trees[DENTIST_NUMBER][1]["sms"]
        assert block == {"kind": "webhook", "url": "https://desk.example.net/hook/"}


async def test_an_address_is_tried_before_it_is_used(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.go_to("sms.kind")
        await desk.press("enter", "down", "enter")
        await desk.shows("A webhook route needs the address")
        await one.write("sms.url", "http://crm.example.com/in")
        await desk.shows("Write an https address: texts are private.")
        await desk.press("t")
        await desk.shows("Test push: answered 204: It took the test push in 41 ms.")
        assert one.account.tried == ["http://crm.example.com/in"]
        assert one.changes == []


async def test_a_menu_is_edited_as_a_tree(tmp_path: Path) -> None:
    async with form_of(tmp_path, 0) as one:
        desk = one.desk
        await one.go_to("calls.keys")
        await desk.press("enter")
        await desk.shows("Key-press menu", "├─ 1  Appointments", "└─ 3  Billing", "no phone")
        await desk.press("end", "enter")
        await desk.shows("Key 3 of the menu")
        await one.write("calls.keys.3.termination", "312 555 0102")
        await desk.press("escape")
        await desk.shows("Billing  (312) 555-0102")
        await desk.press("n")
        await desk.shows("Key 4 of the menu")
        await one.write("calls.keys.4.label", "Parking")
        await one.write("calls.keys.4.termination", "312 555 0103")
        await desk.press("escape", "K")
        await desk.shows("├─ 3  Parking")
        await desk.press("escape", "p")
        await desk.shows("Key 3: label", "+ Parking", "Key 4: label", "+ Billing")
        await desk.press("enter")
        await desk.shows("Carried out.")
        keys = one.account.trees[DENTIST_NUMBER][1]["calls"]["keys"]
        assert keys["3"] == {"label": "Parking", "termination": "+13125550103"}
        assert keys["4"] == {"label": "Billing", "termination": "+13125550102"}


async def test_an_agent_sees_the_settings_and_why_they_may_not_change_them(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1, role=Role.AGENT) as one:
        desk = one.desk
        words = "Your role, agent, may not change how numbers are set up."
        await desk.shows("Front desk", words)
        await desk.press("enter")
        await desk.type("x")
        await desk.press("p")
        await desk.shows(words)
        assert one.changes == []


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_form_fits_its_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with form_of(tmp_path, 0, size=size) as one:
        await one.go_to("sms.text")
        await one.desk.shows("Auto-reply text", "We are closed", "Esc back")


def _pasted(text: str) -> Any:
    from textual.events import Paste

    return Paste(text)


async def test_what_is_under_way_is_not_left_by_accident_and_not_sent_twice(tmp_path: Path) -> None:
    async with form_of(tmp_path, 1) as one:
        desk = one.desk
        await one.write("name", "Counter")
        await desk.press("p")
        await desk.shows("+ Counter")
        desk.hub.slow = True
        await desk.press("enter", "enter")
        await desk.shows("Being carried out")
        await desk.press("escape")
        await desk.shows("It is under way and goes on")
        desk.hub.let_go()
        await desk.shows("Carried out.")
        assert len(one.changes) == 1


async def test_a_fault_of_the_console_itself_is_said_and_ends_nothing(tmp_path: Path) -> None:
    async def broken() -> None:
        raise RuntimeError("oh")

    async with stage(scene(), tmp_path) as desk:
        desk.app.seat.office.run(broken())
        await desk.shows("The console failed at this", "(RuntimeError)")
        await desk.press("question_mark")
        await desk.shows("In the list")
