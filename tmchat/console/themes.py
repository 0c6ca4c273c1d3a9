"""The five themes as Textual knows them, each with its palette; what is drawn is `render`'s."""

from typing import Final

from textual.theme import Theme

from tmchat.console.render.palette import MONO, PALETTES, Palette

_DEFAULT: Final = "ansi_default"


def _terminal_theme(name: str, primary: str, selection: str) -> Theme:
    """A theme that leaves every ground to the terminal."""
    return Theme(
        name=name,
        ansi=True,
        primary=primary,
        secondary=primary,
        warning=primary,
        error=primary,
        success=primary,
        accent=primary,
        foreground=_DEFAULT,
        background=_DEFAULT,
        surface=_DEFAULT,
        panel=_DEFAULT,
        boost=_DEFAULT,
        variables={
            "ansi-background": _DEFAULT,
            "ansi-foreground": _DEFAULT,
            "border": primary,
            "border-blurred": _DEFAULT,
            "block-cursor-foreground": _DEFAULT,
            "block-cursor-background": _DEFAULT,
            "block-cursor-text-style": "reverse",
            "input-cursor-foreground": _DEFAULT,
            "input-cursor-background": _DEFAULT,
            "input-cursor-text-style": "reverse",
            "input-selection-foreground": _DEFAULT,
            "input-selection-background": selection,
        },
    )


THEMES: Final[tuple[Theme, ...]] = (
    Theme(
        name="dark",
        primary="#8fb8de",
        secondary="#c3a6e0",
        warning="#ffb454",
        error="#ff8080",
        success="#86c98f",
        accent="#7fd1ae",
        foreground="#d8dee6",
        background="#12181f",
        surface="#161e27",
        panel="#1d2733",
        variables={"input-cursor-text-style": "none"},
    ),
    Theme(
        name="light",
        primary="#1f5f99",
        secondary="#6b3fa0",
        warning="#9a4b00",
        error="#b01e1e",
        success="#1f6f33",
        accent="#136f4a",
        foreground="#1f2933",
        background="#f6f8fa",
        surface="#ffffff",
        panel="#dde3ea",
        dark=False,
        variables={"input-cursor-text-style": "none"},
    ),
    Theme(
        name="contrast",
        primary="#9fd4ff",
        secondary="#e4b5ff",
        warning="#ffd75f",
        error="#ffafaf",
        success="#87ff87",
        accent="#5fffaf",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables={
            "input-cursor-text-style": "none",
            "input-selection-foreground": "#000000",
            "input-selection-background": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-background": "#ffffff",
            "text-muted": "#d0d0d0",
            "text-disabled": "#d0d0d0",
            "foreground-muted": "#d0d0d0",
            "foreground-disabled": "#d0d0d0",
        },
    ),
    _terminal_theme("ansi", "ansi_blue", "ansi_blue"),
    _terminal_theme("mono", _DEFAULT, _DEFAULT),
)
"""All themes, for `App.register_theme`."""


def palette_for(theme: str, no_color: bool = False) -> Palette:
    """The palette of a theme by name, the colourless one where `NO_COLOR` is asked for.

    Raises `KeyError` for a theme that does not exist.
    """
    return MONO if no_color else PALETTES[theme]
