"""The console's first start for a user, and without the mouse, in a real terminal."""

from pathlib import Path

from tests.e2e.programs import demo, surroundings
from tests.e2e.terminal import TMCHAT, Terminal

MOUSE = {"\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h"}


def test_the_tour_comes_once_for_each_user(tmp_path: Path) -> None:
    around = surroundings(tmp_path, TMCHAT_CONSOLE_TOUR="yes")
    with Terminal([*TMCHAT], around) as terminal:
        terminal.shows("Who waits", "Esc skips the tour")
        assert MOUSE & terminal.sequences()
        terminal.press("escape")
        terminal.hides("Esc skips the tour")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert (tmp_path / "state" / "tmchat" / "tour-seen").is_file()
    with Terminal([*TMCHAT, "--no-mouse"], around) as terminal:
        terminal.shows("There is no token")
        assert "Esc skips the tour" not in terminal.picture
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert not MOUSE & terminal.sequences()


def test_a_demo_begins_with_it_and_a_kept_one_only_once(tmp_path: Path) -> None:
    with demo(tmp_path, TMCHAT_CONSOLE_TOUR="yes") as first:
        first.terminal.shows("Who waits", "Esc skips the tour")
        first.terminal.press("escape")
        first.terminal.hides("Esc skips the tour")
        first.terminal.press("ctrl+q")
        assert first.terminal.ended() == 0
    with demo(tmp_path, TMCHAT_CONSOLE_TOUR="yes") as again:
        again.terminal.shows("online")
        assert "Esc skips the tour" not in again.terminal.picture
