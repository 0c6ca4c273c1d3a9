"""The side panel's pages beside a conversation: what they ask, show and change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.console.account import PARTS_NUMBER, MemoryAccount, with_account
from tests.console.scene import scene
from tests.console.screens.stage import Stage, stage
from tests.console.screens.test_answering import opened
from tmchat.core.commands import Refused
from tmchat.core.events import SetupChanged
from tmchat.core.questions import CallsBetween, SetupOf
from tmchat.core.records import Agent, Role
from tmchat.core.setup.plans import Plan

SAM, ROSA = "+19055550128", "+16475550133"


@asynccontextmanager
async def beside(
    drafts: Path, texter: str, *, role: Role = Role.ADMINISTRATOR, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Stage, MemoryAccount]]:
    """A console with a conversation open."""
    hub = scene()
    hub.agent = Agent("ana", role)
    account = with_account(hub)
    async with stage(hub, drafts, size=size) as desk:
        await opened(desk, texter)
        yield desk, account


async def test_the_pages_come_in_turn_and_ask_only_for_what_they_show(tmp_path: Path) -> None:
    async with beside(tmp_path, SAM) as (desk, _):
        await desk.shows("[Texter]", "What brought them")
        assert desk.hub.questions == []
        await desk.press("p")
        await desk.shows("[SMS]", "this desk", "e changes settings.")
        assert desk.hub.questions == [SetupOf(PARTS_NUMBER)]
        await desk.press("p")
        await desk.shows("[Auto]", "Auto-reply by Telmetrics", "off")
        await desk.press("p")
        await desk.shows("[Number]", "Maple Auto Parts", "recorded", "whisper", "google.com")
        assert len(desk.hub.questions) == 1
        await desk.press("p")
        await desk.shows("[Calls]", "this texter: Google Paid")
        assert isinstance(desk.hub.questions[-1], CallsBetween)
        await desk.press("P")
        await desk.shows("[Number]")


async def test_an_auto_reply_by_telmetrics_is_counted_and_says_that_chat_is_off(
    tmp_path: Path,
) -> None:
    async with beside(tmp_path, ROSA) as (desk, _):
        await desk.press("p", "p")
        await desk.shows("We are closed until", "27 of 155", "Chat at this desk is off")
        await desk.press("p")
        await desk.shows("Key-press menu", "key 2", "Emergencies")


async def test_settings_are_changed_from_the_panel_at_what_it_shows(tmp_path: Path) -> None:
    async with beside(tmp_path, ROSA) as (desk, _):
        await desk.press("p", "p", "e")
        await desk.shows("Settings of number", "SMS route")
        await desk.press("enter")
        await desk.shows("Agents answer its texts here")
        await desk.press("home", "enter", "p")
        await desk.shows("Its texts come to this desk from now on.")
        await desk.press("enter")
        await desk.shows("Carried out.")
        await desk.press("enter", "escape")
        await desk.shows("[Auto]", "off")


async def test_somebody_elses_change_is_read_anew(tmp_path: Path) -> None:
    async with beside(tmp_path, SAM) as (desk, account):
        await desk.press("p", "p", "p")
        await desk.shows("Front desk", "recorded")
        label, tree = account.trees[PARTS_NUMBER]
        account.trees[PARTS_NUMBER] = (label, {**tree, "name": "Counter"})
        desk.hub.happen(SetupChanged(Plan(PARTS_NUMBER, "", ""), "ben"))
        await desk.shows("Counter")


async def test_who_may_not_change_reads_why(tmp_path: Path) -> None:
    async with beside(tmp_path, SAM, role=Role.AGENT) as (desk, _):
        await desk.press("p")
        await desk.shows("this desk", "Your role, agent, may not")


async def test_a_hub_that_does_not_tell_is_quoted(tmp_path: Path) -> None:
    async with beside(tmp_path, SAM) as (desk, account):
        account.silent[SetupOf] = Refused("telmetrics", "Telmetrics answered 503.")
        account.silent[CallsBetween] = Refused("telmetrics", "Calls cannot be read now.")
        await desk.press("p")
        await desk.shows("Telmetrics answered 503.")
        await desk.press("p", "p", "p")
        await desk.shows("Calls cannot be read now.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_hidden_panel_comes_for_its_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async with beside(tmp_path, SAM, size=size) as (desk, _):
        assert "[Texter]" not in desk.text()
        await desk.press("p")
        await desk.shows("[Texter]")
        await desk.press("p")
        await desk.shows("[SMS]", "this desk")
        await desk.press("i")
        await desk.hides("[SMS]")
