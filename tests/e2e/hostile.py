"""Texts that try to act on a terminal, a screen or a reader; what is done with them is the tests'.

Each holds its own word, so that a test can tell where its letters ended up. Sequences are written
as the program itself never would (`007`, `;7777`), so that one that gets out is told from its own.
"""

from collections.abc import Mapping
from typing import Final

_SEQUENCES: Final = {
    "clipboard": "\x1b]52;c;{word}\x07",
    "clipboard-8-bit": "\x9d52;c;{word}\x9c",
    "title": "\x1b]0;{word}\x07",
    "title-ended-by-st": "\x1b]2;{word}\x1b\\",
    "title-without-end": "\x1b]0;{word}",
    "link": "\x1b]8;;http://{word}.example\x1b\\click\x1b]8;;\x1b\\",
    "notification": "\x1b]9;{word}\x07\x1b]777;notify;{word};x\x07",
    "image": "\x1b]1337;File=inline=1:{word}\x07",
    "device-control": "\x1bPq{word}\x1b\\",
    "device-control-8-bit": "\x90q{word}\x9c",
    "tmux-passthrough": "\x1bPtmux;\x1b\x1b]52;c;{word}\x07\x1b\\",
    "application": "\x1b_G{word}\x1b\\",
    "privacy": "\x1b^{word}\x1b\\",
    "start-of-string": "\x1bX{word}\x1b\\",
    "cursor": "\x1b[007;003H{word}",
    "cursor-8-bit": "\x9b007;003H{word}",
    "colour": "\x1b[5;8;38;5;213;7777m{word}",
    "erase": "\x1b[02J\x1b[03J{word}",
    "reset": "\x1bc\x1b[!p{word}",
    "alternate-screen": "\x1b[?1049;7777l{word}",
    "mouse": "\x1b[?1000;7777h{word}",
    "question": "\x1b[06n\x1b[00c\x1bP$qm\x1b\\{word}",
    "charset": "\x1b(0{word}\x0e",
    "split-escape": "\x1b\n]52;c;{word}\x07",
}

_CONTROLS: Final = {
    "bell": "\x07\x07{word}\x07",
    "backspace": "{word}\x08\x08\x08\x08\x08\x08",
    "carriage-return": "honest\r{word}",
    "nul": "\x00{word}\x00",
    "delete": "\x7f{word}\x7f",
    "vertical": "\x0b\x0c{word}\x84\x85\x8d",
}

_MARKUP: Final = {
    "closing-tag": "[/]{word}",
    "named-closing-tag": "[/bold]{word}",
    "action": "[@click=app.quit]{word}[/]",
    "bold": "[bold red]{word}",
    "backslash": "\\[/]{word}\\",
    "open-bracket": "[{word}",
    "template": "{{word}} $word %s %(word)s {word}",
    "emoji-name": ":smiley: {word}",
}

_UNICODE: Final = {
    "lone-surrogates": "\ud83d{word}\udc00\udcff",
    "bidi": "\u202e\u2066\u200f{word}\u202c\u2069",
    "marks": "e" + "\u0301" * 2000 + "{word}",
    "joiners": "\U0001f469\u200d" * 1000 + "{word}",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 300 + "{word}",
    "flags": "\U0001f1e9" * 401 + "{word}",
    "selectors": "\u2764\ufe0f\ufe0e" * 500 + "{word}",
    "tags": "\U000e0041\U000e0042{word}\U000e007f",
    "fillers": "\u3164\u115f\u200b\ufeff{word}\u00ad",
    "separators": "\u2028{word}\u2029\u0085",
    "jamo": "\u1100\u1161\u11a8" * 400 + "{word}",
    "noncharacters": "\ufdd0\uffff\U0010ffff{word}",
    "wide": "宽" * 3000 + "{word}",
    "long-line": "x" * 100_000 + "{word}",
    "many-lines": "\n" * 2000 + "{word}",
    "tabs": "\t" * 500 + "{word}",
}

HOSTILE: Final[Mapping[str, str]] = {
    name: pattern.replace("{word}", f"qz{place:02}zq")
    for place, (name, pattern) in enumerate(
        {**_SEQUENCES, **_CONTROLS, **_MARKUP, **_UNICODE}.items()
    )
}
"""Every hostile text by name. The word in the text at place 7 is `qz07zq`."""


def word_of(name: str) -> str:
    """The word that the hostile text `name` holds."""
    return f"qz{list(HOSTILE).index(name):02}zq"
