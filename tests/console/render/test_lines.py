"""What the panel, the meter, the banner and the status bar say."""

import pytest

from tests.console.render.samples import ASCII_INK, INK, conversation
from tmchat.console.areas import PanelPage
from tmchat.console.render.banner import MOST_LINES, SHORT, Urgency, banner_lines
from tmchat.console.render.footers import keys_line
from tmchat.console.render.headings import TabsLook, tab_at, tabs_lines
from tmchat.console.render.meter import meter_line
from tmchat.console.render.palette import PALETTES, ROLES
from tmchat.console.render.panel import panel_lines
from tmchat.console.render.panelparts import PanelLook
from tmchat.console.render.statusbar import Connection, StatusLook, status_line
from tmchat.console.render.strips import strip
from tmchat.console.themes import THEMES, palette_for
from tmchat.core import routes
from tmchat.core.records import Attribution, NumberGroup, TrackingNumber
from tmchat.core.text import Clean
from tmchat.core.views import View


def test_panel_tells_texter_attribution_and_number() -> None:
    conv = conversation(
        128,
        name="Dana",
        place="Hamilton, ON",
        attribution=Attribution(campaign="Spring", source="google", medium="cpc"),
    )
    route = routes.to_plain(routes.WebhookRoute("https://desk.example/hook/1"))
    number = TrackingNumber("+14165550100", name="Brake pads ad", attached=True, route=route)
    look = PanelLook(conv, number, NumberGroup(1, "Branch"))
    lines = panel_lines(INK, look, PanelPage.TEXTER, 36)
    assert [line.text.rstrip() for line in lines] == [
        " Texter",
        " name      Dana",
        " number    (905) 555-0128",
        " place     Hamilton, ON",
        "",
        " What brought them",
        " campaign  Spring",
        " source    google / cpc",
        "",
        " Tracking number",
        " name      Brake pads ad",
        " number    (416) 555-0100",
        " group     Branch",
        " SMS route webhook to desk.example",
        " desk      ✓ attached",
    ]


def test_panel_of_a_number_nobody_knows() -> None:
    look = PanelLook(conversation(128, opted_out=True))
    lines = panel_lines(INK, look, PanelPage.TEXTER, 30)
    said = [line.text.rstrip() for line in lines]
    assert " replies   ⊘ opted out" in said
    assert said[-1] == " number    (416) 555-0100"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "0/160 · GSM-7 · 0 segments"),
        ("a" * 142, "142/160 · GSM-7 · 1 segment"),
        ("a" * 161, "161/306 · GSM-7 · 2 segments"),
        # An escape that did not fit left a septet of the first segment empty.
        ("€" * 81, "163/306 · GSM-7 · 2 segments"),
        ("it’s", "4/70 · UCS-2 by ’ right single quotation mark · 1 segment"),
        ("“it’s”", "6/70 · UCS-2 by “ and 2 more · 1 segment"),
        ("a\u00a0b", "3/70 · UCS-2 by no-break space · 1 segment"),
        ("a" * 307, "307/459 · GSM-7 ·  ! 3 segments"),
        ("a" * 1601, "1601 of 1600 characters · GSM-7 ·  ! 11 segments"),
    ],
)
def test_meter(written: str, words: str) -> None:
    assert meter_line(INK, written, 60).text.strip() == words


def test_more_than_two_segments_are_marked_by_sign_and_style() -> None:
    firm = [one.text for one in meter_line(INK, "a" * 307, 60) if one.style == INK.palette.notice]
    assert firm == [" ! 3 segments "]
    assert "!" not in meter_line(INK, "a" * 306, 60).text


def test_a_note_is_only_counted() -> None:
    assert meter_line(INK, "it’s", 60, note=True).text.strip() == "4 characters"
    assert meter_line(INK, "a", 60, note=True).text.strip() == "1 character"
    long = meter_line(INK, "a" * 16001, 60, note=True)
    assert long.text.strip() == "16001 of 16000 characters"


def test_meter_names_less_where_there_is_less_room() -> None:
    assert "UCS-2 by ’ ·" in meter_line(INK, "it’s", 40, "reply").text
    assert "UCS-2 by ’ +1 ·" in meter_line(INK, "it’s…", 44, "reply").text
    assert "UCS-2 (’)" in meter_line(INK, "it’s", 34, "reply").text


def test_meter_keeps_its_count_before_the_hint() -> None:
    assert (
        meter_line(INK, "hi", 40, "Enter sends").text == " Enter sends  2/160 · GSM-7 · 1 segment "
    )
    assert meter_line(INK, "hi", 30, "Enter sends").text == " E… 2/160 · GSM-7 · 1 segment "


def test_banner_wraps_to_three_lines_at_most() -> None:
    assert banner_lines(INK, "", Urgency.ALARM, 40, 24) == []
    alarm = banner_lines(INK, "The hub is gone", Urgency.ALARM, 40, 24)
    assert [line.text.rstrip() for line in alarm] == ["! The hub is gone"]
    assert len(banner_lines(INK, "word " * 100, Urgency.NOTICE, 40, 24)) == MOST_LINES
    assert len(banner_lines(INK, "word " * 100, Urgency.NOTICE, 40, SHORT - 1)) == 1


KEYS = (("n", "next"), ("c", "claim"), ("Esc", "back"), ("?", "help"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (140, "● online · ana · 3 waiting · 1 mine n next c claim Esc back ? help"),
        (100, "● online · ana · 3 waiting n next c claim Esc back ? help"),
        (80, "● online · 3 waiting n next c claim Esc back ? help"),
        (40, "● 3 waiting n next c claim ? help"),
        (30, "● 3 waiting n next ? help"),
        (24, "● 3 waiting ? help"),
    ],
)
def test_status_bar_drops_whole_keys_and_the_help_never(cells: int, words: str) -> None:
    look = StatusLook(Connection.ONLINE, "ana", 3, 1, KEYS)
    assert " ".join(status_line(INK, look, cells).text.split()) == words


def test_a_line_that_is_down_is_named_at_every_width() -> None:
    offline = StatusLook(Connection.OFFLINE, "ana", 3)
    assert status_line(ASCII_INK, offline, 100).text.startswith(" X offline - ana")
    assert status_line(ASCII_INK, offline, 40).text.startswith(" X offline ")


def test_a_foot_keeps_the_way_out_and_the_help() -> None:
    assert " ".join(keys_line(INK, KEYS, 40).text.split()) == "n next c claim Esc back ? help"
    assert " ".join(keys_line(INK, KEYS, 28).text.split()) == "n next Esc back ? help"
    assert " ".join(keys_line(INK, KEYS, 12).text.split()) == "? help"


def test_every_theme_has_a_palette_and_no_color_has_no_colour() -> None:
    assert {theme.name for theme in THEMES} == set(PALETTES)
    for theme in THEMES:
        bare = palette_for(theme.name, no_color=True)
        for role in ROLES:
            style = getattr(bare, role)
            assert style.color is None or style.color.is_default
            assert style.bgcolor is None or style.bgcolor.is_default


@pytest.mark.parametrize("cells", range(4, 20))
def test_a_line_of_parts_is_whole_or_shows_where_something_is_missing(cells: int) -> None:
    texts = ["12:05 ", "Dana", "", " 字字", "  "]
    parts = [(Clean(text), INK.palette.text) for text in texts]
    drawn = strip(INK, cells, parts)
    whole = "".join(texts).rstrip()
    assert drawn.cell_length == cells
    shown = drawn.text.rstrip()
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1].rstrip()))


def test_a_line_end_inside_a_part_is_drawn_as_a_space() -> None:
    assert strip(INK, 6, [(Clean("a\nb"), INK.palette.text)]).text == "a b   "


@pytest.mark.parametrize("cells", [20, 40, 60])
def test_a_banner_that_does_not_fit_ends_in_a_mark(cells: int) -> None:
    lines = banner_lines(INK, "many words " * 40, Urgency.NOTICE, cells, 24)
    assert len(lines) == MOST_LINES
    assert lines[-1].text.rstrip().endswith("…")


@pytest.mark.parametrize(
    ("counts", "cells", "words"),
    [
        ((7, 0, 7, 0), 40, " Waiting 7   Mine 0  All 7  Closed 0"),
        ((7, 0, 7, 0), 33, " Wait 7   Mine 0  All 7  Closed 0"),
        ((12, 3, 34, 112), 33, "Wait 12 Mine 3 All 34 Closed 112"),
        ((12, 3, 345, 1112), 33, "Wait 12 Mine 3 All 345 Closed"),
        ((1234, 99, 12345, 100), 33, "Wait 1234 Mine 99 All Closed"),
    ],
)
def test_views_keep_their_names_at_every_width(
    counts: tuple[int, ...], cells: int, words: str
) -> None:
    look = TabsLook(tuple(zip(View, counts, strict=True)), View.WAITING)
    line, _ = tabs_lines(INK, look, cells)
    assert line.text.rstrip() == words
    ends = [words.index(name) + len(name) - 1 for name in ("Wait", "Mine", "All", "Closed")]
    assert [tab_at(INK, look, cells, x) for x in ends] == list(View)
