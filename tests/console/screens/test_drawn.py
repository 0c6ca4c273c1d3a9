"""The drawn cells at the sizes that people have: nothing overlaps, nothing is cut without a mark,
and every theme can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.widget import Widget

from tests.console.memoryhub import MemoryHub
from tests.console.scene import PARTS, SAM, scene
from tests.console.screens.stage import Stage, console, stage, stage_of
from tmchat.console.render.palette import CONTRAST, DARK, LIGHT, MONO, ROLES, Palette
from tmchat.console.themes import THEMES, palette_for
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.core import events as ev
from tmchat.core.records import Entry
from tmchat.core.text import clean_line

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]
TEXTS = [
    "您好，我想预约周六上午的洗牙，请问还有空位吗？如果没有的话周日也可以，谢谢！",
    "مرحبا، هل لديكم موعد يوم السبت؟ أحتاج إلى تغيير الفرامل الأمامية قبل السفر",
    "שלום, האם אפשר לקבוע תור ליום ראשון בבוקר? אני צריך להחליף בלמים",
    "👨\u200d👩\u200d👧\u200d👦 family of 4 👍🏽👍🏽 🇨🇦🇨🇦 ❤\ufe0f and 1\ufe0f\u20e3 more",
    "Z\u0301\u0323a\u0308\u0301l\u0302g\u0303o\u0304 co\u0301mbining a\u030a\u0323 in this text",
    "한국어로 문의드립니다. 이번 주 토요일에 가능할까요? ทดสอบภาษาไทยที่นี่ด้วยครับ",
]
NAMES = [
    "林小雨 陈大文 王",
    "محمد عبد الرحمن",
    "משה כהן",
    "👩\u200d🔧 Fix-It 🔧",
    "Zo\u0308e\u0301 Ña\u0303",
    "김민수 이영희",
]


def worldwide() -> MemoryHub:
    """The small desk with texters from all over."""
    hub = scene()
    for place, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True)):
        at = hub.happen(
            ev.ConversationOpened(f"+1416555020{place}", PARTS, f"{name} {name}", "Montréal, QC")
        )
        hub.happen(ev.TextArrived(at, text), ev.TextArrived(at, f"{text} {text}"))
    sam = hub.inbox.between(SAM, PARTS)
    assert sam is not None
    for text in TEXTS:
        hub.happen(ev.TextArrived(sam.id, text), ev.ReplyQueued(sam.id, text, text, "ben", True))
    return hub


def leaves(widget: Widget) -> Iterator[Widget]:
    """The widgets on the screen that draw."""
    children = [one for one in widget.children if one.display and one.region]
    if not children and widget.region:
        yield widget
    for one in children:
        yield from leaves(one)


def lines_of(desk: Stage, widget: Widget) -> list[str]:
    """What a widget shows, line by line."""
    x, y, columns, lines = widget.region
    shown = desk.app.screen._compositor.render_strips()[y : y + lines]
    return [strip.crop(x, x + columns).text for strip in shown]


def drawn(desk: Stage, widget: Widget) -> Iterator[tuple[str, Style]]:
    """The letters that a widget shows, with their styles; frames and scrollbars are none."""
    x, y, columns, lines = widget.region
    for strip in desk.app.screen._compositor.render_strips()[y : y + lines]:
        for text, style, _ in strip.crop(x, x + columns):
            if style is not None and any(one.isalnum() for one in text):
                yield text, style


def squeezed(text: str) -> str:
    """`text` without what wrapping changes."""
    return "".join(text.split())


def holds_together(desk: Stage) -> None:
    """No line is longer or shorter than the screen, no part lies over another or beyond it."""
    size = desk.app.size
    strips = desk.app.screen._compositor.render_strips()
    assert len(strips) == size.height
    for strip in strips:
        assert strip.cell_length == size.width == cell_len(strip.text)
    parts = list(leaves(desk.app.screen))
    for place, one in enumerate(parts):
        assert desk.app.screen.region.contains_region(one.region), one
        for other in parts[place + 1 :]:
            assert not one.region.overlaps(other.region), (one, other)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_nothing_overlaps_and_nothing_is_cut_without_a_mark(
    size: tuple[int, int], tmp_path: Path
) -> None:
    hub = worldwide()
    async with stage(hub, tmp_path, size=size) as desk:
        await desk.press("3", "home")
        holds_together(desk)
        rows_end_in_a_mark_or_whole(desk, hub)
        known = hub.inbox.between(SAM, PARTS)
        assert known is not None
        desk.app.main.open(known.id)
        await desk.until(lambda: known.last_entry in _loaded(desk))
        await desk.pilot.pause()
        seen = ""
        # From the end upwards, a screenful after the other, until all was there.
        for _ in range(8):
            holds_together(desk)
            seen = squeezed("".join(lines_of(desk, desk.app.main.query_one(TimelineView)))) + seen
            if all(squeezed(text) in seen for text in _texts(hub, known.id)):
                break
            await desk.press("pageup")
        missing = [text for text in _texts(hub, known.id) if squeezed(text) not in seen]
        assert len(missing) <= 1, missing  # one may stand across two screenfuls
        await desk.press("i")
        holds_together(desk)


def _loaded(desk: Stage) -> list[int]:
    timeline = desk.app.desk.openings.timeline
    return [one.id for one in timeline if isinstance(one, Entry)] if timeline is not None else []


def _texts(hub: MemoryHub, conversation: int) -> list[str]:
    return [clean_line(one.text) for one in hub.entries[conversation] if one.text in TEXTS]


def rows_end_in_a_mark_or_whole(desk: Stage, hub: MemoryHub) -> None:
    """Each row of the list shows the whole last line, or ends in the mark."""
    listed = lines_of(desk, desk.app.main.query_one(ConversationList))
    checked = 0
    for one in hub.inbox.conversations.values():
        last = clean_line(one.last_line)
        for line in listed:
            said = line[1:].removesuffix("┃").strip()
            if said and squeezed(last).startswith(squeezed(said.removesuffix("…"))[:6]):
                checked += 1
                assert said.endswith("…") or squeezed(said) == squeezed(last), (said, last)
    assert checked >= 3


def ratio(one: Style, ground: str) -> float:
    """The contrast of a style's letters to what is behind them (WCAG 2.2, 1.4.3)."""
    behind = Style.parse(f"on {ground}").bgcolor
    fore, back = one.color, one.bgcolor or behind
    assert fore is not None and back is not None
    light = sorted((_luminance(fore.get_truecolor()), _luminance(back.get_truecolor())))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(
    ("name", "palette", "least"),
    [("dark", DARK, 4.5), ("light", LIGHT, 4.5), ("contrast", CONTRAST, 7.0)],
)
def test_every_role_can_be_read_on_every_ground(name: str, palette: Palette, least: float) -> None:
    (theme,) = [theme for theme in THEMES if theme.name == name]
    grounds = [theme.background, theme.surface, theme.panel]
    cursor = palette.cursor.bgcolor
    grounds += [cursor.name] if cursor is not None else []
    for role in ROLES:
        style = getattr(palette, role)
        if style.color is not None:
            for ground in grounds:
                assert ground is not None
                assert ratio(style, ground) >= least, (role, ground)


async def test_every_drawn_letter_of_high_contrast_reaches_seven_to_one(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path, theme="contrast") as desk:
        await desk.press("enter", "r")
        await desk.type("Hi!")
        for keys in ((), ("escape", "escape", "slash"), ("escape", "question_mark")):
            await desk.press(*keys)
            # Behind a sheet the desk is dimmed on purpose.
            for widget in leaves(desk.app.screen):
                for text, style in drawn(desk, widget):
                    turned = style
                    if style.reverse:
                        turned = Style(color=style.bgcolor, bgcolor=style.color)
                    assert turned.color is not None and not style.dim, (text, style)
                    assert ratio(turned, "#000000") >= 7, (text, style)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_no_color_leaves_no_colour_in_any_theme(theme: object, tmp_path: Path) -> None:
    app = console(scene(), tmp_path, theme=theme.name, no_color=True)  # type: ignore[attr-defined]
    async with stage_of(app, size=(80, 24)) as desk:
        await desk.press("enter")
        for strip in app.screen._compositor.render_strips():
            for _, style, _ in strip:
                assert style is None or not _coloured(style), style


def _coloured(style: Style) -> bool:
    return any(
        colour is not None and not colour.is_default for colour in (style.color, style.bgcolor)
    )


def test_without_colours_nothing_has_one() -> None:
    assert palette_for("dark", no_color=True) is MONO
    for role in ROLES:
        assert not _coloured(getattr(MONO, role))


async def test_an_empty_composer_is_no_alarm(tmp_path: Path) -> None:
    async with stage(scene(), tmp_path) as desk:
        await desk.shows("Open a conversation to write here.")
        assert "⊘" not in desk.text()
        strips = desk.app.screen._compositor.render_strips()
        (style,) = [s for strip in strips for text, s, _ in strip if "Open a conversation" in text]
        assert style is not None and style.color == DARK.faint.color
