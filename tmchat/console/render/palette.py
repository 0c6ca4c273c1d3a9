"""The roles of drawn text and their style in each theme; which theme it is, `themes` says.

No meaning hangs on a style alone: a word or a sign says the same.
"""

from dataclasses import dataclass, fields
from typing import Final

from rich.style import Style


@dataclass(frozen=True, slots=True)
class Palette:
    """A style for each role."""

    text: Style
    """What was said."""
    strong: Style
    """Names, and lines with something unread."""
    faint: Style
    """Times, system lines, what is answered."""
    heading: Style
    """A tracking number over its conversations, a title in a panel."""
    waiting: Style
    """A texter who awaits an answer."""
    mine: Style
    """What the agent at this console holds or wrote."""
    other: Style
    """What another agent holds or wrote."""
    good: Style
    """Sent, delivered, online."""
    trouble: Style
    """Failed, unknown, offline, locked."""
    note: Style
    """A note of the team, which no texter sees."""
    fresh: Style
    """The line before what is unread, and the sign of more below."""
    gap: Style
    """Where the timeline misses entries."""
    cursor: Style
    """Laid over the line under the cursor."""
    bar: Style
    """The status bar."""
    key: Style
    """A key in the status bar."""
    alarm: Style
    """A banner over something that stops work."""
    notice: Style
    """A banner over something to know."""


def _palette(**styles: str) -> Palette:
    return Palette(**{role: Style.parse(style) for role, style in styles.items()})


DARK: Final = _palette(
    text="#d8dee6",
    strong="bold #f4f7fa",
    faint="#8f9aa8",
    heading="bold #8fb8de",
    waiting="bold #ffb454",
    mine="#7fd1ae",
    other="#c3a6e0",
    good="#86c98f",
    trouble="bold #ff8080",
    note="#e3cf7a",
    fresh="bold #ffb454",
    gap="bold #ff9e64",
    cursor="on #1e2c3d",
    bar="#b9c4d0 on #1d2733",
    key="bold #8fb8de on #1d2733",
    alarm="bold #ffffff on #9b2c2c",
    notice="#111820 on #d9a441",
)

LIGHT: Final = _palette(
    text="#1f2933",
    strong="bold #0b1118",
    faint="#56626e",
    heading="bold #1f5f99",
    waiting="bold #9a4b00",
    mine="#136f4a",
    other="#6b3fa0",
    good="#1f6f33",
    trouble="bold #b01e1e",
    note="#6f5a00",
    fresh="bold #9a4b00",
    gap="bold #a04000",
    cursor="on #d6e4f2",
    bar="#26323e on #dde3ea",
    key="bold #1f5f99 on #dde3ea",
    alarm="bold #ffffff on #a62626",
    notice="#201800 on #f0c75e",
)

ANSI: Final = _palette(
    text="default",
    strong="bold default",
    faint="bright_black",
    heading="bold blue",
    waiting="bold yellow",
    mine="green",
    other="magenta",
    good="green",
    trouble="bold red",
    note="cyan",
    fresh="bold yellow",
    gap="bold red",
    cursor="reverse",
    bar="reverse",
    key="bold reverse",
    alarm="bold white on red",
    notice="black on yellow",
)

MONO: Final = _palette(
    text="none",
    strong="bold",
    faint="none",
    heading="bold underline",
    waiting="bold",
    mine="none",
    other="none",
    good="none",
    trouble="bold",
    note="italic",
    fresh="bold",
    gap="bold",
    cursor="reverse",
    bar="reverse",
    key="bold reverse",
    alarm="bold reverse",
    notice="reverse",
)

CONTRAST: Final = _palette(
    text="#ffffff",
    strong="bold #ffffff",
    faint="#d0d0d0",
    heading="bold underline #9fd4ff",
    waiting="bold #ffd75f",
    mine="#5fffaf",
    other="#e4b5ff",
    good="#87ff87",
    trouble="bold #ffafaf",
    note="#ffff87",
    fresh="bold #ffd75f",
    gap="bold #ffaf5f",
    cursor="reverse",
    bar="#000000 on #ffffff",
    key="bold underline #000000 on #ffffff",
    alarm="bold #ffffff on #8b0000",
    notice="bold #000000 on #ffd700",
)

PALETTES: Final[dict[str, Palette]] = {
    "dark": DARK,
    "light": LIGHT,
    "contrast": CONTRAST,
    "ansi": ANSI,
    "mono": MONO,
}
ROLES: Final = tuple(role.name for role in fields(Palette))
