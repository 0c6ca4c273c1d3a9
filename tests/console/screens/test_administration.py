"""The tables of administration on the screen: numbers, groups, pools, calls, pushes and on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.console.account import (
    DENTIST_NUMBER,
    HEATING_NUMBER,
    PARTS_NUMBER,
    WEB_POOL,
    MemoryAccount,
    with_account,
)
from tests.console.scene import scene
from tests.console.screens.stage import Stage, stage
from tmchat.core import commands as cmd
from tmchat.core.commands import Refused
from tmchat.core.questions import ChangesMade, SetupsOf
from tmchat.core.records import Agent, Role
from tmchat.core.setup.plans import Kind, Target
from tmchat.core.setup.trees import at


@dataclass
class Office:
    """A console at administration and the account behind."""

    desk: Stage
    account: MemoryAccount

    async def choose(self, *keys: str) -> None:
        """Presses keys and lets what they ask for come back."""
        for key in keys:
            await self.desk.press(key)
            await self.desk.pilot.pause()


@asynccontextmanager
async def administration(
    drafts: Path, *keys: str, role: Role = Role.ADMINISTRATOR, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Office]:
    hub = scene()
    hub.agent = Agent("ana", role)
    account = with_account(hub)
    async with stage(hub, drafts, size=size) as desk:
        await desk.press("number_sign")
        await desk.shows("3 of 3 on this desk")
        one = Office(desk, account)
        await one.choose(*keys)
        yield one


async def test_a_filter_narrows_the_numbers_while_it_is_written(tmp_path: Path) -> None:
    async with administration(tmp_path, "slash") as one:
        desk = one.desk
        await desk.type("harb")
        await desk.shows("filter “harb”: 1", "Google Ads")
        assert "Front desk" not in desk.text()
        await desk.press("escape")
        await desk.shows("Front desk", "Flyer, spring")
        await desk.press("slash")
        await desk.type("555-0117")
        await desk.press("enter")
        await desk.shows("Flyer, spring", "filter")
        await desk.press("escape")
        await desk.shows("Front desk")


async def test_numbers_are_sorted_by_each_column(tmp_path: Path) -> None:
    async with administration(tmp_path, "s") as one:
        desk = one.desk
        await desk.shows("Name ▲")
        await desk.press("S")
        await desk.shows("Name ▼")
        lines = desk.text().splitlines()[3:6]
        names = ("Google Ads", "Front desk", "Flyer, spring")
        assert all(name in line for name, line in zip(names, lines, strict=True))


async def test_many_are_changed_at_once_and_what_failed_is_listed(tmp_path: Path) -> None:
    async with administration(tmp_path, "A") as one:
        desk, account = one.desk, one.account
        await desk.shows("3 selected")
        account.refusals[HEATING_NUMBER] = Refused("telmetrics", "Telmetrics answered 500.")
        await one.choose("e")
        await desk.shows("Change 3 numbers", "SMS route", "as it is on each")
        assert "not set" not in desk.text()
        await desk.press("enter", "end", "enter")
        await desk.shows("none", "was: as it is on each")
        await one.choose("p")
        await desk.shows("Nothing was sent yet.", "3 waiting", "+ none")
        await desk.shows("What it means", "chat goes off for this number")
        assert not [sent for sent in desk.hub.asked if isinstance(sent, cmd.ChangeSetup)]
        await one.choose("enter")
        await desk.shows("3 of 3", "2 changed", "Failed: 1", "Telmetrics answered 500.")
        assert at(account.trees[PARTS_NUMBER][1], "sms.kind") == "none"
        account.refusals.clear()
        sent = len(desk.hub.asked)
        await one.choose("enter")
        await desk.shows("3 changed", "All of it is done.")
        assert len(desk.hub.asked) == sent + 1
        await one.choose("escape")
        await desk.shows("3 selected")


async def test_releasing_a_number_wants_its_digits_typed(tmp_path: Path) -> None:
    async with administration(tmp_path, "X", "enter") as one:
        desk = one.desk
        await desk.shows("given back to Telmetrics for good", "It cannot be had back.")
        await desk.type("3125550145")
        await desk.press("enter")
        await desk.shows("That is not its digits; nothing was sent.")
        assert one.account.made == []
        await desk.press("enter")
        await desk.type("312 555-0144")
        await desk.press("enter")
        await desk.shows("Released.")
        assert one.account.made == [cmd.ReleaseNumber(102, "3125550144")]


async def test_a_number_is_ordered_after_all_of_it_is_shown(tmp_path: Path) -> None:
    async with administration(tmp_path, "n") as one:
        desk = one.desk
        await desk.shows("Order a number", "Harbour Dental (2)", "A name is needed")
        await desk.press("p")
        await desk.shows("not right yet; nothing was sent.")
        for path, text in (
            ("name", "Billboard"),
            ("request.near", "312 555 0100"),
            ("calls.termination", "312 555 0100"),
        ):
            desk.app.screen.go_to(path)  # type: ignore[attr-defined]
            await desk.press("enter")
            await desk.type(text)
            await desk.press("enter")
        await one.choose("p")
        await desk.shows("Orders 1 number from Telmetrics.", "An order cannot be taken back.")
        desk.hub.refusing = Refused("telmetrics", "Telmetrics has no number there (409).")
        await one.choose("enter")
        await desk.shows("Telmetrics has no number there (409).")
        desk.hub.refusing = None
        await one.choose("enter")
        await desk.shows("Carried out.")
        (made,) = one.account.made
        assert isinstance(made, cmd.OrderNumber)
        assert (made.group, made.tree["name"]) == (2, "Billboard")
        assert made.request == {"match_type": "LocalToNumber", "local_to_number": "3125550100"}
        refs = {sent.client_ref for sent in desk.hub.asked if isinstance(sent, cmd.OrderNumber)}
        assert len(refs) == 1


async def test_groups_show_owner_and_numbers_and_go_by_their_name(tmp_path: Path) -> None:
    async with administration(tmp_path, "2") as one:
        desk = one.desk
        await desk.shows("Number groups: 3", "Maple Holdings", "Advertiser")
        await one.choose("enter")
        await desk.shows("Settings of group Harbour Dental", "Maple Holdings (7)")
        await one.choose("escape", "X", "enter")
        await desk.type("Harbour Dental")
        await one.choose("enter")
        await desk.shows("Removed.")
        target = Target(Kind.GROUP, 2)
        assert one.account.made == [cmd.RemoveSetup(target, "Harbour Dental")]


async def test_a_pool_has_members_that_are_added_and_taken_out(tmp_path: Path) -> None:
    async with administration(tmp_path, "3") as one:
        desk = one.desk
        await desk.shows("Number pools: 1", "30 min", "all numbers", "this desk")
        await one.choose("m")
        await desk.shows("Members of pool Website: 3", "(416) 555-0101")
        await one.choose("n")
        await desk.shows("Add numbers to pool Website", "Order between 1 and 500")
        await desk.press("enter")
        await desk.type("2")
        await desk.press("enter")
        desk.app.screen.go_to("request.near")  # type: ignore[attr-defined]
        await desk.press("enter")
        await desk.type("416 555 0100")
        await desk.press("enter")
        await one.choose("p")
        await desk.shows("Orders 2 numbers from Telmetrics.")
        await one.choose("enter")
        await desk.shows("Carried out.")
        (made,) = one.account.made
        assert isinstance(made, cmd.GrowPool)
        assert (made.pool, made.quantity, made.tollfree) == (WEB_POOL.id, 2, False)
        await one.choose("enter", "X")
        await desk.shows("It is taken out of its pool.")
        await one.choose("enter")
        await desk.type("4165550101")
        await one.choose("enter")
        await desk.shows("Released.")
        assert one.account.made[-1] == cmd.ReleaseNumber(501, "4165550101", WEB_POOL.id)


async def test_calls_show_details_transcript_keywords_and_score(tmp_path: Path) -> None:
    async with administration(tmp_path, "4") as one:
        desk = one.desk
        await desk.shows("Sam Reed", "answered", "3:07", "84", "brake pads")
        await one.choose("enter")
        await desk.shows("Peoria, IL", "84 of 100", "fallsale", "0:03 caller Hi, do you have")
        await desk.press("y")
        await desk.shows("Copied the recording's address")
        await one.choose("escape", "v")
        await desk.shows("to Front desk")
        await desk.hides("Jean Côté")
        await one.choose("v", "w")
        await desk.shows("the last 30 days", "Jean Côté")


async def test_what_was_pushed_is_looked_at_and_read_again(tmp_path: Path) -> None:
    async with administration(tmp_path, "5") as one:
        desk = one.desk
        await desk.shows("Pushed to this desk", "No text could be found in it.")
        await one.choose("enter")
        await desk.shows('"Message": "Do you have this in blue?"')
        await one.choose("escape", "u")
        await desk.hides("1 text")
        await one.choose("R", "y")
        await desk.shows("It was read again.")
        assert cmd.ReplayPush(30) in desk.hub.asked


async def test_the_account_lists_what_settings_name(tmp_path: Path) -> None:
    async with administration(tmp_path, "6") as one:
        desk = one.desk
        await desk.shows("Slack, front desk", "integration", "Google Ads", "greeting.mp3")
        await one.choose("n")
        await desk.type("Harbour Holdings")
        await one.choose("enter", "y")
        await desk.shows("Made.")
        (made,) = one.account.made
        assert isinstance(made, cmd.MakeOwner)
        assert made.name == "Harbour Holdings"


async def test_the_log_has_what_was_changed_since_it_was_looked_at(tmp_path: Path) -> None:
    async with administration(tmp_path, "7") as one:
        desk = one.desk
        await desk.shows("Change log")
        await one.choose("1", "enter")
        await desk.shows("Settings of number Google Ads")
        await desk.press("enter")
        await desk.type(" 2")
        await desk.press("enter")
        await one.choose("p", "enter")
        await desk.shows("Carried out.")
        await one.choose("enter", "escape", "7")
        await desk.shows("Change log", "Name: Google Ads -> Google Ads 2")


async def test_the_foot_of_administration_has_enter_first_and_the_way_out_last(
    tmp_path: Path,
) -> None:
    async with administration(tmp_path, size=(80, 24)) as one:
        await one.desk.shows("Enter open")
        foot = " ".join(one.desk.text().splitlines()[-1].split())
        assert foot.startswith("Enter open a attach")
        assert foot.endswith("Esc back ? help")


async def test_the_log_says_who_changed_what_and_takes_it_back(tmp_path: Path) -> None:
    async with administration(tmp_path, "enter") as one:
        desk = one.desk
        await desk.shows("Settings of number Google Ads")
        await desk.press("enter")
        await desk.type(" 2")
        await desk.press("enter")
        await one.choose("p", "enter")
        await desk.shows("Carried out.")
        await one.choose("enter", "escape", "7")
        await desk.shows("Change log", "number (312) 555-0144", "Name: Google Ads -> Google Ads 2")
        await one.choose("enter")
        await desk.shows("- Google Ads", "+ Google Ads 2", "ana")
        await one.choose("escape", "u")
        await desk.shows("Taking back", "+ Google Ads")
        await one.choose("enter")
        await desk.shows("Carried out.")
        assert at(one.account.trees[DENTIST_NUMBER][1], "name") == "Google Ads"
        await one.choose("enter")
        await desk.shows("takes back")


async def test_who_may_not_see_an_area_is_told_why(tmp_path: Path) -> None:
    async with administration(tmp_path, "7", role=Role.AGENT) as one:
        desk = one.desk
        await desk.shows("Your role, agent, may not see who changed what.")
        await one.choose("5")
        await desk.shows("Your role, agent, may not see and replay raw payloads.")
        await one.choose("1", "X")
        await desk.shows("Your role, agent, may not order and release numbers.")
        await one.choose("a")
        await desk.shows("Your role, agent, may not attach and detach tracking numbers.")
        assert not [asked for asked in desk.hub.questions if isinstance(asked, ChangesMade)]


async def test_what_the_hub_cannot_tell_is_said_and_read_again(tmp_path: Path) -> None:
    async with administration(tmp_path) as one:
        desk = one.desk
        one.account.silent[SetupsOf] = Refused("telmetrics", "Telmetrics answered 429.")
        await one.choose("3")
        await desk.shows("Telmetrics answered 429.")
        one.account.silent.clear()
        await one.choose("r")
        await desk.shows("Website")


async def test_help_shows_the_keys_of_the_sheet(tmp_path: Path) -> None:
    async with administration(tmp_path, "question_mark") as one:
        await one.desk.shows("In the tracking numbers", "Attach.")
        await one.choose("escape", "tab")
        await one.desk.shows("Number groups: 3")
        await one.choose("number_sign")
        await one.desk.hides("Number groups")


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (100, 30), (200, 60)])
async def test_every_area_fits_its_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    titles = ("Tracking numbers", "Number groups", "Number pools", "Calls of", "Pushed to")
    async with administration(tmp_path, size=size) as one:
        for key, title in enumerate((*titles, "The account", "Change log"), start=1):
            await one.choose(str(key))
            await one.desk.shows(title, "Esc back")
            assert max(map(len, one.desk.text().splitlines())) <= size[0]
