"""Texts that people really sent, through sandbox and hub onto the screen and out again unchanged;
they are not in the repository, so without `../shared` beside it this says so and skips."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

import pytest

from tests import asking
from tests.e2e.programs import run
from tests.e2e.servers import TeamHub, team
from tests.e2e.terminal import DEADLINE
from tests.house.sources import ROOT
from tests.waiting import until_blocking
from tmchat.core.phone import from_telmetrics
from tmchat.core.text import clean

SHARED = Path(os.environ.get("TMCHAT_SHARED", ROOT.parent / "shared"))
TEXTS = SHARED / "data" / "real-texts.jsonl"
PHONES = 400
SHOWN = 25

pytestmark = pytest.mark.skipif(
    not TEXTS.is_file(), reason=f"{TEXTS} is not there; set TMCHAT_SHARED to its folder"
)


@pytest.fixture(scope="module")
def sent() -> dict[str, list[str]]:
    """The texts by the phone that is to send them, in their order."""
    by_phone: dict[str, list[str]] = defaultdict(list)
    with TEXTS.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            by_phone[f"312555{place % PHONES:04}"].append(json.loads(line)["text"])
    return by_phone


@pytest.fixture(scope="module")
def desk(
    sent: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TeamHub, str]]:
    """A hub that has all of them, and an administrator's token."""
    # With a push a text it takes three times as long.
    folder = tmp_path_factory.mktemp("real")
    with team(folder, TMCHAT_SANDBOX_PUSH_BATCH="20") as (hub, consumers, token):
        # The first of every phone's, the second of every phone's, and so on.
        for together in zip_longest(*sent.values()):
            texts = zip(sent, together, strict=True)
            consumers.text_together((phone, text) for phone, text in texts if text is not None)
        total = sum(map(len, sent.values()))
        until_blocking(lambda: arrived(hub, token) == total, 4 * DEADLINE)
        yield hub, token


def arrived(hub: TeamHub, token: str) -> int:
    """How many texts are on the desk."""
    answer = asking.get(
        f"{hub.address}/agents/conversations", headers={"Authorization": f"Bearer {token}"}
    )
    return sum(one["inbound"] for one in answer.json()["conversations"])


def test_all_are_exported_byte_for_byte_as_sent(
    desk: tuple[TeamHub, str], sent: dict[str, list[str]]
) -> None:
    hub, token = desk
    exported = run("export", "--json", environment=hub.as_agent(token))
    assert exported.returncode == 0, exported.stderr
    entries = [json.loads(line) for line in exported.stdout.splitlines()]
    found = Counter(
        (one["conversation"]["texter"], one["entry"]["text"].encode())
        for one in entries
        if one["entry"]["kind"] == "text"
    )
    expected = Counter(
        (from_telmetrics(phone), text.encode()) for phone, texts in sent.items() for text in texts
    )
    assert found == expected


def test_a_sample_of_them_is_shown(desk: tuple[TeamHub, str], sent: dict[str, list[str]]) -> None:
    hub, token = desk
    with hub.console(token, "--no-bell", columns=200, lines=60) as terminal:
        terminal.shows("online", f"{PHONES} waiting")
        for phone in islice(sent, 0, None, PHONES // SHOWN):
            number = from_telmetrics(phone)
            terminal.press("/", *["backspace"] * len(number))
            terminal.type(number)
            terminal.shows(f"/{number}")
            terminal.press("enter", "enter")
            # A text of one row; which row others are broken in is the timeline's own business.
            whole = [text for text in sent[phone][-3:] if len(text) < 50 and clean(text) == text]
            terminal.shows(f"number    ({phone[:3]}) {phone[3:6]}-{phone[6:]}", *whole)
