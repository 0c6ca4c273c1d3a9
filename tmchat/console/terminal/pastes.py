"""Keeps escapes inside a bracketed paste from Textual's parser, which would take what follows them
for keys; cleaning the pasted text is `driver`'s."""

from typing import Final

START: Final = "\x1b[200~"
END: Final = "\x1b[201~"
ESCAPE: Final = "\x1b"
SHOWN: Final = "\u241b"  # the picture that `text.clean` makes of an escape


class Pastes:
    """Follows over all that is read where a paste begins and ends."""

    def __init__(self) -> None:
        self._inside = False
        self._tail = ""
        self._held = ""

    def without_escapes(self, text: str) -> str:
        """`text`, the next that was read, with every escape inside a paste as its picture.

        The beginning of an end mark is held back until the next read tells what it is.
        """
        passed: list[str] = []
        rest = self._held + text
        self._held = ""
        while rest:
            part, rest = self._paste(rest) if self._inside else self._keys(rest)
            passed.append(part)
        return "".join(passed)

    def _keys(self, text: str) -> tuple[str, str]:
        """What stands before and in the next start mark, and what is behind it."""
        seen = self._tail + text
        place = seen.find(START)
        if place < 0:
            self._tail = seen[1 - len(START) :]
            return text, ""
        behind = place + len(START) - len(self._tail)
        self._inside, self._tail = True, ""
        return text[:behind], text[behind:]

    def _paste(self, text: str) -> tuple[str, str]:
        """The paste up to and with its end mark, and what is behind it."""
        body, end, rest = text.partition(END)
        if end:
            self._inside = False
        else:
            begun = next((n for n in range(len(END) - 1, 0, -1) if body.endswith(END[:n])), 0)
            self._held = body[len(body) - begun :]
            body = body[: len(body) - begun]
        return body.replace(ESCAPE, SHOWN) + end, rest
