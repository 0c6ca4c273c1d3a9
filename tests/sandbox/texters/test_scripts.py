"""The written conversations themselves: enough of them, varied, and playable as written."""

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from tmchat.sandbox.texters import trades
from tmchat.sandbox.texters.library import scripts
from tmchat.sandbox.texters.manners import topics
from tmchat.sandbox.texters.people import languages
from tmchat.sandbox.texters.script import MOODS, Script
from tmchat.sandbox.texters.words import is_opt_out

BLANKS = {"name", "first", "last", "city", "address", "free"}


def every_text(script: Script) -> list[str]:
    """All that the script's texter may say."""
    answers = [text for rule in script.rules for saying in rule.says for text in saying]
    return [*script.opening, *answers, *script.follow_ups, *script.impatient, *script.ending]


def test_there_are_enough_of_them_and_they_are_varied() -> None:
    assert len(scripts()) >= 60
    assert len(trades()) >= 6
    assert {script.trade for script in scripts()} == {trade.key for trade in trades()}
    assert len({script.language for script in scripts()}) >= 5
    assert {script.mood for script in scripts()} == MOODS


def test_no_two_are_alike() -> None:
    for told_apart_by in (
        [script.id for script in scripts()],
        [script.opening for script in scripts()],
        [script.person.name for script in scripts()],
    ):
        assert [each for each, count in Counter(told_apart_by).items() if count > 1] == []


def test_every_trade_has_one_or_two_named_lines() -> None:
    names = [line.name for trade in trades() for line in trade.lines]
    assert len(set(names)) == len(names)
    assert all(1 <= len(trade.lines) <= 2 for trade in trades())
    codes = [line.area_code for trade in trades() for line in trade.lines]
    assert all(re.fullmatch("[2-9][0-9]{2}", code) for code in codes)


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.id)
def test_a_script_is_consistent(script: Script) -> None:
    for text in every_text(script):
        assert set(re.findall(r"\{(.*?)\}", text)) <= BLANKS
        assert text == text.strip()
    for rule in script.rules:
        assert all(word == word.lower() for word in rule.when)
    assert re.fullmatch("[2-9][0-9]{2}", script.person.area_code)
    assert re.fullmatch("[0-9]{5}", script.person.zip_code)
    assert re.fullmatch("[A-Z]{2}", script.person.state)
    assert script.follow_ups
    assert script.language in languages()


def test_usual_topics_have_words_in_every_language_but_those_that_end_a_conversation() -> None:
    silent = [topic.key for topic in topics() if not topic.say]
    assert silent == ["farewell"]
    for topic in topics():
        assert not topic.say or set(topic.say) == languages(), topic.key


def test_most_come_from_somewhere() -> None:
    found = [script.attribution for script in scripts() if script.attribution is not None]
    assert len(found) >= len(scripts()) // 2
    campaigns = [parse_qs(urlsplit(each.landing_page).query).get("utm_campaign") for each in found]
    assert sum(campaign is not None for campaign in campaigns) >= 25
    assert all(urlsplit(each.landing_page).scheme == "https" for each in found)
    assert any(each.tag for each in found)


def test_openings_hold_what_desks_must_bear() -> None:
    texts = [text for script in scripts() for text in script.opening]
    assert sum(len(text) > 1000 for text in texts) >= 3
    assert sum(len(script.opening) > 1 for script in scripts()) >= 8
    everything = "".join(text for script in scripts() for text in every_text(script))
    assert "\N{ZERO WIDTH JOINER}" in everything
    assert re.search(
        "[\N{REGIONAL INDICATOR SYMBOL LETTER A}-\N{REGIONAL INDICATOR SYMBOL LETTER Z}]{2}",
        everything,
    )
    assert re.search(
        "[\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}-\N{EMOJI MODIFIER FITZPATRICK TYPE-6}]",
        everything,
    )
    assert all(quote in everything for quote in "‘’“”"[1:])


def test_some_opt_out_by_themselves_and_some_when_kept_waiting() -> None:
    assert sum(any(map(is_opt_out, script.ending)) for script in scripts()) >= 3
    assert sum(any(map(is_opt_out, script.impatient)) for script in scripts()) >= 3
