"""The console's settings; the token is not among them, it is `settings.secrets`'s."""

# ruff: noqa: RUF009 - `setting` declares a field, it is not a shared default

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tmchat.settings.alerts import AlertSettings
from tmchat.settings.schema import setting


@dataclass(frozen=True)
class ConsoleSettings:
    """How one agent's console runs."""

    hub: str = setting("http://127.0.0.1:8071", "Address of the hub.")
    token_command: str = setting(
        "", "Command whose first line of output is the token, such as `pass show tmchat`."
    )
    transport: Literal["auto", "websocket", "poll"] = setting(
        "auto", "How to reach the hub; auto: WebSocket, long poll where a proxy refuses it."
    )
    theme: Literal["dark", "light", "contrast", "ansi", "mono"] = setting(
        "dark",
        "Colours; contrast is the strongest, ansi keeps the terminal's own sixteen, mono has none.",
    )
    bell: bool = setting(True, "Ring the terminal's bell when a text starts to wait.")
    send_delay: float = setting(
        0.0, "Seconds in which a reply can be taken back before it leaves; 0: it leaves at once."
    )
    alerts: AlertSettings = setting(AlertSettings(), "How you are called.")
    plain: bool = setting(False, "Lines in and out instead of a screen.")
    full_output: bool = setting(
        False, "Send whole lines to the terminal, as Textual does, not just the cells that changed."
    )
    state: Path | None = setting(None, "Folder of drafts; empty: the XDG state folder.")
    mouse: bool = setting(
        True, "Take the mouse; without, the terminal's own selection works with nothing held down."
    )
    tour: bool = setting(True, "Show the tour when this user's screen starts for the first time.")
    keymap: Path | None = setting(
        None,
        "File of keys of your own; empty: keymap.toml in the folder of the settings file.",
    )
    keys: dict[str, tuple[str, ...]] = setting(
        {}, 'Keys of your own by action, as in claim = ["f6"], where there is no keymap file.'
    )
