"""Tests of SMS routes in the desk's words: their rules, their line on screen, their stored form."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.routes import (
    AUTO_REPLY_LIMIT,
    AutoReplyRoute,
    ChatClientRoute,
    ForwardRoute,
    NoRoute,
    SmsRoute,
    UnknownRoute,
    WebhookRoute,
    check,
    describe,
    from_plain,
    to_plain,
)

CLIENT = "2f4e1d6a-0b7c-4c1e-9a55-3d2b1c0f9e8d"
FULL = "a" * AUTO_REPLY_LIMIT

PLAIN_VALUES = st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.text(max_size=8))
ROUTES: st.SearchStrategy[SmsRoute] = st.one_of(
    st.just(NoRoute()),
    st.builds(WebhookRoute, st.text()),
    st.builds(ChatClientRoute, st.text()),
    st.builds(AutoReplyRoute, st.booleans(), st.text()),
    st.builds(ForwardRoute, st.booleans(), st.text(), st.text()),
    st.builds(UnknownRoute, st.text(), PLAIN_VALUES),
)


def wrong(route: SmsRoute, *, pool: bool = False, advanced_calls: bool = False) -> list[str]:
    return [problem.field for problem in check(route, pool=pool, advanced_calls=advanced_calls)]


@pytest.mark.parametrize("pool", [False, True])
@pytest.mark.parametrize(
    "route",
    [
        NoRoute(),
        WebhookRoute("https://desk.example.com/hook/abc"),
        WebhookRoute("http://127.0.0.1:8072/hook/abc"),
        WebhookRoute("HTTPS://[::1]:8443/"),
        ChatClientRoute(CLIENT),
        ChatClientRoute(CLIENT.upper()),
        AutoReplyRoute(True, FULL),
        AutoReplyRoute(False, ""),
        UnknownRoute("Carousel", {"speed": 3}),
    ],
)
def test_routes_that_numbers_and_pools_take(route: SmsRoute, pool: bool) -> None:
    assert wrong(route, pool=pool) == []


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (WebhookRoute(""), ["url"]),
        (WebhookRoute("desk.example.com/hook"), ["url"]),
        (WebhookRoute("ftp://desk.example.com/"), ["url"]),
        (WebhookRoute("https:///hook"), ["url"]),
        (WebhookRoute("https://desk.example.com/a b"), ["url"]),
        (WebhookRoute("https://desk.example.com:port/"), ["url"]),
        (WebhookRoute("https://[::1/"), ["url"]),
        (ChatClientRoute(""), ["client"]),
        (ChatClientRoute("LiveChat"), ["client"]),
        (AutoReplyRoute(True, " "), ["text"]),
        (AutoReplyRoute(True, FULL + "a"), ["text"]),
        (AutoReplyRoute(False, FULL + "a"), ["text"]),
        (ForwardRoute(True, "", ""), ["auto_reply"]),
        (ForwardRoute(True, FULL + "a", "905"), ["auto_reply", "mobile"]),
        (ForwardRoute(False, "", "+442079460018"), ["mobile"]),
    ],
)
def test_what_is_wrong_is_named_by_field(route: SmsRoute, expected: list[str]) -> None:
    assert wrong(route) == expected
    assert set(expected) <= {field.name for field in fields(route)}


def test_forwarding_is_for_numbers_alone() -> None:
    route = ForwardRoute(True, "Thanks, we call back.", "+19055550128")
    assert wrong(route) == []
    assert wrong(route, pool=True) == ["route"]


def test_advanced_call_routing_wants_a_mobile() -> None:
    assert wrong(ForwardRoute(False, "", ""), advanced_calls=False) == []
    assert wrong(ForwardRoute(False, "", ""), advanced_calls=True) == ["mobile"]
    assert wrong(ForwardRoute(False, "", "+19055550128"), advanced_calls=True) == []


def test_a_problem_says_how_long_the_text_is() -> None:
    (problem,) = check(AutoReplyRoute(True, FULL + "ab"), pool=False, advanced_calls=False)
    assert problem.sentence == "An auto-reply has at most 155 characters; this one has 157."


@pytest.mark.parametrize(
    ("route", "line"),
    [
        (NoRoute(), "no SMS route"),
        (
            WebhookRoute("https://desk.example.com:8443/hook/s3cret"),
            "webhook to desk.example.com:8443",
        ),
        (WebhookRoute("https://me:s3cret@desk.example.com/"), "webhook to desk.example.com"),
        (WebhookRoute("nonsense"), "webhook to an address that is no web address"),
        (ChatClientRoute(CLIENT), "chat client 2f4e1d6a"),
        (AutoReplyRoute(True, "Thanks!\nBye"), "auto-reply “Thanks! Bye”"),
        (AutoReplyRoute(True, "a" * 50), f"auto-reply “{'a' * 39}…”"),
        (AutoReplyRoute(False, "Thanks!"), "auto-reply, switched off"),
        (
            ForwardRoute(True, "Thanks!", "+19055550128"),
            "forward to (905) 555-0128, with auto-reply",
        ),
        (ForwardRoute(False, "", ""), "forward to the phone that takes the calls"),
        (UnknownRoute("\x1bCarousel", {}), "unknown route “␛Carousel”"),
    ],
)
def test_the_line_on_screen(route: SmsRoute, line: str) -> None:
    assert describe(route) == line


@given(ROUTES)
def test_every_route_has_a_short_printable_line(route: SmsRoute) -> None:
    line = describe(route)
    assert line.strip()
    assert "\n" not in line
    assert "\x1b" not in line


@given(ROUTES)
def test_a_stored_route_comes_back(route: SmsRoute) -> None:
    stored = json.dumps(to_plain(route))
    assert from_plain(json.loads(stored)) == route
    hash(route)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"kind": "carousel"},
        {"kind": "webhook"},
        {"kind": "webhook", "url": 3},
        {"kind": "auto_reply", "enabled": "yes", "text": ""},
        {"kind": "unknown", "called": "x", "plain": []},
    ],
)
def test_a_damaged_stored_route_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="stored SMS route"):
        from_plain(plain)
