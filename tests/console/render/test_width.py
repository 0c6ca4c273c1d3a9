"""Every line of every renderer has exactly the cells it was given and no control character."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from tests.console.render import samples
from tmchat.console.areas import PanelPage
from tmchat.console.render.banner import Urgency, banner_lines
from tmchat.console.render.ink import Ink
from tmchat.console.render.items import DayLine, GapLine, Item, NewLine, PendingLine, item_lines
from tmchat.console.render.meter import meter_line
from tmchat.console.render.panel import panel_lines
from tmchat.console.render.panelparts import PanelLook
from tmchat.console.render.rows import Heading, RowLook, heading_line, row_lines
from tmchat.console.render.statusbar import Connection, StatusLook, status_line
from tmchat.core.records import Conversation, NumberGroup, TrackingNumber

CELLS = st.integers(1, 130)


def fits(lines: Sequence[Strip], cells: int, ink: Ink) -> None:
    for line in lines:
        assert cell_len(line.text) == line.cell_length == cells
        assert line.text.isprintable() or not any(
            c < " " or "\x7f" <= c < "\xa0" for c in line.text
        )
        assert not ink.signs.ascii_only or line.text.isascii()


@given(
    samples.INKS, samples.conversations, CELLS, st.booleans(), st.booleans(), st.integers(0, 1500)
)
def test_rows(
    ink: Ink, conv: Conversation, cells: int, selected: bool, compact: bool, unread: int
) -> None:
    look = RowLook(conv, unread, mine=selected, draft=not compact)
    lines = row_lines(ink, look, cells, samples.NOON, selected=selected, compact=compact)
    assert len(lines) == (1 if compact else 2)
    fits(lines, cells, ink)


@given(samples.INKS, samples.HOSTILE, CELLS, st.integers(0, 99), st.integers(0, samples.NOON))
def test_headings(ink: Ink, title: str, cells: int, waiting: int, oldest: int) -> None:
    heading = Heading("k", title, waiting, oldest)
    fits([heading_line(ink, heading, cells, samples.NOON)], cells, ink)


ITEMS: st.SearchStrategy[Item] = st.one_of(
    samples.entries,
    st.builds(DayLine, st.dates(date(1970, 1, 1)), st.booleans()),
    st.builds(NewLine, st.integers(0, 10**6)),
    st.builds(GapLine, st.integers(1, 9), samples.HOSTILE),
    st.builds(
        PendingLine,
        st.just("r"),
        samples.HOSTILE,
        st.just(1),
        st.booleans(),
        samples.HOSTILE,
        samples.HOSTILE,
    ),
)


@given(samples.INKS, ITEMS, CELLS, st.booleans())
def test_items(ink: Ink, item: Item, cells: int, selected: bool) -> None:
    lines = item_lines(samples.standpoint(ink), item, cells, selected=selected)
    assert lines
    fits(lines, cells, ink)


@given(samples.INKS, samples.conversations, samples.HOSTILE, CELLS)
def test_panel(ink: Ink, conv: Conversation, name: str, cells: int) -> None:
    route = {"kind": "webhook", "url": f"https://example.com/{name}"}
    number = TrackingNumber("+14165550100", name=name, route=route)
    look = PanelLook(conv, number, NumberGroup(1, name))
    fits(panel_lines(ink, look, PanelPage.TEXTER, cells), cells, ink)


@given(samples.INKS, samples.HOSTILE, samples.HOSTILE, CELLS)
def test_single_lines(ink: Ink, words: str, other: str, cells: int) -> None:
    keys = ((other, words), ("n", "next"))
    look = StatusLook(Connection.OFFLINE, words, 3, 1, keys)
    fits([status_line(ink, look, cells)], cells, ink)
    fits([meter_line(ink, words, cells, other)], cells, ink)
    fits([meter_line(ink, words, cells, other, note=True)], cells, ink)
    fits(banner_lines(ink, words, Urgency.ALARM, cells, 24), cells, ink)
