"""One line of text being written: letters in, cursor about; drawing it is `render.writing`'s."""

from tmchat.console.render.cells import clusters
from tmchat.core.text import clean

LONGEST = 4000
"""Characters that a line takes; what is beyond is left out of a paste."""


class LineEdit:
    """A text and a cursor between its characters; a line end in it is a character as any other.

    The cursor steps over what a reader takes for one character.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def insert(self, written: str) -> None:
        """Puts typed or pasted text at the cursor, cleaned."""
        fits = clean(written)[: max(0, LONGEST - len(self.text))]
        self.text = self.text[: self.cursor] + fits + self.text[self.cursor :]
        self.cursor += len(fits)

    def key(self, key: str, character: str | None) -> bool:
        """Takes a key by Textual's name and its character; False when it means nothing here."""
        if character is not None and character.isprintable() and not key.startswith("ctrl+"):
            self.insert(character)
            return True
        match key:
            case "left" | "ctrl+b":
                self.cursor = self._before()
            case "right" | "ctrl+f":
                self.cursor = self._after()
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(self.text)
            case "backspace" | "ctrl+h":
                self._cut(self._before(), self.cursor)
            case "delete" | "ctrl+d":
                self._cut(self.cursor, self._after())
            case "ctrl+w":
                self._cut(self._word_start(), self.cursor)
            case "ctrl+u":
                self._cut(0, self.cursor)
            case "ctrl+k":
                self._cut(self.cursor, len(self.text))
            case "ctrl+j":
                self.insert("\n")
            case _:
                return False
        return True

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def _before(self) -> int:
        return max((one for one in self._stops() if one < self.cursor), default=0)

    def _after(self) -> int:
        return min((one for one in self._stops() if one > self.cursor), default=len(self.text))

    def _word_start(self) -> int:
        kept = self.text[: self.cursor].rstrip()
        return kept.rfind(" ") + 1

    def _stops(self) -> list[int]:
        """Where the cursor may stand, as offsets; a line end stands for itself."""
        stops, at = [0], 0
        for part in self.text.splitlines(keepends=True):
            words = part.rstrip("\n")
            joined = "".join(piece for piece, _ in clusters(clean(words)))
            if joined == words:
                for piece, _ in clusters(clean(words)):
                    at += len(piece)
                    stops.append(at)
            else:
                # Drawn otherwise than written: stops at each character are never wrong.
                stops.extend(range(at + 1, at + len(words) + 1))
                at += len(words)
            if part.endswith("\n"):
                at += 1
                stops.append(at)
        return stops
