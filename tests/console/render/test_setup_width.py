"""Sheets and panel pages keep their width and let no control character through, whatever is set."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.console.render import samples
from tests.console.render.test_width import CELLS, fits
from tmchat.console.areas import PanelPage
from tmchat.console.render.footers import keys_line, said_lines
from tmchat.console.render.forms import FieldLook, WritingLook, form_lines
from tmchat.console.render.ink import Ink
from tmchat.console.render.keytree import tree_lines
from tmchat.console.render.pages import call_lines, page_of_fields, push_lines
from tmchat.console.render.panel import panel_lines, tab_line
from tmchat.console.render.panelparts import Heard, PanelLook
from tmchat.console.render.planned import change_lines, sentence_lines, titled
from tmchat.console.render.strips import strip
from tmchat.console.render.writing import written_parts
from tmchat.console.setup.keymenu import KeyRow
from tmchat.console.setup.planning import Change
from tmchat.core.calls import Call, Spoken
from tmchat.core.questions import Push
from tmchat.core.records import Attribution, Conversation, NumberGroup, TrackingNumber
from tmchat.core.setup.plans import Kind, Setup, Target

TEXTS = st.lists(samples.HOSTILE, min_size=8, max_size=8)


@given(samples.INKS, TEXTS, CELLS, st.booleans(), st.integers(0, 120))
def test_forms(ink: Ink, texts: list[str], cells: int, chosen: bool, cursor: int) -> None:
    title, value, section, was, wrong, said, counted, written = texts
    field = FieldLook(
        "name",
        title,
        value,
        section,
        was,
        changed=True,
        fixed=chosen,
        problems=(wrong,),
        said=said,
        counted=counted,
    )
    writing = WritingLook(written, min(cursor, len(written)), wrong) if chosen else None
    drawn = form_lines(ink, [field, field], 1, cells, writing)
    fits(drawn.lines, cells, ink)
    assert 0 < drawn.first < drawn.last <= len(drawn.lines)


@given(samples.INKS, TEXTS, CELLS)
def test_plans_pages_and_feet(ink: Ink, texts: list[str], cells: int) -> None:
    one, two, three, four, five, six, seven, eight = texts
    fits(change_lines(ink, [Change(one, two, three)], cells), cells, ink)
    fits(titled(ink, four, sentence_lines(ink, [five], cells), cells), cells, ink)
    fits(page_of_fields(ink, six, [("when", seven)], cells), cells, ink)
    fits(push_lines(ink, Push(1, 0, one, two, three), four, five, cells), cells, ink)
    fits([*said_lines(ink, eight, cells), keys_line(ink, [(one, two)], cells)], cells, ink)
    spoken = (Spoken(one, two, 3.0),)
    brought = Attribution(*texts)
    call = Call(
        1,
        2,
        one,
        two,
        three,
        four,
        five,
        six,
        key=seven,
        recording=eight,
        keywords=(one, two),
        transcript=spoken,
        attribution=brought,
    )
    fits(call_lines(ink, call, seven, eight, cells), cells, ink)


@given(samples.INKS, TEXTS, CELLS, st.integers(0, 40))
def test_trees_and_lines_being_written(ink: Ink, texts: list[str], cells: int, cursor: int) -> None:
    greeting, aside, key, label, phone, feature, problem, written = texts
    rows = [KeyRow(key, label, phone, (feature,), (problem,))] * 2
    fits(tree_lines(ink, greeting, [aside], rows, 1, cells).lines, cells, ink)
    for line in written_parts(ink, written, min(cursor, len(written)), cells):
        fits([strip(ink, cells, line)], cells, ink)


@given(
    samples.INKS, samples.conversations, TEXTS, CELLS, st.sampled_from(["webhook", "auto_reply"])
)
def test_panel_pages(
    ink: Ink, conv: Conversation, texts: list[str], cells: int, route: str
) -> None:
    one, two, three, four, five, six, seven, eight = texts
    tree: dict[str, Any] = {
        "name": one,
        "status": two,
        "sms": {"kind": route, "url": three, "text": four},
        "calls": {"kind": "key_press", "keys": {five: {"label": six, "termination": seven}}},
        "replace": {"numbers": [eight], "sources": [{"referrer": one, "triggers": [two]}]},
    }
    look = PanelLook(
        conv,
        TrackingNumber("+14165550100", 1, one),
        NumberGroup(1, two),
        Setup(Target(Kind.NUMBER, 1), three, "v", tree),
        change=four,
        texts=(Heard(five, six, seven, is_texter=True),),
        calls=(Heard(eight, one, two),),
    )
    for page in PanelPage:
        fits(panel_lines(ink, look, page, cells), cells, ink)
        fits([tab_line(ink, page, cells)], cells, ink)
