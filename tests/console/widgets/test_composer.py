"""The composer on a screen: what sends, what never does, how it grows and how it is locked."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tests.console.render.samples import INK
from tests.console.widgets.stage import Heard, Stage, screen_of
from tmchat.console.widgets.composer import AFTER_PASTE, Composer


def key(name: str, character: str | None, at: float) -> events.Key:
    """A key press at a moment (s)."""
    event = events.Key(name, character)
    event.time = at
    return event


def paste(text: str, at: float) -> events.Paste:
    """A paste at a moment (s)."""
    event = events.Paste(text)
    event.time = at
    return event


def submitted(heard: Heard) -> list[str]:
    return [m.text for m in heard.take() if isinstance(m, Composer.Submitted)]


async def test_enter_submits_and_ctrl_j_makes_a_line() -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Submitted)
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        await pilot.press("h", "i", "ctrl+j", "o", "k", "enter")
        await pilot.pause()
        assert submitted(heard) == ["hi\nok"]
        assert composer.text == "hi\nok"
        composer.set_text("")
        assert composer.text == ""


async def test_keys_of_ones_own() -> None:
    composer = Composer(INK, send_keys=("ctrl+s",), line_keys=("enter", "ctrl+j"))
    heard = Heard(Composer.Submitted)
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        await pilot.press("a", "enter", "b", "ctrl+s")
        await pilot.pause()
        assert submitted(heard) == ["a\nb"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
async def test_a_paste_is_inserted_whole_and_clean(end: str) -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Submitted)
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        composer.set_text("[]")
        await pilot.press("left")
        composer.post_message(events.Paste(f"one{end}two\x1b[2J{end}"))
        await pilot.pause()
        assert composer.text == "[one\ntwo␛[2J\n]"
        await pilot.press("x")
        assert composer.text == "[one\ntwo␛[2J\nx]"
        assert submitted(heard) == []


async def test_an_end_mark_inside_a_paste_never_submits() -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Submitted)
    stream = "\x1b[200~first\x1b[201~second\rthird\r\x1b[201~"
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        for number, event in enumerate(XTermParser().feed(stream)):
            event.time = 100 + number * AFTER_PASTE / 2
            composer.post_message(event)
        await pilot.pause()
        assert submitted(heard) == []
        assert composer.text == "firstsecond\nthird\n"


async def test_a_person_sends_right_after_a_paste() -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Submitted)
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        composer.post_message(paste("an address", 100))
        composer.post_message(key("enter", "\r", 100 + AFTER_PASTE))
        await pilot.pause()
        assert submitted(heard) == ["an address"]


async def test_locked_it_says_why_takes_nothing_and_keeps_the_draft() -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Submitted)
    app = Stage(composer)
    async with app.run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.focus()
        composer.set_text("a draft")
        composer.set_lock("opted out: [b]nothing\x1b can be sent")
        await pilot.press("x", "enter", "ctrl+j")
        composer.post_message(events.Paste("pasted"))
        composer.submit()
        composer.insert_line()
        await pilot.pause()
        assert composer.text == "a draft"
        assert submitted(heard) == []
        assert screen_of(app)[0] == " ⊘ opted out: [b]nothing␛ can be sent"
        composer.set_lock("")
        await pilot.press("s")
        assert composer.text == "a drafts"
        assert screen_of(app)[0] == " a drafts"


async def test_it_grows_from_one_line_to_six() -> None:
    composer = Composer(INK)
    async with Stage(composer).run_test(size=(80, 24)) as pilot:
        heights = []
        for lines in (1, 2, 6, 9, 1):
            composer.set_text("\n".join(["line"] * lines))
            await pilot.pause()
            heights.append(composer.size.height)
        assert heights == [1, 2, 6, 6, 1]
        composer.set_text("word " * 40)
        await pilot.pause()
        assert composer.size.height == 3


async def test_after_a_resize_every_word_is_there() -> None:
    words = "hello my friend this is long text that wraps over several lines x"
    composer = Composer(INK)
    app = Stage(composer)
    async with app.run_test(size=(60, 24)) as pilot:
        composer.set_text(words)
        await pilot.pause()
        for size in ((40, 12), (60, 20), (50, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert " ".join(" ".join(screen_of(app)).split()) == words


async def test_a_draft_is_announced_and_its_cursor_stands_at_the_end() -> None:
    composer = Composer(INK)
    heard = Heard(Composer.Changed)
    async with Stage(composer).run_test(size=(80, 24), message_hook=heard) as pilot:
        composer.set_text("two\nlines")
        await pilot.pause()
        assert composer.cursor_location == (1, 5)
        assert len(heard.take()) == 1
        composer.undo()
        assert composer.text == "two\nlines"


async def test_what_forces_ucs_2_is_underlined_in_a_reply_and_not_in_a_note() -> None:
    composer = Composer(INK)
    app = Stage(composer)

    def underlined() -> str:
        (line, *_) = app.screen._compositor.render_strips()
        return "".join(one.text for one in line if one.style and one.style.underline)

    async with app.run_test(size=(80, 24)) as pilot:
        composer.set_text("It’s 5 € – ok 😀")
        await pilot.pause()
        assert underlined() == "’–😀"
        composer.count(segments=False)
        await pilot.pause()
        assert underlined() == ""
        composer.count(segments=True)
        composer.set_text("It's 5 €")
        await pilot.pause()
        assert underlined() == ""


async def test_a_rewriting_is_one_step_of_undo_and_keeps_the_cursor() -> None:
    composer = Composer(INK)
    async with Stage(composer).run_test(size=(80, 24)) as pilot:
        composer.focus()
        composer.set_text("one…\ntwo")
        await pilot.press("x", "left", "left")
        assert composer.cursor_index == 7
        composer.rewrite("one...\ntwox", 9)
        assert composer.cursor_location == (1, 2)
        await pilot.press("y")
        assert composer.text == "one...\ntwyox"
        composer.undo()
        composer.undo()
        assert composer.text == "one…\ntwox"
        composer.set_lock("locked")
        composer.rewrite("other", 0)
        assert composer.text == "one…\ntwox"


async def test_nothing_blinks() -> None:
    composer = Composer(INK)
    async with Stage(composer).run_test(size=(80, 24)) as pilot:
        composer.focus()
        await pilot.pause()
        assert not composer.blink_timer._active.is_set()
