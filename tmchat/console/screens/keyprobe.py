"""The screen that shows what the terminal sends for a key, what it is called and what it does."""

from collections.abc import Sequence

from textual import events
from textual.strip import Strip

from tmchat.console.actions.probing import Probed, escaped, probed
from tmchat.console.actions.table import Keymap
from tmchat.console.render.cells import wrap
from tmchat.console.render.ink import Ink
from tmchat.console.render.strips import SPACE, blank, spaces, strip
from tmchat.console.screens.sheet import Sheet
from tmchat.console.terminal.driver import listen
from tmchat.core.text import Clean

_HOW = "Press any key. Esc twice leaves, as does a click; Ctrl+Q quits here too."
_KEPT = 12


class KeyProbe(Sheet):
    """The last keys, the newest at the bottom."""

    CSS = Sheet.CSS.replace("Sheet", "KeyProbe")

    def __init__(self, ink: Ink, keymap: Keymap) -> None:
        super().__init__(ink, self._drawn, yes=(), no=())
        self._keymap = keymap
        self._seen: list[Probed] = []
        self._escaped = False
        self._listens = False

    def on_mount(self) -> None:
        """Begins to listen to the terminal itself, where there is one."""
        self._listens = listen(self.app, self._heard)
        super().on_mount()

    def on_unmount(self) -> None:
        """Listens no more."""
        listen(self.app, None)

    def on_key(self, event: events.Key) -> None:
        """Shows the key; the second Esc leaves."""
        event.stop()
        event.prevent_default()
        if not self._listens:
            self._show(probed(self._keymap, "", event.key))
        if event.key == "escape" and self._escaped:
            self.dismiss(False)
        self._escaped = event.key == "escape"

    def on_paste(self, event: events.Paste) -> None:
        """A paste is no key; it is counted."""
        event.stop()
        words = f"a paste of {len(event.text)} characters"
        self._show(Probed("", "paste", words, ("put in where one types, never a command",)))

    def on_click(self, event: events.Click) -> None:
        """A way out where no Esc comes through."""
        event.stop()
        self.dismiss(False)

    def _heard(self, sent: str, names: Sequence[str]) -> None:
        """One sequence of the terminal and the keys that it became."""
        for place, name in enumerate(names):
            self._show(probed(self._keymap, "" if place else sent, name))
        if not names and sent:
            self._show(Probed(escaped(sent), "no key", "nothing that Textual knows", ()))

    def _show(self, one: Probed) -> None:
        self._seen = [*self._seen, one][-_KEPT:]
        self.refit()

    def _drawn(self, ink: Ink, cells: int) -> list[Strip]:
        palette = ink.palette
        head = [strip(ink, cells, [(Clean("What a key sends"), palette.heading)])]
        head += [strip(ink, cells, [(one, palette.faint)]) for one in wrap(Clean(_HOW), cells)]
        # As many of the newest as there is room for under the heading.
        room = self.size.height * 9 // 10 - 2 - len(head)
        shown: list[Strip] = []
        for one in reversed(self._seen):
            lines = [blank(ink, cells), *_about(ink, cells, one)]
            if shown and len(lines) + len(shown) > room:
                break
            shown[:0] = lines
        return [*head, *shown]


def _about(ink: Ink, cells: int, one: Probed) -> list[Strip]:
    sent = ink.line(one.sent) or Clean("not known here")
    called = ink.line(f"{one.name}, in a keymap {one.written}")
    lines = _labelled(ink, cells, "sent", sent) + _labelled(ink, cells, "called", called)
    for does in one.does or ("nothing",):
        lines += _labelled(ink, cells, "does", ink.line(does))
    return lines


def _labelled(ink: Ink, cells: int, label: str, words: Clean) -> list[Strip]:
    palette = ink.palette
    lines = wrap(words, max(8, cells - 8))
    return [
        strip(
            ink,
            cells,
            [
                (Clean(f"{label:<7}") if place == 0 else spaces(7), palette.key),
                (SPACE, palette.text),
                (line, palette.text),
            ],
        )
        for place, line in enumerate(lines)
    ]
